//! What can be imported: the kinds of record and the fields that a mapping may fill.

use entity::{deal, interaction, lead, meeting, outcome_reason, quote};
use sea_orm::{ActiveEnum, sea_query::ValueType};
use serde::Deserialize;

/// A kind of record that rows can be imported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A team of the tree.
    Team,
    /// A rep.
    Rep,
    /// A rep's dated place in a team.
    Membership,
    /// A product.
    Product,
    /// A pipeline.
    Pipeline,
    /// A stage of a pipeline.
    Stage,
    /// A reason for a win, a loss or a disqualification.
    Reason,
    /// A customer account.
    Customer,
    /// A person at a customer.
    Contact,
    /// A lead.
    Lead,
    /// A deal.
    Deal,
    /// An interaction.
    Interaction,
    /// A meeting.
    Meeting,
    /// A quote.
    Quote,
    /// A contract.
    Contract,
    /// An exchange rate.
    ExchangeRate,
}

/// What the text in a column is read as.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One line.
    Line,
    /// Text of several lines.
    Prose,
    /// An e-mail address, kept in lower case.
    Email,
    /// One of a closed list of words.
    Choice(fn() -> Vec<String>),
    /// A calendar day.
    Day,
    /// An instant; a bare day means its first moment.
    Instant,
    /// An amount of money in the record's currency, in minor units.
    Amount,
    /// A whole number that is not negative.
    Count,
    /// A share of the whole, in basis points.
    Share,
    /// A quantity in ten-thousandths.
    Quantity,
    /// An exchange rate, times ten to the tenth.
    Rate,
    /// Yes or no.
    Flag,
    /// An ISO 4217 code.
    Currency,
    /// Another record.
    Reference(Kind),
    /// A user who can sign in, named or by e-mail; never made by an import.
    User,
}

/// How much a record needs a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A row without it is rejected.
    Required,
    /// A row without it is kept, and the report says so.
    Expected,
    /// A row may well have none.
    Optional,
}

/// A field that a mapping may fill.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in the mapping.
    pub name: &'static str,
    /// What its text is read as.
    pub shape: Shape,
    /// How much the record needs it.
    pub need: Need,
}

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, need: Need::Required }
}

const fn expected(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, need: Need::Expected }
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, need: Need::Optional }
}

const fn choice<T: ActiveEnum<Value = String>>() -> Shape
where
    T::Value: ValueType,
{
    Shape::Choice(T::values)
}

impl Kind {
    /// The word for it in mappings and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Rep => "rep",
            Self::Membership => "membership",
            Self::Product => "product",
            Self::Pipeline => "pipeline",
            Self::Stage => "stage",
            Self::Reason => "reason",
            Self::Customer => "customer",
            Self::Contact => "contact",
            Self::Lead => "lead",
            Self::Deal => "deal",
            Self::Interaction => "interaction",
            Self::Meeting => "meeting",
            Self::Quote => "quote",
            Self::Contract => "contract",
            Self::ExchangeRate => "exchange_rate",
        }
    }

    /// Whether its records are told apart by an identifier of the source system; the others by what they are made of.
    pub const fn has_external_id(self) -> bool {
        !matches!(self, Self::Membership | Self::ExchangeRate)
    }

    /// The field that stands in for an external id when the export has none.
    pub const fn natural_key(self) -> Option<&'static str> {
        match self {
            Self::Team
            | Self::Rep
            | Self::Product
            | Self::Pipeline
            | Self::Stage
            | Self::Reason
            | Self::Customer
            | Self::Contact => Some("name"),
            Self::Quote | Self::Contract => Some("number"),
            _ => None,
        }
    }

    /// The field of that name.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// Every field that a mapping may fill.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Team => TEAM,
            Self::Rep => REP,
            Self::Membership => MEMBERSHIP,
            Self::Product => PRODUCT,
            Self::Pipeline => PIPELINE,
            Self::Stage => STAGE,
            Self::Reason => REASON,
            Self::Customer => CUSTOMER,
            Self::Contact => CONTACT,
            Self::Lead => LEAD,
            Self::Deal => DEAL,
            Self::Interaction => INTERACTION,
            Self::Meeting => MEETING,
            Self::Quote => QUOTE,
            Self::Contract => CONTRACT,
            Self::ExchangeRate => EXCHANGE_RATE,
        }
    }
}

const TEAM: &[Field] = &[
    required("name", Shape::Line),
    optional("parent", Shape::Reference(Kind::Team)),
    optional("manager", Shape::User),
];

const REP: &[Field] = &[
    required("name", Shape::Line),
    optional("email", Shape::Email),
    optional("hired_on", Shape::Day),
    optional("left_on", Shape::Day),
];

const MEMBERSHIP: &[Field] = &[
    required("rep", Shape::Reference(Kind::Rep)),
    required("team", Shape::Reference(Kind::Team)),
    optional("starts_on", Shape::Day),
    optional("ends_on", Shape::Day),
];

const PRODUCT: &[Field] = &[
    required("name", Shape::Line),
    optional("sku", Shape::Line),
    optional("category", Shape::Line),
    optional("list_price", Shape::Amount),
    optional("currency", Shape::Currency),
    optional("is_active", Shape::Flag),
];

const PIPELINE: &[Field] = &[required("name", Shape::Line), optional("position", Shape::Count)];

const STAGE: &[Field] = &[
    required("pipeline", Shape::Reference(Kind::Pipeline)),
    required("name", Shape::Line),
    optional("position", Shape::Count),
    optional("probability", Shape::Share),
];

const REASON: &[Field] = &[
    required("name", Shape::Line),
    required("outcome", choice::<outcome_reason::Outcome>()),
    optional("counts_as_loss", Shape::Flag),
];

const CUSTOMER: &[Field] = &[
    required("name", Shape::Line),
    optional("parent", Shape::Reference(Kind::Customer)),
    optional("segment", Shape::Line),
    optional("industry", Shape::Line),
    optional("employee_count", Shape::Count),
    optional("country", Shape::Line),
    optional("website", Shape::Line),
    optional("owner", Shape::Reference(Kind::Rep)),
];

const CONTACT: &[Field] = &[
    required("name", Shape::Line),
    expected("customer", Shape::Reference(Kind::Customer)),
    optional("email", Shape::Email),
    optional("phone", Shape::Line),
    optional("job_title", Shape::Line),
];

const LEAD: &[Field] = &[
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

const DEAL: &[Field] = &[
    required("name", Shape::Line),
    expected("customer", Shape::Reference(Kind::Customer)),
    optional("contact", Shape::Reference(Kind::Contact)),
    optional("lead", Shape::Reference(Kind::Lead)),
    optional("pipeline", Shape::Reference(Kind::Pipeline)),
    required("stage", Shape::Reference(Kind::Stage)),
    expected("owner", Shape::Reference(Kind::Rep)),
    required("status", choice::<deal::Status>()),
    optional("amount", Shape::Amount),
    optional("currency", Shape::Currency),
    optional("probability", Shape::Share),
    optional("expected_close_on", Shape::Day),
    expected("opened_at", Shape::Instant),
    optional("closed_at", Shape::Instant),
    optional("reason", Shape::Reference(Kind::Reason)),
    optional("reason_note", Shape::Prose),
    optional("competitor", Shape::Line),
    optional("source", Shape::Line),
    optional("product", Shape::Reference(Kind::Product)),
    optional("quantity", Shape::Quantity),
];

const INTERACTION: &[Field] = &[
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

const MEETING: &[Field] = &[
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

const QUOTE: &[Field] = &[
    optional("number", Shape::Line),
    optional("deal", Shape::Reference(Kind::Deal)),
    optional("customer", Shape::Reference(Kind::Customer)),
    expected("author", Shape::Reference(Kind::Rep)),
    required("status", choice::<quote::Status>()),
    required("amount", Shape::Amount),
    optional("currency", Shape::Currency),
    optional("valid_until_on", Shape::Day),
    optional("sent_at", Shape::Instant),
    optional("closed_at", Shape::Instant),
];

const CONTRACT: &[Field] = &[
    optional("number", Shape::Line),
    optional("quote", Shape::Reference(Kind::Quote)),
    optional("deal", Shape::Reference(Kind::Deal)),
    expected("customer", Shape::Reference(Kind::Customer)),
    expected("owner", Shape::Reference(Kind::Rep)),
    required("amount", Shape::Amount),
    optional("currency", Shape::Currency),
    required("signed_at", Shape::Instant),
    required("starts_on", Shape::Day),
    optional("ends_on", Shape::Day),
    optional("renews", Shape::Reference(Kind::Contract)),
    optional("terminated_on", Shape::Day),
];

const EXCHANGE_RATE: &[Field] = &[
    required("base_currency", Shape::Currency),
    required("quote_currency", Shape::Currency),
    required("valid_on", Shape::Day),
    required("rate", Shape::Rate),
];
