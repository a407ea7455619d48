//! Views: which facts a figure is made of, when it is not simply all of them. Pure.
//!
//! The default view is read from totals. Any other – as of an instant, by today's owners, of some records only – is read
//! from the facts of the period.

use async_graphql::{Enum, ID, InputObject};
use chrono::{DateTime, Utc};
use entity::Kind;
use uuid::Uuid;

use crate::{
    error::{Result, UserError},
    graphql::{DateTime as Instant, id},
    ledger::Dimension,
};

/// Whom an event counts for.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[graphql(name = "KpiLens")]
pub enum Lens {
    /// Whoever owned or performed it when it happened, in their team of that day. Later moves change nothing.
    #[default]
    Event,
    /// Whoever owns the record today, in their team of today: the past as the present team would have it.
    Current,
}

/// What a sum is grouped by within a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Nothing is known.
    Nothing,
    /// A record.
    Id(Uuid),
    /// A word.
    Text(String),
}

/// Which facts a figure is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct View {
    /// What was known at an instant; everything when `None`.
    pub as_of: Option<DateTime<Utc>>,
    /// As teams were below each other at an instant; as they are now when `None`. It is the instant that was asked for,
    /// also where a figure compares what was known at several: the same teams are compared.
    pub teams_at: Option<DateTime<Utc>>,
    /// Whom events count for.
    pub lens: Lens,
    /// Only what has these keys.
    pub filter: Vec<(Dimension, Key)>,
    /// Only what corrects days that were locked when it was posted.
    pub is_adjusted: bool,
}

impl View {
    /// Whether it is all there is, read as it is.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Whether only the instant sets it apart, so that what was posted later can be taken from the totals.
    pub fn is_past_only(&self) -> bool {
        self.lens == Lens::Event && self.filter.is_empty() && !self.is_adjusted
    }
}

/// Which records a figure is made of: all that is given must fit.
#[derive(InputObject, Clone, Debug, Default)]
#[graphql(name = "KpiFilterInput")]
pub struct FilterInput {
    /// Only deals of this pipeline.
    pub pipeline: Option<ID>,
    /// Only open deals in this stage, stays in it, and deals lost from it.
    pub stage: Option<ID>,
    /// Only what came from this source, exactly as it is spelled on the record.
    pub source: Option<String>,
    /// Only what came from this campaign, or was spent on it.
    pub campaign: Option<ID>,
    /// Only what came from campaigns that pull this lever, exactly as it is spelled on them.
    pub lever: Option<String>,
    /// Only what was sold of this product.
    pub product: Option<ID>,
    /// Only what was sold of products of this category.
    pub product_category: Option<String>,
    /// Only what concerns this customer.
    pub customer: Option<ID>,
    /// Only what concerns customers of this segment.
    pub segment: Option<String>,
    /// Only what concerns customers of this industry.
    pub industry: Option<String>,
    /// Only what concerns customers of this country, an ISO 3166 code of two letters.
    pub country: Option<String>,
    /// Only amounts in this currency, an ISO 4217 code: the records' own, before conversion.
    pub currency: Option<String>,
    /// Only what has this reason.
    pub reason: Option<ID>,
    /// Only what this satisfaction survey brought.
    pub survey: Option<ID>,
    /// Only this kind of interaction, purpose of meeting or category of expense, as in `CALL`, `PROSPECTING`, `TRAVEL`.
    pub kind: Option<String>,
}

impl FilterInput {
    fn keys(self) -> Result<Vec<(Dimension, Key)>> {
        use Dimension as D;
        let ids = [
            (D::Pipeline, Kind::Pipeline, self.pipeline, "pipeline"),
            (D::Stage, Kind::Stage, self.stage, "stage"),
            (D::Campaign, Kind::Campaign, self.campaign, "campaign"),
            (D::Product, Kind::Product, self.product, "product"),
            (D::Customer, Kind::Customer, self.customer, "customer"),
            (D::Reason, Kind::OutcomeReason, self.reason, "reason"),
        ];
        let words = [
            (D::Source, self.source, "source"),
            (D::Lever, self.lever, "lever"),
            (D::ProductCategory, self.product_category, "productCategory"),
            (D::Segment, self.segment, "segment"),
            (D::Industry, self.industry, "industry"),
            (D::Country, self.country, "country"),
            (D::Currency, self.currency, "currency"),
            (D::Kind, self.kind, "kind"),
        ];
        let mut keys = Vec::new();
        for (dimension, kind, id, field) in ids {
            if let Some(id) = id {
                keys.push((dimension, Key::Id(id::parse(kind, &id, &["filter", field])?)));
            }
        }
        if let Some(survey) = self.survey {
            id::parse(Kind::Survey, &survey, &["filter", "survey"])?;
            // Facts carry the id as clients see it.
            keys.push((D::Survey, Key::Text(survey.0)));
        }
        for (dimension, word, field) in words {
            if let Some(word) = word {
                if word.is_empty() || word.len() > 200 {
                    return Err(UserError::input(&["filter", field], "Give 1 to 200 characters.").into());
                }
                keys.push((dimension, Key::Text(word)));
            }
        }
        keys.sort();
        Ok(keys)
    }
}

/// The arguments of `kpis` that name a view.
pub struct ViewArguments {
    /// By whom events count.
    pub lens: Option<Lens>,
    /// What was known when.
    pub as_of: Option<Instant>,
    /// Of which records.
    pub filter: Option<FilterInput>,
}

impl ViewArguments {
    /// The view that they name, seen from an instant.
    pub fn view(self, now: DateTime<Utc>) -> Result<View> {
        if self.as_of.is_some_and(|as_of| as_of.0 > now) {
            let message = "`asOf` lies in the future: nobody knows yet what will be known then.";
            return Err(UserError::input(&["asOf"], message).into());
        }
        let as_of = self.as_of.map(|as_of| as_of.0);
        Ok(View {
            as_of,
            teams_at: as_of,
            lens: self.lens.unwrap_or_default(),
            filter: self.filter.unwrap_or_default().keys()?,
            is_adjusted: false,
        })
    }
}
