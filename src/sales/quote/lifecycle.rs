//! How a quote changes, for its own mutations and for the signing of a contract.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entity::quote::{self, Model, Status};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    Quote, QuoteState,
    state::{self, QuoteStep},
};
use crate::{
    error::{Result, UserError},
    ledger::PostingContext,
    mutation::Act,
};

/// The quote of an id, if it is the viewer's to change and as they read it.
pub async fn open_to_edit(act: &Act<'_>, id: &ID, version: Option<i32>) -> Result<Model> {
    let quote = act.get::<quote::Entity>(id, &["id"]).await?;
    act.may_edit(quote.author_id)?;
    act.expect_version::<quote::Entity>(&quote, version)?;
    Ok(quote)
}

/// Every revision of an offer, deleted ones and those of other authors included, the first first.
#[expect(clippy::disallowed_methods, reason = "which revision comes next does not depend on who asks")]
pub async fn family(act: &Act<'_>, family: Uuid) -> Result<Vec<Model>> {
    let rows = quote::Entity::find().filter(quote::Column::FamilyId.eq(family));
    Ok(rows.order_by_asc(quote::Column::Revision).all(&act.tx).await?)
}

/// Where a step leads a quote, or a conflict said at `field`.
pub fn step(quote: &Model, step: QuoteStep, field: &[&str]) -> Result<Status> {
    Ok(state::after(quote.status, step).map_err(|why| UserError::conflict(field, why))?)
}

/// Refuses what happens to a quote after its last day.
pub fn expect_valid(act: &Act<'_>, quote: &Model, at: DateTime<Utc>, field: &[&str]) -> Result<()> {
    if state::is_valid_on(quote.valid_until_on, PostingContext::new(act.organization)?.day(at)) {
        return Ok(());
    }
    Err(UserError::conflict(field, "The quote is no longer valid; revise it.").into())
}

/// Notes within an act how and when a quote was answered.
pub async fn close(
    act: &mut Act<'_>,
    before: Model,
    answer: QuoteStep,
    at: DateTime<Utc>,
    field: &[&str],
) -> Result<Model> {
    let status = step(&before, answer, field)?;
    if before.sent_at.is_some_and(|sent_at| at < sent_at) {
        return Err(UserError::conflict(field, "This cannot be before the quote was sent.").into());
    }
    let day = PostingContext::new(act.organization)?.day(at);
    match answer {
        QuoteStep::Accept => expect_valid(act, &before, at, field)?,
        QuoteStep::Expire if before.valid_until_on.is_some() && state::is_valid_on(before.valid_until_on, day) => {
            return Err(UserError::conflict(field, "The quote is still valid; it cannot expire yet.").into());
        }
        _ => {}
    }
    let offer = QuoteState::hold(act, before.family_id).await?;
    let mut active = before.clone().into_active_model();
    active.status = Set(status);
    active.closed_at = Set(Some(at));
    let after = act.update::<quote::Entity>(&before, active).await?;
    QuoteState::restate(act, offer, after.family_id).await?;
    Ok(after)
}

/// Changes a quote and ends the act.
pub async fn change(mut act: Act<'_>, before: Model, active: quote::ActiveModel) -> Result<Quote> {
    let offer = QuoteState::hold(&act, before.family_id).await?;
    let after = act.update::<quote::Entity>(&before, active).await?;
    done(act, offer, after).await
}

/// Ends an act that changed or made a quote of an offer that was held before: nothing where it is new.
pub async fn done(mut act: Act<'_>, offer: Vec<QuoteState>, after: Model) -> Result<Quote> {
    QuoteState::restate(&mut act, offer, after.family_id).await?;
    act.commit().await?;
    Ok(Quote(after))
}
