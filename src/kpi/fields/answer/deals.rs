//! Answers about deals on their way.

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Object};

use crate::{
    error::Result,
    graphql::{Count, Money, Ratio, request::Request},
    kpi::{
        engine::thresholds::{self, AgeingThreshold},
        fields::answer::{
            Answer,
            amount::{count, money, ratio},
            shared::Shared,
        },
        insight::breakdown::{self, ReasonShare},
    },
};

answers! {
    /// What became of the deals that came into a stage.
    ///
    /// `advanced + lost + dropped + back + stillThere = entries`.
    StageConversionKpi of OfStageConversion {
        /// Which share of the entries advanced; null when there were none.
        async fn value(&self) -> Option<Ratio> {
            ratio(self.0.figure.value)
        }

        /// How many times a deal came into a stage, those it passed over included.
        async fn entries(&self) -> Option<Count> {
            count(self.0.figure.denominator)
        }

        /// How many times it went on to a later stage, was won, or passed over the stage.
        async fn advanced(&self) -> Option<Count> {
            count(self.0.figure.numerator)
        }

        /// How many times it was lost from there.
        async fn lost(&self) -> Option<Count> {
            count(self.0.part(0))
        }

        /// How many times it was closed from there without counting as a loss.
        async fn dropped(&self) -> Option<Count> {
            count(self.0.part(1))
        }

        /// How many times it went back to an earlier stage.
        async fn back(&self) -> Option<Count> {
            count(self.0.part(2))
        }

        /// How many times it is there to this day.
        async fn still_there(&self) -> Option<Count> {
            count(self.0.part(3))
        }
    }
    /// Open deals that have been in their stage for long.
    AgeingKpi of OfAgeing {
        /// How many they are.
        async fn value(&self) -> Option<Count> {
            count(self.0.figure.value)
        }

        /// What they are worth; null when it is unknown (see `warnings`).
        async fn amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(0), ctx)
        }

        /// From which time in a stage on a deal is ageing, for each stage that a deal won in the year before went through.
        /// Whoever won them: the same for every subject. If you may not read the figures of the whole organization one by
        /// one, stages from which fewer reps won than its `groupMinimum` are left out, and there are thresholds of calendar
        /// months, quarters and years only, without `asOf`, `lens` and `filter`. Null only together with an error: SUPPRESSED
        /// when you ask for others.
        async fn thresholds(&self, ctx: &Context<'_>) -> Option<Result<Vec<AgeingThreshold>>> {
            let Answer { question, view, .. } = &*self.0;
            Some(thresholds::read(Request::of(ctx).ok()?, view, *question).await)
        }
    }
    /// Why deals were closed as they were.
    ReasonsKpi of OfReasons {
        /// How many deals were closed that way, whatever the reason.
        async fn value(&self) -> Option<Count> {
            count(self.0.figure.value)
        }

        /// What they come to; null when it is unknown (see `warnings`).
        async fn amount(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(0), ctx)
        }

        /// The reasons, the most frequent first; deals without one are a row too.
        /// Null only together with an error.
        async fn reasons(&self, ctx: &Context<'_>) -> Option<Result<Vec<ReasonShare>>> {
            if let Err(error) = self.0.expect_freely() {
                return Some(Err(error));
            }
            let Answer { question, view, .. } = &*self.0;
            Some(breakdown::reasons(Request::of(ctx).ok()?, view, *question).await)
        }
    }
    /// What moved the open pipeline from the beginning of the period to its end.
    ///
    /// `start + created + increases − decreases − won − lost − movedOut + movedIn = end`. A deal that was closed and reopened
    /// was open all along, so that neither its closing nor its reopening shows.
    WaterfallKpi of OfWaterfall {
        /// What the pipeline is worth at the end of the period, or now.
        /// Now while the period runs. Null when unknown (see `warnings`).
        async fn value(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }

        /// What it was worth when the period began.
        async fn start(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(0), ctx)
        }

        /// What deals opened in the period were worth at the end of their first day.
        async fn created(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(1), ctx)
        }

        /// By how much amounts of open deals were raised.
        async fn increases(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(2), ctx)
        }

        /// By how much amounts of open deals were lowered.
        async fn decreases(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(3), ctx)
        }

        /// What deals that were won had been worth in the pipeline.
        /// Their revenue may be another.
        async fn won(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(4), ctx)
        }

        /// What deals that were lost had been worth in the pipeline.
        /// Those included whose reason does not count as a loss.
        async fn lost(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(5), ctx)
        }

        /// What went to another rep, or with its rep to another team.
        async fn moved_out(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(6), ctx)
        }

        /// What came from another rep, or with its rep from another team.
        /// The same as `movedOut` in the organization.
        async fn moved_in(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.part(7), ctx)
        }

        /// What the pipeline is worth in the end: the same as `value`.
        async fn end(&self, ctx: &Context<'_>) -> Option<Money> {
            money(self.0.figure.value, ctx)
        }
    }
}
