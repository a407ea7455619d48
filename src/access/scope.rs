//! Scopes: an API token may do what its scopes list, and nothing else.

use std::{collections::BTreeSet, fmt};

use entity::Kind;

/// Reading or writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Seeing records.
    Read,
    /// Making and changing records.
    Write,
}

/// One entry of a token's list, written `deals:read`, `leads:write`, `kpi:read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Records of a kind.
    Records(Kind, Access),
    /// Totals, without the rows behind them.
    Kpi,
}

/// The kinds that a scope can name, with the word for them. Reasons and stages go with pipelines, memberships with teams,
/// criteria with their sets, answers to them with leads, holidays with the organization, what managers make of a forecast
/// with what reps say.
const WORDS: &[(Kind, &str)] = &[
    (Kind::Organization, "organization"),
    (Kind::Rep, "reps"),
    (Kind::Team, "teams"),
    (Kind::Product, "products"),
    (Kind::ExchangeRate, "rates"),
    (Kind::Customer, "customers"),
    (Kind::Contact, "contacts"),
    (Kind::Pipeline, "pipelines"),
    (Kind::Lead, "leads"),
    (Kind::CriteriaSet, "criteriaSets"),
    (Kind::KeyFact, "keyFacts"),
    (Kind::Deal, "deals"),
    (Kind::Interaction, "interactions"),
    (Kind::Meeting, "meetings"),
    (Kind::Quote, "quotes"),
    (Kind::Contract, "contracts"),
    (Kind::Survey, "surveys"),
    (Kind::SurveyResponse, "responses"),
    (Kind::Complaint, "complaints"),
    (Kind::ProductReturn, "returns"),
    (Kind::Campaign, "campaigns"),
    (Kind::Expense, "expenses"),
    (Kind::Objective, "objectives"),
    (Kind::ForecastSubmission, "forecasts"),
    (Kind::User, "users"),
];

impl Scope {
    /// The scope of a word such as `deals:read`.
    pub fn parse(word: &str) -> Option<Self> {
        if word == "kpi:read" {
            return Some(Self::Kpi);
        }
        let (noun, verb) = word.split_once(':')?;
        let (kind, _) = WORDS.iter().find(|(_, known)| *known == noun)?;
        match verb {
            "read" => Some(Self::Records(*kind, Access::Read)),
            // Users are made by people.
            "write" if *kind != Kind::User => Some(Self::Records(*kind, Access::Write)),
            _ => None,
        }
    }

    /// Every scope there is.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = WORDS
            .iter()
            .flat_map(|(_, noun)| [format!("{noun}:read"), format!("{noun}:write")])
            .filter_map(|word| Self::parse(&word))
            .collect();
        all.push(Self::Kpi);
        all
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kpi => f.write_str("kpi:read"),
            Self::Records(kind, access) => {
                let noun = WORDS.iter().find(|(known, _)| known == kind).map_or("", |(_, noun)| noun);
                let verb = match access {
                    Access::Read => "read",
                    Access::Write => "write",
                };
                write!(f, "{noun}:{verb}")
            }
        }
    }
}

/// The scopes of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Reads a space-separated list; the error is the first word that is no scope.
    pub fn parse(list: &str) -> Result<Self, String> {
        list.split_whitespace()
            .map(|word| Scope::parse(word).ok_or_else(|| word.to_owned()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether records of a kind may be read. A token that may write a kind may read it too, to see what it wrote.
    pub fn reads(&self, kind: Kind) -> bool {
        self.writes(kind) || self.0.contains(&Scope::Records(covering(kind), Access::Read))
    }

    /// Whether records of a kind may be made and changed.
    pub fn writes(&self, kind: Kind) -> bool {
        self.0.contains(&Scope::Records(covering(kind), Access::Write))
    }

    /// The word of the scope that reading a kind needs, as in `deals:read`.
    pub fn word_to_read(kind: Kind) -> String {
        Scope::Records(covering(kind), Access::Read).to_string()
    }

    /// Whether totals may be read.
    pub fn reads_kpis(&self) -> bool {
        self.0.contains(&Scope::Kpi)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The scopes in order.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.0.iter().map(Scope::to_string).collect();
        f.write_str(&words.join(" "))
    }
}

/// The kind whose scope a kind goes with.
fn covering(kind: Kind) -> Kind {
    match kind {
        Kind::Stage | Kind::OutcomeReason => Kind::Pipeline,
        Kind::Membership => Kind::Team,
        Kind::Criterion => Kind::CriteriaSet,
        Kind::QualificationAnswer => Kind::Lead,
        Kind::Holiday => Kind::Organization,
        Kind::ForecastAdjustment => Kind::ForecastSubmission,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_read_back_from_its_word() {
        for scope in Scope::all() {
            assert_eq!(Scope::parse(&scope.to_string()), Some(scope));
        }
        assert_eq!(Scopes::parse("deals:read root:write"), Err("root:write".to_owned()));
    }

    #[test]
    fn writing_a_kind_includes_reading_it_and_nothing_else() {
        let scopes = Scopes::parse("leads:write").unwrap();
        assert!(scopes.reads(Kind::Lead) && scopes.writes(Kind::Lead));
        assert!(!scopes.reads(Kind::Deal) && !scopes.reads_kpis());
    }
}
