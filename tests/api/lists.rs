//! Lists at the root: each row that `node` shows is in them once, for everybody, and no list scans.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{deal, world::World};

const ERRORS: &str = "errors { code field message }";

/// The lists, and the orders of each.
const LISTS: &[(&str, &[&str])] = &[
    ("deals", &["NEWEST", "OLDEST", "LARGEST_AMOUNT", "EXPECTED_FIRST", "LAST_CLOSED", "NAME"]),
    ("leads", &["LAST_RECEIVED", "FIRST_RECEIVED", "NEWEST", "OLDEST"]),
    ("interactions", &["LATEST", "EARLIEST", "NEWEST", "OLDEST"]),
    ("meetings", &["LATEST_START", "EARLIEST_START", "NEWEST", "OLDEST"]),
    ("quotes", &["NEWEST", "OLDEST", "LAST_SENT"]),
    ("contracts", &["NEWEST", "OLDEST", "LAST_SIGNED", "ENDS_FIRST"]),
    ("customers", &["NEWEST", "OLDEST", "NAME"]),
    ("contacts", &["NEWEST", "OLDEST", "NAME"]),
];

/// Everybody sells a little; some of it is shared, handed over, or nobody's.
async fn sell(world: &World, reps: &[&str]) {
    let ada = world.as_user("ada").await;
    for (place, rep) in reps.iter().enumerate() {
        let rep_id = world.id(&format!("rep:{rep}"));
        let deal = deal::open(world, rep, &format!("{}", 100 + place)).await;
        for mutation in [
            format!(
                r#"contactCreate(input: {{name: "C{place}", customer: "{}"}}) {{ {ERRORS} }}"#,
                world.id("customer:Acme")
            ),
            format!(
                r#"contactCreate(input: {{name: "D{place}", customer: "{}"}}) {{ {ERRORS} }}"#,
                world.id("customer:Core")
            ),
            format!(r#"leadCreate(input: {{title: "L{place}", rep: "{rep_id}"}}) {{ {ERRORS} }}"#),
            format!(r#"leadCreate(input: {{title: "N{place}"}}) {{ {ERRORS} }}"#),
            format!(
                r#"interactionLog(input: {{kind: CALL, deal: "{deal}", performer: "{rep_id}", occurredAt: "2026-11-2{}T09:00:00Z"}}) {{ {ERRORS} }}"#,
                place % 4
            ),
            format!(
                r#"meetingBook(input: {{purpose: PROSPECTING, host: "{rep_id}", startsAt: "2026-11-2{}T09:00:00Z"}}) {{ {ERRORS} }}"#,
                5 + place % 4
            ),
            format!(r#"quoteCreate(input: {{deal: "{deal}", amount: {{amount: "9"}}}}) {{ {ERRORS} }}"#),
        ] {
            ada.done(&mutation).await;
        }
        if place % 2 == 0 {
            let (other, half) = (world.id(&format!("rep:{}", reps[(place + 3) % reps.len()])), 5_000);
            let share = format!(
                r#"dealSetCredits(id: "{deal}", input: {{credits: [{{rep: "{rep_id}", shareBp: {half}}}, {{rep: "{other}", shareBp: {half}}}]}}) {{ {ERRORS} }}"#
            );
            ada.done(&share).await;
        } else {
            let other = world.id(&format!("rep:{}", reps[(place + 1) % reps.len()]));
            ada.done(&format!(r#"dealReassign(id: "{deal}", input: {{rep: "{other}"}}) {{ {ERRORS} }}"#)).await;
        }
    }
}

/// All ids of a list, page by page, and the length that it gives itself.
async fn listed(world: &World, who: &str, list: &str, order: &str, first: usize) -> (Vec<String>, usize) {
    let someone = world.as_user(who).await;
    let (mut ids, mut after, mut total) = (Vec::new(), "null".to_owned(), 0);
    loop {
        let data = someone
            .ok(&format!(
                "{{ {list}(first: {first}, after: {after}, orderBy: {order}) {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}"
            ))
            .await;
        let page = &data[list];
        ids.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()));
        total = usize::try_from(page["totalCount"].as_u64().unwrap()).unwrap().max(total);
        if page["pageInfo"]["hasNextPage"] != Value::Bool(true) {
            return (ids, total);
        }
        after = format!("\"{}\"", page["pageInfo"]["endCursor"].as_str().unwrap());
    }
}

async fn assert_lists_show_what_nodes_show(world: &World, people: &[&str]) {
    for (list, orders) in LISTS {
        let (all, _) = listed(world, "ada", list, orders[0], 100).await;
        for who in people {
            let someone = world.as_user(who).await;
            let mut visible = BTreeSet::new();
            for chunk in all.chunks(40) {
                let nodes: Vec<String> = chunk
                    .iter()
                    .enumerate()
                    .map(|(place, id)| format!(r#"n{place}: node(id: "{id}") {{ id }}"#))
                    .collect();
                let data = someone.run(&format!("{{ {} }}", nodes.join(" "))).await.0["data"].clone();
                let seen = data.as_object().unwrap().values().filter_map(|node| node["id"].as_str());
                visible.extend(seen.map(str::to_owned));
            }
            for order in *orders {
                let (ids, total) = listed(world, who, list, order, 3).await;
                let (whole, _) = listed(world, who, list, order, 100).await;
                assert_eq!(ids, whole, "{who} {list} {order}: pages of three and of a hundred");
                assert_eq!(ids.len(), visible.len(), "{who} {list} {order}: each once");
                assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), visible, "{who} {list} {order}");
                assert_eq!(total, visible.len(), "{who} {list} {order}");
            }
        }
    }
}

#[tokio::test]
async fn a_list_holds_what_node_shows_and_each_row_once() {
    let world = World::new().await;
    sell(&world, &["alice", "bob", "carol", "dora", "emil"]).await;
    assert_lists_show_what_nodes_show(&world, &["alice", "dora", "nora", "sam", "bruno"]).await;
    // Carol leaves North: what she did there stays in its manager's sight.
    let ada = world.as_user("ada").await;
    let (membership, carol, south) = (world.id("membership:carol"), world.id("rep:carol"), world.id("team:South"));
    ada.done(&format!(r#"membershipUpdate(id: "{membership}", input: {{endsOn: "2026-11-20"}}) {{ {ERRORS} }}"#)).await;
    ada.done(&format!(
        r#"membershipCreate(input: {{rep: "{carol}", team: "{south}", startsOn: "2026-11-20"}}) {{ {ERRORS} }}"#
    ))
    .await;
    assert_lists_show_what_nodes_show(&world, &["carol", "nora", "sam", "bruno"]).await;
}

/// Puts so many more reps into North.
async fn hire(world: &World, reps: usize) {
    let (ada, north) = (world.as_user("ada").await, world.id("team:North"));
    for place in 0..reps {
        let made = ada.done(&format!(r#"repCreate(input: {{name: "R{place}"}}) {{ rep {{ id }} {ERRORS} }}"#)).await;
        let rep = made["rep"]["id"].as_str().unwrap();
        ada.done(&format!(r#"membershipCreate(input: {{rep: "{rep}", team: "{north}"}}) {{ {ERRORS} }}"#)).await;
    }
}

#[tokio::test]
async fn a_manager_of_many_sees_the_same_as_a_manager_of_few() {
    let world = World::new().await;
    sell(&world, &["alice", "bob", "carol", "dora", "emil"]).await;
    hire(&world, 33).await;
    assert_lists_show_what_nodes_show(&world, &["nora", "bruno"]).await;
}

/// The steps of the plans of the statements of a list: SQLite's.
async fn plans(world: &World, who: &str, list: &str, arguments: &str) -> Vec<String> {
    use sea_orm::{ConnectionTrait, Statement};
    let someone = world.as_user(who).await;
    world.take_log();
    someone.ok(&format!("{{ {list}(first: 5, {arguments}) {{ nodes {{ id }} }} }}")).await;
    let table = list.trim_end_matches('s');
    let db = world.state.database.reader();
    let mut steps = Vec::new();
    for sql in world.take_log().iter().filter(|sql| sql.contains(&format!("FROM \"{table}\""))) {
        let plan = Statement::from_string(db.get_database_backend(), format!("EXPLAIN QUERY PLAN {sql}"));
        for row in db.query_all_raw(plan).await.unwrap() {
            steps.push(row.try_get::<String>("", "detail").unwrap());
        }
    }
    assert!(!steps.is_empty());
    steps
}

#[tokio::test]
async fn no_list_scans_a_table_or_sorts_what_it_need_not_show() {
    if std::env::var("TEST_DATABASE_URL").is_ok() {
        // PostgreSQL plans by the size of tables, and these are small.
        return;
    }
    let world = World::new().await;
    for (list, orders) in LISTS {
        let table = list.trim_end_matches('s');
        for order in *orders {
            for who in ["alice", "nora"] {
                let steps = plans(&world, who, list, &format!("orderBy: {order}")).await;
                let scans = steps.iter().find(|step| step.as_str() == format!("SCAN {table}"));
                assert_eq!(scans, None, "{who} comes to {list} {order} by an index: {steps:#?}");
            }
        }
    }
    hire(&world, 33).await;
    for (list, orders) in LISTS {
        for (order, who) in orders.iter().flat_map(|order| [(order, "nora"), (order, "ada")]) {
            let steps = plans(&world, who, list, &format!("orderBy: {order}")).await;
            let sorts = steps.iter().find(|step| step.as_str() == "USE TEMP B-TREE FOR ORDER BY");
            assert_eq!(sorts, None, "{who} reads {list} {order} in its order: {steps:#?}");
        }
    }
}

#[tokio::test]
async fn open_deals_are_read_in_their_order_past_no_closed_ones() {
    if std::env::var("TEST_DATABASE_URL").is_ok() {
        return;
    }
    let world = World::new().await;
    for order in ["LARGEST_AMOUNT", "EXPECTED_FIRST", "NEWEST", "OLDEST", "NAME"] {
        let steps = plans(&world, "ada", "deals", &format!("filter: {{status: OPEN}}, orderBy: {order}")).await;
        assert!(steps.iter().any(|step| step.contains("(status=?")), "{order} goes by the state: {steps:#?}");
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{order} sorts nothing: {steps:#?}");
    }
}
