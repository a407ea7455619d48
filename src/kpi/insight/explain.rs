//! Explaining: how a figure comes about, in words and numbers, from the same entries and rules that compute it.

use std::collections::BTreeMap;

use async_graphql::{Enum, SimpleObject};
use chrono::NaiveDate;

use crate::{
    error::Result,
    graphql::{DateTime, Money, request::Request, scalars::float},
    kpi::{
        Band, Definition, ForecastSource, InputKey, Lens, Span, Stretch, Sums, Value, engine::evaluate,
        fields::answer::Answer,
    },
    ledger::{Measure, Rule, Unit, money},
};

/// A language of explanations.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    const fn of(self, en: &'static str, fr: &'static str) -> &'static str {
        match self {
            Self::En => en,
            Self::Fr => fr,
        }
    }
}

/// How a figure comes about.
#[derive(SimpleObject)]
#[graphql(name = "KpiExplanation")]
pub struct Explanation {
    /// The name to show.
    pub label: String,
    /// What the KPI is, and when it is null.
    pub definition: String,
    /// The formula in words.
    pub formula: String,
    /// The formula with its numbers put in, and what it comes to.
    pub with_numbers: String,
    /// The numbers by name.
    pub terms: Vec<Term>,
    /// Which day decides whether a record belongs to the period.
    pub date_rule: String,
    /// Who is credited.
    pub attribution_rule: String,
    /// How amounts of other currencies are converted; null where there are no amounts.
    pub currency_rule: Option<String>,
    /// The version of the definition: it grows when a formula changes.
    pub version: i32,
    /// The instant whose knowledge the figure goes by.
    pub as_of: DateTime,
}

/// A number of a formula.
#[derive(SimpleObject)]
#[graphql(name = "KpiTerm")]
pub struct Term {
    /// What it is called in the formula.
    pub name: String,
    /// The number, with its unit.
    pub value: String,
}

impl Explanation {
    /// Explains an answer.
    pub async fn read(request: &Request, answer: &Answer, language: Language) -> Result<Self> {
        let Answer { question, view, figure, .. } = answer;
        let sums = Sums::of(request);
        let cells = question.cells(sums.loader().day_of(view));
        let known = evaluate::numbers(sums, view, cells.clone()).await?;
        let currency = &request.organization.currency;
        let definition: Definition = question.kpi.definition();
        let formula = language.of(definition.formula, definition.formula_fr);
        let mut terms: BTreeMap<&str, String> = BTreeMap::new();
        for cell in &cells {
            let moment = name_of_moment(cell, question.period.from, language).filter(|name| formula.contains(name));
            let name = moment.unwrap_or_else(|| name(cell, language));
            if formula.contains(name) {
                // Of a balance read at the start and at the end the formula means the first, where it does not say which.
                terms.entry(name).or_insert_with(|| number(cell, known.of(cell), currency));
            }
        }
        let result = figure.value.map_or_else(|| language.of("null", "nul").to_owned(), |value| shown(value, currency));
        let rules = rules(&cells);
        let join = |texts: Vec<&'static str>| texts.join(language.of("; ", " ; "));
        let has_money =
            cells.iter().any(|cell| matches!(cell, InputKey::Sum(_, measure, _) if measure.unit() == Unit::Money));
        Ok(Self {
            label: language.of(definition.label_en, definition.label_fr).to_owned(),
            definition: match language {
                Language::En => definition.description.split_whitespace().collect::<Vec<_>>().join(" "),
                Language::Fr => definition.about_fr.to_owned(),
            },
            formula: formula.to_owned(),
            with_numbers: format!("{} = {result}", filled(formula, &terms)),
            terms: terms.into_iter().map(|(name, value)| Term { name: name.to_owned(), value }).collect(),
            date_rule: join(rules.iter().map(|rule| language.of(rule.day_en, rule.day_fr)).collect()),
            attribution_rule: match view.lens {
                Lens::Event => join(rules.iter().map(|rule| language.of(rule.credit_en, rule.credit_fr)).collect()),
                Lens::Current => language
                    .of(
                        "today's owner of the record, in the team of today",
                        "le propriétaire actuel, dans son équipe actuelle",
                    )
                    .to_owned(),
            },
            currency_rule: has_money.then(|| {
                language
                    .of(
                        "each record is converted at the latest rate dated on or before its day, rounded half to even, \
                         then summed; a missing rate makes the figure null",
                        "chaque montant est converti au dernier taux daté du jour ou d'avant, arrondi au pair, puis \
                         sommé ; un taux manquant rend le résultat nul",
                    )
                    .to_owned()
            }),
            version: definition.version,
            as_of: DateTime(view.as_of.unwrap_or(request.now)),
        })
    }
}

/// What a balance is called in formulas that read it both at the start of a period and at its end.
fn name_of_moment(cell: &InputKey, start: NaiveDate, language: Language) -> Option<&'static str> {
    match cell {
        InputKey::Sum(_, Measure::ActiveCustomers, Span { from: None, to }) if *to == start => {
            Some(language.of("active customers at the start", "clients actifs au début"))
        }
        InputKey::Sum(_, Measure::ActiveCustomers, Span { from: None, .. }) => {
            Some(language.of("active customers at the end", "clients actifs à la fin"))
        }
        _ => None,
    }
}

/// What a number is called in formulas.
pub fn name(cell: &InputKey, language: Language) -> &'static str {
    let of = |measure: Measure| language.of(measure.label_en(), measure.label_fr());
    match cell {
        InputKey::Sum(_, measure, _) => of(*measure),
        InputKey::Statistic(_, spread, _) => spread.label(language),
        InputKey::WorkingDays(..) => language.of("working days", "jours ouvrés"),
        InputKey::SellingDays(stretch, _) => match stretch {
            Stretch::Whole => language.of("selling days", "jours de vente"),
            Stretch::Elapsed => language.of("selling days elapsed", "jours de vente écoulés"),
            Stretch::Left => language.of("selling days left", "jours de vente restants"),
        },
        InputKey::Target(..) => language.of("target", "objectif"),
        InputKey::Known(_, measure, ..) => match measure {
            Measure::Revenue => language.of("revenue known at the start", "chiffre d'affaires connu au début"),
            Measure::ExpectedWeighted => language.of("weighted amount at the start", "montant pondéré au début"),
            _ => of(*measure),
        },
        InputKey::Said(_, voice, _) => match voice {
            ForecastSource::Reps => language.of("amount submitted", "montant annoncé"),
            ForecastSource::RepsSpoke => language.of("reps who submitted", "commerciaux ayant annoncé"),
            ForecastSource::Managers => language.of("amount adjusted", "montant ajusté"),
            ForecastSource::ManagersSpoke => language.of("figures adjusted", "chiffres ajustés"),
        },
        InputKey::Attainment(_, band, _) => match band {
            Band::Reached => language.of("reps at target", "commerciaux à l'objectif"),
            Band::Near => language.of("reps near target", "commerciaux proches de l'objectif"),
            Band::Below => language.of("reps below target", "commerciaux sous l'objectif"),
        },
    }
}

/// The rules of all topics that a formula touches, each once.
fn rules(cells: &[InputKey]) -> Vec<Rule> {
    let mut topics = Vec::new();
    for cell in cells {
        for topic in cell.measures().into_iter().map(Measure::topic) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
    }
    let mut rules: Vec<Rule> = topics.into_iter().map(|topic| topic.rule()).collect();
    rules.dedup_by_key(|rule| (rule.day_en, rule.credit_en));
    rules
}

/// A formula with its numbers put in; longer names first, for one may be the beginning of another.
pub fn filled(formula: &str, terms: &BTreeMap<&str, String>) -> String {
    let mut names: Vec<&str> = terms.keys().copied().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut text = String::new();
    let mut rest = formula;
    while let Some(letter) = rest.chars().next() {
        let found = names.iter().find(|name| rest.starts_with(**name));
        match found.and_then(|name| Some((terms.get(name)?, rest.get(name.len()..)?))) {
            Some((value, after)) => {
                text.push_str(value);
                rest = after;
            }
            None => {
                text.push(letter);
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
    }
    text
}

/// A number of the ledger with its unit.
fn number(cell: &InputKey, number: i64, currency: &str) -> String {
    let unit = match cell {
        InputKey::Sum(_, measure, _) | InputKey::Known(_, measure, ..) => measure.unit(),
        InputKey::Statistic(_, spread, _) => spread.unit(),
        InputKey::WorkingDays(..)
        | InputKey::SellingDays(..)
        | InputKey::Attainment(..)
        | InputKey::Said(_, ForecastSource::RepsSpoke | ForecastSource::ManagersSpoke, _) => Unit::Count,
        InputKey::Said(_, ForecastSource::Reps | ForecastSource::Managers, _) => Unit::Money,
        InputKey::Target(_, kpi, _) => match kpi.definition().unit {
            crate::kpi::Unit::Money | crate::kpi::Unit::MoneyPerDay => Unit::Money,
            crate::kpi::Unit::Count => Unit::Count,
            crate::kpi::Unit::Ratio
            | crate::kpi::Unit::Days
            | crate::kpi::Unit::PerDay
            | crate::kpi::Unit::PerHundred
            | crate::kpi::Unit::PerWin
            | crate::kpi::Unit::Months
            | crate::kpi::Unit::Points => Unit::Millionths,
        },
    };
    match unit {
        Unit::Money => shown(Value::Money(number), currency),
        Unit::Count => shown(Value::Count(number), currency),
        // Seconds shared among reps are stored as they are.
        Unit::Seconds => shown(Value::Days(float(number) / 86_400.0), currency),
        Unit::Millionths => shown(Value::Ratio(float(number) / 1e6), currency),
        // A variance is told by its root, which is an amount.
        Unit::Variance => shown(Value::Money(money::deviation(number)), currency),
    }
}

fn shown(value: Value, currency: &str) -> String {
    match value {
        Value::Money(minor) => {
            let money = Money::new(minor, currency);
            format!("{} {currency}", money.amount.0)
        }
        Value::Count(count) => trimmed(float(count) / 1e4, 4),
        Value::Ratio(ratio) => trimmed(ratio, 6),
        Value::Days(days) => trimmed(days, 2),
        Value::Points(points) => trimmed(points, 4),
    }
}

/// A number with at most so many decimals.
fn trimmed(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::Subject,
        graphql::period::{Grain, Period},
        kpi::{Kpi, Question},
    };

    fn question(kpi: Kpi) -> Question {
        let (from, to) = ("2026-01-01".parse().unwrap(), "2026-04-01".parse().unwrap());
        let period = Period { from, to, grain: Grain::Quarter, to_date: false };
        Question { kpi, subject: Subject::Organization, period }
    }

    /// In a formula, everything but the names of its numbers, digits and signs.
    fn unknown_words(formula: &str, kpi: Kpi, language: Language) -> String {
        let question = question(kpi);
        let cells = question.cells("2026-02-28".parse().unwrap());
        let of_moment = |cell| name_of_moment(cell, question.period.from, language);
        let names = cells.iter().flat_map(|cell| [Some(name(cell, language)), of_moment(cell)]);
        let names = names.flatten().map(|name| (name, String::new())).collect();
        filled(formula, &names).chars().filter(|letter| letter.is_alphabetic()).collect()
    }

    #[test]
    fn formulas_are_written_in_the_names_of_what_they_read() {
        for kpi in Kpi::ALL {
            let entry = kpi.definition();
            assert_eq!(unknown_words(entry.formula, *kpi, Language::En), "", "{}: {}", entry.field, entry.formula);
            assert_eq!(
                unknown_words(entry.formula_fr, *kpi, Language::Fr),
                "",
                "{}: {}",
                entry.field,
                entry.formula_fr
            );
        }
    }

    #[test]
    fn numbers_take_the_place_of_the_longest_name_that_fits() {
        let terms = BTreeMap::from([("deals won", "5".to_owned()), ("deals won for nothing", "1".to_owned())]);
        assert_eq!(filled("deals won / (deals won for nothing + 2)", &terms), "5 / (1 + 2)");
    }
}
