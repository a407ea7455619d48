//! The fields of each kind, as mappings name them.

use entity::{deal, interaction, lead, meeting, outcome_reason, quote};
use sea_orm::{ActiveEnum, sea_query::ValueType};

use super::{Field, Kind, Need, Shape};

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, need: Need::Required }
}

const fn expected(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, need: Need::Expected }
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, need: Need::Optional }
}

const fn exact(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, need: Need::Exact }
}

const fn choice<T: ActiveEnum<Value = String>>() -> Shape
where
    T::Value: ValueType,
{
    Shape::Choice(T::values)
}

/// What a team has.
pub const TEAM: &[Field] = &[
    required("name", Shape::Line),
    optional("parent", Shape::Reference(Kind::Team)),
    optional("manager", Shape::User),
];

/// What a rep has.
pub const REP: &[Field] = &[
    required("name", Shape::Line),
    optional("email", Shape::Email),
    optional("hired_on", Shape::Day),
    optional("left_on", Shape::Day),
];

/// What a membership has.
pub const MEMBERSHIP: &[Field] = &[
    required("rep", Shape::Reference(Kind::Rep)),
    required("team", Shape::Reference(Kind::Team)),
    optional("starts_on", Shape::Day),
    optional("ends_on", Shape::Day),
];

/// What a product has.
pub const PRODUCT: &[Field] = &[
    required("name", Shape::Line),
    optional("sku", Shape::Line),
    optional("category", Shape::Line),
    optional("list_price", Shape::Amount),
    exact("currency", Shape::Currency),
    optional("is_active", Shape::Flag),
];

/// What a pipeline has.
pub const PIPELINE: &[Field] = &[required("name", Shape::Line), optional("position", Shape::Count)];

/// What a stage has.
pub const STAGE: &[Field] = &[
    required("pipeline", Shape::Reference(Kind::Pipeline)),
    required("name", Shape::Line),
    optional("position", Shape::Count),
    optional("probability", Shape::Share),
];

/// What a reason has.
pub const REASON: &[Field] = &[
    required("name", Shape::Line),
    required("outcome", choice::<outcome_reason::Outcome>()),
    optional("counts_as_loss", Shape::Flag),
];

/// What a customer has.
pub const CUSTOMER: &[Field] = &[
    required("name", Shape::Line),
    optional("parent", Shape::Reference(Kind::Customer)),
    optional("segment", Shape::Line),
    optional("industry", Shape::Line),
    optional("employee_count", Shape::Count),
    optional("country", Shape::Line),
    optional("website", Shape::Line),
    optional("owner", Shape::Reference(Kind::Rep)),
];

/// What a contact has.
pub const CONTACT: &[Field] = &[
    required("name", Shape::Line),
    expected("customer", Shape::Reference(Kind::Customer)),
    optional("email", Shape::Email),
    optional("phone", Shape::Line),
    optional("job_title", Shape::Line),
];

/// What a lead has.
pub const LEAD: &[Field] = &[
    required("title", Shape::Line),
    optional("company", Shape::Line),
    optional("contact_name", Shape::Line),
    optional("email", Shape::Email),
    optional("phone", Shape::Line),
    optional("source", Shape::Line),
    required("status", choice::<lead::Status>()),
    expected("owner", Shape::Reference(Kind::Rep)),
    required("received_at", Shape::Instant),
    optional("contacted_at", Shape::Instant),
    optional("qualified_at", Shape::Instant),
    optional("disqualified_at", Shape::Instant),
    optional("converted_at", Shape::Instant),
    optional("reason", Shape::Reference(Kind::Reason)),
    optional("customer", Shape::Reference(Kind::Customer)),
    optional("deal", Shape::Reference(Kind::Deal)),
];

/// What a deal has.
pub const DEAL: &[Field] = &[
    required("name", Shape::Line),
    expected("customer", Shape::Reference(Kind::Customer)),
    optional("contact", Shape::Reference(Kind::Contact)),
    optional("lead", Shape::Reference(Kind::Lead)),
    optional("pipeline", Shape::Reference(Kind::Pipeline)),
    required("stage", Shape::Reference(Kind::Stage)),
    expected("owner", Shape::Reference(Kind::Rep)),
    required("status", choice::<deal::Status>()),
    exact("amount", Shape::Amount),
    exact("currency", Shape::Currency),
    optional("probability", Shape::Share),
    optional("expected_close_on", Shape::Day),
    expected("opened_at", Shape::Instant),
    exact("closed_at", Shape::Instant),
    optional("reason", Shape::Reference(Kind::Reason)),
    optional("reason_note", Shape::Prose),
    optional("competitor", Shape::Line),
    optional("source", Shape::Line),
    optional("product", Shape::Reference(Kind::Product)),
    optional("quantity", Shape::Quantity),
];

/// What a interaction has.
pub const INTERACTION: &[Field] = &[
    required("kind", choice::<interaction::Kind>()),
    optional("direction", choice::<interaction::Direction>()),
    optional("status", choice::<interaction::Status>()),
    optional("outcome", choice::<interaction::Outcome>()),
    required("occurred_at", Shape::Instant),
    expected("performer", Shape::Reference(Kind::Rep)),
    optional("customer", Shape::Reference(Kind::Customer)),
    optional("contact", Shape::Reference(Kind::Contact)),
    optional("lead", Shape::Reference(Kind::Lead)),
    optional("deal", Shape::Reference(Kind::Deal)),
    optional("subject", Shape::Line),
    optional("note", Shape::Prose),
];

/// What a meeting has.
pub const MEETING: &[Field] = &[
    required("purpose", choice::<meeting::Purpose>()),
    required("status", choice::<meeting::Status>()),
    optional("subject", Shape::Line),
    optional("attempted_at", Shape::Instant),
    optional("booked_at", Shape::Instant),
    optional("starts_at", Shape::Instant),
    optional("closed_at", Shape::Instant),
    expected("host", Shape::Reference(Kind::Rep)),
    optional("set_by", Shape::Reference(Kind::Rep)),
    optional("customer", Shape::Reference(Kind::Customer)),
    optional("contact", Shape::Reference(Kind::Contact)),
    optional("lead", Shape::Reference(Kind::Lead)),
    optional("deal", Shape::Reference(Kind::Deal)),
];

/// What a quote has.
pub const QUOTE: &[Field] = &[
    optional("number", Shape::Line),
    optional("deal", Shape::Reference(Kind::Deal)),
    optional("customer", Shape::Reference(Kind::Customer)),
    expected("author", Shape::Reference(Kind::Rep)),
    required("status", choice::<quote::Status>()),
    required("amount", Shape::Amount),
    exact("currency", Shape::Currency),
    optional("valid_until_on", Shape::Day),
    optional("sent_at", Shape::Instant),
    optional("closed_at", Shape::Instant),
];

/// What a contract has.
pub const CONTRACT: &[Field] = &[
    optional("number", Shape::Line),
    optional("quote", Shape::Reference(Kind::Quote)),
    optional("deal", Shape::Reference(Kind::Deal)),
    expected("customer", Shape::Reference(Kind::Customer)),
    expected("owner", Shape::Reference(Kind::Rep)),
    required("amount", Shape::Amount),
    exact("currency", Shape::Currency),
    required("signed_at", Shape::Instant),
    required("starts_on", Shape::Day),
    optional("ends_on", Shape::Day),
    optional("renews", Shape::Reference(Kind::Contract)),
    optional("terminated_on", Shape::Day),
];

/// What a exchange rate has.
pub const EXCHANGE_RATE: &[Field] = &[
    required("base_currency", Shape::Currency),
    required("quote_currency", Shape::Currency),
    required("valid_on", Shape::Day),
    required("rate", Shape::Rate),
];
