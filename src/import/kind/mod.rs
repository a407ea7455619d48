//! What can be imported: the kinds of record and the fields that a mapping may fill.

mod fields;

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
    /// No record can be made without it; a row that updates one may do without.
    Required,
    /// A row without it is kept, and the report says so.
    Expected,
    /// A row may well have none; one that cannot be read is left out.
    Optional,
    /// A row may have none, but one that cannot be read loses the row: the figures would be wrong without it.
    Exact,
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
            Self::Team => fields::TEAM,
            Self::Rep => fields::REP,
            Self::Membership => fields::MEMBERSHIP,
            Self::Product => fields::PRODUCT,
            Self::Pipeline => fields::PIPELINE,
            Self::Stage => fields::STAGE,
            Self::Reason => fields::REASON,
            Self::Customer => fields::CUSTOMER,
            Self::Contact => fields::CONTACT,
            Self::Lead => fields::LEAD,
            Self::Deal => fields::DEAL,
            Self::Interaction => fields::INTERACTION,
            Self::Meeting => fields::MEETING,
            Self::Quote => fields::QUOTE,
            Self::Contract => fields::CONTRACT,
            Self::ExchangeRate => fields::EXCHANGE_RATE,
        }
    }
}
