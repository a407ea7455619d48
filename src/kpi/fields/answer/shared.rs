//! What every answer can tell, whatever its shape: once, for all shapes.

use std::sync::Arc;

use async_graphql::{Context, Object};

use crate::{
    error::Result,
    graphql::{period::Grain, plain::Plainly, request::Request},
    kpi::{
        ObjectiveProgress, Unit,
        fields::answer::{Adjustments, Answer, Change, KpiWarning, SeriesPoint},
        insight::{
            breakdown::{self, Breakdown, Dimension, Order},
            contributors::{self, Contributors},
            explain::{Explanation, Language},
        },
    },
};

/// The fields that all shapes have.
pub struct Shared(pub Arc<Answer>);

#[Object]
impl Shared {
    /// In which unit the value is.
    async fn unit(&self) -> Unit {
        self.0.question.kpi.definition().unit
    }

    /// How it changed; null unless `compareTo` was given.
    async fn change(&self, ctx: &Context<'_>) -> Option<Change> {
        self.0.change(&Request::of(ctx).ok()?.organization.currency)
    }

    /// The same over each piece of the period, in order. Null only together with an error.
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How long a piece is; the first and last may be cut by the period.")] by: Grain,
    ) -> Option<Result<Vec<Plainly<SeriesPoint>>>> {
        let points = self.0.series(Request::of(ctx).ok()?, by).await;
        Some(points.map(|points| points.into_iter().map(Plainly).collect()))
    }

    /// The same told apart by a dimension, with the figure of the whole. Null only together with an error.
    /// `kpiCatalog` lists the dimensions of each KPI.
    async fn breakdown(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to tell the figure apart by.")] by: Dimension,
        #[graphql(desc = "In which order the rows come; the largest first when left out.")] order_by: Option<Order>,
        #[graphql(desc = "How many rows, 1 to 500; 50 when left out. The rest is summed up in `others`.")]
        first: Option<i32>,
    ) -> Option<Result<Breakdown>> {
        let Answer { question, view, figure, .. } = &*self.0;
        if let Err(error) = self.0.expect_freely() {
            return Some(Err(error));
        }
        let (order, first) = (order_by.unwrap_or_default(), first.unwrap_or(50));
        Some(breakdown::read(Request::of(ctx).ok()?, view, *question, figure, by.into(), order, first).await)
    }

    /// The records behind the figure, the latest made first, each with what it adds. Null only together with an
    /// error.
    async fn contributors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many records, 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to go on.")] after: Option<String>,
    ) -> Option<Result<Contributors>> {
        let Answer { question, view, .. } = &*self.0;
        if let Err(error) = self.0.expect_freely() {
            return Some(Err(error));
        }
        Some(contributors::read(Request::of(ctx).ok()?, view, *question, first, after).await)
    }

    /// How the figure comes about: definition, formula with its numbers, and the rules it goes by. Null only
    /// together with an error.
    async fn explain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; English when left out.")] language: Option<Language>,
    ) -> Option<Result<Explanation>> {
        if let Err(error) = self.0.expect_freely() {
            return Some(Err(error));
        }
        Some(Explanation::read(Request::of(ctx).ok()?, &self.0, language.unwrap_or_default()).await)
    }

    /// What of the figure corrects days whose books were closed when the correction came.
    /// Null when there is nothing of the kind, and in stocks; together with an error when it cannot be read.
    async fn adjustments(&self, ctx: &Context<'_>) -> Option<Result<Adjustments>> {
        self.0.adjustments(Request::of(ctx).ok()?).await.transpose()
    }

    /// The objective for it, and where it stands: the one assigned for exactly this subject and period. Null when none
    /// is set or only some records are asked about, and together with an error.
    async fn objective(&self, ctx: &Context<'_>) -> Option<Result<ObjectiveProgress>> {
        let Answer { question, view, figure, .. } = &*self.0;
        ObjectiveProgress::read(Request::of(ctx).ok()?, view, *question, figure).await.transpose()
    }

    /// What a reader should know of the figure; empty when there is nothing to say.
    async fn warnings(&self) -> Vec<KpiWarning> {
        self.0.warnings()
    }
}

/// Answers of some shape: the fields of the shape, and the shared ones.
macro_rules! answers {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident of $own:ident { $($field:tt)* }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(MergedObject)]
        pub struct $name($own, Shared);

        impl $name {
            /// The answer in this shape.
            pub fn of(answer: Answer) -> Self {
                let answer = Arc::new(answer);
                Self($own(Arc::clone(&answer)), Shared(answer))
            }
        }

        struct $own(Arc<Answer>);

        #[Object]
        impl $own {
            $($field)*
        }
    )+};
}
