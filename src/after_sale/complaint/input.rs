//! Inputs of the complaint mutations.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::graphql::{DateTime, MoneyInput};

/// A new complaint.
#[derive(InputObject)]
pub struct ComplaintOpenInput {
    /// Who complains (default: the deal's customer).
    pub customer: Option<ID>,
    /// The sale it is about.
    /// The sellers of that deal are credited; without a deal, the owner of the account is.
    pub deal: Option<ID>,
    /// The product it is about.
    pub product: Option<ID>,
    /// The order number in another system, at most 200 characters.
    pub order_number: Option<String>,
    /// The primary reason, one with the outcome COMPLAINT.
    pub reason: Option<ID>,
    /// A further reason, which figures ignore.
    pub secondary_reason: Option<ID>,
    /// What it is about, at most 200 characters.
    pub subject: Option<String>,
    /// What was said, at most 10 000 characters.
    pub note: Option<String>,
    /// Who handles it (default: you).
    /// Managers may name a rep of their teams.
    pub handler: Option<ID>,
    /// When it was made (default: now).
    /// Not in the future. Only managers may date it more than a day back.
    pub opened_at: Option<DateTime>,
    /// The refund already paid.
    pub refund: Option<MoneyInput>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a complaint.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct ComplaintUpdateInput {
    /// Who complains; it cannot be cleared.
    /// Only a manager may change it, because the credit moves.
    pub customer: MaybeUndefined<ID>,
    /// The sale it is about.
    /// Only a manager may change it, because the credit moves.
    pub deal: MaybeUndefined<ID>,
    /// The product it is about.
    pub product: MaybeUndefined<ID>,
    /// The order number in another system.
    pub order_number: MaybeUndefined<String>,
    /// The primary reason, one with the outcome COMPLAINT.
    pub reason: MaybeUndefined<ID>,
    /// A further reason, which figures ignore.
    pub secondary_reason: MaybeUndefined<ID>,
    /// What it is about.
    pub subject: MaybeUndefined<String>,
    /// What was said and done.
    pub note: MaybeUndefined<String>,
    /// Who handles it.
    pub handler: MaybeUndefined<ID>,
    /// The refund, which counts in the period of the complaint.
    pub refund: MaybeUndefined<MoneyInput>,
    /// The version you read; CONFLICT when the complaint has changed since.
    pub version: Option<i32>,
}

/// How a complaint was resolved.
#[derive(InputObject, Default)]
pub struct ComplaintResolveInput {
    /// When it was resolved (default: now).
    /// Not in the future or before the complaint. Only managers may date it more than a day back.
    pub resolved_at: Option<DateTime>,
    /// The refund (default: the present refund).
    pub refund: Option<MoneyInput>,
    /// What was said and done (default: the present note).
    pub note: Option<String>,
    /// The version you read; CONFLICT when the complaint has changed since.
    pub version: Option<i32>,
}
