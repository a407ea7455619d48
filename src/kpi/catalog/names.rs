//! What formulas call their inputs, in English and French. Pure.

use crate::{
    kpi::{AttainmentBand, ForecastSource, Input, PeriodPart, Statistic, When, insight::explain::Language},
    ledger::Measure,
};

impl Input {
    /// What formulas call it.
    pub fn name(self, language: Language) -> String {
        let of = |measure: Measure| language.of(measure.label_en(), measure.label_fr());
        let name = match self {
            Self::Sum(measure, when) => {
                return format!("{}{}", of(measure), suffix(when, language));
            }
            Self::Statistic(statistic, _) => statistic.name(language),
            Self::WorkingDays => language.of("working days of the reps", "jours ouvrés des commerciaux"),
            Self::SellingDays(PeriodPart::Whole) => language.of("selling days", "jours de vente"),
            Self::SellingDays(PeriodPart::Elapsed) => language.of("selling days elapsed", "jours de vente écoulés"),
            Self::SellingDays(PeriodPart::Left) => language.of("selling days left", "jours de vente restants"),
            Self::Target(_) => language.of("target", "objectif"),
            Self::KnownAtStart(Measure::Revenue) => {
                language.of("revenue known at the start", "chiffre d'affaires connu au début")
            }
            Self::KnownAtStart(Measure::ExpectedWeighted) => {
                language.of("weighted amount at the start", "montant pondéré au début")
            }
            Self::KnownAtStart(measure) => of(measure),
            Self::Said(ForecastSource::Reps) => language.of("amount submitted", "montant annoncé"),
            Self::Said(ForecastSource::RepsSpoke) => language.of("reps who submitted", "commerciaux ayant annoncé"),
            Self::Said(ForecastSource::Managers) => language.of("amount adjusted", "montant ajusté"),
            Self::Said(ForecastSource::ManagersSpoke) => language.of("figures adjusted", "chiffres ajustés"),
            Self::Attainment(AttainmentBand::Reached) => language.of("reps at target", "commerciaux à l'objectif"),
            Self::Attainment(AttainmentBand::Near) => {
                language.of("reps near target", "commerciaux proches de l'objectif")
            }
            Self::Attainment(AttainmentBand::Below) => language.of("reps below target", "commerciaux sous l'objectif"),
        };
        name.to_owned()
    }
}

/// What tells the same measure of other days apart.
fn suffix(when: When, language: Language) -> String {
    match when {
        When::AtStart | When::AtStartOnceBegun => language.of(" at the start", " au début").to_owned(),
        When::AtEndOnceBegun => language.of(" at the end", " à la fin").to_owned(),
        When::Last(days) => format!(" {} {days} {}", language.of("in", "sur"), language.of("days", "jours")),
        When::YearBefore | When::SoFarYearBefore => language.of(" a year earlier", " un an plus tôt").to_owned(),
        When::Period
        | When::SoFar
        | When::AtEnd
        | When::Remaining
        | When::Overdue
        | When::Ahead
        | When::Today
        | When::TwelveMonths { .. } => String::new(),
    }
}

impl Statistic {
    /// What formulas call it.
    pub const fn name(self, language: Language) -> &'static str {
        let (en, fr) = match self {
            Self::Median(Measure::Revenue, _) => ("median deal value", "valeur médiane d'une affaire"),
            Self::Median(..) => ("median", "médiane"),
            Self::Within(..) => ("in time", "à temps"),
            Self::Prospects(Measure::AttemptsBooked) => {
                ("prospects who agreed to a meeting", "prospects ayant accepté un rendez-vous")
            }
            Self::Prospects(_) => ("prospects asked for a meeting", "prospects sollicités pour un rendez-vous"),
            Self::Gaps(_) => ("pauses between contacts", "intervalles entre contacts"),
            Self::GapSeconds(_) => ("days between contacts", "jours entre contacts"),
            Self::GapMedian(_) => ("median pause", "intervalle médian"),
            Self::Customers(_) => ("customers with deals won", "clients avec affaires gagnées"),
            Self::RepeatCustomers(_) => ("customers with several deals won", "clients avec plusieurs affaires gagnées"),
            Self::Records(Measure::DealsWon) => ("different deals won", "affaires gagnées distinctes"),
            Self::Records(_) => ("records", "enregistrements"),
            Self::FormerThen(_) => {
                ("revenue of last year's customers then", "chiffre d'affaires d'alors des clients de l'an dernier")
            }
            Self::FormerNow(_) => {
                ("revenue of last year's customers now", "chiffre d'affaires actuel des clients de l'an dernier")
            }
            Self::FormerKept(_) => {
                ("revenue of last year's customers kept", "chiffre d'affaires conservé des clients de l'an dernier")
            }
            Self::Left => ("customers lost", "clients perdus"),
            Self::Returned(Measure::WonBackRevenue) => {
                ("revenue of customers won back", "chiffre d'affaires des clients reconquis")
            }
            Self::Returned(Measure::WonBackUnconverted) => {
                ("customers won back without a rate", "clients reconquis sans taux de change")
            }
            Self::Returned(_) => ("customers won back", "clients reconquis"),
            Self::TopShare(_) => ("share of the largest customer", "part du premier client"),
            Self::Concentration(_) => {
                ("sum of the customers' squared shares", "somme des carrés des parts des clients")
            }
            Self::TopRepShare(_) => ("share of the top rep", "part du premier commercial"),
            Self::RepConcentration(_) => {
                ("sum of the reps' squared shares", "somme des carrés des parts des commerciaux")
            }
            Self::Aged(Measure::OpenAmount) => ("amount of ageing deals", "montant des affaires vieillissantes"),
            Self::Aged(Measure::OpenUnconverted) => {
                ("ageing deals without a rate", "affaires vieillissantes sans taux de change")
            }
            Self::Aged(_) => ("ageing deals", "affaires vieillissantes"),
            Self::LongStay => {
                ("third quartile of the time in the stage", "troisième quartile du temps passé dans l'étape")
            }
            Self::StayWinners => ("reps who won deals", "commerciaux ayant gagné des affaires"),
            Self::Latest(measure, _) => (measure.label_en(), measure.label_fr()),
        };
        match language {
            Language::En => en,
            Language::Fr => fr,
        }
    }
}
