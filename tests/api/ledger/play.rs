//! Playing at random: somebody who does whatever the schema offers to whatever there is.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use serde_json::Value;

use crate::world::World;

/// A company in which anything may happen.
pub struct Company {
    pub world: World,
    /// The ids of what there is, by kind.
    known: Mutex<BTreeMap<&'static str, Vec<String>>>,
}

/// Somebody who plays in it.
pub struct Play {
    pub company: Arc<Company>,
    dice: Dice,
    /// How often each mutation did what it was asked.
    pub done: BTreeMap<String, u32>,
    /// What was asked so far, to read when it ends badly.
    pub story: Vec<String>,
    /// The mutations that are not to be played.
    pub never: &'static [&'static str],
}

/// SplitMix64: the same numbers from the same seed, everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn one_of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[usize::try_from(self.below(u64::try_from(choices.len()).unwrap())).unwrap()]
    }
}

/// The mutations that make something, with the kind and the field of what they make.
const MAKERS: &[(&str, &str)] = &[
    ("dealCreate", "deal"),
    ("leadCreate", "lead"),
    ("interactionLog", "interaction"),
    ("meetingAttempt", "meeting"),
    ("meetingBook", "meeting"),
    ("quoteCreate", "quote"),
    ("contractSign", "contract"),
    ("membershipCreate", "membership"),
    ("exchangeRateCreate", "exchangeRate"),
    ("customerCreate", "customer"),
    ("surveyCreate", "survey"),
    ("surveyResponseSend", "surveyResponse"),
    ("complaintOpen", "complaint"),
    ("productReturnCreate", "productReturn"),
    ("campaignCreate", "campaign"),
    ("expenseCreate", "expense"),
    ("expenseCreate", "expense"),
    ("keyFactCreate", "keyFact"),
];

/// The mutations that change something, with the field of what they change.
const CHANGERS: &[(&str, &str)] = &[
    ("dealUpdate", "deal"),
    ("dealMove", "deal"),
    ("dealReassign", "deal"),
    ("dealSetCredits", "deal"),
    ("dealSetLines", "deal"),
    ("dealWin", "deal"),
    ("dealWin", "deal"),
    ("dealLose", "deal"),
    ("dealReopen", "deal"),
    ("dealDelete", "deal"),
    ("dealRestore", "deal"),
    ("leadAssign", "lead"),
    ("leadContact", "lead"),
    ("leadQualify", "lead"),
    ("leadDisqualify", "lead"),
    ("leadConvert", "lead"),
    ("leadHandOver", "lead"),
    ("leadAccept", "lead"),
    ("leadReject", "lead"),
    ("expenseUpdate", "expense"),
    ("expenseAllocate", "expense"),
    ("expenseDelete", "expense"),
    ("expenseRestore", "expense"),
    ("leadAnswer", "lead"),
    ("leadAnswer", "lead"),
    ("keyFactUpdate", "keyFact"),
    ("keyFactVerify", "keyFact"),
    ("keyFactDelete", "keyFact"),
    ("keyFactRestore", "keyFact"),
    ("leadRecycle", "lead"),
    ("leadMerge", "lead"),
    ("leadMerge", "lead"),
    ("leadMerge", "lead"),
    ("leadDelete", "lead"),
    ("leadRestore", "lead"),
    ("interactionUpdate", "interaction"),
    ("interactionDelete", "interaction"),
    ("interactionRestore", "interaction"),
    ("meetingBook", "meeting"),
    ("meetingUpdate", "meeting"),
    ("meetingReschedule", "meeting"),
    ("meetingHold", "meeting"),
    ("meetingMiss", "meeting"),
    ("meetingCancel", "meeting"),
    ("meetingDelete", "meeting"),
    ("meetingRestore", "meeting"),
    ("quoteUpdate", "quote"),
    ("quoteRevise", "quote"),
    ("quoteSend", "quote"),
    ("quoteAccept", "quote"),
    ("quoteDecline", "quote"),
    ("quoteExpire", "quote"),
    ("quoteDelete", "quote"),
    ("quoteRestore", "quote"),
    ("contractUpdate", "contract"),
    ("contractRenew", "contract"),
    ("contractTerminate", "contract"),
    ("contractDelete", "contract"),
    ("contractRestore", "contract"),
    ("membershipUpdate", "membership"),
    ("membershipDelete", "membership"),
    ("exchangeRateUpdate", "exchangeRate"),
    ("exchangeRateDelete", "exchangeRate"),
    ("customerUpdate", "customer"),
    ("customerDelete", "customer"),
    ("customerRestore", "customer"),
    ("customerMerge", "customer"),
    ("customerMerge", "customer"),
    ("customerMerge", "customer"),
    ("customerChurn", "customer"),
    ("customerChurn", "customer"),
    ("customerChurnRevoke", "customer"),
    ("stageUpdate", "stage"),
    ("outcomeReasonUpdate", "outcomeReason"),
    ("organizationUpdate", "organization"),
    ("periodLock", "organization"),
    ("periodUnlock", "organization"),
    ("teamMove", "team"),
    ("repDelete", "rep"),
    ("repRestore", "rep"),
    ("surveyUpdate", "survey"),
    ("surveyResponseAnswer", "surveyResponse"),
    ("surveyResponseAnswer", "surveyResponse"),
    ("surveyResponseDelete", "surveyResponse"),
    ("surveyResponseRestore", "surveyResponse"),
    ("complaintUpdate", "complaint"),
    ("complaintResolve", "complaint"),
    ("complaintReopen", "complaint"),
    ("complaintDelete", "complaint"),
    ("complaintRestore", "complaint"),
    ("productReturnUpdate", "productReturn"),
    ("productReturnDelete", "productReturn"),
    ("productReturnRestore", "productReturn"),
];

impl Company {
    /// A freshly founded company.
    pub async fn new() -> Arc<Self> {
        let world = World::new().await;
        let criteria = criteria(&world).await;
        let all = |names: &[&str]| names.iter().map(|name| world.id(name)).collect::<Vec<_>>();
        let known = BTreeMap::from([
            ("customer", all(&["customer:Acme", "customer:Bolt", "customer:Core"])),
            ("membership", all(&["membership:alice", "membership:bob", "membership:carol", "membership:dora"])),
            (
                "outcomeReason",
                all(&["reason:Price", "reason:Duplicate", "reason:Quality", "reason:Spam", "reason:Late"]),
            ),
            ("rep", all(&["rep:alice", "rep:bob", "rep:carol", "rep:dora", "rep:emil"])),
            ("stage", all(&["stage:Qualify", "stage:Propose", "stage:Close", "stage:Talk"])),
            ("team", all(&["team:Sales", "team:North", "team:South"])),
            ("organization", vec![String::new()]),
            ("criterion", criteria),
        ]);
        Arc::new(Self { world, known: Mutex::new(known) })
    }

    fn learn(&self, kind: &'static str, id: &str) {
        let mut known = self.known.lock().unwrap();
        let ids = known.entry(kind).or_default();
        if !ids.iter().any(|known| known == id) && kind != "organization" {
            ids.push(id.to_owned());
        }
    }
}

/// Publishes two sets of criteria, for leads of different sources, and answers the ids of their criteria.
async fn criteria(world: &World) -> Vec<String> {
    let ada = world.as_user("ada").await;
    let mut criteria = Vec::new();
    for source in ["web", "fair"] {
        let create = format!(
            r#"criteriaSetCreate(input: {{name: "{source}", leadSource: "{source}", threshold: 0.5, criteria: [
                {{question: "A", scoring: {{boolean: {{}}}}, isMandatory: true, maxAgeDays: 20}},
                {{question: "B", scoring: {{boolean: {{whenFalse: 0.4}}}}, weight: 3}}]}})
                {{ criteriaSet {{ id criteria {{ id }} }} errors {{ message }} }}"#
        );
        let made = ada.done(&create).await["criteriaSet"].clone();
        ada.done(&format!("criteriaSetPublish(id: {}) {{ errors {{ message }} }}", made["id"])).await;
        let ids = made["criteria"].as_array().unwrap().iter();
        criteria.extend(ids.map(|criterion| criterion["id"].as_str().unwrap().to_owned()));
    }
    criteria
}

impl Play {
    /// A player with a seed for what is done.
    pub const fn new(company: Arc<Company>, seed: u64) -> Self {
        Self { company, dice: Dice(seed), done: BTreeMap::new(), story: Vec::new(), never: &[] }
    }

    /// Does one thing to one thing; whether it was done. What may be refused is refused by a code, never by a defect.
    pub async fn step(&mut self) -> bool {
        self.pass_time();
        let making = self.dice.below(3) == 0;
        let (mutation, field) = if making { self.pick(MAKERS) } else { self.pick(CHANGERS) };
        if self.never.contains(&mutation) {
            return false;
        }
        let Some(arguments) = self.arguments(mutation, field, making) else { return false };
        let call = format!("{mutation}{arguments} {{ {field} {{ id }} errors {{ code field message }} }}");
        let world = &self.company.world;
        self.story.push(format!("{} {call}", world.now()));
        let answer = world.as_user("ada").await.run(&format!("mutation {{ act: {call} }}")).await.0;
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
        assert!(["", "NOT_FOUND", "BAD_USER_INPUT"].contains(&code), "{}\n{answer:#}", self.told());
        let Some(id) = answer["data"]["act"][field]["id"].as_str() else { return false };
        self.company.learn(field, id);
        if mutation == "leadConvert" {
            self.learn_of_conversion(id.to_owned()).await;
        }
        *self.done.entry(mutation.to_owned()).or_default() += 1;
        true
    }

    /// What happened, a line each.
    pub fn told(&self) -> String {
        self.story.join("\n")
    }

    async fn learn_of_conversion(&mut self, lead: String) {
        let document = format!(r#"{{ lead(id: "{lead}") {{ deal {{ id }} customer {{ id }} }} }}"#);
        let made = self.company.world.as_user("ada").await.run(&document).await.0;
        for kind in ["deal", "customer"] {
            if let Value::String(id) = &made["data"]["lead"][kind]["id"] {
                self.company.learn(kind, id);
            }
        }
    }

    fn pick(&mut self, table: &[(&'static str, &'static str)]) -> (&'static str, &'static str) {
        let place = usize::try_from(self.dice.below(u64::try_from(table.len()).unwrap())).unwrap();
        table[place]
    }

    /// Mostly onward, by minutes or days; sometimes back a little, as between two nodes.
    fn pass_time(&mut self) {
        let minutes = match self.dice.below(4) {
            0 => -1,
            1 => 0,
            2 => i64::try_from(self.dice.below(600)).unwrap(),
            _ => i64::try_from(self.dice.below(6_000)).unwrap(),
        };
        let now = self.company.world.now() + TimeDelta::minutes(minutes);
        self.company.world.set_now(&now.to_rfc3339());
    }

    fn any(&mut self, kind: &str) -> Option<String> {
        let known = self.company.known.lock().unwrap();
        let ids = known.get(kind).filter(|ids| !ids.is_empty())?;
        Some(format!("\"{}\"", ids[usize::try_from(self.dice.below(u64::try_from(ids.len()).unwrap())).unwrap()]))
    }

    fn any_or_none(&mut self, kind: &str) -> String {
        if self.dice.below(4) == 0 { "null".into() } else { self.any(kind).unwrap_or_else(|| "null".into()) }
    }

    fn money(&mut self) -> String {
        let currency = self.dice.one_of(&["EUR", "EUR", "USD", "JPY"]);
        let amount = self.dice.below(5) * 1_000 + self.dice.below(100);
        format!(r#"{{amount: "{amount}", currency: "{currency}"}}"#)
    }

    /// An instant of the past months, or near now.
    fn past(&mut self) -> String {
        let hours = if self.dice.below(2) == 0 { self.dice.below(24) } else { self.dice.below(24 * 120) };
        let at = self.company.world.now() - TimeDelta::hours(i64::try_from(hours).unwrap());
        format!("\"{}\"", at.to_rfc3339())
    }

    /// A day of the past months.
    fn past_day(&mut self) -> String {
        let days = i64::try_from(self.dice.below(90)).unwrap();
        format!("\"{}\"", (self.company.world.now() - TimeDelta::days(days)).date_naive())
    }

    /// A day around now.
    fn day(&mut self) -> String {
        let days = i64::try_from(self.dice.below(200)).unwrap() - 120;
        format!("\"{}\"", (self.company.world.now() + TimeDelta::days(days)).date_naive())
    }

    fn day_or_none(&mut self) -> String {
        if self.dice.below(3) == 0 { "null".into() } else { self.day() }
    }

    /// The arguments of a mutation; `None` when there is nothing to do it to.
    fn arguments(&mut self, mutation: &str, field: &str, making: bool) -> Option<String> {
        let input = self.input(mutation)?;
        Some(match (making, mutation, input) {
            (true, _, Some(input)) => format!("(input: {{{input}}})"),
            (true, _, None) => return None,
            (false, "organizationUpdate" | "periodLock" | "periodUnlock" | "customerMerge", Some(input)) => {
                format!("(input: {{{input}}})")
            }
            (false, "meetingBook", Some(input)) => format!("(input: {{attempt: {}, {input}}})", self.any(field)?),
            (false, _, Some(input)) => format!("(id: {}, input: {{{input}}})", self.any(field)?),
            (false, _, None) => format!("(id: {})", self.any(field)?),
        })
    }

    /// The input of a mutation, where it takes one.
    fn input(&mut self, mutation: &str) -> Option<Option<String>> {
        Some(Some(match mutation {
            "dealCreate" => format!(
                "name: \"D\", customer: {}, lead: {}, rep: {}, stage: {}, amount: {}, openedAt: {}, expectedCloseOn: {}",
                self.any_or_none("customer"),
                self.any_or_none("lead"),
                self.any("rep")?,
                self.any("stage")?,
                if self.dice.below(5) == 0 { "null".into() } else { self.money() },
                self.past(),
                self.day_or_none()
            ),
            "dealUpdate" => match self.dice.below(6) {
                5 => {
                    format!("forecastCategory: {}", self.dice.one_of(&["null", "COMMIT", "BEST_CASE", "OMITTED"]))
                }
                0 => format!("amount: {}", self.money()),
                1 => "amount: null".into(),
                2 => format!("customer: {}", self.any_or_none("customer")),
                3 => format!("expectedCloseOn: {}", self.day_or_none()),
                4 => format!("nextStepOn: {}", self.day_or_none()),
                _ => format!("probability: {}", self.dice.one_of(&["null", "0.35", "1"])),
            },
            "dealMove" => format!("stage: {}", self.any("stage")?),
            "dealReassign" => format!("rep: {}", self.any("rep")?),
            "dealSetCredits" if self.dice.below(4) == 0 => "credits: []".into(),
            "dealSetCredits" => format!(
                "credits: [{{rep: {}, shareBp: 3333}}, {{rep: {}, shareBp: 6667}}]",
                self.any("rep")?,
                self.any("rep")?
            ),
            "dealSetLines" => {
                format!(
                    r#"lines: [{{description: "L", quantity: 3, unitPrice: {{amount: "{}"}}}}]"#,
                    self.dice.below(900)
                )
            }
            "dealWin" if self.dice.below(2) == 0 => format!("closedAt: {}, amount: {}", self.past(), self.money()),
            "dealWin" => format!("closedAt: {}", self.past()),
            "dealLose" => format!("closedAt: {}, reason: {}", self.past(), self.any_or_none("outcomeReason")),
            "leadCreate" => format!(
                r#"title: "L", company: "C", source: "{}", receivedAt: {}, rep: {}, campaign: {}"#,
                self.dice.one_of(&["web", "fair"]),
                self.past(),
                self.any("rep")?,
                self.any_or_none("campaign")
            ),
            "leadHandOver" => format!("rep: {}", self.any("rep")?),
            "leadAccept" => "version: null".into(),
            "leadReject" => format!("reason: {}", self.any_or_none("outcomeReason")),
            "campaignCreate" => format!(r#"name: "Fair", leadSource: "fair", isMarketing: {}"#, self.dice.below(3) > 0),
            "expenseCreate" => format!(
                "category: {}, amount: {}, incurredOn: {}, {}, campaign: {}, allocation: {}",
                self.dice.one_of(&["SALARY", "MARKETING", "TOOLS"]),
                self.money(),
                self.day(),
                match self.dice.below(3) {
                    0 => format!("rep: {}", self.any("rep")?),
                    1 => format!("team: {}", self.any("team")?),
                    _ => "rep: null".into(),
                },
                self.any_or_none("campaign"),
                self.dice.one_of(&["HEADCOUNT_DAYS", "REVENUE", "EQUAL"])
            ),
            "expenseUpdate" => match self.dice.below(6) {
                0 => format!("amount: {}", self.money()),
                1 => format!("incurredOn: {}", self.day()),
                2 => format!("paidOn: {}", self.day_or_none()),
                3 => format!("rep: {}", self.any_or_none("rep")),
                4 => format!("team: {}", self.any_or_none("team")),
                _ => format!("allocation: {}", self.dice.one_of(&["HEADCOUNT_DAYS", "REVENUE", "EQUAL"])),
            },
            "leadAssign" => format!("rep: {}", self.any("rep")?),
            "leadContact" => format!("contactedAt: {}", self.past()),
            "leadAnswer" => format!(
                "answers: [{{criterion: {}, value: {}}}], answeredAt: {}",
                self.any("criterion")?,
                self.dice.one_of(&["{boolean: true}", "{boolean: true}", "{boolean: false}", "null"]),
                self.past()
            ),
            "keyFactCreate" => format!(
                "kind: {}, lead: {}, text: {}, capturedAt: {}",
                self.dice.one_of(&["NEED", "BUDGET", "PAIN"]),
                self.any("lead")?,
                self.dice.one_of(&["\"Three sites\"", "\"A roof\"", "\"n/a\"", "null"]),
                self.past()
            ),
            "keyFactUpdate" => format!("text: {}", self.dice.one_of(&["\"Two sites\"", "\"?\"", "null"])),
            "keyFactVerify" => format!("verifiedAt: {}", self.past()),
            "leadQualify" => format!("qualifiedAt: {}", self.past()),
            "leadDisqualify" => {
                format!("disqualifiedAt: {}, reason: {}", self.past(), self.any_or_none("outcomeReason"))
            }
            "leadConvert" => format!("customer: {}, amount: {}", self.any_or_none("customer"), self.money()),
            "leadRecycle" => format!("recycledAt: {}, rep: {}", self.past(), self.any("rep")?),
            "leadMerge" => format!("duplicate: {}", self.any("lead")?),
            "interactionLog" => format!(
                "kind: {}, direction: {}, status: {}, outcome: {}, occurredAt: {}, performer: {}, lead: {}, deal: {}",
                self.dice.one_of(&["CALL", "EMAIL", "VISIT"]),
                self.dice.one_of(&["OUTBOUND", "OUTBOUND", "INBOUND"]),
                self.dice.one_of(&["DONE", "DONE", "PLANNED"]),
                self.dice.one_of(&["REACHED", "MEETING_BOOKED"]),
                self.past(),
                self.any("rep")?,
                self.any_or_none("lead"),
                self.any_or_none("deal")
            ),
            "interactionUpdate" => match self.dice.below(5) {
                0 => format!("performer: {}", self.any("rep")?),
                1 => format!("occurredAt: {}", self.past()),
                2 => format!("lead: {}", self.any_or_none("lead")),
                3 => format!("deal: {}", self.any_or_none("deal")),
                _ => format!("kind: DEMO, status: {}", self.dice.one_of(&["DONE", "PLANNED"])),
            },
            "meetingAttempt" => format!(
                "purpose: {}, attemptedAt: {}, host: {}, setBy: {}, customer: {}, lead: {}",
                self.dice.one_of(&["CUSTOMER", "PROSPECTING"]),
                self.past(),
                self.any("rep")?,
                self.any("rep")?,
                self.any_or_none("customer"),
                self.any_or_none("lead")
            ),
            "meetingBook" => format!("startsAt: {}", self.past()),
            "meetingUpdate" => format!("host: {}", self.any("rep")?),
            "meetingReschedule" => format!("startsAt: {}", self.past()),
            "meetingHold" => format!("purpose: {}", self.dice.one_of(&["CUSTOMER", "PROSPECTING"])),
            "quoteCreate" => format!(
                "deal: {}, customer: {}, author: {}, amount: {}",
                self.any_or_none("deal"),
                self.any_or_none("customer"),
                self.any("rep")?,
                self.money()
            ),
            "quoteUpdate" => format!("author: {}, amount: {}", self.any("rep")?, self.money()),
            "quoteRevise" => format!("amount: {}", self.money()),
            "quoteSend" => format!("sentAt: {}", self.past()),
            "quoteAccept" | "quoteDecline" => format!("answeredAt: {}", self.past()),
            "contractSign" if self.dice.below(2) == 0 => format!(
                "quote: {}, amount: {}, signedAt: {}, startsOn: {}",
                self.any("quote")?,
                self.money(),
                self.past(),
                self.day()
            ),
            "contractSign" => format!(
                "customer: {}, rep: {}, amount: {}, signedAt: {}, startsOn: {}",
                self.any("customer")?,
                self.any("rep")?,
                self.money(),
                self.past(),
                self.day()
            ),
            "contractUpdate" => match self.dice.below(4) {
                2 => format!("endsOn: {}", self.day_or_none()),
                3 => format!("customer: {}", self.any_or_none("customer")),
                0 => format!("rep: {}", self.any("rep")?),
                _ => format!("amount: {}", self.money()),
            },
            "contractRenew" if self.dice.below(2) == 0 => {
                format!("quote: {}, signedAt: {}", self.any("quote")?, self.past())
            }
            "contractRenew" => format!("amount: {}, signedAt: {}", self.money(), self.past()),
            "contractTerminate" => format!("terminatedOn: {}", self.day()),
            "membershipCreate" => format!(
                "rep: {}, team: {}, startsOn: {}, endsOn: {}",
                self.any("rep")?,
                self.any("team")?,
                self.day_or_none(),
                self.day_or_none()
            ),
            "membershipUpdate" => match self.dice.below(3) {
                0 => format!("team: {}", self.any("team")?),
                1 => format!("startsOn: {}", self.day_or_none()),
                _ => format!("endsOn: {}", self.day_or_none()),
            },
            "exchangeRateCreate" => format!(
                r#"from: "{}", to: "{}", validOn: {}, rate: "0.{}""#,
                self.dice.one_of(&["USD", "JPY", "EUR"]),
                self.dice.one_of(&["EUR", "EUR", "USD"]),
                self.day(),
                self.dice.below(99) + 1
            ),
            "exchangeRateUpdate" => match self.dice.below(2) {
                0 => format!("validOn: {}", self.day()),
                _ => format!(r#"rate: "1.{}""#, self.dice.below(99)),
            },
            "customerCreate" => "name: \"New\"".into(),
            "customerUpdate" => format!("name: \"Renamed\", rep: {}", self.any_or_none("rep")),
            "stageUpdate" => match self.dice.below(2) {
                0 => format!("probability: 0.{}", self.dice.below(99)),
                _ => format!("forecastCategory: {}", self.dice.one_of(&["PIPELINE", "COMMIT", "OMITTED"])),
            },
            "outcomeReasonUpdate" => format!("countsAsLoss: {}", self.dice.below(2) == 0),
            "customerMerge" => format!("from: {}, into: {}", self.any("customer")?, self.any("customer")?),
            "customerChurn" => format!("on: {}", self.past_day()),
            "organizationUpdate" => match self.dice.below(7) {
                2 => format!("handOverSlaHours: {}", self.dice.below(100) + 1),
                3 => format!("requiredKeyFacts: {}", self.dice.one_of(&["[NEED]", "[NEED, PAIN]", "[]"])),
                4 => format!("keyFactFreshDays: {}", self.dice.below(60) + 1),
                5 => format!("leadResponseHours: {}", self.dice.below(100) + 1),
                6 => format!("activityWindowMonths: {}", self.dice.below(14) + 1),
                0 => format!(
                    r#"timeZone: "{}""#,
                    self.dice.one_of(&["Europe/Paris", "America/New_York", "Pacific/Auckland"])
                ),
                _ => format!(r#"currency: "{}""#, self.dice.one_of(&["EUR", "EUR", "USD"])),
            },
            "periodLock" => format!("through: {}", self.day()),
            "periodUnlock" => format!("through: {}", self.day_or_none()),
            "surveyCreate" if self.dice.below(2) == 0 => "name: \"S\", kind: NPS".into(),
            "surveyCreate" => "name: \"S\", kind: CUSTOM, scale: {min: 0, max: 10, satisfiedThreshold: 7}".into(),
            "surveyUpdate" => format!("scale: {{min: 0, max: {}, satisfiedThreshold: 1}}", self.dice.below(9) + 1),
            "surveyResponseSend" => format!(
                "survey: {}, customer: {}, deal: {}, interaction: {}, sentAt: {}",
                self.any("survey")?,
                self.any("customer")?,
                self.any_or_none("deal"),
                self.any_or_none("interaction"),
                self.past()
            ),
            "surveyResponseAnswer" => format!("value: {}, respondedAt: {}", self.dice.below(11), self.past()),
            "complaintOpen" => format!(
                "customer: {}, deal: {}, reason: {}, handler: {}, openedAt: {}, refund: {}",
                self.any_or_none("customer"),
                self.any_or_none("deal"),
                self.any_or_none("outcomeReason"),
                self.any("rep")?,
                self.past(),
                self.money()
            ),
            "complaintUpdate" => match self.dice.below(4) {
                0 => format!("deal: {}", self.any_or_none("deal")),
                1 => format!("customer: {}", self.any("customer")?),
                2 => format!("handler: {}", self.any_or_none("rep")),
                _ => format!("refund: {}", self.money()),
            },
            "complaintResolve" => format!("resolvedAt: {}", self.past()),
            "productReturnCreate" => format!(
                "customer: {}, deal: {}, units: 1.5, refund: {}, returnedOn: {}",
                self.any_or_none("customer"),
                self.any_or_none("deal"),
                self.money(),
                self.day()
            ),
            "productReturnUpdate" => match self.dice.below(4) {
                0 => format!("deal: {}", self.any_or_none("deal")),
                1 => format!("customer: {}", self.any("customer")?),
                2 => format!("returnedOn: {}", self.day()),
                _ => format!("refund: {}", self.money()),
            },
            "teamMove" => format!("parent: {}", self.any_or_none("team")),
            _ => return Some(None),
        }))
    }
}
