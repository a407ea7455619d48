//! Inputs of the contract mutations.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::graphql::{Date, DateTime, MoneyInput};

/// A signed contract.
#[derive(InputObject)]
pub struct ContractSignInput {
    /// The quote it is signed from, accepted or sent.
    /// A sent quote is accepted with the signature.
    pub quote: Option<ID>,
    /// The deal it belongs to (default: the quote's).
    pub deal: Option<ID>,
    /// The other party (default: the quote's or the deal's customer).
    pub customer: Option<ID>,
    /// Who is credited with it (default: the quote's author, or you).
    pub rep: Option<ID>,
    /// Its total value, net of tax and discount (default: the quote's).
    /// Required without a quote.
    pub amount: Option<MoneyInput>,
    /// The number printed on it, at most 200 characters.
    pub number: Option<String>,
    /// When it was signed (default: now).
    /// Not in the future. Only managers may date it more than a day back.
    pub signed_at: Option<DateTime>,
    /// The first day in force.
    pub starts_on: Date,
    /// The first day no longer in force, after `startsOn` (default: no end).
    pub ends_on: Option<Date>,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// The renewal of a contract.
#[derive(InputObject)]
pub struct ContractRenewInput {
    /// The quote it is signed from, accepted or sent.
    pub quote: Option<ID>,
    /// Who is credited with it (default: the rep of the contract before).
    pub rep: Option<ID>,
    /// Its total value, net of tax and discount.
    /// Default: the quote's amount, or else that of the contract before.
    pub amount: Option<MoneyInput>,
    /// The number printed on it, at most 200 characters.
    pub number: Option<String>,
    /// When it was signed (default: now).
    /// Not in the future. Only managers may date it more than a day back.
    pub signed_at: Option<DateTime>,
    /// The first day in force (default: the day the contract before ends).
    pub starts_on: Option<Date>,
    /// The first day no longer in force, after `startsOn` (default: no end).
    pub ends_on: Option<Date>,
    /// The version you read of the contract before; CONFLICT when it has changed since.
    pub version: Option<i32>,
}

/// Changes to a contract.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct ContractUpdateInput {
    /// The deal it belongs to; its customer becomes the contract's.
    pub deal: MaybeUndefined<ID>,
    /// The other party.
    pub customer: MaybeUndefined<ID>,
    /// Who is credited with it.
    /// Only a manager may change it, because the period of the signature is restated.
    pub rep: MaybeUndefined<ID>,
    /// Its total value; it cannot be cleared.
    /// Only a manager may change it.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The number printed on it.
    pub number: MaybeUndefined<String>,
    /// The first day in force; it cannot be cleared.
    pub starts_on: MaybeUndefined<Date>,
    /// The first day no longer in force; null for no end.
    pub ends_on: MaybeUndefined<Date>,
    /// The version you read; CONFLICT when the contract has changed since.
    pub version: Option<i32>,
}

/// The early end of a contract.
#[derive(InputObject, Default)]
pub struct ContractTerminateInput {
    /// The first day no longer in force (default: today).
    /// Not before the contract starts or after it ends.
    pub terminated_on: Option<Date>,
    /// The version you read; CONFLICT when the contract has changed since.
    pub version: Option<i32>,
}
