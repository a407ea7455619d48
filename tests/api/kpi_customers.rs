//! What customers complain of and what they are worth, by how many they are.

use entity::organization;
use pilotage::{database::Database, ledger, registry::fact_sources};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::json;

use crate::{
    after_sale::complaint,
    customer_life::{churn, done, figures, month, sold},
    deal,
    world::{World, verified},
};

const ERRORS: &str = "errors { code field message }";

#[tokio::test]
async fn complaints_are_counted_by_the_customers_there_are_at_both_ends_of_the_period() {
    let world = World::new().await;
    let rate = "complaintRate { value numerator denominator unit warnings { code count } }";
    let empty =
        json!({"complaintRate": {"value": null, "numerator": 0, "denominator": 0, "unit": "RATIO", "warnings": []}});
    assert_eq!(figures(&world, &month(1), rate).await, empty, "nobody to complain");
    let sale = sold(&world, "alice", "Acme", "100", "2026-06-01").await;
    sold(&world, "dora", "Bolt", "100", "2026-06-02").await;
    complaint(&world, &format!(r#"deal: "{sale}""#)).await;
    let two = json!([{"code": "SMALL_SAMPLE", "count": 2}]);
    assert_eq!(
        figures(&world, &month(11), rate).await,
        json!({"complaintRate": {"value": 0.5, "numerator": 1, "denominator": 2, "unit": "RATIO", "warnings": two}})
    );
    done(&world, &churn(&world, "Bolt", "2026-11-12")).await;
    let told = "complaintRate { value numerator denominator explain { withNumbers terms { name value } }
        fr: explain(language: FR) { withNumbers }
        breakdown(by: REP, orderBy: LARGEST) { rows { label value { ratio } numerator { count } denominator { count } } }
        contributors { nodes { record { __typename } numerator { count } } } }";
    let told = figures(&world, &month(11), told).await["complaintRate"].clone();
    assert_eq!((&told["value"], &told["denominator"]), (&json!(0.666666667), &json!(1.5)));
    assert_eq!(told["explain"]["withNumbers"], "1 / ((2 + 1) / 2) ≈ 0.666667");
    assert_eq!(told["explain"]["terms"].as_array().unwrap().len(), 3);
    assert_eq!(told["fr"]["withNumbers"], "1 / ((2 + 1) / 2) ≈ 0.666667");
    let row = |label: &str, value: f64, complaints: i32, customers: f64| {
        json!({"label": label, "value": {"ratio": value}, "numerator": {"count": complaints},
            "denominator": {"count": customers}})
    };
    let mut rows = told["breakdown"]["rows"].clone();
    for row in rows.as_array_mut().unwrap() {
        row["denominator"]["count"] = json!(row["denominator"]["count"].as_f64());
    }
    assert_eq!(rows, json!([row("alice", 1.0, 1, 1.0), row("dora", 0.0, 0, 0.5)]));
    let nodes = told["contributors"]["nodes"].as_array().unwrap();
    let complaints = nodes.iter().filter(|node| node["numerator"]["count"] == 1);
    assert_eq!(complaints.map(|node| &node["record"]["__typename"]).collect::<Vec<_>>(), ["Complaint"]);
    let before = format!(r#"{}, asOf: "2026-11-23T11:00:00Z""#, month(11));
    assert_eq!(figures(&world, &before, "complaintRate { value }").await, json!({"complaintRate": {"value": null}}));
    let future = "period: {year: 2028}";
    assert_eq!(figures(&world, future, "complaintRate { value }").await, json!({"complaintRate": {"value": null}}));
}

#[tokio::test]
async fn a_customer_is_worth_its_margin_by_the_churn() {
    let world = World::new().await;
    let value = "ltv { value { amount } warnings { code count } }";
    let none = json!({"ltv": {"value": null, "warnings": []}});
    assert_eq!(figures(&world, &month(1), value).await, none, "nothing happened");
    sold(&world, "alice", "Acme", "100", "2026-06-01").await;
    sold(&world, "dora", "Bolt", "100", "2026-06-02").await;
    let product = r#"name: "Both", listPrice: {amount: "100"}, unitCost: {amount: "60"}"#;
    let made = done(&world, &format!("productCreate(input: {{{product}}}) {{ product {{ id }} {ERRORS} }}")).await;
    let product = made["product"]["id"].as_str().unwrap();
    let costed = deal::open(&world, "alice", "1").await;
    let lines = format!(r#"lines: [{{product: "{product}", quantity: 2}}]"#);
    done(&world, &format!(r#"dealSetLines(id: "{costed}", input: {{{lines}}}) {{ {ERRORS} }}"#)).await;
    done(&world, &format!(r#"dealWin(id: "{costed}") {{ {ERRORS} }}"#)).await;
    assert_eq!(figures(&world, &month(11), value).await, none, "nobody was lost: it stays for ever");
    sold(&world, "alice", "Acme", "100", "2026-11-10").await;
    done(&world, &churn(&world, "Bolt", "2026-11-12")).await;
    let found =
        figures(&world, &month(11), "ltv { value { amount } warnings { code count } explain { withNumbers } }").await;
    assert_eq!(
        found["ltv"],
        // 300.00 at a margin of 40 %, by a mean of 1.5 customers, half of those of the start lost.
        json!({"value": {"amount": "160.00"}, "warnings": [{"code": "MISSING_COST", "count": 1}], "explain": {"withNumbers":
            "300.00 EUR × ((200.00 EUR − 120.00 EUR) / 200.00 EUR) / ((2 + 1) / 2) / (1 / 2) = 160.00 EUR"}})
    );
    let told = "ltv { breakdown(by: CUSTOMER) { rows { label value { money { amount } } } } }";
    let told = figures(&world, &month(11), told).await["ltv"].clone();
    let unknown = json!([{"label": "Acme", "value": null}]);
    assert_eq!(told["breakdown"]["rows"], unknown, "a single customer is lost or not: nobody knows how long it stays");
    assert_eq!(
        figures(&world, &month(6), value).await["ltv"]["value"],
        json!(null),
        "no cost is known, nobody was lost"
    );
    verified(&world).await;
}

#[expect(clippy::disallowed_methods, reason = "a test writes what an upgrade leaves")]
async fn count_from_facts(database: &Database) {
    let tx = database.write().await.unwrap();
    let older = organization::Entity::update_many().col_expr(organization::Column::LossesByTotals, Expr::value(false));
    older.exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn who_left_since_a_month_a_quarter_or_a_year_began_is_read_from_totals() {
    let world = World::new().await;
    sold(&world, "alice", "Acme", "100", "2026-06-01").await;
    sold(&world, "dora", "Bolt", "100", "2026-06-02").await;
    sold(&world, "bob", "Bolt", "100", "2026-11-05").await;
    done(&world, &churn(&world, "Bolt", "2026-11-12")).await;
    let asked = async |period: &str| {
        world.take_log();
        let told = figures(&world, &format!("period: {period}"), "lostCustomers { value }").await;
        let is_from_facts = world.take_log().iter().any(|statement| statement.contains("\"fact\""));
        (told["lostCustomers"]["value"].clone(), is_from_facts)
    };
    let [month, quarter] = ["{month: {year: 2026, month: 11}}", "{quarter: {year: 2026, quarter: 4}}"];
    assert_eq!(asked(month).await, (json!(1), false));
    assert_eq!(asked(quarter).await, (json!(1), false));
    assert_eq!(asked("{year: 2026}").await, (json!(0), false), "nobody was a customer when the year began");
    assert_eq!(asked("{preset: MONTH_TO_DATE}").await, (json!(1), false));
    let days = r#"{between: {from: "2026-11-02", to: "2026-11-20"}}"#;
    assert_eq!(asked(days).await, (json!(1), true), "any other days are counted");
    let of_rep = async |rep: &str| {
        let id = world.id(&format!("rep:{rep}"));
        let document = format!(r#"{{ rep(id: "{id}") {{ kpis(period: {month}) {{ lostCustomers {{ value }} }} }} }}"#);
        world.as_user("ada").await.ok(&document).await["rep"]["kpis"]["lostCustomers"]["value"].clone()
    };
    assert_eq!((of_rep("dora").await, of_rep("bob").await), (json!(1), json!(0)), "it was dora's when the month began");

    // As after an upgrade from a version that did not state what the totals tell.
    let database = &world.state.database;
    count_from_facts(database).await;
    assert_eq!(asked(month).await, (json!(1), true), "counted until the ledger is rebuilt");
    assert!(ledger::rebuild(database, &fact_sources::all(), world.now(), &()).await.unwrap().is_clean());
    assert_eq!(asked(month).await, (json!(1), false));
}
