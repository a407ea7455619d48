//! The ledger: whatever happens, it says what the records state; and when it does not, that is found and mended.

pub mod play;

use std::collections::BTreeMap;

use entity::{Kind, fact, total_rep_day, total_rep_month, total_team_month};
use pilotage::{ledger, registry::fact_sources};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use self::play::{Company, Play};
use crate::{
    deal,
    world::{World, verified},
};

/// How many things happen to each company.
const STEPS: usize = 150;

/// Plays from a seed, looking at the ledger after each step; answers what was done how often.
async fn played(seed: u64) -> BTreeMap<String, u32> {
    let mut play = Play::new(Company::new().await, seed);
    let company = play.company.clone();
    let world = &company.world;
    for _ in 0..STEPS {
        if play.step().await {
            let report = ledger::verify(&world.state.database, &fact_sources::all(), &()).await.unwrap();
            let differences: Vec<String> = report.differences.iter().map(ToString::to_string).collect();
            assert!(report.is_clean(), "seed {seed}\n{}\n{}", play.told(), differences.join("\n"));
        }
    }
    let before = facts(world).await;
    let report = ledger::rebuild(&world.state.database, &fact_sources::all(), world.now(), &()).await.unwrap();
    assert!(report.is_clean(), "a rebuild finds nothing to mend in a ledger that is right");
    assert_eq!(facts(world).await, before, "and posts nothing");
    play.done
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn facts(world: &World) -> u64 {
    fact::Entity::find().count(world.state.database.reader()).await.unwrap()
}

#[tokio::test]
async fn whatever_happens_the_ledger_says_what_the_records_state() {
    let mut done: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 1..=4 {
        for (mutation, times) in played(seed).await {
            *done.entry(mutation).or_default() += times;
        }
    }
    assert!(done.len() > 45, "too little happened to say anything: {done:#?}");
    let merges = ["leadMerge", "customerMerge"].map(|merge| done.get(merge));
    assert!(merges.iter().all(Option::is_some), "nothing was merged: {merges:?}");
}

#[tokio::test]
async fn whoever_acts_at_once_the_ledger_says_what_the_records_state() {
    let company = Company::new().await;
    let players = (100..106).map(|seed| {
        let mut play = Play::new(company.clone(), seed);
        async move {
            let mut done = 0;
            for _ in 0..STEPS / 2 {
                done += usize::from(play.step().await);
            }
            done
        }
    });
    let done: Vec<usize> = futures_util::future::join_all(players).await;
    assert!(done.iter().all(|done| *done > STEPS / 10), "{done:?}");
    verified(&company.world).await;
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test holds a bare row")]
async fn who_waits_too_long_for_a_record_is_told_to_try_again() {
    use sea_orm::QuerySelect;
    let world = World::new().await;
    let tx = world.state.database.write().await.unwrap();
    entity::organization::Entity::find().lock_exclusive().one(&tx).await.unwrap();
    let change = "mutation { organizationUpdate(input: {stalledAfterDays: 20}) { errors { message } } }";
    let ada = world.as_user("ada").await;
    assert_eq!(ada.run(change).await.code(), "UNAVAILABLE");
    tx.rollback().await.unwrap();
    assert_eq!(ada.run(change).await.code(), "");
}

/// Breaks the ledger in every way that it can be broken.
#[expect(clippy::disallowed_methods, reason = "a test breaks the bare tables")]
async fn broken(world: &World, lost: Uuid) {
    let tx = world.state.database.write().await.unwrap();
    fact::Entity::delete_many().filter(fact::Column::SourceId.eq(lost)).exec(&tx).await.unwrap();
    for (kind, source) in [(Kind::Deal, Uuid::from_u128(1)), (Kind::Deal, Uuid::max()), (Kind::Product, Uuid::now_v7())]
    {
        let stray = fact::ActiveModel {
            id: sea_orm::NotSet,
            day: sea_orm::Set(world.now().date_naive()),
            recorded_at: sea_orm::Set(world.now()),
            measure: sea_orm::Set(20),
            value: sea_orm::Set(10_000),
            rep_id: sea_orm::Set(Uuid::nil()),
            team_id: sea_orm::Set(Uuid::nil()),
            source_kind: sea_orm::Set(kind),
            source_id: sea_orm::Set(source),
            ..Default::default()
        };
        fact::Entity::insert(stray).exec_without_returning(&tx).await.unwrap();
    }
    let more = |column: Expr| column.add(1);
    use sea_orm::sea_query::ExprTrait;
    total_rep_day::Entity::update_many()
        .col_expr(total_rep_day::Column::Value, more(Expr::col(total_rep_day::Column::Value)))
        .exec(&tx)
        .await
        .unwrap();
    total_rep_month::Entity::delete_many().exec(&tx).await.unwrap();
    total_team_month::Entity::update_many()
        .col_expr(total_team_month::Column::Value, more(Expr::col(total_team_month::Column::Value)))
        .exec(&tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_broken_ledger_is_found_and_mended() {
    let world = World::new().await;
    let ada = world.as_user("ada").await;
    let mut deals = Vec::new();
    for amount in ["100", "200", "300"] {
        deals.push(deal::open(&world, "alice", amount).await);
    }
    ada.done(&format!(r#"dealWin(id: "{}") {{ errors {{ code field message }} }}"#, deals[1])).await;
    let figures = "{ organization { kpis(period: {year: 2026}) {
        revenue { value { amount } } wonDeals { value } openDeals { value } forecast { value { amount } } } } }";
    let before = ada.ok(figures).await;
    verified(&world).await;

    let (_, lost) = pilotage::graphql::id::decode(&deals[0]).unwrap();
    broken(&world, lost).await;
    let (database, sources) = (&world.state.database, fact_sources::all());
    let found = ledger::verify(database, &sources, &()).await.unwrap();
    let count = |wanted: fn(&ledger::Difference) -> bool| found.differences.iter().filter(|one| wanted(one)).count();
    assert_eq!(count(|one| matches!(one, ledger::Difference::Unknown { .. })), 3);
    assert!(count(|one| matches!(one, ledger::Difference::Fact { .. })) > 0);
    assert!(count(|one| matches!(one, ledger::Difference::Total(_))) > 0);
    assert!(found.differences.iter().all(|difference| !difference.to_string().is_empty()));

    let mended = ledger::rebuild(database, &sources, world.now(), &()).await.unwrap();
    assert!(!mended.is_clean());
    verified(&world).await;
    assert_eq!(ada.ok(figures).await, before);
    assert!(ledger::rebuild(database, &sources, world.now(), &()).await.unwrap().is_clean());
}
