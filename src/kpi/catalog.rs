//! The catalogue: one entry a KPI. Everything else – the enum, the typed fields, the list for dashboards – comes from it.
//!
//! To add a KPI over existing measures, add an entry. The first line of its text says what it is; the rest when it is
//! null and what to beware of. Sources of the formulas are named where the field has a standard.

use async_graphql::{Context, Enum, Object};

use super::{
    Figure, Inputs, Question, Warning,
    answer::{Answer, CountKpi, DaysKpi, ForecastKpi, MoneyKpi, QuotientKpi, RatioKpi},
    figure::Value,
};
use crate::{
    access::Subject,
    api::{
        period::{Comparison, Period, ResolvedPeriod},
        scalars::float,
    },
    error::Result,
    ledger::{
        Measure as M,
        money::{self, WHOLE},
    },
    request::Request,
};

/// In which unit a KPI is given.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "KpiUnit")]
pub enum Unit {
    /// Money in the organization's currency.
    Money,
    /// A number of things.
    Count,
    /// A number from 0 to 1, usually shown in per cent.
    Ratio,
    /// Days.
    Days,
    /// Money a day.
    MoneyPerDay,
    /// Things a working day.
    PerDay,
}

/// Whether more is better.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "KpiDirection")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: it describes.
    Neutral,
}

/// How a KPI relates to time.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "KpiKind")]
pub enum Kind {
    /// What happened in the period: the parts of a period sum to it.
    Flow,
    /// How things stand at the end of the period, or now while it runs: months do not sum.
    Stock,
    /// A quotient of what happened in the period: recomputed from sums, never an average of averages.
    Quotient,
}

/// One entry of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The KPI.
    pub kpi: Kpi,
    /// The field on `Kpis`.
    pub field: &'static str,
    /// English label.
    pub label_en: &'static str,
    /// French label.
    pub label_fr: &'static str,
    /// What it is.
    pub description: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// In which unit.
    pub unit: Unit,
    /// Whether more is better.
    pub direction: Direction,
    /// How it relates to time.
    pub kind: Kind,
    /// Whether the figures of teams sum to that of the organization.
    pub is_additive: bool,
}

macro_rules! kpis {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident $field:ident: $type:ident {
            en $en:literal, fr $fr:literal, formula $formula:literal,
            $unit:ident $direction:ident $kind:ident $additive:literal,
            $compute:expr
        }
    )+) => {
        /// A KPI, by name: what dashboards that let their user choose, and objectives, refer to.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kpi {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Kpi {
            /// Every KPI.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its entry.
            pub const fn definition(self) -> Definition {
                match self {
                    $(Self::$name => Definition {
                        kpi: self,
                        field: stringify!($field),
                        label_en: $en,
                        label_fr: $fr,
                        description: concat!($($doc, "\n"),+),
                        formula: $formula,
                        unit: Unit::$unit,
                        direction: Direction::$direction,
                        kind: Kind::$kind,
                        is_additive: $additive,
                    },)+
                }
            }

            /// Its formula, over the sums of one subject and period.
            pub fn formula(self, inputs: &Inputs<'_>) -> Figure {
                match self {
                    $(Self::$name => { let compute: fn(&Inputs<'_>) -> Figure = $compute; compute(inputs) })+
                }
            }
        }

        /// The KPIs of a subject over a period. A field is null, with an error that says why, when you may not read it.
        #[Object]
        impl Kpis {
            /// The period as it was resolved, in the organization's days.
            async fn period(&self) -> ResolvedPeriod {
                self.period.into()
            }

            $($(#[doc = $doc])+
            async fn $field(&self, ctx: &Context<'_>) -> Option<Result<$type>> {
                Some(self.answer(ctx, Kpi::$name).await.map($type))
            })+
        }
    };
}

/// The KPIs of a subject over a period.
pub struct Kpis {
    /// Whose.
    pub subject: Subject,
    /// When.
    pub period: Period,
    /// What it is compared to.
    pub compare_to: Option<Comparison>,
}

impl Kpis {
    async fn answer(&self, ctx: &Context<'_>, kpi: Kpi) -> Result<Answer> {
        let question = Question { kpi, subject: self.subject, period: self.period };
        Answer::read(Request::of(ctx)?, question, self.compare_to).await
    }
}

/// Seconds shared among reps, over deals shared the same way, in days.
fn days(seconds: i64, deals: i64) -> Option<Value> {
    (deals != 0).then(|| Value::Days(float(seconds) * float(WHOLE) / float(deals) / 86_400.0))
}

kpis! {
    /// The revenue booked: what the deals won in the period bring, net of tax.
    /// Credited to those the deals were credited to on the day of winning. 0 when none was won; null when an exchange rate
    /// is missing (see `warnings`).
    Revenue revenue: MoneyKpi {
        en "Revenue", fr "Chiffre d'affaires réalisé", formula "Σ amount of deals won",
        Money Higher Flow true,
        |m| Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)).warn(Warning::ZeroAmount(m.sum(M::ZeroAmountWins)))
    }

    /// The revenue that the period should end with: what is won, and what is open times its chance.
    /// Open deals count on the day they are expected to close. Those whose day has passed are shown apart as overdue, those
    /// without a day as undated; neither is in the value. Method: weighted pipeline.
    Forecast forecast: ForecastKpi {
        en "Forecast", fr "Prévisions de CA", formula "revenue + Σ open amount × probability, expected from today to the end",
        Money Higher Flow true,
        |m| {
            let won = Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted));
            let weighted = Figure::money(m.still_expected(M::ExpectedWeighted), m.still_expected(M::ExpectedUnconverted));
            let value = match (won.value, weighted.value) {
                (Some(Value::Money(won)), Some(Value::Money(weighted))) => Some(Value::Money(won + weighted)),
                _ => None,
            };
            let parts = vec![
                won.value,
                weighted.value,
                Some(Value::Money(m.still_expected(M::ExpectedAmount))),
                Some(Value::Money(m.overdue(M::ExpectedAmount))),
                Some(Value::Money(m.balance(M::UndatedAmount))),
                Some(Value::Count(m.still_expected(M::ExpectedDeals))),
            ];
            Figure { value, parts, warnings: [won.warnings, weighted.warnings].concat(), ..Figure::default() }
        }
    }

    /// What a deal won in the period brings on average.
    /// Recomputed from sums: the average of a team is not the average of its reps' averages. Null when none was won.
    AverageDealValue average_deal_value: QuotientKpi {
        en "Average deal value", fr "Panier moyen par affaire", formula "revenue / deals won",
        Money Higher Quotient false,
        |m| Figure::average(Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)), m.sum(M::DealsWon))
            .warn(Warning::ZeroAmount(m.sum(M::ZeroAmountWins)))
    }

    /// What a customer who bought in the period brings on average.
    /// Null when nobody bought. Customers are counted once, however many deals they signed.
    AverageRevenuePerCustomer average_revenue_per_customer: QuotientKpi {
        en "Average revenue per customer", fr "Panier moyen par client", formula "revenue / customers with a deal won",
        Money Higher Quotient false,
        |m| Figure::average(Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)), m.buyers())
    }

    /// How many interactions took place: calls, e-mails, visits and the like.
    /// Credited to who did them, on the day they took place; planned ones do not count.
    InteractionCount interaction_count: CountKpi {
        en "Interactions", fr "Nombre d'interactions commerciales", formula "number of interactions done",
        Count Higher Flow true,
        |m| Figure::count(m.sum(M::Interactions))
    }

    /// How many interactions a rep has on a working day.
    /// Working days are the weekdays on which each rep was there, up to today while the period runs. Null when nobody was.
    InteractionFrequency interaction_frequency: RatioKpi {
        en "Interactions per rep and day", fr "Fréquence des interactions commerciales", formula "interactions / working days of the reps",
        PerDay Higher Quotient false,
        |m| Figure::ratio(m.sum(M::Interactions), m.working_days())
    }

    /// How many leads were received.
    /// On the day they arrived, credited to the first rep they were assigned to; those never assigned count for the
    /// organization only.
    LeadsReceived leads_received: CountKpi {
        en "Leads received", fr "Leads reçus", formula "number of leads received",
        Count Higher Flow true,
        |m| Figure::count(m.sum(M::LeadsReceived))
    }

    /// How many prospecting meetings were held.
    /// On the day they took place, credited to the host. A rescheduled meeting is one meeting.
    ProspectingMeetingsHeld prospecting_meetings_held: CountKpi {
        en "Prospecting meetings held", fr "Rendez-vous de prospection réalisés", formula "number of prospecting meetings held",
        Count Higher Flow true,
        |m| Figure::count(m.sum(M::ProspectingMeetingsHeld))
    }

    /// How many deals are open at the end of the period, or now while it runs.
    /// Credited to the owner at that moment, in the team of that day. A stock: months do not sum.
    OpenDeals open_deals: CountKpi {
        en "Open deals", fr "Ventes en cours", formula "deals opened and not closed",
        Count Higher Stock true,
        |m| Figure::count(m.balance(M::OpenDeals))
    }

    /// What the open deals are worth at the end of the period, or now while it runs.
    /// Deals without an amount count 0. A foreign amount is worth what the rate of the day it was entered said. Null when
    /// an exchange rate is missing.
    OpenPipelineValue open_pipeline_value: MoneyKpi {
        en "Open pipeline", fr "Montant des ventes en cours", formula "Σ amount of deals opened and not closed",
        Money Higher Stock true,
        |m| Figure::money(m.balance(M::OpenAmount), m.balance(M::OpenUnconverted))
    }

    /// How many customers were won for the first time ever.
    /// Credited as that first deal was. Customers who come back are not new.
    NewCustomers new_customers: CountKpi {
        en "New customers", fr "Nouveaux clients", formula "number of customers whose first deal ever was won",
        Count Higher Flow true,
        |m| Figure::count(m.sum(M::NewCustomers))
    }

    /// How many deals were won.
    /// On the day of winning. A fraction where the credit for a deal is split.
    WonDeals won_deals: CountKpi {
        en "Deals won", fr "Ventes conclues", formula "number of deals won",
        Count Higher Flow true,
        |m| Figure::count(m.sum(M::DealsWon))
    }

    /// How many deals were lost.
    /// On the day of losing, without those lost for a reason that does not count as a loss.
    LostDeals lost_deals: CountKpi {
        en "Deals lost", fr "Affaires perdues", formula "number of deals lost",
        Count Lower Flow true,
        |m| Figure::count(m.sum(M::DealsLost))
    }

    /// How many deals were closed, won or lost.
    ClosedDeals closed_deals: CountKpi {
        en "Deals closed", fr "Affaires closes", formula "deals won + deals lost",
        Count Neutral Flow true,
        |m| Figure::count(m.sum(M::DealsWon) + m.sum(M::DealsLost))
    }

    /// Which share of the deals closed in the period was won.
    /// By number; null when none was closed.
    WinRate win_rate: RatioKpi {
        en "Win rate", fr "Taux de transformation", formula "deals won / (deals won + deals lost)",
        Ratio Higher Quotient false,
        |m| Figure::ratio(m.sum(M::DealsWon), m.sum(M::DealsWon) + m.sum(M::DealsLost))
    }

    /// How long the deals won in the period had been worked, from opening to winning.
    /// Calendar time of the organization. Deals of which the opening is unknown do not count; null when there is none.
    /// Only deals won are looked at, so that it says nothing of how long losing takes.
    SalesCycleDays sales_cycle_days: DaysKpi {
        en "Sales cycle", fr "Durée du cycle de vente", formula "Σ (won on − opened on) / deals won",
        Days Lower Quotient false,
        |m| Figure {
            value: days(m.sum(M::CycleSeconds), m.sum(M::CycleDeals)),
            median: m.median_cycle().map(|seconds| Value::Days(float(seconds) / 86_400.0)),
            denominator: Some(Value::Count(m.sum(M::CycleDeals))),
            ..Figure::default()
        }
    }

    /// What the open deals bring a day at the present pace.
    /// All four parts over the ninety days that end with the period, or today while it runs. Null when one of them is.
    SalesVelocity sales_velocity: MoneyKpi {
        en "Sales velocity", fr "Vélocité commerciale", formula "open deals × win rate × average deal value / sales cycle, per day",
        MoneyPerDay Higher Quotient false,
        |m| {
            let won = m.trailing(M::DealsWon, 90);
            let closed = won + m.trailing(M::DealsLost, 90);
            let revenue = Figure::money(m.trailing(M::Revenue, 90), m.trailing(M::RevenueUnconverted, 90));
            let cycle = days(m.trailing(M::CycleSeconds, 90), m.trailing(M::CycleDeals, 90));
            let open = m.balance(M::OpenDeals);
            let value = match (revenue.value, cycle) {
                (Some(Value::Money(revenue)), Some(Value::Days(cycle))) if closed != 0 && cycle > 0.0 => {
                    // open × (won / closed) × (revenue / won) / cycle, without the won that cancel out.
                    money::rounded(float(open) / float(closed) * float(revenue) / cycle).map(Value::Money)
                }
                _ => None,
            };
            Figure { value, warnings: revenue.warnings, ..Figure::default() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_described_in_both_languages() {
        for kpi in Kpi::ALL {
            let entry = kpi.definition();
            for text in [entry.label_en, entry.label_fr, entry.formula] {
                assert!(!text.is_empty(), "{}", entry.field);
            }
            let first = entry.description.lines().next().unwrap_or_default();
            assert!(first.trim().ends_with(['.', ':']) && first.trim().len() <= 100, "{}: {first}", entry.field);
        }
    }
}
