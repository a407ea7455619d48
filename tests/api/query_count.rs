//! What a document costs in statements does not grow with what it lists, and what an act costs is known.

use sea_orm::DbBackend;
use serde_json::Value;

use crate::{deal, world::World};

const DOCUMENT: &str = "{ deals(first: 50) { totalCount nodes {
    name customer { name } rep { name } stage { name }
    lines { amount { amount } } credits { rep { name } shareBp } history { status }
    interactions(first: 3) { totalCount nodes { occurredAt performer { name } } }
    meetings(first: 3) { nodes { startsAt host { name } } }
    quotes(first: 3) { nodes { amount { amount } revisions { revision } contract { id } } }
    contracts(first: 3) { nodes { amount { amount } } }
} } }";

/// Opens deals, each with four interactions and a quote.
async fn sell(world: &World, deals: usize) {
    for place in 0..deals {
        let rep = ["alice", "bob", "dora"][place % 3];
        let deal = deal::open(world, rep, "100").await;
        let seller = world.as_user(rep).await;
        for hour in 6..10 {
            let log = format!(
                r#"interactionLog(input: {{kind: CALL, deal: "{deal}", occurredAt: "2026-11-23T{hour:02}:00:00Z"}}) {{ errors {{ message }} }}"#
            );
            seller.done(&log).await;
        }
        let quote =
            format!(r#"quoteCreate(input: {{deal: "{deal}", amount: {{amount: "9"}}}}) {{ errors {{ message }} }}"#);
        seller.done(&quote).await;
    }
}

/// One statement for who asks, the settings and the teams each, one for a manager's members, and one for each of the
/// eighteen paths of the document. Paths that lead to the same kind of row may share one.
const MOST: usize = 4 + 18;

#[tokio::test]
async fn fifty_deals_cost_no_more_statements_than_the_document_has_paths() {
    let world = World::new().await;
    let cost = async |world: &World, viewer: &str| {
        let someone = world.as_user(viewer).await;
        let before = world.statements();
        let data = someone.ok(DOCUMENT).await;
        (world.statements() - before, data)
    };
    sell(&world, 50).await;
    let (many, data) = cost(&world, "ada").await;
    let deals = data["deals"]["nodes"].as_array().unwrap();
    assert_eq!(deals.len(), 50);
    for deal in deals {
        assert_eq!(deal["interactions"]["totalCount"], 4);
        assert_eq!(deal["interactions"]["nodes"].as_array().unwrap().len(), 3);
        assert_eq!(deal["interactions"]["nodes"][0]["occurredAt"], "2026-11-23T09:00:00Z");
    }
    assert!(many <= MOST, "{many} statements");
    let (managed, _) = cost(&world, "bruno").await;
    assert!(managed <= MOST, "{managed} statements");
}

/// Opens a deal of a lead, with a customer.
async fn converted(world: &World) -> String {
    let ada = world.as_user("ada").await;
    let (rep, customer) = (world.id("rep:alice"), world.id("customer:Acme"));
    let lead = format!(
        r#"leadCreate(input: {{title: "Roof", company: "Dune", rep: "{rep}"}}) {{ lead {{ id }} errors {{ message }} }}"#
    );
    let lead = ada.done(&lead).await["lead"]["id"].as_str().unwrap().to_owned();
    let convert = format!(
        r#"leadConvert(id: "{lead}", input: {{customer: "{customer}", amount: {{amount: "7"}}}}) {{ lead {{ deal {{ id }} }} errors {{ message }} }}"#
    );
    ada.done(&convert).await["lead"]["deal"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_win_reads_once_what_it_and_its_customer_and_its_lead_state() {
    let world = World::new().await;
    let (open, other) = (converted(&world).await, converted(&world).await);
    let ada = world.as_user("ada").await;
    let cost = async |act: String| {
        let before = world.statements();
        let done: Value = ada.done(&format!("{act} {{ errors {{ message }} }}")).await;
        assert_eq!(done["errors"].as_array().unwrap().len(), 0);
        world.statements() - before
    };
    let renamed = cost(format!(r#"dealUpdate(id: "{other}", input: {{name: "Renamed"}})"#)).await;
    let won = cost(format!(r#"dealWin(id: "{open}")"#)).await;
    // Beside those of a rename: the stages passed over; the lead with its deals, touches and returns; the activities; the new
    // look; what hangs on the sale; the customer with its wins, contracts and departures; the posting, four on SQLite.
    let posting = if world.state.database.reader().get_database_backend() == DbBackend::Sqlite { 4 } else { 1 };
    assert!(won <= renamed + 12 + posting, "{won} statements for a win, {renamed} for a rename");
}
