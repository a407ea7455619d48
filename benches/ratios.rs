//! Ratios: what a figure or a write costs beside the best that could be had without the ledger, in CPU, side by side.
//!
//! `DATABASE_URL` names a database that `pilotage demo --scale N` filled; without it a small demo is made in a file of its
//! own. Costs are those of this process and of all PostgreSQL processes of the machine, so nothing else should use them
//! meanwhile. Nothing is asserted: see `benches/README.md` for figures and how to read them.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a bench, not the product"
)]
// The schema merges a type a domain, each inside the one before.
#![recursion_limit = "256"]

use std::{env, fs, sync::Mutex, time::Duration};

use chrono::{DateTime, Datelike, Utc};
use entity::{Kind, deal, interaction, rep, total_rep_day, user};
use pilotage::{
    access::{Principal, Structures, Viewer},
    clock::Clock,
    database::{Database, Settings},
    demo,
    graphql::{
        id,
        page::CursorKey,
        request::{Request, State},
    },
    mutation::Act,
    organization::settings,
    registry::schema::{self, Schema},
    sales::interaction::Activity,
    server,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, Statement,
};
use uuid::Uuid;

/// How often each side runs in a round, and how many rounds there are.
const ROUNDS: usize = 5;

struct Ground {
    state: State,
    schema: Schema,
    now: DateTime<Utc>,
    admin: user::Model,
}

impl Ground {
    async fn new() -> (Self, Option<tempfile::TempDir>) {
        let now = Utc::now();
        let (url, folder) = match env::var("DATABASE_URL") {
            Ok(url) => (url, None),
            Err(_) => {
                let folder = tempfile::tempdir().unwrap();
                (format!("sqlite://{}", folder.path().join("bench.sqlite").display()), Some(folder))
            }
        };
        let database = Database::connect(&Settings::new(url)).await.unwrap();
        database.migrate().await.unwrap();
        if rep::Entity::find().count(database.reader()).await.unwrap() == 0 {
            demo::load(&database, "0.05".parse().unwrap(), now, &()).await.unwrap();
        }
        let admin = user::Entity::find().filter(user::Column::Role.eq(user::Role::Admin));
        let admin = admin.one(database.reader()).await.unwrap().unwrap();
        let clock = Clock::new(move || now);
        let state = State { database, clock, cursor_key: CursorKey::new(b"bench"), structures: Structures::default() };
        (Self { state, schema: schema::build(), now, admin }, folder)
    }

    /// Runs a document as a user, as the server would once it knows who asks.
    async fn ask(&self, user: &user::Model, document: &str) -> serde_json::Value {
        let structure = self.state.structures.now(self.state.database.reader()).await.unwrap();
        let principal = Principal::User(user.clone());
        let request =
            Request::new(self.state.clone(), self.state.database.line(), principal, structure, self.now).unwrap();
        let answer = self.schema.execute(async_graphql::Request::new(document).data(request)).await;
        assert!(answer.errors.is_empty(), "{:?}", answer.errors);
        let answer: serde_json::Value = serde_json::from_slice(&server::body(&answer).unwrap()).unwrap();
        answer["data"].clone()
    }

    /// Reads all rows of a statement.
    async fn sql(&self, sql: &str) -> usize {
        let db = self.state.database.reader();
        db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().len()
    }

    fn is_postgres(&self) -> bool {
        self.state.database.backend() == DatabaseBackend::Postgres
    }
}

/// The CPU time of this process and of all PostgreSQL processes, in hundredths of a second.
fn cpu() -> u64 {
    let ticks = |path: &std::path::Path| -> u64 {
        let text = fs::read_to_string(path.join("stat")).unwrap_or_default();
        let after = text.rsplit_once(") ").map_or("", |(_, after)| after);
        after.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
    };
    let mut sum = ticks(std::path::Path::new("/proc/self"));
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        if fs::read_to_string(entry.path().join("comm")).is_ok_and(|name| name.trim() == "postgres") {
            sum += ticks(&entry.path());
        }
    }
    sum
}

/// Milliseconds of CPU that one run of something costs.
async fn cost<F: AsyncFn()>(times: u32, run: &F) -> f64 {
    let before = cpu();
    for _ in 0..times {
        run().await;
    }
    f64::from(u32::try_from(cpu() - before).unwrap()) * 10.0 / f64::from(times)
}

/// Runs two sides in turn, A B B A …, and prints the medians and their ratio.
async fn beside<A: AsyncFn(), B: AsyncFn()>(name: &str, ours: A, times: u32, theirs: B, their_times: u32) {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    cost(times.min(20), &ours).await;
    cost(their_times.min(5), &theirs).await;
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            one.push(cost(times, &ours).await);
            other.push(cost(their_times, &theirs).await);
        } else {
            other.push(cost(their_times, &theirs).await);
            one.push(cost(times, &ours).await);
        }
    }
    one.sort_by(f64::total_cmp);
    other.sort_by(f64::total_cmp);
    let (ours, theirs) = (one[ROUNDS / 2], other[ROUNDS / 2]);
    println!("{name}: {ours:.3} ms beside {theirs:.3} ms of CPU, ratio {:.3}", ours / theirs);
}

#[tokio::main]
async fn main() {
    // `cargo test --all-targets` runs benches too.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let (ground, _folder) = Ground::new().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    year(&ground).await;
    home(&ground).await;
    writes(&ground).await;
    wins(&ground).await;
}

/// The year by month, of 20 teams, 8 KPIs: beside one statement over the records.
async fn year(ground: &Ground) {
    let year = ground.now.year() - 1;
    let series = "{ series(by: MONTH) { value { money { amount } count ratio } } }";
    let document = format!(
        "{{ teams(first: 20) {{ nodes {{ kpis(period: {{year: {year}}}) {{ revenue {series} wonDeals {series} lostDeals {series}
            winRate {series} averageDealValue {series} leadsReceived {series} interactionCount {series}
            newCustomers {series} }} }} }} }}"
    );
    let statement = over_records(ground.is_postgres(), year);
    let answer = ground.ask(&ground.admin, &document).await;
    assert!(!answer["teams"]["nodes"].as_array().unwrap().is_empty());
    assert!(ground.sql(&statement).await > 12);
    beside(
        "an organization's year by month × 20 teams × 8 KPIs, over the records in one statement",
        async || drop(ground.ask(&ground.admin, &document).await),
        40,
        async || _ = ground.sql(&statement).await,
        2,
    )
    .await;
}

/// All sums that the eight KPIs need, by team and month, straight over the records.
fn over_records(is_postgres: bool, year: i32) -> String {
    let month = |column: &str| match is_postgres {
        true => format!("to_char({column} AT TIME ZONE 'Europe/Paris', 'YYYY-MM')"),
        false => format!("substr({column}, 1, 7)"),
    };
    let day = |column: &str| match is_postgres {
        true => format!("({column} AT TIME ZONE 'Europe/Paris')::date"),
        false => format!("substr({column}, 1, 10)"),
    };
    let within = |column: &str| format!("{column} >= '{year}-01-01' AND {column} < '{}-01-01'", year + 1);
    let team = |rep: &str, column: &str| {
        let day = day(column);
        format!(
            "JOIN team_membership m ON m.rep_id = {rep} AND m.deleted_at IS NULL
             AND (m.starts_on IS NULL OR m.starts_on <= {day}) AND (m.ends_on IS NULL OR m.ends_on > {day})"
        )
    };
    format!(
        "SELECT m.team_id, {closed_month} AS month, 'closed' AS what,
            sum(CASE WHEN d.status = 'WON' THEN d.amount * coalesce(c.share_bp, 10000) / 10000 END) AS amount,
            sum(CASE WHEN d.status = 'WON' THEN coalesce(c.share_bp, 10000) END) AS won,
            sum(CASE WHEN d.status = 'LOST' THEN coalesce(c.share_bp, 10000) END) AS lost
         FROM deal d LEFT JOIN deal_credit c ON c.deal_id = d.id {closed_team}
         WHERE d.deleted_at IS NULL AND {closed_within} GROUP BY 1, 2
         UNION ALL
         SELECT m.team_id, {received_month}, 'leads', count(*), NULL, NULL FROM lead l {received_team}
         WHERE l.deleted_at IS NULL AND {received_within} GROUP BY 1, 2
         UNION ALL
         SELECT m.team_id, {occurred_month}, 'interactions', count(*), NULL, NULL FROM interaction i {occurred_team}
         WHERE i.deleted_at IS NULL AND i.status = 'DONE' AND {occurred_within} GROUP BY 1, 2
         UNION ALL
         SELECT m.team_id, {first_month}, 'new', count(*), NULL, NULL
         FROM (SELECT customer_id, min(closed_at) AS closed_at, min(owner_id{text}) AS owner FROM deal
               WHERE status = 'WON' AND deleted_at IS NULL AND customer_id IS NOT NULL GROUP BY customer_id) f
         {first_team} WHERE {first_within} GROUP BY 1, 2",
        closed_month = month("d.closed_at"),
        closed_team = team("coalesce(c.rep_id, d.owner_id)", "d.closed_at"),
        closed_within = within("d.closed_at"),
        received_month = month("l.received_at"),
        received_team = team("l.first_owner_id", "l.received_at"),
        received_within = within("l.received_at"),
        occurred_month = month("i.occurred_at"),
        occurred_team = team("i.performer_id", "i.occurred_at"),
        occurred_within = within("i.occurred_at"),
        first_month = month("f.closed_at"),
        first_team = team(if is_postgres { "f.owner::uuid" } else { "f.owner" }, "f.closed_at"),
        first_within = within("f.closed_at"),
        text = if is_postgres { "::text" } else { "" },
    )
}

/// A rep's home of 12 KPIs: beside the statements over the totals alone.
async fn home(ground: &Ground) {
    let db = ground.state.database.reader();
    let busy = total_rep_day::Entity::find().order_by_desc(total_rep_day::Column::Day).one(db).await.unwrap().unwrap();
    let mut user = ground.admin.clone();
    let found = user::Entity::find().filter(user::Column::RepId.eq(busy.rep_id)).one(db).await.unwrap();
    user = found.unwrap_or(user::Model { role: user::Role::Rep, rep_id: Some(busy.rep_id), ..user });
    let rep = id::encode(Kind::Rep, busy.rep_id);
    let document = format!(
        r#"{{ rep(id: "{}") {{ kpis(period: {{month: {{year: {}, month: {}}}}}) {{
            revenue {{ value {{ amount }} }} wonDeals {{ value }} lostDeals {{ value }} winRate {{ value }}
            averageDealValue {{ value {{ amount }} }} openDeals {{ value }} openPipelineValue {{ value {{ amount }} }}
            forecast {{ value {{ amount }} }} leadsReceived {{ value }} interactionCount {{ value }}
            prospectingMeetingsHeld {{ value }} newCustomers {{ value }} }} }} }}"#,
        rep.as_str(),
        busy.day.year(),
        busy.day.month()
    );
    let hex = match ground.is_postgres() {
        true => format!("'{}'", busy.rep_id),
        false => format!("x'{}'", busy.rep_id.simple()),
    };
    let month = busy.day.with_day(1).unwrap();
    let measures = "3, 4, 5, 6, 7, 8, 9, 11, 20, 21, 22, 23, 26, 40, 50, 63, 90";
    let statements = [
        format!(
            "SELECT measure, month, value FROM total_rep_month
             WHERE rep_id = {hex} AND measure IN ({measures}) AND month <= '{month}'"
        ),
        format!(
            "SELECT measure, day, value FROM total_rep_day
             WHERE rep_id = {hex} AND measure IN ({measures}) AND day >= '{month}'"
        ),
    ];
    beside(
        "a rep's home of 12 KPIs, over the totals alone",
        async || drop(ground.ask(&user, &document).await),
        200,
        async || {
            for statement in &statements {
                ground.sql(statement).await;
            }
        },
        200,
    )
    .await;
}

/// A logged interaction: beside the same write that states nothing.
async fn writes(ground: &Ground) {
    let organization = settings::current(ground.state.database.reader()).await.unwrap();
    let viewer = Viewer::system();
    let reps: Vec<rep::Model> = rep::Entity::find().all(ground.state.database.reader()).await.unwrap();
    let log = async |states: bool| {
        let tx = ground.state.database.write().await.unwrap();
        let mut act = Act::new(&viewer, tx, Utc::now(), &organization);
        let id = Uuid::now_v7();
        let place = usize::from(id.as_bytes()[15]) % reps.len();
        let made = act
            .insert::<interaction::Entity>(
                id,
                interaction::ActiveModel {
                    kind: Set(interaction::Kind::Call),
                    direction: Set(interaction::Direction::Outbound),
                    status: Set(interaction::Status::Done),
                    occurred_at: Set(Utc::now()),
                    performer_id: Set(Some(reps[place].id)),
                    ..Default::default()
                },
            )
            .await
            .unwrap();
        if states {
            act.restate(None, Some(Activity { interaction: made, won_at: None }));
        }
        act.commit().await.unwrap();
    };
    beside("a logged interaction, without the ledger", async || log(true).await, 200, async || log(false).await, 200)
        .await;
}

/// A deal won: beside another change of a deal, its name, which takes the same way and states nothing.
async fn wins(ground: &Ground) {
    let db = ground.state.database.reader();
    let open = deal::Entity::find().filter(deal::Column::Status.eq(deal::Status::Open));
    let open = Mutex::new(open.filter(deal::Column::DeletedAt.is_null()).all(db).await.unwrap());
    let act = async |act: &str, input: &str| {
        let deal = id::encode(Kind::Deal, open.lock().unwrap().pop().unwrap().id);
        let document =
            format!("mutation {{ act: {act}(id: \"{}\"{input}) {{ errors {{ message }} }} }}", deal.as_str());
        let answer = ground.ask(&ground.admin, &document).await;
        assert_eq!(answer["act"]["errors"].as_array().unwrap().len(), 0, "{answer}");
    };
    let rename = r#", input: {name: "Renamed"}"#;
    beside(
        "a deal won, a deal renamed",
        async || act("dealWin", "").await,
        100,
        async || act("dealUpdate", rename).await,
        100,
    )
    .await;
}
