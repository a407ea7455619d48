//! KPIs: formulas over the measures of the ledger.
//!
//! One entry a KPI in [`catalog`]: name, labels, unit, direction, and its formula as data. From the formula follow the
//! figure, the inputs that it needs, whether teams sum, and how it is computed in words and numbers. All KPIs of a request
//! are evaluated together, in a number of statements that depends neither on how many there are nor on how many reps or
//! periods they cover.
//!
//! Invariants: a figure covers its whole subject; a sum of nothing is 0 and a quotient by nothing is null; whoever may not
//! read each member's figures is shown those of a group through the [`suppression`] only; this room never imports a domain.

#[macro_use]
pub mod catalog;
pub mod engine;
pub mod fields;
pub mod insight;
pub mod suppression;

pub use catalog::entry::{Access, Definition, Direction, Kind, Unit};
pub use catalog::formulas::forecast::{Forecast, forecast};
pub use catalog::{Kpi, Theme};
pub use engine::evaluate::{Question, evaluate};
pub use engine::figure::{Figure, Value, Warning};
pub use engine::grouped_input::{GroupedInput, GroupedValues};
pub use engine::input::{AttainmentBand, ForecastSource, Input, InputKey, Numbers, PeriodPart, Span, When};
pub use engine::inputs::{Inputs, Timing};
pub use engine::methods::{ForecastAccuracy, ForecastMethods, ForecastSnapshot, expected, hypothetical};
pub use engine::objective::{ObjectiveProgress, progress_of};
pub use engine::progress::{Progress, Standing, Status, target as target_value};
pub use engine::statistic::Statistic;
pub use engine::sums::Sums;
pub use engine::targets::subject_of;
pub use engine::view::{FilterInput, Key, Lens, View, ViewArguments};
pub use fields::answer::{
    AccuracyKpi, AgeingKpi, Amount, AttainmentKpi, BatchedFigures, Change, ChurnKpi, CountKpi, DaysKpi, DelayKpi,
    ForecastKpi, KeyInformationKpi, KeyInformationShare, KpiFigure, KpiWarning, LeadFunnelKpi, LeadQualityKpi,
    MoneyKpi, MoneyRatioKpi, NpsKpi, OfferRateKpi, ProspectQualificationKpi, QuotientKpi, RatioKpi, ReasonsKpi,
    ScoreBand, ScoreBandCount, ShareKpi, StageConversionKpi, SurveyKpi, TargetKpi, WarningCode, WaterfallKpi,
};
pub use fields::kpis::{Asked, Kpis};
pub use fields::query::{CatalogQuery, KpiDefinition, SubjectInput, kpis_of, rank_period};
pub use suppression::contributor_counts::ContributorCounts;
