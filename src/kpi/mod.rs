//! KPIs: formulas over the measures of the ledger.
//!
//! One entry a KPI in [`catalog`]: name, labels, formula, unit, direction. An entry's formula is a pure function of
//! [`Inputs`]; which sums it needs is found by running it once over a recorder, so that nothing is said twice. All KPIs of
//! a request are evaluated together, in a number of statements that depends neither on how many there are nor on how
//! many reps or periods they cover.
//!
//! Invariants: a figure covers its whole subject; a sum of nothing is 0 and a quotient by nothing is null; whoever may not
//! read each member's figures is shown those of a group through the [`veil`] only; this room never imports a domain.

#[macro_use]
mod entry;

mod ageing;
mod alignment;
mod answer;
mod breakdown;
mod catalog;
mod contributors;
mod cost;
mod customers;
mod departures;
mod efficiency;
mod evaluate;
mod explain;
mod figure;
mod forecast;
mod formula;
mod inputs;
mod journey;
mod methods;
mod movers;
mod need;
mod objective;
mod panel;
mod progress;
mod prospects;
mod pull;
mod reading;
mod records;
mod satisfaction;
mod slices;
mod spread;
mod submissions;
mod sums;
mod target;
mod targets;
mod thresholds;
mod veil;
mod view;
mod working;

pub use answer::{
    AccuracyKpi, AgeingKpi, Amount, AtOnce, AttainmentKpi, Change, ChurnKpi, CountKpi, DaysKpi, DelayKpi, ForecastKpi,
    KeyInformationKpi, KeyInformationShare, KpiFigure, KpiWarning, LeadFunnelKpi, LeadQualityKpi, MoneyKpi,
    MoneyRatioKpi, NpsKpi, OfferRateKpi, ProspectQualificationKpi, QuotientKpi, RatioKpi, ReasonsKpi, ScoreBand,
    ScoreBandCount, ShareKpi, StageConversionKpi, SurveyKpi, TargetKpi, WarningCode, WaterfallKpi,
};
pub use catalog::{Kpi, Kpis, Theme};
pub use entry::{Access, Asked, Definition, Direction, Kind, Unit};
pub use evaluate::{Question, evaluate};
pub use figure::{Figure, Value, Warning};
pub use forecast::{Forecast, forecast};
pub use inputs::{Band, Cell, Inputs, Moment, Numbers, Span, Stretch, Voice};
pub use methods::{ForecastAccuracy, ForecastMethods, ForecastSnapshot, expected, hypothetical};
pub use movers::Movers;
pub use objective::{ObjectiveProgress, progress_of};
pub use progress::{Progress, Standing, Status, target as target_value};
pub use reading::{CatalogQuery, KpiDefinition, SubjectInput, kpis_of, rank_period};
pub use slices::{Slice, Sliced};
pub use spread::Spread;
pub use sums::Sums;
pub use targets::subject_of;
pub use view::{FilterInput, Key, Lens, View, ViewArguments};
