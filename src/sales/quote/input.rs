//! What the mutations of quotes are told.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::graphql::{Date, DateTime, MoneyInput};

/// What a new quote offers.
#[derive(InputObject)]
pub struct QuoteCreateInput {
    /// The deal that it is made for. A quote needs a deal or a customer.
    pub deal: Option<ID>,
    /// Whom it is addressed to; the deal's customer when left out.
    pub customer: Option<ID>,
    /// Who makes it, and is credited; you when left out.
    pub author: Option<ID>,
    /// What it comes to, net of tax and discount.
    pub amount: MoneyInput,
    /// The number printed on it: at most 200 characters.
    pub number: Option<String>,
    /// The last day on which it can be accepted.
    pub valid_until_on: Option<Date>,
    /// The system that writes it, for partners: unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its identifier in `sourceSystem`.
    pub external_id: Option<String>,
}

/// What changes of a draft: a field left out keeps its value, null clears it.
#[derive(InputObject)]
pub struct QuoteUpdateInput {
    /// The deal that it is made for: its customer is filled in.
    pub deal: MaybeUndefined<ID>,
    /// Whom it is addressed to.
    pub customer: MaybeUndefined<ID>,
    /// Who makes it, and is credited.
    pub author: MaybeUndefined<ID>,
    /// What it comes to: cannot be cleared.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The number printed on it.
    pub number: MaybeUndefined<String>,
    /// The last day on which it can be accepted.
    pub valid_until_on: MaybeUndefined<Date>,
    /// The version that you read: the update is refused with CONFLICT when the quote has changed since.
    pub version: Option<i32>,
}

/// What a revision offers instead: a field left out is as in the revision before, null clears it.
#[derive(InputObject, Default)]
pub struct QuoteReviseInput {
    /// What it comes to: cannot be cleared.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The number printed on it.
    pub number: MaybeUndefined<String>,
    /// The last day on which it can be accepted.
    pub valid_until_on: MaybeUndefined<Date>,
    /// The version that you read: refused with CONFLICT when the quote has changed since.
    pub version: Option<i32>,
}

/// When a quote was sent.
#[derive(InputObject, Default)]
pub struct QuoteSendInput {
    /// When it was sent; now when left out. Not in the future; more than a day back only by a manager.
    pub sent_at: Option<DateTime>,
    /// The version that you read: refused with CONFLICT when the quote has changed since.
    pub version: Option<i32>,
}

/// When a quote was answered.
#[derive(InputObject, Default)]
pub struct QuoteAnswerInput {
    /// When the answer came; now when left out. Not in the future; more than a day back only by a manager.
    pub answered_at: Option<DateTime>,
    /// The version that you read: refused with CONFLICT when the quote has changed since.
    pub version: Option<i32>,
}
