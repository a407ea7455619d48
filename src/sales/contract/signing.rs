//! Signing: what a contract or a renewal inherits from its quote.

use async_graphql::ID;
use chrono::{DateTime, NaiveDate, Utc};
use entity::{contract, quote};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    error::{Result, UserError},
    mutation::Act,
    sales::quote::{QuoteState, lifecycle, state::QuoteStep},
};

/// The quote named, accepted with the signature where it was not before.
pub async fn from_quote(act: &mut Act<'_>, id: Option<&ID>, signed_at: DateTime<Utc>) -> Result<Option<quote::Model>> {
    const FIELD: [&str; 2] = ["input", "quote"];
    let Some(id) = id else { return Ok(None) };
    let quote = act.get::<quote::Entity>(id, &FIELD).await?;
    act.may_edit(quote.author_id)?;
    // Two revisions are not signed at once.
    QuoteState::hold(act, quote.family_id).await?;
    if is_signed(act, quote.family_id).await? {
        return Err(UserError::conflict(&FIELD, "A contract is already signed from this offer.").into());
    }
    match quote.status {
        quote::Status::Accepted => Ok(Some(quote)),
        _ => lifecycle::close(act, quote, QuoteStep::Accept, signed_at, &FIELD).await.map(Some),
    }
}

/// Whether a contract was signed from any revision of an offer.
#[expect(clippy::disallowed_methods, reason = "an offer is signed once, whoever asks")]
async fn is_signed(act: &Act<'_>, family: Uuid) -> Result<bool> {
    let revisions: Vec<Uuid> = lifecycle::family(act, family).await?.into_iter().map(|row| row.id).collect();
    let signed = contract::Entity::find()
        .filter(contract::Column::QuoteId.is_in(revisions))
        .filter(contract::Column::DeletedAt.is_null())
        .one(&act.tx)
        .await?;
    Ok(signed.is_some())
}

/// The same by one of the revisions; `false` where there is none.
#[expect(clippy::disallowed_methods, reason = "an offer is signed once, whoever asks")]
pub async fn is_signed_from(act: &Act<'_>, quote: Option<Uuid>) -> Result<bool> {
    let Some(quote) = quote else { return Ok(false) };
    match quote::Entity::find().filter(quote::Column::Id.eq(quote)).one(&act.tx).await? {
        Some(quote) => is_signed(act, quote.family_id).await,
        None => Ok(false),
    }
}

/// Refuses a contract that would end before it starts.
pub fn expect_term(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<()> {
    if ends_on.is_some_and(|end| end <= starts_on) {
        return Err(UserError::input(&["input", "endsOn"], "A contract must end after it starts.").into());
    }
    Ok(())
}
