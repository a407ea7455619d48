//! A small company with names, in a database of its own: the ground that the tests stand on.
//!
//! Everybody acts through the real schema: `world.as_user("nora").run("{ … }")`. The clock stands still at noon of
//! 24 November 2026 in Paris until a test moves it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_graphql::{Variables, value};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    Kind, customer, organization, outcome_reason, pipeline, rep, stage, team, team_membership,
    user::{self, Role},
};
use pilotage::{
    access::{Keys, Principal, Scopes, Structure, Structures, Viewer},
    clock::Clock,
    database::{Database, Settings},
    graphql::{
        id,
        page::CursorKey,
        request::{Request, State},
    },
    ledger,
    mutation::Act,
    organization::session::Origin,
    registry::{
        fact_sources,
        schema::{self, Schema},
    },
    server,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use serde_json::Value;
use uuid::Uuid;

/// A company in a database of its own.
///
/// ```text
/// Sales (boss: bruno)
/// ├── North (nora): alice, bob, carol
/// └── South (sam): dora, emil
/// ```
/// `ada` is the admin; every rep has a user of the same name; the pipelines are Sales (Qualify 20 %, Propose 50 %, Close
/// 90 %) and Partners (Talk 10 %); the customers Acme, Bolt and Core belong to alice, bob and dora.
pub struct World {
    pub state: State,
    pub schema: Schema,
    pub keys: Keys,
    now: Arc<Mutex<DateTime<Utc>>>,
    ids: HashMap<String, Uuid>,
    statements: Arc<AtomicUsize>,
    log: Arc<Mutex<Vec<String>>>,
    _file: Option<tempfile::TempDir>,
}

/// Somebody who asks.
pub struct Someone<'a> {
    world: &'a World,
    principal: Principal,
}

/// An answer.
#[derive(Debug)]
pub struct Answer(pub Value);

impl World {
    /// The company, freshly founded.
    pub async fn new() -> Self {
        let mut world = Self::empty().await;
        world.found().await;
        // Known already, so that the first request costs no more than the next ones.
        world.structure().await;
        world
    }

    /// The structure as the node knows it now.
    pub async fn structure(&self) -> Arc<Structure> {
        self.state.structures.now(self.state.database.reader()).await.unwrap()
    }

    /// An organization without anybody in it.
    pub async fn empty() -> Self {
        let (settings, file) = fresh_database().await;
        let mut database = Database::connect(&settings).await.unwrap();
        if file.is_some() {
            database.migrate().await.unwrap();
        }
        let statements = Arc::new(AtomicUsize::new(0));
        let log = Arc::new(Mutex::new(Vec::new()));
        let (counter, lines) = (statements.clone(), log.clone());
        database.on_statement(move |sql| {
            counter.fetch_add(1, Ordering::Relaxed);
            lines.lock().unwrap().push(sql.to_owned());
        });
        let now = Arc::new(Mutex::new(at("2026-11-24T11:00:00Z")));
        let hand = now.clone();
        let clock = Clock::new(move || *hand.lock().unwrap());
        let state = State {
            database,
            clock,
            cursor_key: CursorKey::new(b"a key for tests"),
            structures: Structures::default(),
        };
        let schema = schema::build();
        let keys = Keys::ephemeral().unwrap();
        let world = Self { state, schema, keys, now, ids: HashMap::new(), statements, log, _file: file };
        let organization = organization::ActiveModel {
            name: Set("Pilotage & fils".into()),
            currency: Set("EUR".into()),
            time_zone: Set("Europe/Paris".into()),
            fiscal_year_start_month: Set(4),
            week_starts_on: Set(1),
            activity_window_months: Set(12),
            group_minimum: Set(5),
            hand_over_sla_hours: Set(24),
            required_key_facts: Set("NEED,BUDGET".into()),
            key_fact_fresh_days: Set(90),
            working_weekdays: Set(0b001_1111),
            lead_response_hours: Set(24),
            stalled_after_days: Set(30),
            losses_by_totals: Set(true),
            ..Default::default()
        };
        let settings = organization::Model {
            id: Uuid::now_v7(),
            name: String::new(),
            currency: "EUR".into(),
            time_zone: "Europe/Paris".into(),
            fiscal_year_start_month: 4,
            week_starts_on: 1,
            activity_window_months: 12,
            group_minimum: 5,
            locked_through: None,
            losses_by_totals: true,
            hand_over_sla_hours: 24,
            required_key_facts: "NEED,BUDGET".into(),
            key_fact_fresh_days: 90,
            working_weekdays: 0b001_1111,
            lead_response_hours: 24,
            stalled_after_days: 30,
            version: 1,
            created_at: world.now(),
            updated_at: world.now(),
        };
        let viewer = Viewer::system();
        world.clear_organization().await;
        let mut act = Act::new(&viewer, world.state.database.write().await.unwrap(), world.now(), &settings);
        act.insert::<organization::Entity>(settings.id, organization).await.unwrap();
        act.commit().await.unwrap();
        world
    }

    /// A migration may have made default settings: the tests bring their own.
    #[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
    async fn clear_organization(&self) {
        let tx = self.state.database.write().await.unwrap();
        organization::Entity::delete_many().exec(&tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn found(&mut self) {
        let organization = self.organization().await;
        let viewer = Viewer::system();
        let mut act = Act::new(&viewer, self.state.database.write().await.unwrap(), self.now(), &organization);
        let mut ids = HashMap::new();
        let mut name = |name: &str| {
            let id = Act::new_id();
            ids.insert(name.to_owned(), id);
            id
        };
        for (person, role) in [
            ("ada", Role::Admin),
            ("bruno", Role::Manager),
            ("nora", Role::Manager),
            ("sam", Role::Manager),
            ("alice", Role::Rep),
            ("bob", Role::Rep),
            ("carol", Role::Rep),
            ("dora", Role::Rep),
            ("emil", Role::Rep),
        ] {
            let profile = if role == Role::Rep {
                let rep = rep::ActiveModel { name: Set(person.into()), ..Default::default() };
                Some(act.insert::<rep::Entity>(name(&format!("rep:{person}")), rep).await.unwrap().id)
            } else {
                None
            };
            let user = user::ActiveModel {
                email: Set(format!("{person}@example.com")),
                name: Set(person.into()),
                password_hash: Set(String::new()),
                role: Set(role),
                rep_id: Set(profile),
                locale: Set("en".into()),
                ..Default::default()
            };
            act.insert::<user::Entity>(name(&format!("user:{person}")), user).await.unwrap();
        }
        let mut teams: HashMap<&str, Uuid> = HashMap::new();
        for (team, parent, manager) in
            [("Sales", None, "bruno"), ("North", Some("Sales"), "nora"), ("South", Some("Sales"), "sam")]
        {
            let row = team::ActiveModel {
                name: Set(team.into()),
                parent_id: Set(parent.map(|parent| teams[parent])),
                manager_id: Set(Some(ids_of(&act, manager).await)),
                shares_kpis: Set(true),
                shares_leaderboard: Set(false),
                ..Default::default()
            };
            let id = name(&format!("team:{team}"));
            act.insert::<team::Entity>(id, row).await.unwrap();
            teams.insert(team, id);
        }
        for (person, team) in
            [("alice", "North"), ("bob", "North"), ("carol", "North"), ("dora", "South"), ("emil", "South")]
        {
            let rep = rep_of(&act, person).await;
            let row = team_membership::ActiveModel {
                rep_id: Set(rep),
                team_id: Set(teams[team]),
                starts_on: Set(None),
                ends_on: Set(None),
                ..Default::default()
            };
            act.insert::<team_membership::Entity>(name(&format!("membership:{person}")), row).await.unwrap();
        }
        for (position, pipeline, stages) in [
            (0, "Sales", vec![("Qualify", 2_000), ("Propose", 5_000), ("Close", 9_000)]),
            (1, "Partners", vec![("Talk", 1_000)]),
        ] {
            let id = name(&format!("pipeline:{pipeline}"));
            let row = pipeline::ActiveModel {
                name: Set(pipeline.into()),
                is_default: Set(position == 0),
                position: Set(position),
                ..Default::default()
            };
            act.insert::<pipeline::Entity>(id, row).await.unwrap();
            for (position, (stage, probability)) in (0..).zip(stages) {
                let row = stage::ActiveModel {
                    pipeline_id: Set(id),
                    name: Set(stage.into()),
                    position: Set(position),
                    probability_bp: Set(probability),
                    forecast_category: Set(match stage {
                        "Close" => stage::ForecastCategory::Commit,
                        "Propose" => stage::ForecastCategory::BestCase,
                        _ => stage::ForecastCategory::Pipeline,
                    }),
                    ..Default::default()
                };
                act.insert::<stage::Entity>(name(&format!("stage:{stage}")), row).await.unwrap();
            }
        }
        for (reason, outcome, counts) in [
            ("Price", outcome_reason::Outcome::Lost, true),
            ("Duplicate", outcome_reason::Outcome::Lost, false),
            ("Quality", outcome_reason::Outcome::Won, true),
            ("Spam", outcome_reason::Outcome::Disqualified, true),
            ("Late", outcome_reason::Outcome::Complaint, true),
            ("Defect", outcome_reason::Outcome::Return, true),
        ] {
            let row = outcome_reason::ActiveModel {
                name: Set(reason.into()),
                outcome: Set(outcome),
                counts_as_loss: Set(counts),
                is_active: Set(true),
                ..Default::default()
            };
            act.insert::<outcome_reason::Entity>(name(&format!("reason:{reason}")), row).await.unwrap();
        }
        for (company, owner) in [("Acme", "alice"), ("Bolt", "bob"), ("Core", "dora")] {
            let owner = rep_of(&act, owner).await;
            let row =
                customer::ActiveModel { name: Set(company.into()), owner_id: Set(Some(owner)), ..Default::default() };
            act.insert::<customer::Entity>(name(&format!("customer:{company}")), row).await.unwrap();
        }
        act.commit().await.unwrap();
        self.ids = ids;
    }

    /// The settings as they are now.
    #[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
    pub async fn organization(&self) -> organization::Model {
        organization::Entity::find().one(self.state.database.reader()).await.unwrap().unwrap()
    }

    /// What time it is in the world.
    pub fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    /// Moves the clock.
    pub fn set_now(&self, now: &str) {
        *self.now.lock().unwrap() = at(now);
    }

    /// The bare id of something named, as in `rep:alice`, `team:North`, `customer:Acme`, `stage:Close`, `user:ada`.
    pub fn uuid(&self, name: &str) -> Uuid {
        *self.ids.get(name).unwrap_or_else(|| panic!("nothing is called {name}"))
    }

    /// The same as clients see it.
    pub fn id(&self, name: &str) -> String {
        let (kind, _) = name.split_once(':').unwrap();
        let kind = Kind::from_name(kind).unwrap_or_else(|| panic!("there is no kind {kind}"));
        id::encode(kind, self.uuid(name)).to_string()
    }

    /// A user, by name or address.
    #[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
    pub async fn as_user(&self, name: &str) -> Someone<'_> {
        let email = if name.contains('@') { name.to_owned() } else { format!("{name}@example.com") };
        let user = user::Entity::find()
            .filter(user::Column::Email.eq(email))
            .one(self.state.database.reader())
            .await
            .unwrap()
            .unwrap_or_else(|| panic!("nobody is called {name}"));
        Someone { world: self, principal: Principal::User(user) }
    }

    /// The command line, which sees everything.
    pub const fn as_system(&self) -> Someone<'_> {
        Someone { world: self, principal: Principal::System }
    }

    /// Somebody who did not sign in.
    pub const fn as_nobody(&self) -> Someone<'_> {
        Someone { world: self, principal: Principal::Anonymous }
    }

    /// A partner's program with a list of scopes.
    pub fn as_token(&self, scopes: &str) -> Someone<'_> {
        let scopes = Scopes::parse(scopes).unwrap();
        Someone { world: self, principal: Principal::Token { id: Uuid::nil(), scopes } }
    }

    /// Checks that the ledger says what the records state, and the totals what the ledger says.
    pub async fn assert_ledger(&self) {
        let report = ledger::verify(&self.state.database, &fact_sources::all(), &()).await.unwrap();
        assert!(report.is_clean(), "{:#?}", report.differences);
    }

    /// How many statements were sent so far.
    pub fn statements(&self) -> usize {
        self.statements.load(Ordering::Relaxed)
    }

    /// The statements sent since the last call.
    pub fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.lock().unwrap())
    }
}

async fn ids_of(act: &Act<'_>, person: &str) -> Uuid {
    act.viewer
        .find::<user::Entity>()
        .filter(user::Column::Email.eq(format!("{person}@example.com")))
        .one(&act.tx)
        .await
        .unwrap()
        .unwrap()
        .id
}

async fn rep_of(act: &Act<'_>, person: &str) -> Uuid {
    act.viewer.find::<rep::Entity>().filter(rep::Column::Name.eq(person)).one(&act.tx).await.unwrap().unwrap().id
}

impl Someone<'_> {
    /// Runs a document.
    pub async fn run(&self, document: &str) -> Answer {
        self.run_with(document, value!({})).await
    }

    /// Runs a document with variables.
    pub async fn run_with(&self, document: &str, variables: async_graphql::Value) -> Answer {
        Answer(serde_json::from_slice(&self.body(document, variables).await).unwrap())
    }

    /// Runs a document; answers as clients get it, letter by letter.
    pub async fn text(&self, document: &str) -> String {
        String::from_utf8(self.body(document, value!({})).await).unwrap()
    }

    async fn body(&self, document: &str, variables: async_graphql::Value) -> Vec<u8> {
        let world = self.world;
        let structure = world.structure().await;
        let data = Request::new(
            world.state.clone(),
            world.state.database.line(),
            self.principal.clone(),
            structure,
            world.now(),
        )
        .unwrap();
        let request = async_graphql::Request::new(document)
            .variables(Variables::from_value(variables))
            .data(data)
            .data(Origin::default())
            .data(world.keys.clone());
        server::body(&world.schema.execute(request).await).unwrap()
    }

    /// Runs a document that must succeed; answers its data.
    pub async fn ok(&self, document: &str) -> Value {
        let answer = self.run(document).await;
        assert!(answer.0.get("errors").is_none(), "{document}\n{:#}", answer.0);
        answer.0["data"].clone()
    }

    /// Runs one mutation that must succeed; answers its payload.
    pub async fn done(&self, mutation: &str) -> Value {
        let data = self.ok(&format!("mutation {{ act: {mutation} }}")).await;
        assert_eq!(data["act"]["errors"], Value::Array(vec![]), "{mutation}\n{data:#}");
        data["act"].clone()
    }

    /// Runs one mutation that must be refused; answers the code and path of its first error.
    pub async fn refused(&self, mutation: &str) -> (String, String) {
        let answer = self.run(&format!("mutation {{ act: {mutation} }}")).await;
        if let Some(error) = answer.0["errors"].get(0) {
            let field = error["extensions"]["field"].as_array().map(|parts| join(parts)).unwrap_or_default();
            return (text(&error["extensions"]["code"]), field);
        }
        let error = &answer.0["data"]["act"]["errors"][0];
        assert!(error.is_object(), "{mutation}\n{:#}", answer.0);
        (text(&error["code"]), join(error["field"].as_array().unwrap()))
    }
}

impl Answer {
    /// The code of the first error; empty when there is none.
    pub fn code(&self) -> String {
        text(&self.0["errors"][0]["extensions"]["code"])
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn join(parts: &[Value]) -> String {
    parts.iter().map(text).collect::<Vec<_>>().join(".")
}

/// Asserts that the ledger says what the records state.
pub async fn verified(world: &World) {
    let report = ledger::verify(&world.state.database, &fact_sources::all(), &()).await.unwrap();
    let differences: Vec<String> = report.differences.iter().map(ToString::to_string).collect();
    assert!(report.is_clean(), "{}", differences.join("\n"));
}

/// An instant.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A SQLite file of its own, or a PostgreSQL database of its own when `TEST_DATABASE_URL` names a server.
async fn fresh_database() -> (Settings, Option<tempfile::TempDir>) {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => {
            let url = postgres(&server).await;
            (Settings { connections: 3, ..Settings::new(url) }, None)
        }
        Err(_) => {
            let folder = tempfile::tempdir().unwrap();
            let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
            (Settings { durable: false, ..Settings::new(url) }, Some(folder))
        }
    }
}

static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A copy of a database that was migrated once.
async fn postgres(server: &str) -> String {
    let (base, _) = server.rsplit_once('/').unwrap();
    let process = std::process::id();
    let template = TEMPLATE
        .get_or_init(|| async {
            let admin = sea_orm::Database::connect(server).await.unwrap();
            drop_leftovers(&admin).await;
            let name = format!("pilotage_test_{process}_template");
            admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            let database = Database::connect(&Settings::new(format!("{base}/{name}"))).await.unwrap();
            database.migrate().await.unwrap();
            database.close().await.unwrap();
            admin.close().await.unwrap();
            name
        })
        .await;
    let name = format!("pilotage_test_{process}_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let admin = sea_orm::Database::connect(server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
    admin.close().await.unwrap();
    format!("{base}/{name}")
}

/// Drops the databases of test runs that are over.
async fn drop_leftovers(admin: &sea_orm::DatabaseConnection) {
    let sql = "SELECT datname FROM pg_database WHERE datname LIKE 'pilotage_test_%'";
    let statement = Statement::from_string(admin.get_database_backend(), sql);
    for row in admin.query_all_raw(statement).await.unwrap() {
        let name: String = row.try_get("", "datname").unwrap();
        let owner = name.split('_').nth(2).and_then(|part| part.parse::<u32>().ok());
        if owner.is_none_or(|owner| !std::path::Path::new(&format!("/proc/{owner}")).exists()) {
            // Another run may be cleaning up too.
            let _ = admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}
