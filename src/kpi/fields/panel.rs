//! Panels: several KPIs that are read together, and how they are explained.

use async_graphql::{Context, SimpleObject};

use crate::{
    error::Result,
    graphql::request::Request,
    kpi::{
        Asked, Kpi,
        insight::explain::{Explanation, Language},
    },
};

/// How a panel of KPIs is to be read.
#[derive(SimpleObject)]
#[graphql(name = "KpiPanelExplanation")]
pub struct PanelExplanation {
    /// What the panel shows as a whole, and how its figures belong together.
    pub definition: String,
    /// How each of its figures comes about, in the order of the panel.
    pub figures: Vec<Explanation>,
}

/// Explains the figures of a panel.
pub async fn explained(
    ctx: &Context<'_>,
    asked: &Asked,
    figures: &[Kpi],
    language: Option<Language>,
    definition: [&str; 2],
) -> Result<PanelExplanation> {
    let (request, language) = (Request::of(ctx)?, language.unwrap_or_default());
    let [english, french] = definition;
    let explain = figures.iter().map(|kpi| async move {
        let answer = asked.answer(ctx, *kpi).await?;
        answer.expect_freely()?;
        Explanation::read(request, &answer, language).await
    });
    let figures = futures_util::future::try_join_all(explain).await?;
    let definition = match language {
        Language::En => english,
        Language::Fr => french,
    };
    Ok(PanelExplanation { definition: definition.to_owned(), figures })
}
