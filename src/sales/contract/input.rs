//! What the mutations of contracts are told.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::graphql::{Date, DateTime, MoneyInput};

/// What is signed.
#[derive(InputObject)]
pub struct ContractSignInput {
    /// The quote that it is signed from, accepted or sent: one that was sent is accepted with the signature.
    pub quote: Option<ID>,
    /// The deal that it seals; the quote's when left out.
    pub deal: Option<ID>,
    /// The other party; the quote's or the deal's customer when left out.
    pub customer: Option<ID>,
    /// Who is credited with it; the quote's author when left out, or you when there is no quote.
    pub rep: Option<ID>,
    /// Its total value, net of tax and discount; the quote's when left out. Needed without a quote.
    pub amount: Option<MoneyInput>,
    /// The number printed on it: at most 200 characters.
    pub number: Option<String>,
    /// When it was signed; now when left out. Not in the future; more than a day back only by a manager.
    pub signed_at: Option<DateTime>,
    /// The first day in force.
    pub starts_on: Date,
    /// The first day no longer in force, after `startsOn`; left out for a contract without end.
    pub ends_on: Option<Date>,
    /// The system that writes it, for partners: unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its identifier in `sourceSystem`.
    pub external_id: Option<String>,
}

/// What renews a contract.
#[derive(InputObject)]
pub struct ContractRenewInput {
    /// The quote that the renewal is signed from, accepted or sent.
    pub quote: Option<ID>,
    /// Who is credited with it; whoever was with the contract that is renewed when left out.
    pub rep: Option<ID>,
    /// Its total value, net of tax and discount; the quote's, or else as before, when left out.
    pub amount: Option<MoneyInput>,
    /// The number printed on it: at most 200 characters.
    pub number: Option<String>,
    /// When it was signed; now when left out. Not in the future; more than a day back only by a manager.
    pub signed_at: Option<DateTime>,
    /// The first day in force; the day on which the contract before runs out when left out.
    pub starts_on: Option<Date>,
    /// The first day no longer in force, after `startsOn`; left out for a contract without end.
    pub ends_on: Option<Date>,
    /// The version of the contract before that you read: refused with CONFLICT when it has changed since.
    pub version: Option<i32>,
}

/// What changes of a contract: a field left out keeps its value, null clears it.
#[derive(InputObject)]
pub struct ContractUpdateInput {
    /// The deal that it seals: its customer is filled in.
    pub deal: MaybeUndefined<ID>,
    /// The other party.
    pub customer: MaybeUndefined<ID>,
    /// Who is credited with it. Only a manager may change it: the period it was signed in is restated.
    pub rep: MaybeUndefined<ID>,
    /// Its total value: cannot be cleared. Only a manager may change it.
    pub amount: MaybeUndefined<MoneyInput>,
    /// The number printed on it.
    pub number: MaybeUndefined<String>,
    /// The first day in force: cannot be cleared.
    pub starts_on: MaybeUndefined<Date>,
    /// The first day no longer in force; null for a contract without end.
    pub ends_on: MaybeUndefined<Date>,
    /// The version that you read: the update is refused with CONFLICT when the contract has changed since.
    pub version: Option<i32>,
}

/// When a contract ends early.
#[derive(InputObject, Default)]
pub struct ContractTerminateInput {
    /// The first day no longer in force; today when left out. Not before the contract starts, nor after it runs out.
    pub terminated_on: Option<Date>,
    /// The version that you read: refused with CONFLICT when the contract has changed since.
    pub version: Option<i32>,
}
