//! The demo: a company that does not exist, whose figures add up all the same.

use entity::deal;
use pilotage::{
    demo::{self, FIRST_QUERY, Login, PASSWORD},
    error::{Error, ErrorCode},
    ledger,
    registry::fact_sources,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use serde_json::Value;

use crate::{auth::Door, world::World};

async fn loaded() -> World {
    let world = World::empty().await;
    load(&world).await.unwrap_or_else(|cause| panic!("{cause:?}"));
    world
}

async fn load(world: &World) -> Result<(), Error> {
    demo::load(&world.state.database, "0.002".parse().unwrap(), world.now(), &()).await
}

/// The first column of a statement, as text. The present is its parameter, where it has one.
async fn column(world: &World, sql: &str) -> Vec<String> {
    let reader = world.state.database.reader();
    let values = if sql.contains("$1") { vec![world.now().into()] } else { vec![] };
    let statement = Statement::from_sql_and_values(reader.get_database_backend(), sql, values);
    let rows = reader.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test]
async fn the_ledger_says_what_the_records_state() {
    let world = loaded().await;
    let report = ledger::verify(&world.state.database, &fact_sources::all(), &()).await.unwrap_or_else(|_| panic!());
    assert!(report.is_clean(), "{:#?}", report.differences);
    assert!(report.records > 1_000, "{}", report.records);
}

/// What must never be found, kind by kind.
const BROKEN: &[(&str, &str)] = &[
    (
        "a deal that closes before it opens, or in the future",
        "SELECT id FROM deal WHERE closed_at < opened_at OR closed_at > $1 OR opened_at > $1",
    ),
    (
        "a deal that is closed without a time, or open with one",
        "SELECT id FROM deal WHERE (status = 'OPEN') <> (closed_at IS NULL)",
    ),
    (
        "a deal in a stage of another pipeline",
        "SELECT deal.id FROM deal JOIN stage ON stage.id = stage_id WHERE stage.pipeline_id <> deal.pipeline_id",
    ),
    (
        "a reason for another outcome",
        "SELECT deal.id FROM deal JOIN outcome_reason ON outcome_reason.id = reason_id WHERE outcome <> status",
    ),
    (
        "shares that do not sum to the whole",
        "SELECT deal_id AS id FROM deal_credit GROUP BY deal_id HAVING sum(share_bp) <> 10000",
    ),
    (
        "lines that do not sum to the amount",
        "SELECT deal.id FROM deal JOIN deal_line ON deal.id = deal_id GROUP BY deal.id, deal.amount
      HAVING sum(deal_line.amount) <> deal.amount",
    ),
    (
        "a past that does not lead to the present",
        "SELECT deal.id FROM deal JOIN deal_history AS last ON last.deal_id = deal.id
      AND from_at = (SELECT max(from_at) FROM deal_history WHERE deal_id = deal.id)
      WHERE last.status <> deal.status OR last.stage_id <> deal.stage_id OR last.amount <> deal.amount
      OR last.owner_id <> deal.owner_id OR last.expected_close_on <> deal.expected_close_on",
    ),
    (
        "a past that begins at another time than the deal",
        "SELECT id FROM deal WHERE opened_at <> (SELECT min(from_at) FROM deal_history WHERE deal_id = deal.id)",
    ),
    (
        "memberships that overlap",
        "SELECT one.id FROM team_membership AS one JOIN team_membership AS other ON one.rep_id = other.rep_id
      AND one.id <> other.id WHERE one.starts_on <= other.starts_on
      AND (one.ends_on IS NULL OR other.starts_on < one.ends_on)",
    ),
    (
        "a lead whose steps are out of order",
        "SELECT id FROM lead WHERE contacted_at < received_at OR qualified_at < contacted_at
      OR disqualified_at < received_at OR converted_at < qualified_at OR converted_at > $1",
    ),
    (
        "a lead that was converted into nothing",
        "SELECT lead.id FROM lead LEFT JOIN deal ON deal.id = lead.deal_id AND deal.lead_id = lead.id
      AND deal.customer_id = lead.customer_id WHERE (lead.status = 'CONVERTED') <> (deal.id IS NOT NULL)",
    ),
    (
        "an interaction done in the future, or planned for the past",
        "SELECT id FROM interaction WHERE (status = 'DONE') <> (occurred_at <= $1)",
    ),
    (
        "a meeting that took place before it was agreed, or in the future",
        "SELECT id FROM meeting WHERE booked_at > starts_at OR attempted_at > booked_at OR booked_at > $1
      OR (status IN ('HELD', 'NO_SHOW') AND (starts_at IS NULL OR starts_at > $1))",
    ),
    ("a meeting of nobody", "SELECT id FROM meeting WHERE host_id IS NULL"),
    (
        "a meeting that is open and closed",
        "SELECT id FROM meeting WHERE (status IN ('ATTEMPTED', 'BOOKED')) <> (closed_at IS NULL) OR closed_at > $1",
    ),
    (
        "a quote that was answered before it was sent, or in the future",
        "SELECT id FROM quote WHERE closed_at < sent_at OR closed_at > $1 OR sent_at > $1",
    ),
    (
        "a quote that is answered without a time",
        "SELECT id FROM quote WHERE (status IN ('ACCEPTED', 'DECLINED', 'EXPIRED')) <> (closed_at IS NOT NULL)",
    ),
    (
        "a contract from a quote that was not accepted",
        "SELECT contract.id FROM contract JOIN quote ON quote.id = quote_id
      WHERE quote.status <> 'ACCEPTED' OR signed_at < closed_at OR contract.amount <> quote.amount",
    ),
    (
        "a contract that ends before it starts, or was signed in the future",
        "SELECT id FROM contract WHERE ends_on <= starts_on OR terminated_on < starts_on OR terminated_on > ends_on
      OR signed_at > $1",
    ),
    (
        "an answer off its scale, or before it was asked for, or in the future",
        "SELECT id FROM survey_response WHERE value < scale_min OR value > scale_max OR responded_at < sent_at
      OR responded_at > $1 OR (value IS NULL) <> (responded_at IS NULL)",
    ),
    (
        "a complaint before the sale, or settled before it was made, or in the future",
        "SELECT complaint.id FROM complaint JOIN deal ON deal.id = deal_id
      WHERE complaint.opened_at < deal.closed_at OR resolved_at < complaint.opened_at OR resolved_at > $1
      OR complaint.opened_at > $1",
    ),
    (
        "a complaint or a return about what was never sold, or for a reason of something else",
        "SELECT complaint.id FROM complaint JOIN deal ON deal.id = deal_id
      LEFT JOIN outcome_reason ON outcome_reason.id = complaint.reason_id
      WHERE deal.status <> 'WON' OR outcome <> 'COMPLAINT' UNION ALL
      SELECT product_return.id FROM product_return JOIN deal ON deal.id = deal_id
      LEFT JOIN outcome_reason ON outcome_reason.id = product_return.reason_id
      WHERE deal.status <> 'WON' OR outcome <> 'RETURN' OR product_return.amount > deal.amount",
    ),
    (
        "a contract renewed twice, or after it was ended early",
        "SELECT former.id FROM contract AS former JOIN contract AS next ON next.renews_id = former.id
      GROUP BY former.id HAVING count(*) > 1 OR max(former.terminated_on) IS NOT NULL",
    ),
];

#[tokio::test]
async fn the_records_keep_to_the_rules() {
    let world = loaded().await;
    for (what, sql) in BROKEN {
        let count = format!("SELECT cast(count(*) AS text) FROM ({sql}) AS broken");
        assert_eq!(column(&world, &count).await, ["0"], "{what}");
    }
    let size = "SELECT cast(count(*) AS text) FROM deal WHERE status = 'WON' UNION ALL
                SELECT cast(count(*) AS text) FROM deal WHERE currency <> 'EUR' UNION ALL
                SELECT cast(count(*) AS text) FROM deal_credit UNION ALL
                SELECT cast(count(*) AS text) FROM contract WHERE renews_id IS NOT NULL UNION ALL
                SELECT cast(count(*) AS text) FROM team_membership WHERE ends_on IS NOT NULL UNION ALL
                SELECT cast(count(*) AS text) FROM survey_response WHERE value IS NOT NULL UNION ALL
                SELECT cast(count(*) AS text) FROM complaint WHERE resolved_at IS NOT NULL UNION ALL
                SELECT cast(count(*) AS text) FROM product_return";
    let found = column(&world, size).await;
    assert!(!found.contains(&"0".to_owned()), "the rules are put to the test: {found:?}");
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn every_fact_of_a_sale_has_a_rep_and_a_team() {
    let world = loaded().await;
    let book = ledger::PostingContext::whole(world.state.database.reader(), &world.organization().await).await;
    let book = book.unwrap_or_else(|cause| panic!("{cause:?}"));
    let won = deal::Entity::find().filter(deal::Column::Status.eq(deal::Status::Won));
    for deal in won.all(world.state.database.reader()).await.unwrap() {
        let team = book.team(deal.owner_id.unwrap(), book.day(deal.closed_at.unwrap()));
        assert!(team.is_some(), "{deal:?}");
    }
}

#[tokio::test]
async fn the_same_day_brings_the_same_company() {
    let (one, other) = (loaded().await, loaded().await);
    for sql in [
        "SELECT measure || ' ' || sum(value) FROM total_team_month GROUP BY measure ORDER BY measure",
        "SELECT month || ' ' || measure || ' ' || sum(value) FROM total_rep_month GROUP BY month, measure ORDER BY 1",
        "SELECT name || ' ' || email FROM user_account ORDER BY id",
        "SELECT name || ' ' || status FROM deal ORDER BY id",
    ] {
        let found = column(&one, sql).await;
        assert!(!found.is_empty());
        assert_eq!(found, column(&other, sql).await, "{sql}");
    }
}

fn cents(money: &Value) -> i64 {
    money["amount"].as_str().unwrap().replace('.', "").parse().unwrap()
}

#[tokio::test]
async fn months_add_up_to_the_year_and_regions_to_the_company() {
    let world = loaded().await;
    let admin = world.as_user(Login::Admin.email()).await;
    let kpis =
        "kpis(period: {year: 2025}) { revenue { value { amount } series(by: MONTH) { value { money { amount } } } } }";
    let answer = admin
        .ok(&format!("{{ organization {{ {kpis} }} teams {{ nodes {{ parent {{ parent {{ id }} }} {kpis} }} }} }}"))
        .await;
    let year = |subject: &Value| {
        let revenue = &subject["kpis"]["revenue"];
        let months = revenue["series"].as_array().unwrap();
        assert_eq!(months.len(), 12);
        let year = cents(&revenue["value"]);
        assert_eq!(months.iter().map(|month| cents(&month["value"]["money"])).sum::<i64>(), year);
        year
    };
    let company = year(&answer["organization"]);
    let teams = answer["teams"]["nodes"].as_array().unwrap();
    assert_eq!(teams.len(), 7, "a root, two regions, four teams");
    let bottom = teams.iter().filter(|team| team["parent"]["parent"].is_object());
    assert_eq!(bottom.map(year).sum::<i64>(), company);
    assert!(company > 0);
}

#[tokio::test]
async fn objectives_are_shared_out_and_within_reach() {
    let world = loaded().await;
    let admin = world.as_user(Login::Admin.email()).await;
    let objective = "objective { target { money { amount } } allotted { money { amount } } attainment }";
    let kpis = format!("kpis(period: {{quarter: {{year: 2025, quarter: 2}}}}) {{ revenue {{ {objective} }} }}");
    let answer = admin
        .ok(&format!("{{ organization {{ {kpis} }} teams {{ nodes {{ parent {{ id }} {kpis} }} }} reps {{ nodes {{ {kpis} }} }} }}"))
        .await;
    let of = |subject: &Value| subject["kpis"]["revenue"]["objective"].clone();
    let target = |subject: &Value| cents(&of(subject)["target"]["money"]);
    let company = of(&answer["organization"]);
    assert_eq!(company["target"], company["allotted"]);
    let attainment = company["attainment"].as_f64().unwrap();
    assert!((0.5..2.0).contains(&attainment), "{attainment}");
    let teams = answer["teams"]["nodes"].as_array().unwrap();
    let root = teams.iter().find(|team| team["parent"].is_null()).unwrap();
    assert_eq!(target(root), target(&answer["organization"]));
    let reps = answer["reps"]["nodes"].as_array().unwrap();
    assert!(reps.iter().filter(|rep| of(rep).is_object()).count() >= 8, "{reps:?}");
}

#[tokio::test]
async fn everybody_signs_in_and_the_first_question_has_an_answer() {
    let world = loaded().await;
    for login in Login::ALL {
        let mutation = format!(
            r#"signIn(input: {{email: "{}", password: "{PASSWORD}"}}) {{ accessToken errors {{ code field message }} }}"#,
            login.email()
        );
        assert!(
            Door::new(&world).ask(None, &format!("mutation {{ {mutation} }}")).await["data"]["signIn"]["accessToken"]
                .is_string()
        );
    }
    let answer = world.as_user(Login::Admin.email()).await.ok(FIRST_QUERY).await;
    let best = &answer["leaderboard"]["entries"][0];
    let (revenue, most) = (&answer["organization"]["kpis"]["revenue"]["value"], &best["value"]["money"]);
    assert!(best["rank"] == 1 && cents(revenue) >= cents(most) && cents(most) > 0, "{answer}");
}

#[tokio::test]
async fn what_somebody_works_with_is_left_alone() {
    let world = World::new().await;
    let refused = load(&world).await;
    assert!(matches!(refused, Err(Error::Refused(ErrorCode::Conflict, _))), "{refused:?}");
    assert!(!demo::is_demo(&world.state.database).await.unwrap_or(true));

    let world = loaded().await;
    assert!(demo::is_demo(&world.state.database).await.unwrap_or(false));
    assert!(load(&world).await.is_err(), "once is enough");
}
