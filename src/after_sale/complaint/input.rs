//! What the mutations of complaints are told.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::graphql::{DateTime, MoneyInput};

/// What a customer complains about.
#[derive(InputObject)]
pub struct ComplaintOpenInput {
    /// Who complains; the deal's customer when left out.
    pub customer: Option<ID>,
    /// The sale that it is about: its sellers are credited with it, otherwise the owner of the account.
    pub deal: Option<ID>,
    /// The product that it is about.
    pub product: Option<ID>,
    /// The number of the order that it is about, as other systems call it: at most 200 characters.
    pub order_number: Option<String>,
    /// The primary reason, one of those for complaints.
    pub reason: Option<ID>,
    /// A further reason, which figures leave out.
    pub secondary_reason: Option<ID>,
    /// What it is about, in a few words: at most 200 characters.
    pub subject: Option<String>,
    /// What was said: at most 10 000 characters.
    pub note: Option<String>,
    /// Who handles it: you when left out; a manager may name a rep of their teams.
    pub handler: Option<ID>,
    /// When it was made; now when left out. Not in the future; more than a day back only by a manager.
    pub opened_at: Option<DateTime>,
    /// What was paid back already.
    pub refund: Option<MoneyInput>,
    /// The system that writes it, for partners: unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its identifier in `sourceSystem`.
    pub external_id: Option<String>,
}

/// What changes of a complaint: a field left out keeps its value, null clears it.
#[derive(InputObject)]
pub struct ComplaintUpdateInput {
    /// Who complains: cannot be cleared. Only a manager may change it, for the credit moves.
    pub customer: MaybeUndefined<ID>,
    /// The sale that it is about. Only a manager may change it, for the credit moves.
    pub deal: MaybeUndefined<ID>,
    /// The product that it is about.
    pub product: MaybeUndefined<ID>,
    /// The number of the order that it is about.
    pub order_number: MaybeUndefined<String>,
    /// The primary reason, one of those for complaints.
    pub reason: MaybeUndefined<ID>,
    /// A further reason, which figures leave out.
    pub secondary_reason: MaybeUndefined<ID>,
    /// What it is about, in a few words.
    pub subject: MaybeUndefined<String>,
    /// What was said and done.
    pub note: MaybeUndefined<String>,
    /// Who handles it.
    pub handler: MaybeUndefined<ID>,
    /// What was paid back; it counts in the period in which the complaint was made.
    pub refund: MaybeUndefined<MoneyInput>,
    /// The version that you read: the update is refused with CONFLICT when the complaint has changed since.
    pub version: Option<i32>,
}

/// How a complaint was settled.
#[derive(InputObject, Default)]
pub struct ComplaintResolveInput {
    /// When; now when left out. Not in the future, nor before the complaint; more than a day back only by a manager.
    pub resolved_at: Option<DateTime>,
    /// What was paid back; what was said before when left out.
    pub refund: Option<MoneyInput>,
    /// What was said and done; what was written before when left out.
    pub note: Option<String>,
    /// The version that you read: refused with CONFLICT when the complaint has changed since.
    pub version: Option<i32>,
}
