//! Imports, from files in a directory to figures.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use entity::{change_log, customer, deal, deal_line, fact, rep, team, team_membership};
use pilotage::{
    error::Error,
    import::{self, Mapping, Options, Report, kind::Kind, report::Outcome},
    ledger::{self, Measure},
    registry::fact_sources,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::world::{World, day};

const MAVEN: &str = include_str!("../../examples/maven.toml");

/// A small export as dirty as the real one: a deal without an account, one without a date, two spellings that are wrong,
/// a rep without a deal, a subsidiary above its parent.
const EXPORT: &[(&str, &str)] = &[
    ("products.csv", "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n"),
    (
        "sales_teams.csv",
        "sales_agent,manager,regional_office\nAnna,Dustin,Central\nMoses,Dustin,Central\nZane,Summer,West\nIdle,Summer,West\n",
    ),
    (
        "accounts.csv",
        "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n\
         Bluth,technolgy,1993,1242.32,3027,United States,Acme\nAcme,technology,1996,1100.04,2822,Kenya,\n",
    ),
    (
        "sales_pipeline.csv",
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
         D1,Anna,GTXPro,Acme,Won,2016-10-20,2017-03-01,4514\n\
         D2,Anna,MG Special,Bluth,Won,2017-03-20,2017-04-02,50\n\
         D3,Moses,MG Special,,Lost,2017-03-01,2017-03-31,0\n\
         D4,Zane,GTX Pro,Acme,Won,2017-12-01,2017-12-31,5000\n\
         D5,Zane,GTX Pro,,Engaging,2017-11-05,,\n\
         D6,Moses,MG Special,Bluth,Prospecting,,,\n",
    ),
];

/// A directory with those files.
fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

async fn imported_by(world: &World, mapping: &str, directory: &Path, options: Options) -> Report {
    let mapping = Mapping::parse(mapping).unwrap();
    import::run(&world.state.database, &world.state.clock, &mapping, directory, options).await.unwrap()
}

async fn imported(world: &World, directory: &Path) -> Report {
    imported_by(world, MAVEN, directory, Options { batch: 4, ..Options::default() }).await
}

/// What facts sum to, by measure, on the days from one to another.
#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn sums(world: &World, from: &str, to: &str) -> BTreeMap<i16, i64> {
    let rows: Vec<(i16, i64)> = fact::Entity::find()
        .select_only()
        .columns([fact::Column::Measure, fact::Column::Value])
        .filter(fact::Column::Day.gte(day(from)))
        .filter(fact::Column::Day.lt(day(to)))
        .into_tuple()
        .all(world.state.database.reader())
        .await
        .unwrap();
    let mut sums = BTreeMap::new();
    for (measure, value) in rows {
        *sums.entry(measure).or_default() += value;
    }
    sums
}

fn of(sums: &BTreeMap<i16, i64>, measure: Measure) -> i64 {
    sums.get(&measure.code()).copied().unwrap_or(0)
}

/// Rows of the tables that an import must not touch twice.
#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn traces(world: &World) -> [u64; 5] {
    let db = world.state.database.reader();
    [
        fact::Entity::find().count(db).await.unwrap(),
        change_log::Entity::find().count(db).await.unwrap(),
        deal::Entity::find().count(db).await.unwrap(),
        team_membership::Entity::find().count(db).await.unwrap(),
        deal_line::Entity::find().count(db).await.unwrap(),
    ]
}

async fn assert_sound(world: &World) {
    let report = ledger::verify(&world.state.database, &fact_sources::all(), &()).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.differences);
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn deal(world: &World, external_id: &str) -> deal::Model {
    let found = deal::Entity::find().filter(deal::Column::ExternalId.eq(external_id));
    found.one(world.state.database.reader()).await.unwrap().unwrap()
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn a_dirty_export_becomes_a_company_with_figures() {
    let world = World::empty().await;
    let export = directory(EXPORT);
    let report = imported(&world, export.path()).await;

    let deals = report.of(Kind::Deal);
    assert_eq!((deals.read, deals.created, deals.rejected, deals.repaired, deals.noted), (6, 6, 0, 1, 3));
    let teams = report.of(Kind::Team);
    assert_eq!((teams.read, teams.created, teams.unchanged), (8, 4, 4), "two offices, two managers");
    assert_eq!(report.of(Kind::Rep).created, 4, "a rep without a deal is a rep");
    assert!(!report.is_incomplete());

    // 2017: D1, D2 and D4 won, D3 lost; D1 took 132 days, D2 13, D4 30.
    let year = sums(&world, "2017-01-01", "2018-01-01").await;
    assert_eq!(of(&year, Measure::Revenue), 451_400 + 5_000 + 500_000);
    assert_eq!((of(&year, Measure::DealsWon), of(&year, Measure::DealsLost)), (30_000, 10_000));
    assert_eq!(of(&year, Measure::CycleSeconds), (132 + 13 + 30) * 86_400, "local days are whole");
    assert_eq!((of(&year, Measure::LostAmount), of(&year, Measure::LostUnconverted)), (0, 0));
    let first = sums(&world, "2017-01-01", "2017-04-01").await;
    assert_eq!((of(&first, Measure::Revenue), of(&first, Measure::DealsWon)), (451_400, 10_000));
    assert_sound(&world).await;

    let db = world.state.database.reader();
    let organization = world.organization().await;
    assert_eq!((organization.currency.as_str(), organization.time_zone.as_str()), ("USD", "America/New_York"));
    let teams = team::Entity::find().all(db).await.unwrap();
    let named = |name: &str| teams.iter().find(|team| team.name == name).unwrap();
    assert_eq!(named("Dustin").parent_id, Some(named("Central").id));
    let customers = customer::Entity::find().all(db).await.unwrap();
    let named = |name: &str| customers.iter().find(|customer| customer.name == name).unwrap();
    assert_eq!(named("Bluth").parent_id, Some(named("Acme").id), "a parent may come further down");
    assert_eq!(
        (named("Bluth").industry.as_deref(), named("Acme").country.as_deref()),
        (Some("technology"), Some("KE"))
    );
    let memberships = team_membership::Entity::find().all(db).await.unwrap();
    assert!(memberships.iter().all(|membership| membership.starts_on.is_none() && membership.ends_on.is_none()));

    let open = deal(&world, "D6").await;
    assert_eq!((open.status, open.opened_at, open.amount), (deal::Status::Open, None, None));
    let lost = deal(&world, "D3").await;
    assert_eq!((lost.status, lost.amount, lost.customer_id), (deal::Status::Lost, None, None));
    assert_eq!(lost.source_system.as_deref(), Some("maven"));
    let line = deal_line::Entity::find().filter(deal_line::Column::DealId.eq(deal(&world, "D1").await.id));
    let line = line.one(db).await.unwrap().unwrap();
    assert_eq!((line.description.as_str(), line.amount), ("GTX Pro", 451_400));

    let written = std::fs::read_to_string(export.path().join("sales_pipeline.csv.report.csv")).unwrap();
    assert_eq!(
        written.lines().collect::<Vec<_>>(),
        [
            "file,line,kind,outcome,column,value,reason",
            "sales_pipeline.csv,2,deal,repaired,product,GTXPro,read as `GTX Pro`",
            "sales_pipeline.csv,4,deal,noted,account,,kept without customer: the row has none",
            "sales_pipeline.csv,6,deal,noted,account,,kept without customer: the row has none",
            "sales_pipeline.csv,7,deal,noted,engage_date,,kept without opened_at: the row has none",
        ]
    );
}

#[tokio::test]
async fn a_second_import_changes_nothing() {
    let world = World::empty().await;
    let export = directory(EXPORT);
    imported(&world, export.path()).await;
    let before = traces(&world).await;
    world.set_now("2026-12-25T11:00:00Z");
    // Other batches, same rows.
    let report = imported_by(&world, MAVEN, export.path(), Options { batch: 3, ..Options::default() }).await;
    assert!(report.changed_nothing(), "{report}");
    assert_eq!(traces(&world).await, before);
    assert_eq!(deal(&world, "D1").await.version, 1);
}

#[tokio::test]
async fn what_the_export_says_of_a_merged_account_is_said_of_the_one_that_is_left() {
    let world = World::empty().await;
    let first = directory(EXPORT);
    imported(&world, first.path()).await;
    let ada = world.as_token("customers:write customers:read deals:read");
    let found = ada.ok("{ customers(orderBy: NAME) { nodes { id name } } }").await;
    let id = |place: usize| found["customers"]["nodes"][place]["id"].as_str().unwrap().to_owned();
    let alone = format!(r#"customerUpdate(id: "{}", input: {{parent: null}}) {{ errors {{ message }} }}"#, id(1));
    ada.done(&alone).await;
    let merge = format!(r#"customerMerge(input: {{from: "{}", into: "{}"}}) {{ errors {{ message }} }}"#, id(1), id(0));
    ada.done(&merge).await;
    let kept = deal(&world, "D1").await.customer_id;
    assert_eq!(deal(&world, "D2").await.customer_id, kept, "moved");

    let mut later: Vec<(&str, &str)> = EXPORT[..3].to_vec();
    let deals = format!("{}D7,Moses,MG Special,Bluth,Won,2017-03-20,2017-05-02,60\n", EXPORT[3].1);
    later.push((EXPORT[3].0, &deals));
    let report = imported(&world, directory(&later).path()).await;
    assert!(report.to_string().contains("merged into another here"), "{report}");
    assert_eq!(deal(&world, "D2").await.customer_id, kept);
    assert_eq!(deal(&world, "D7").await.customer_id, kept, "new, and named as before the merge");
    assert_eq!(ada.ok("{ customers { totalCount } }").await["customers"]["totalCount"], 1);
    let before = traces(&world).await;
    imported(&world, directory(&later).path()).await;
    assert_eq!(traces(&world).await, before, "once more, and nothing changes");
    assert_sound(&world).await;
}

#[tokio::test]
async fn an_import_that_was_cut_short_is_completed_by_the_same_import() {
    let whole = World::empty().await;
    let export = directory(EXPORT);
    imported(&whole, export.path()).await;
    let expected = sums(&whole, "2000-01-01", "2020-01-01").await;

    let world = World::empty().await;
    let mapping = Mapping::parse(MAVEN).unwrap();
    for milliseconds in [4, 9, 15, 25] {
        let options = Options { batch: 1, ..Options::default() };
        let run = import::run(&world.state.database, &world.state.clock, &mapping, export.path(), options);
        let _ = tokio::time::timeout(Duration::from_millis(milliseconds), run).await;
    }
    imported(&world, export.path()).await;
    assert_eq!(sums(&world, "2000-01-01", "2020-01-01").await, expected);
    assert_eq!(traces(&world).await[2..], traces(&whole).await[2..]);
    assert_sound(&world).await;
}

#[tokio::test]
async fn a_dry_run_tells_all_and_keeps_nothing() {
    let world = World::empty().await;
    let before = (traces(&world).await, world.organization().await);
    let export = directory(EXPORT);
    let options = Options { dry_run: true, batch: 2, ..Options::default() };
    let report = imported_by(&world, MAVEN, export.path(), options).await;
    assert_eq!((report.of(Kind::Deal).created, report.of(Kind::Customer).created), (6, 2));
    assert_eq!((traces(&world).await, world.organization().await), before);
}

#[tokio::test]
async fn a_row_with_a_mistake_is_left_out_whole_and_told_with_its_line() {
    let world = World::empty().await;
    let mut files = EXPORT.to_vec();
    let rows = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
         D1,Anna,GTX Pro,Acme,Won,2016-10-20,2017-03-01,4514\n\
         D2,Anna,GTX Pro,Acme,Won,2016-10-20,2017-02-30,50\n\
         D3,Anna,GTX Pro,Acme,Maybe,2016-10-20,2017-02-20,50\n\
         D4,Anna,GTX Pro,Acme,Won,2016-10-20,2017-02-20,-50\n\
         D5,Anna,GTX Pro,Acme,Won,2016-10-20,,50\n\
         D6,Anna,GTX Pro,Acme\n\
         D1,Anna,GTX Pro,Acme,Won,2016-10-20,2017-03-01,9999\n\
         D7,Nobody,Nothing,Nowhere,Won,2016-10-20,2017-03-02,10\n\
         =D8,\"An\u{0}na\",GTX Pro,Acme,Won,2016-10-20,2017-03-02,10\n\
         ,Anna,GTX Pro,Acme,Won,2016-10-20,2017-03-02,10\n";
    files[3].1 = rows;
    let export = directory(&files);
    let report = imported(&world, export.path()).await;
    let counts = report.of(Kind::Deal);
    assert_eq!((counts.read, counts.created, counts.rejected, counts.noted), (10, 3, 7, 1));
    assert_eq!(report.unreadable, 0);
    let written = std::fs::read_to_string(export.path().join("sales_pipeline.csv.report.csv")).unwrap();
    let told: Vec<&str> = written.lines().skip(1).collect();
    assert_eq!(
        told,
        [
            "sales_pipeline.csv,3,deal,rejected,close_date,2017-02-30,closed_at: This is not a date in a format of the mapping.",
            "sales_pipeline.csv,4,deal,rejected,deal_stage,Maybe,\"status: This is not one of OPEN, WON, LOST; `values` in the mapping can translate it.\"",
            "sales_pipeline.csv,5,deal,rejected,close_value,'-50,amount: An amount cannot be negative.",
            "sales_pipeline.csv,6,deal,rejected,,,closed_at: A closed deal needs the day it was closed on.",
            "sales_pipeline.csv,7,deal,rejected,deal_stage,,stage is required",
            "sales_pipeline.csv,7,deal,rejected,deal_stage,,status is required",
            "sales_pipeline.csv,8,deal,rejected,,,an earlier row has the same external id and says otherwise",
            "sales_pipeline.csv,9,deal,noted,account,Nowhere,kept without customer: there is no such customer",
            "sales_pipeline.csv,9,deal,noted,sales_agent,Nobody,kept without owner: there is no such rep",
            "sales_pipeline.csv,9,deal,noted,product,Nothing,kept without product: there is no such product",
            "sales_pipeline.csv,10,deal,repaired,sales_agent,An\u{fffd}na,kept without owner: Control characters are not allowed.",
            "sales_pipeline.csv,11,deal,rejected,opportunity_id,,external_id is required",
        ]
        .map(str::to_owned)
    );
    assert!(report.reasons.contains_key(&(Outcome::Rejected, "deal: amount: An amount cannot be negative.".into())));
    assert_eq!(deal(&world, "D1").await.amount, Some(451_400), "the first row counts");
    assert_sound(&world).await;
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn a_later_export_restates_what_changed_and_nothing_else() {
    let world = World::empty().await;
    let mut files = EXPORT.to_vec();
    imported(&world, directory(&files).path()).await;
    let rows = files[3]
        .1
        .replace(
            "D2,Anna,MG Special,Bluth,Won,2017-03-20,2017-04-02,50",
            "D2,Anna,GTX Pro,Bluth,Won,2017-03-20,2017-04-02,60",
        )
        .replace("D5,Zane,GTX Pro,,Engaging,2017-11-05,,", "D5,Zane,GTX Pro,Acme,Won,2017-11-05,2018-01-10,700");
    files[3].1 = &rows;
    // Moses moves to the other team.
    files[1].1 = "sales_agent,manager,regional_office\nAnna,Dustin,Central\nMoses,Summer,West\nZane,Summer,West\nIdle,Summer,West\n";
    let report = imported(&world, directory(&files).path()).await;
    let counts = report.of(Kind::Deal);
    assert_eq!((counts.created, counts.updated, counts.unchanged), (0, 2, 4));
    assert_eq!(deal(&world, "D2").await.version, 2);
    let year = sums(&world, "2017-01-01", "2019-01-01").await;
    assert_eq!(of(&year, Measure::Revenue), 451_400 + 6_000 + 500_000 + 70_000);
    assert_eq!(of(&year, Measure::DealsWon), 40_000);
    assert_sound(&world).await;

    let db = world.state.database.reader();
    let moses = rep::Entity::find().filter(rep::Column::Name.eq("Moses")).one(db).await.unwrap().unwrap();
    let memberships = team_membership::Entity::find()
        .filter(team_membership::Column::RepId.eq(moses.id))
        .order_by_asc(team_membership::Column::CreatedAt)
        .order_by_asc(team_membership::Column::Id)
        .all(db)
        .await
        .unwrap();
    let today = Some(day("2026-11-24"));
    let spans: Vec<_> = memberships.iter().map(|membership| (membership.starts_on, membership.ends_on)).collect();
    assert_eq!(spans, [(None, today), (today, None)], "what was lost in the old team stays there");
}

#[tokio::test]
async fn a_batch_costs_the_same_statements_whatever_its_rows() {
    let mut counts = Vec::new();
    for rows in [10, 200] {
        let world = World::empty().await;
        let mut files = EXPORT.to_vec();
        let mut text =
            String::from("opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n");
        for row in 0..rows {
            text.push_str(&format!("N{row},Anna,GTX Pro,Acme,Won,2016-10-20,2017-03-01,{row}.50\n"));
        }
        files[3].1 = &text;
        let before = world.statements();
        imported_by(&world, MAVEN, directory(&files).path(), Options::default()).await;
        counts.push(world.statements() - before);
    }
    assert_eq!(counts[0], counts[1]);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_before_anything_changes() {
    let world = World::empty().await;
    let before = traces(&world).await;
    let mut files = EXPORT.to_vec();
    files[3].1 = "id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n";
    files.remove(0);
    let export = directory(&files);
    let mapping = Mapping::parse(MAVEN).unwrap();
    let refused =
        import::run(&world.state.database, &world.state.clock, &mapping, export.path(), Options::default()).await;
    let Err(Error::Refused(_, message)) = refused else { panic!("it was imported") };
    assert!(message.contains("products.csv: there is no such file"), "{message}");
    assert!(message.contains("sales_pipeline.csv: has no column `opportunity_id`"), "{message}");
    assert_eq!(traces(&world).await, before);
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn french_files_are_read_as_they_are_written() {
    let world = World::empty().await;
    let directory = tempfile::tempdir().unwrap();
    let text = b"R\xe9f\xe9rence;Soci\xe9t\xe9;Statut;Ouverte le;Cl\xf4tur\xe9e le;Montant\r\n\
        A1;Caf\xe9 d'\xc9t\xe9;Gagn\xe9e;01/02/2026;15/02/2026;1 054,50\r\n";
    std::fs::write(directory.path().join("affaires.csv"), text).unwrap();
    let mapping = r#"
        source_system = "crm"
        currency = "EUR"
        time_zone = "Europe/Paris"
        [format]
        delimiter = ";"
        encoding = "latin1"
        decimal = ","
        dates = ["%d/%m/%Y"]
        [[pipeline]]
        name = "Ventes"
        stages = [{ name = "En cours", probability = 40 }]
        [[file]]
        path = "affaires.csv"
        [[file.record]]
        kind = "customer"
        [file.record.fields]
        name = "Société"
        [[file.record]]
        kind = "deal"
        external_id = "Référence"
        [file.record.fields]
        name = "Société"
        customer = { column = "société", by = "name" }
        stage = { value = "En cours", by = "name" }
        status = { column = "Statut", values = { "Gagnée" = "WON" } }
        opened_at = "Ouverte le"
        closed_at = "Clôturée le"
        amount = "Montant"
    "#;
    imported_by(&world, mapping, directory.path(), Options::default()).await;
    let deal = deal(&world, "A1").await;
    assert_eq!((deal.amount, deal.currency.as_str()), (Some(105_450), "EUR"));
    assert_eq!(deal.opened_at.unwrap().to_rfc3339(), "2026-01-31T23:00:00+00:00");
    let customers = customer::Entity::find().all(world.state.database.reader()).await.unwrap();
    assert_eq!(customers[0].name, "Café d'Été");
    assert_eq!(deal.customer_id, Some(customers[0].id));
}

/// The real export, where it lies beside the checkout.
fn real_export() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/maven");
    path.is_dir().then_some(path)
}

#[tokio::test]
async fn the_real_export_gives_the_reference_figures_and_a_second_import_changes_nothing() {
    let Some(export) = real_export() else { return };
    let world = World::empty().await;
    let reports = tempfile::tempdir().unwrap();
    let options = || Options { reports: Some(reports.path().to_owned()), ..Options::default() };
    let report = imported_by(&world, MAVEN, &export, options()).await;
    let deals = report.of(Kind::Deal);
    assert_eq!((deals.read, deals.created, deals.rejected), (8_800, 8_800, 0));
    let reasons = |text: &str| report.reasons.get(&(Outcome::Noted, text.to_owned())).copied();
    assert_eq!(reasons("deal: kept without customer: the row has none"), Some(1_425));
    assert_eq!(reasons("deal: kept without opened_at: the row has none"), Some(500));
    assert_eq!(report.of(Kind::Rep).created, 35);

    for (from, to, revenue, won, lost, cycle) in [
        ("2017-01-01", "2018-01-01", 10_005_534, 4_238, 2_473, "51.78"),
        ("2017-01-01", "2017-04-01", 1_134_672, 531, 116, "65.63"),
        ("2017-04-01", "2017-07-01", 3_086_111, 1_254, 778, "51.01"),
        ("2017-07-01", "2017-10-01", 2_982_255, 1_257, 790, "48.82"),
        ("2017-10-01", "2018-01-01", 2_802_496, 1_196, 789, "49.56"),
    ] {
        let sums = sums(&world, from, to).await;
        let found = (of(&sums, Measure::Revenue), of(&sums, Measure::DealsWon), of(&sums, Measure::DealsLost));
        assert_eq!(found, (revenue * 100, won * 10_000, lost * 10_000), "{from}");
        let (seconds, deals) = (of(&sums, Measure::CycleSeconds), of(&sums, Measure::CycleDeals));
        assert_eq!(deals, won * 10_000);
        let hundredths = (seconds * 10_000 * 100 * 2 / (86_400 * deals) + 1) / 2;
        assert_eq!(format!("{}.{:02}", hundredths / 100, hundredths % 100), cycle, "{from}");
    }
    assert_sound(&world).await;

    let asked = "{ organization { kpis(period: {year: 2017}) {
        revenue { value { amount currency } }
        wonDeals { value } lostDeals { value }
        winRate { value numerator denominator }
        averageDealValue { value { amount } }
    } } }";
    let answer = world.as_token("organization:read kpi:read").ok(asked).await;
    assert_eq!(
        answer["organization"]["kpis"],
        serde_json::json!({
            "revenue": { "value": { "amount": "10005534.00", "currency": "USD" } },
            "wonDeals": { "value": 4238 },
            "lostDeals": { "value": 2473 },
            "winRate": { "value": 0.631500522, "numerator": 4238, "denominator": 6711 },
            "averageDealValue": { "value": { "amount": "2360.91" } },
        })
    );

    let before = traces(&world).await;
    let report = imported_by(&world, MAVEN, &export, options()).await;
    assert!(report.changed_nothing(), "{report}");
    assert_eq!(traces(&world).await, before);
}

#[tokio::test]
async fn rates_and_memberships_that_come_late_restate_what_they_touch() {
    let world = World::empty().await;
    let mapping = r#"
        source_system = "crm"
        currency = "EUR"
        [[pipeline]]
        name = "Sales"
        stages = [{ name = "Open", probability = 40 }]
        [[file]]
        path = "deals.csv"
        [[file.record]]
        kind = "rep"
        [file.record.fields]
        name = "rep"
        [[file.record]]
        kind = "deal"
        external_id = "id"
        [file.record.fields]
        name = "id"
        owner = "rep"
        stage = { value = "Open", by = "name" }
        status = { value = "WON" }
        opened_at = "opened"
        closed_at = "closed"
        amount = "amount"
        currency = "currency"
        [[file]]
        path = "rates.csv"
        [[file.record]]
        kind = "exchange_rate"
        [file.record.fields]
        base_currency = "from"
        quote_currency = "to"
        valid_on = "day"
        rate = "rate"
        [[file]]
        path = "teams.csv"
        [[file.record]]
        kind = "team"
        [file.record.fields]
        name = "team"
        [[file.record]]
        kind = "membership"
        [file.record.fields]
        rep = "rep"
        team = "team"
        starts_on = "since"
    "#;
    let directory = directory(&[
        (
            "deals.csv",
            "id,rep,opened,closed,amount,currency\nA,Ann,2026-01-10,2026-03-10,100,USD\nB,Ann,2026-01-10,2026-02-10,10,EUR\n",
        ),
        ("rates.csv", "from,to,day,rate\nUSD,EUR,2026-03-01,0.90\nUSD,EUR,2026-03-01,0.95\n"),
        ("teams.csv", "team,rep,since\nNorth,Ann,2026-03-01\n"),
    ]);
    let report = imported_by(&world, mapping, directory.path(), Options::default()).await;
    let rates = report.of(Kind::ExchangeRate);
    assert_eq!((rates.created, rates.rejected), (1, 1), "a day has one rate");
    let sums = sums(&world, "2026-01-01", "2027-01-01").await;
    assert_eq!((of(&sums, Measure::Revenue), of(&sums, Measure::RevenueUnconverted)), (9_000 + 1_000, 0));
    assert_eq!(of_teams(&world, Measure::Revenue).await, [1_000, 9_000], "before the team and in it");
    assert_sound(&world).await;
}

/// What a measure sums to without a team, and in teams.
#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn of_teams(world: &World, measure: Measure) -> [i64; 2] {
    let found = fact::Entity::find().filter(fact::Column::Measure.eq(measure.code()));
    let facts = found.all(world.state.database.reader()).await.unwrap();
    let sum = |teams: bool| facts.iter().filter(|fact| fact.team_id.is_nil() != teams).map(|fact| fact.value).sum();
    [sum(false), sum(true)]
}
