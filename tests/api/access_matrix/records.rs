//! Records to try the API on: made anew for each try, belonging to a rep who is one's own or another's.

use std::{collections::HashMap, sync::Mutex};

use entity::Kind;
use pilotage::graphql::id;
use serde_json::Value;

use super::shape::{Field, Reference, Shape};
use crate::world::World;

/// Whose records are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Alice's, of team North.
    Own,
    /// Dora's, of team South.
    Other,
}

impl Whose {
    pub const fn rep(self) -> &'static str {
        match self {
            Self::Own => "alice",
            Self::Other => "dora",
        }
    }

    const fn team(self) -> &'static str {
        match self {
            Self::Own => "North",
            Self::Other => "South",
        }
    }

    const fn customer(self) -> &'static str {
        match self {
            Self::Own => "Acme",
            Self::Other => "Core",
        }
    }
}

/// Makes records and documents that use them.
pub struct Records<'a> {
    pub world: &'a World,
    pub shape: &'a Shape,
    standing: HashMap<(Whose, &'static str), String>,
    /// Reps who belong to no team yet: each can be given one membership.
    loose_reps: Mutex<Vec<String>>,
    /// Customers that can be merged into another, each once.
    loose_customers: Mutex<Vec<String>>,
}

/// The mutation that makes a record, by the word that its mutations begin with.
const MAKERS: &[(&str, &str)] = &[
    ("interaction", "interactionLog"),
    ("meeting", "meetingBook"),
    ("contract", "contractSign"),
    ("apiToken", "apiTokenCreate"),
    ("surveyResponse", "surveyResponseSend"),
    ("complaint", "complaintOpen"),
    ("objective", "objectiveAssign"),
    ("forecastSubmission", "forecastSubmit"),
    ("forecastAdjustment", "forecastAdjust"),
];

/// What must have happened before an act makes sense.
const BEFORE: &[(&str, &[&str])] = &[
    ("leadRecycle", &["leadContact"]),
    ("dealReopen", &["dealWin"]),
    ("quoteRevise", &["quoteSend"]),
    ("quoteAccept", &["quoteSend"]),
    ("quoteDecline", &["quoteSend"]),
    ("quoteExpire", &["quoteSend"]),
    ("leadConvert", &["leadQualify"]),
    ("leadAccept", &["leadHandOver"]),
    ("leadReject", &["leadHandOver"]),
    ("criteriaSetRetire", &["criteriaSetPublish"]),
    ("userEnable", &["userDisable"]),
    ("complaintReopen", &["complaintResolve"]),
];

/// Values that the least input lacks to be acceptable, by `mutation.field` or `.field`.
const VALUES: &[(&str, &str)] = &[
    (".timeZone", "\"Europe/Paris\""),
    ("meetingBook.startsAt", "\"2026-11-26T09:00:00Z\""),
    ("meetingReschedule.startsAt", "\"2026-11-27T09:00:00Z\""),
    ("contractSign.amount", "{amount: \"100\"}"),
    ("apiTokenCreate.scopes", "[\"deals:read\"]"),
    ("criteriaSetCreate.criteria", "[{question: \"Is there money?\", scoring: {boolean: {}}}]"),
    ("keyFactCreate.text", "\"Three sites\""),
    ("objectiveAssign.kpi", "REVENUE"),
    ("objectiveAssign.target", "{money: {amount: \"100\"}}"),
    ("forecastSubmit.amount", "{amount: \"100\"}"),
    ("forecastAdjust.amount", "{amount: \"100\"}"),
    ("dealSetCredits.credits", "[]"),
    ("surveyCreate.scale", "{min: 0, max: 10, satisfiedThreshold: 8}"),
    ("dealSetLines.lines", "[]"),
    ("userCreate.password", "\"correct horse battery\""),
    ("userResetPassword.new", "\"correct horse battery\""),
    ("userChangePassword.newPassword", "\"correct horse battery\""),
];

impl<'a> Records<'a> {
    pub async fn new(world: &'a World, shape: &'a Shape) -> Self {
        let (loose_reps, loose_customers) = (Mutex::default(), Mutex::default());
        let mut records = Self { world, shape, standing: HashMap::new(), loose_reps, loose_customers };
        for _ in 0..40 {
            let rep = records.make("rep", Whose::Own).await.unwrap();
            records.loose_reps.lock().unwrap().push(rep);
        }
        for _ in 0..20 {
            let customer = records.make("customer", Whose::Own).await.unwrap();
            records.loose_customers.lock().unwrap().push(customer);
        }
        for whose in [Whose::Own, Whose::Other] {
            for noun in [
                "contact",
                "lead",
                "criteriaSet",
                "keyFact",
                "deal",
                "interaction",
                "meeting",
                "quote",
                "contract",
                "survey",
                "surveyResponse",
                "complaint",
                "productReturn",
                "product",
                "exchangeRate",
                "campaign",
                "expense",
                "apiToken",
                "holiday",
                "objective",
                "forecastSubmission",
                "forecastAdjustment",
            ] {
                if records.maker(noun).is_some() {
                    let made = records.make(noun, whose).await.unwrap();
                    records.standing.insert((whose, noun), made);
                }
            }
            let criterion = records.published_criterion(&records.standing[&(whose, "criteriaSet")]).await;
            records.standing.insert((whose, "criterion"), criterion);
        }
        records
    }

    /// Publishes a set of criteria, and answers the id of its criterion.
    async fn published_criterion(&self, set: &str) -> String {
        let publish = format!(
            r#"criteriaSetPublish(id: "{set}") {{ criteriaSet {{ criteria {{ id }} }} errors {{ code field message }} }}"#
        );
        let payload = self.as_admin(&publish).await.unwrap();
        payload["criteriaSet"]["criteria"][0]["id"].as_str().unwrap().to_owned()
    }

    fn maker(&self, noun: &str) -> Option<&'a Field> {
        let name = MAKERS
            .iter()
            .find(|(known, _)| *known == noun)
            .map_or_else(|| format!("{noun}Create"), |(_, maker)| (*maker).to_owned());
        self.shape.fields("Mutation").iter().find(|field| field.name == name)
    }

    /// Makes a record as the admin and answers its id, or why it could not be made.
    pub async fn make(&self, noun: &str, whose: Whose) -> Result<String, String> {
        let maker = self.maker(noun).ok_or_else(|| format!("nothing makes a {noun}"))?;
        let payload = self.as_admin(&self.document(maker, whose, None)).await?;
        let made = payload.as_object().into_iter().flatten().find_map(|(_, value)| value["id"].as_str());
        made.map(str::to_owned).ok_or_else(|| format!("{noun}: {payload}"))
    }

    async fn as_admin(&self, document: &str) -> Result<Value, String> {
        let answer = self.world.as_user("ada").await.run(&format!("mutation {{ act: {document} }}")).await;
        if outcome(&answer.0, "act") == "✔" {
            Ok(answer.0["data"]["act"].clone())
        } else {
            Err(format!("{document}\n{:#}", answer.0))
        }
    }

    /// A fresh record for an act, in the state that the act needs.
    pub async fn ready_for(&self, mutation: &Field, whose: Whose) -> Result<Option<String>, String> {
        if !mutation.arguments.iter().any(|(name, _)| name == "id") {
            return Ok(None);
        }
        let mutation = mutation.name.as_str();
        let noun = noun_of(mutation);
        let made = self.make(noun, whose).await?;
        let before = BEFORE.iter().find(|(name, _)| *name == mutation).map_or(&[][..], |(_, before)| *before);
        let deleted = mutation.ends_with("Restore").then(|| format!("{noun}Delete"));
        for act in before.iter().map(|name| (*name).to_owned()).chain(deleted) {
            let field = self.shape.fields("Mutation").iter().find(|field| field.name == act).unwrap();
            self.as_admin(&self.document(field, whose, Some(&made))).await?;
        }
        Ok(Some(made))
    }

    /// A mutation with the least input that makes sense, on a record.
    pub fn document(&self, mutation: &Field, whose: Whose, record: Option<&str>) -> String {
        let payload = self.shape.fields(&mutation.output.name);
        let selected: Vec<String> = payload
            .iter()
            .map(|field| match (field.output.is_leaf, field.name.as_str()) {
                (true, name) => name.to_owned(),
                (false, "errors") => "errors { code field message }".to_owned(),
                (false, name) if self.has_id(&field.output.name) => format!("{name} {{ id }}"),
                (false, name) => format!("{name} {{ __typename }}"),
            })
            .collect();
        let arguments: Vec<String> = mutation
            .arguments
            .iter()
            .filter(|(name, reference)| reference.is_required || name == "input")
            .map(|(name, reference)| {
                let value = match (name.as_str(), record) {
                    ("id", Some(record)) => format!("\"{record}\""),
                    _ => self.value(&mutation.name, name, reference, whose),
                };
                format!("{name}: {value}")
            })
            .collect();
        let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
        format!("{}{arguments} {{ {} }}", mutation.name, selected.join(" "))
    }

    fn has_id(&self, object: &str) -> bool {
        self.shape.fields(object).iter().any(|field| field.name == "id")
    }

    fn value(&self, mutation: &str, name: &str, reference: &Reference, whose: Whose) -> String {
        let known = VALUES.iter().find(|(path, _)| {
            path.strip_prefix('.').map_or(*path == format!("{mutation}.{name}"), |field| field == name)
        });
        if let Some((_, value)) = known {
            return (*value).to_owned();
        }
        if reference.name == "ID" {
            return format!("\"{}\"", self.id(mutation, name, whose));
        }
        if matches!(name, "validOn" | "day" | "period") {
            // Rates, holidays and the periods of objectives are unique by day: each try takes the next one.
            use std::sync::atomic::{AtomicU32, Ordering};
            static DAY: AtomicU32 = AtomicU32::new(0);
            let day = chrono::NaiveDate::from_ymd_opt(1990, 1, 1).unwrap()
                + chrono::TimeDelta::days(DAY.fetch_add(1, Ordering::Relaxed).into());
            let next = day + chrono::TimeDelta::days(1);
            return match name {
                "period" => format!("{{between: {{from: \"{day}\", to: \"{next}\"}}}}"),
                _ => format!("\"{day}\""),
            };
        }
        if let Some(fields) = self.shape.inputs.get(&reference.name) {
            // A new record belongs to somebody: the rep is given wherever the input has a place for one.
            let given: Vec<String> = fields
                .iter()
                .filter(|(field, reference)| {
                    let valued = VALUES.iter().any(|(path, _)| *path == format!("{mutation}.{field}"));
                    // Sets of criteria for the same leads would retire each other.
                    reference.is_required || valued || field == "leadSource" || is_owner(mutation, field)
                })
                .map(|(field, reference)| format!("{field}: {}", self.value(mutation, field, reference, whose)))
                .collect();
            return format!("{{{}}}", given.join(", "));
        }
        let unique = matches!(name, "email" | "name" | "number" | "sku" | "leadSource") && mutation.ends_with("Create");
        if unique {
            let number = uuid::Uuid::now_v7().simple().to_string();
            return if name == "email" { format!("\"{number}@example.com\"") } else { format!("\"N{number}\"") };
        }
        self.shape.least(reference, &|name, reference| self.value(mutation, name, reference, whose))
    }

    /// The record that a reference names.
    fn id(&self, mutation: &str, name: &str, whose: Whose) -> String {
        let standing = |noun| self.standing.get(&(whose, noun)).cloned();
        match name {
            "rep" if mutation == "membershipCreate" => self.loose_reps.lock().unwrap().pop().unwrap(),
            "rep" | "host" | "setBy" | "performer" | "author" | "handler" => {
                self.world.id(&format!("rep:{}", whose.rep()))
            }
            "team" | "parent" => self.world.id(&format!("team:{}", whose.team())),
            "from" if mutation == "customerMerge" => self.loose_customers.lock().unwrap().pop().unwrap(),
            "customer" | "into" => self.world.id(&format!("customer:{}", whose.customer())),
            "pipeline" => self.world.id("pipeline:Sales"),
            "stage" => self.world.id("stage:Propose"),
            "reason" if mutation == "leadDisqualify" => self.world.id("reason:Spam"),
            "reason" => self.world.id("reason:Price"),
            "deal" => standing("deal").unwrap(),
            "lead" => standing("lead").unwrap(),
            "criterion" => standing("criterion").unwrap(),
            "quote" => standing("quote").unwrap(),
            "survey" => standing("survey").unwrap(),
            _ => id::encode(Kind::Deal, uuid::Uuid::nil()).to_string(),
        }
    }

    /// A standing record by the name of its type: to be read, never changed.
    pub fn standing(&self, object: &str, whose: Whose) -> Option<String> {
        let standing = |noun| self.standing.get(&(whose, noun)).cloned();
        match object {
            "Rep" => Some(self.world.id(&format!("rep:{}", whose.rep()))),
            "User" => Some(self.world.id(&format!("user:{}", whose.rep()))),
            "Team" => Some(self.world.id(&format!("team:{}", whose.team()))),
            "Membership" | "TeamMembership" => Some(self.world.id(&format!("membership:{}", whose.rep()))),
            "Customer" => Some(self.world.id(&format!("customer:{}", whose.customer()))),
            "Pipeline" => Some(self.world.id("pipeline:Sales")),
            "Stage" => Some(self.world.id("stage:Propose")),
            "OutcomeReason" => Some(self.world.id("reason:Price")),
            "Contact" => standing("contact"),
            "Lead" => standing("lead"),
            "CriteriaSet" => standing("criteriaSet"),
            "QualificationCriterion" => standing("criterion"),
            "KeyFact" => standing("keyFact"),
            "Deal" => standing("deal"),
            "Interaction" => standing("interaction"),
            "Meeting" => standing("meeting"),
            "Quote" => standing("quote"),
            "Contract" => standing("contract"),
            "Survey" => standing("survey"),
            "SurveyResponse" => standing("surveyResponse"),
            "Complaint" => standing("complaint"),
            "ProductReturn" => standing("productReturn"),
            "Product" => standing("product"),
            "ExchangeRate" => standing("exchangeRate"),
            "Campaign" => standing("campaign"),
            "Expense" => standing("expense"),
            "ApiToken" => standing("apiToken"),
            "Holiday" => standing("holiday"),
            "Objective" => standing("objective"),
            "ForecastSubmission" => standing("forecastSubmission"),
            "ForecastAdjustment" => standing("forecastAdjustment"),
            _ => None,
        }
    }
}

/// Whether a field of an input says to whom a new record belongs.
fn is_owner(mutation: &str, field: &str) -> bool {
    let makes = mutation.ends_with("Create")
        || matches!(
            mutation,
            "interactionLog"
                | "meetingBook"
                | "meetingAttempt"
                | "contractSign"
                | "complaintOpen"
                | "surveyResponseSend"
                | "objectiveAssign"
                | "forecastSubmit"
                | "forecastAdjust"
        );
    makes
        && matches!(field, "rep" | "host" | "performer" | "author" | "setBy" | "customer" | "handler")
        && mutation != "userCreate"
}

/// The word that a mutation begins with: `dealWin` → `deal`.
pub fn noun_of(mutation: &str) -> &str {
    for noun in
        ["apiToken", "criteriaSet", "exchangeRate", "keyFact", "outcomeReason", "surveyResponse", "productReturn"]
    {
        if mutation.starts_with(noun) {
            return noun;
        }
    }
    let end = mutation.find(char::is_uppercase).unwrap_or(mutation.len());
    &mutation[..end]
}

/// What came of a try, in a word: done, null, or a code.
pub fn outcome(answer: &Value, key: &str) -> String {
    if let Some(code) = answer["errors"][0]["extensions"]["code"].as_str() {
        return format!("✘ {code}");
    }
    match &answer["data"][key] {
        Value::Null => "null".to_owned(),
        Value::Object(payload) if payload.get("errors").is_some_and(|errors| errors.get(0).is_some()) => {
            format!("✘ {}", payload["errors"][0]["code"].as_str().unwrap_or("?"))
        }
        _ => "✔".to_owned(),
    }
}
