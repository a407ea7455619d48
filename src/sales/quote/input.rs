//! Inputs of the quote mutations.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::graphql::{Date, DateTime, MoneyInput};

/// A new quote.
#[derive(InputObject)]
pub struct QuoteCreateInput {
    /// The deal it is made for.
    /// A deal or a customer is required.
    pub deal: Option<ID>,
    /// The recipient (default: the deal's customer).
    pub customer: Option<ID>,
    /// The rep who makes it and is credited (default: you).
    pub author: Option<ID>,
    /// The total, net of tax and discount.
    pub amount: MoneyInput,
    /// The number printed on it, at most 200 characters.
    pub number: Option<String>,
    /// The last day it can be accepted.
    pub valid_until_on: Option<Date>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a draft.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct QuoteUpdateInput {
    /// The deal it is made for; its customer is filled in.
    pub deal: MaybeUndefined<ID>,
    /// The recipient.
    pub customer: MaybeUndefined<ID>,
    /// The rep who makes it and is credited.
    pub author: MaybeUndefined<ID>,
    /// The total; it cannot be cleared.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The number printed on it.
    pub number: MaybeUndefined<String>,
    /// The last day it can be accepted.
    pub valid_until_on: MaybeUndefined<Date>,
    /// The version you read; CONFLICT when the quote has changed since.
    pub version: Option<i32>,
}

/// The next revision of an offer.
/// Omitted fields are copied from the revision before; null clears them.
#[derive(InputObject, Default)]
pub struct QuoteReviseInput {
    /// The total; it cannot be cleared.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The number printed on it.
    pub number: MaybeUndefined<String>,
    /// The last day it can be accepted.
    pub valid_until_on: MaybeUndefined<Date>,
    /// The version you read; CONFLICT when the quote has changed since.
    pub version: Option<i32>,
}

/// The sending of a quote.
#[derive(InputObject, Default)]
pub struct QuoteSendInput {
    /// When it was sent (default: now).
    /// Not in the future. Only managers may date it more than a day back.
    pub sent_at: Option<DateTime>,
    /// The version you read; CONFLICT when the quote has changed since.
    pub version: Option<i32>,
}

/// The customer's answer to a quote.
#[derive(InputObject, Default)]
pub struct QuoteAnswerInput {
    /// When the answer came (default: now).
    /// Not in the future. Only managers may date it more than a day back.
    pub answered_at: Option<DateTime>,
    /// The version you read; CONFLICT when the quote has changed since.
    pub version: Option<i32>,
}
