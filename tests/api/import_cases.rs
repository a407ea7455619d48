//! What real exports look like, case by case: each test bears the number of its case.

use std::path::Path;

use entity::{contact, customer, deal, lead, rep, team_membership};
use pilotage::{
    error::Error,
    import::{self, Mapping, Options, Report, kind::Kind},
};
use sea_orm::{EntityTrait, FromQueryResult, ModelTrait};

use super::world::World;

const SALESFORCE: &str = include_str!("../../examples/salesforce.toml");
const HUBSPOT: &str = include_str!("../../examples/hubspot.toml");
const PIPEDRIVE: &str = include_str!("../../examples/pipedrive.toml");

async fn run(world: &World, mapping: &str, directory: &Path) -> Result<Report, Error> {
    let mapping = Mapping::parse(mapping)?;
    import::run(&world.state.database, &world.state.clock, &mapping, directory, Options::default()).await
}

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

async fn imported(world: &World, mapping: &str, files: &[(&str, &str)]) -> Report {
    let directory = directory(files);
    let report = run(world, mapping, directory.path()).await.unwrap();
    let again = run(world, mapping, directory.path()).await.unwrap();
    assert!(again.changed_nothing(), "{again}");
    report
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn all<E: EntityTrait<Model: FromQueryResult + ModelTrait>>(world: &World) -> Vec<E::Model> {
    E::find().all(world.state.database.reader()).await.unwrap()
}

async fn revenue(world: &World, period: &str) -> String {
    let asked = format!("{{ organization {{ kpis(period: {period}) {{ revenue {{ value {{ amount }} }} }} }} }}");
    let answer = world.as_system().ok(&asked).await;
    answer["organization"]["kpis"]["revenue"]["value"]["amount"].as_str().unwrap().to_owned()
}

const DEALS: &str = r#"
    source_system = "crm"
    currency = "EUR"
    time_zone = "Europe/Paris"
    [[pipeline]]
    name = "Sales"
    stages = [{ name = "Open", probability = 40 }]
    [[file]]
    path = "deals.csv"
    [[file.record]]
    kind = "deal"
    external_id = "id"
    [file.record.fields]
    name = "name"
    stage = { value = "Open", by = "name" }
    status = { column = "status", values = { Won = "WON", Lost = "LOST", Open = "OPEN" } }
    opened_at = "opened"
    closed_at = "closed"
    amount = "amount"
    currency = "currency"
"#;

#[tokio::test]
async fn p02_line_breaks_and_no_break_spaces_are_put_right() {
    let world = World::empty().await;
    let rows = "id,name,status,opened,closed,amount,currency\n\
                1,\"Big\r\ndeal\tof\u{a0}May\",Won,2026-01-01,2026-03-01,10,\n";
    let report = imported(&world, DEALS, &[("deals.csv", rows)]).await;
    assert_eq!((report.of(Kind::Deal).created, report.of(Kind::Deal).repaired), (1, 1));
    assert_eq!(all::<deal::Entity>(&world).await[0].name, "Big deal of May");
}

#[tokio::test]
async fn p03_amounts_are_read_as_spreadsheets_write_them() {
    let world = World::empty().await;
    let mapping = DEALS.replace("[[pipeline]]", "[format]\ndecimal = \",\"\n[[pipeline]]");
    let rows = "id;name;status;opened;closed;amount;currency\n\
                1;a;Won;2026-01-01;2026-03-01;1\u{202f}234,56\u{a0}€;\n\
                2;b;Won;2026-01-01;2026-03-01;1'000,00;\n\
                3;c;Won;2026-01-01;2026-03-01;1,23E+3;\n\
                4;d;Won;2026-01-01;2026-03-01;(500,00);\n\
                5;e;Won;2026-01-01;2026-03-01;$1,234.56;USD\n\
                6;f;Won;2026-01-01;46082;7;\n";
    let report = imported(&world, &mapping, &[("deals.csv", rows)]).await;
    assert_eq!((report.of(Kind::Deal).created, report.of(Kind::Deal).rejected), (2, 4));
    assert_eq!(revenue(&world, "{year: 2026}").await, "2234.56");
    let said = report.to_string();
    for reason in
        ["scientific notation", "cannot be negative", "another decimal mark", "spreadsheet's number for a date"]
    {
        assert!(said.contains(reason), "{reason} in {said}");
    }
    let read = mapping.replace("[format]", "[format]\nexcel_dates = true");
    let report = imported(&world, &read, &[("deals.csv", rows)]).await;
    assert_eq!(report.of(Kind::Deal).created, 1);
}

#[tokio::test]
async fn p04_the_delimiter_is_found_and_a_header_that_does_not_fit_is_one_error() {
    let world = World::empty().await;
    let header = "Deal - ID;Deal - Title;Deal - Stage;Deal - Status;Deal - Value;Deal - Owner;Deal - Deal created;\
                  Deal - Won time;Deal - Lost reason";
    let rows = format!("{header}\n1;Fête;Qualified;Won;1000;Ava;2026-01-15;2026-03-10 09:00:00;\n");
    let report = imported(&world, PIPEDRIVE, &[("deals-1.csv", &rows)]).await;
    assert!(!report.is_incomplete(), "{report}");
    assert_eq!(revenue(&world, "{year: 2026}").await, "1000.00");

    let fixed = PIPEDRIVE.replace("[format]", "[format]\ndelimiter = \",\"");
    let Err(Error::Refused(_, message)) = run(&world, &fixed, directory(&[("deals-1.csv", &rows)]).path()).await else {
        panic!("it was imported")
    };
    assert_eq!(message.matches("deals-1.csv").count(), 1, "{message}");
    assert!(message.contains("delimiter"), "{message}");
}

#[tokio::test]
async fn p09_a_close_date_is_a_day_of_the_organization() {
    let world = World::empty().await;
    let mapping = SALESFORCE
        .replace("[format]", "[organization]\nname = \"West\"\ntime_zone = \"America/Los_Angeles\"\n\n[format]");
    let report = imported(
        &world,
        &mapping,
        &[
            ("Account.csv", "Id,Name,ParentId,OwnerId,IsDeleted\n001A,Acme,,005A,0\n"),
            ("User.csv", "Id,FirstName,LastName,Email,UserRoleId\n005A,Ava,Stone,ava@example.com,\n"),
            (
                "Opportunity.csv",
                "Id,IsDeleted,AccountId,Name,StageName,Amount,Probability,CloseDate,OwnerId,CreatedDate\n\
             0061,0,001A,First day of Q3,Closed Won,1000,100,2026-07-01 00:00:00,005A,2026-05-01 10:00:00\n\
             0062,0,001A,First day of 2026,Closed Won,2000,100,2026-01-01,005A,2025-12-01 10:00:00\n\
             0063,0,001A,Won on the day it came,Closed Won,1,100,2026-05-05,005A,2026-05-05 20:00:00\n",
            ),
        ],
    )
    .await;
    assert_eq!(report.of(Kind::Deal).created, 3, "{report}");
    assert!(!report.to_string().contains("closed before"), "{report}");
    let quarter = |from: &str, to: &str| format!(r#"{{between: {{from: "{from}", to: "{to}"}}}}"#);
    assert_eq!(revenue(&world, &quarter("2026-07-01", "2026-10-01")).await, "1000.00");
    assert_eq!(revenue(&world, &quarter("2026-06-01", "2026-07-01")).await, "0.00");
    assert_eq!(revenue(&world, "{year: 2025}").await, "0.00");
    assert_eq!(revenue(&world, &quarter("2026-01-01", "2026-02-01")).await, "2000.00");
}

#[tokio::test]
async fn p10_an_amount_in_another_currency_is_never_read_as_ours() {
    let world = World::empty().await;
    let report = imported(&world, PIPEDRIVE, &[(
        "deals-1.csv",
        "Deal - ID,Deal - Title,Deal - Owner,Deal - Stage,Deal - Status,Deal - Value,Deal - Currency,Deal - Deal created,Deal - Won time,Deal - Lost reason\n\
         1,a,Ava,Qualified,Won,\"$1,000\",,2026-01-15,2026-03-10,\n\
         2,b,Ava,Qualified,Won,\"£1,000\",,2026-01-15,2026-03-10,\n\
         3,c,Ava,Qualified,Won,\"¥100,000\",,2026-01-15,2026-03-10,\n\
         4,d,Ava,Qualified,Won,\"€1,000\",USD,2026-01-15,2026-03-10,\n\
         5,e,Ava,Qualified,Won,\"$€1,000\",,2026-01-15,2026-03-10,\n\
         6,f,Ava,Qualified,Won,\"USD 1,000\",,2026-01-15,2026-03-10,\n\
         7,g,Ava,Qualified,Won,\"1,000\",eur,2026-01-15,2026-03-10,\n\
         8,h,Ava,Qualified,Won,\"€ 5.00 EUR\",,2026-01-15,2026-03-10,\n",
    )])
    .await;
    assert_eq!((report.of(Kind::Deal).created, report.of(Kind::Deal).rejected), (2, 6), "{report}");
    assert_eq!(revenue(&world, "{year: 2026}").await, "1005.00");
}

#[tokio::test]
async fn p11_columns_that_nobody_maps_never_matter() {
    let header = "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,\
                  Associated Company IDs (Primary),Notes,Notes";
    let others: Vec<String> = (1..200).map(|rank| format!("Property {rank}")).collect();
    let rows = format!(
        "{header},{}\n\
         1,Alpha,Closed Won,Sales Pipeline,1000,2026-03-05 10:00,2026-01-05 10:00,Ava Stone,,{},b\n\
         2,Beta,Closed Won,Sales Pipeline,500,2026-03-06 10:00,2026-01-05 10:00,Ava Stone,,\"{}\"\n\
         3,Gamma,Closed Won,Sales Pipeline,50,2026-03-06 10:00,2026-01-05 10:00,Ava Stone,,\0,\n",
        others.join(","),
        "x".repeat(180_000),
        "two\nlines ".repeat(130_000),
    );
    let world = World::empty().await;
    let report = imported(&world, HUBSPOT, &[("hubspot-crm-exports-all-deals.csv", &rows)]).await;
    assert!(!report.is_incomplete(), "{report}");
    assert_eq!(revenue(&world, "{year: 2026}").await, "1550.00");

    let twice = rows.replace("Notes,Notes", "Amount,Notes");
    let files = directory(&[("all-deals.csv", &twice)]);
    let Err(Error::Refused(_, message)) = run(&world, HUBSPOT, files.path()).await else { panic!("it was imported") };
    assert!(message.contains("two columns are called `Amount`"), "{message}");
}

#[tokio::test]
async fn p13_an_optional_record_may_lack_its_column() {
    let world = World::empty().await;
    let report = imported(&world, PIPEDRIVE, &[(
        "deals-1.csv",
        "Deal - ID,Deal - Value,Deal - Title,Deal - Deal created,Deal - Stage,Deal - Status,Deal - Won time,Deal - Organization,Deal - Lost reason\n\
         1,5000,Sieć sklepów,2026-01-15,Qualified,won,2026-03-10 09:00:00,Sklepy Dwa,\n",
    )])
    .await;
    let deals = all::<deal::Entity>(&world).await;
    assert_eq!((deals.len(), deals[0].amount, deals[0].owner_id), (1, Some(500_000), None));
    assert_eq!(all::<rep::Entity>(&world).await.len(), 0);
    assert!(report.to_string().contains("the file has no column `Deal - Owner`"), "{report}");
}

#[tokio::test]
async fn p14_an_id_of_zeros_is_no_reference() {
    let world = World::empty().await;
    let none = "000000000000000AAA";
    let report = imported(
        &world,
        SALESFORCE,
        &[
            ("UserRole.csv", &format!("Id,Name,ParentRoleId\n00EA,Sales,{none}\n")),
            ("User.csv", &format!("Id,FirstName,LastName,Email,UserRoleId\n005A,Ava,Stone,ava@example.com,{none}\n")),
            ("Account.csv", &format!("Id,IsDeleted,Name,ParentId,OwnerId\n001A,0,Acme,{none},005A\n")),
            (
                "Opportunity.csv",
                &format!(
                    "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,OwnerId,ContactId,CreatedDate\n\
                 006A,0,001A,Deal,Closed Won,10,2026-07-01 00:00:00,005A,{none},2026-06-09 16:17:37\n"
                ),
            ),
        ],
    )
    .await;
    assert!(!report.is_incomplete() && !report.to_string().contains("there is no such"), "{report}");
    assert_eq!(all::<team_membership::Entity>(&world).await.len(), 0);
    assert_eq!(all::<customer::Entity>(&world).await[0].parent_id, None);
}

#[tokio::test]
async fn p15_rows_may_have_empty_cells_too_many_or_too_few() {
    let world = World::empty().await;
    let rows = "id,name,status,opened,closed,amount,currency\n\
                1,trailing comma,Won,2026-01-01,2026-03-01,100,,,\n\
                2,short row,Won,2026-01-01,2026-03-01,100\n\
                3,too long,Won,2026-01-01,2026-03-01,100,,x\n";
    let report = imported(&world, DEALS, &[("deals.csv", rows)]).await;
    assert_eq!((report.of(Kind::Deal).created, report.unreadable), (2, 1));
}

#[tokio::test]
async fn p17_a_mapping_may_name_what_stands_in() {
    let world = World::empty().await;
    let mapping = DEALS
        .replace("Open = \"OPEN\" } }", "Open = \"OPEN\" }, default = \"OPEN\" }")
        .replace("closed_at = \"closed\"", "closed_at = { column = \"closed\", fallback = [\"changed\"] }")
        .replace("{ value = \"Open\", by = \"name\" }", "{ column = \"stage\", by = \"name\", default = \"Open\" }");
    let rows = "id,name,stage,status,opened,closed,changed,amount,currency\n\
                1,undated,Open,Won,2026-01-01,,2026-03-01,100,\n\
                2,unlisted,Nowhere,Stalled,2026-01-01,,2026-03-01,50,\n\
                3,lost for good,Open,Won,2026-01-01,,,30,USD\n\
                4,and another,Open,Won,2026-01-01,,,12.50,USD\n";
    let report = imported(&world, &mapping, &[("deals.csv", rows)]).await;
    let counts = report.of(Kind::Deal);
    assert_eq!((counts.created, counts.noted, counts.rejected), (2, 2, 2), "{report}");
    assert_eq!(revenue(&world, "{year: 2026}").await, "100.00");
    let said = report.to_string();
    for part in [
        "closed_at: taken from `changed`",
        "status: read as `OPEN`",
        "stage: read as `Open`",
        "rejected deal rows are worth 42.50 USD",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert_eq!(said.matches("taken from `changed`").count(), 1, "an open deal needs no day to close on: {said}");
}

#[tokio::test]
async fn p18_an_optional_field_that_cannot_be_read_does_not_lose_the_row() {
    let world = World::empty().await;
    let report = imported(&world, PIPEDRIVE, &[
        (
            "people-1.csv",
            "Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Phone\n\
             7,Eve Martin,,not an address,\"+33\u{1} 1\"\n8,,,eve@example.com,\n",
        ),
        (
            "deals-1.csv",
            "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Owner,Deal - Lost reason\n",
        ),
    ])
    .await;
    let counts = report.of(Kind::Contact);
    assert_eq!((counts.created, counts.repaired, counts.rejected), (1, 1, 1), "{report}");
    let eve = &all::<contact::Entity>(&world).await[0];
    assert_eq!((eve.name.as_str(), &eve.email, &eve.phone), ("Eve Martin", &None, &None));
}

#[tokio::test]
async fn f08_rejected_rows_count_and_the_folder_of_reports_is_tried_first() {
    let world = World::empty().await;
    let rows = "id,name,status,opened,closed,amount,currency\n\
                1,a,Won,2026-01-01,2026-03-01,1,\n2,b,Won,2026-01-01,,1,\n3,c,Odd,2026-01-01,,1,\n";
    let files = directory(&[("deals.csv", rows)]);
    let mapping = Mapping::parse(DEALS).unwrap();
    let (database, clock) = (&world.state.database, &world.state.clock);
    let options = Options { reports: Some(files.path().join("nowhere")), ..Options::default() };
    let refused = import::run(database, clock, &mapping, files.path(), options).await;
    assert!(matches!(refused, Err(Error::Refused(..))));
    assert_eq!(all::<deal::Entity>(&world).await.len(), 0);
    let report = run(&world, DEALS, files.path()).await.unwrap();
    // One pipeline, one stage and three deals, of which two are rejected.
    assert_eq!(report.rejected_percent(), 40);
}

#[tokio::test]
async fn f10_a_deal_won_before_it_was_opened_is_noted() {
    let world = World::empty().await;
    let rows = "id,name,status,opened,closed,amount,currency\n1,a,Won,2026-04-01,2026-03-01,1,\n";
    let report = imported(&world, DEALS, &[("deals.csv", rows)]).await;
    assert_eq!(report.of(Kind::Deal).noted, 1);
    assert!(report.to_string().contains("closed before it was opened"), "{report}");
}

#[tokio::test]
async fn f12_a_later_file_completes_the_records_of_an_earlier_one() {
    let mapping = format!(
        "{DEALS}{}",
        r#"
        [[file]]
        path = "leads.csv"
        [[file.record]]
        kind = "lead"
        external_id = "id"
        [file.record.fields]
        title = "title"
        status = { value = "NEW" }
        received_at = "received"
        [[file]]
        path = "links.csv"
        [[file.record]]
        kind = "lead"
        external_id = "lead"
        [file.record.fields]
        status = { value = "CONVERTED" }
        converted_at = "converted"
        deal = "deal"
        [[file.record]]
        kind = "deal"
        external_id = "deal"
        [file.record.fields]
        source = "source"
    "#
    );
    let world = World::empty().await;
    let files = directory(&[
        ("deals.csv", "id,name,status,opened,closed,amount,currency\nD,a,Won,2026-02-01,2026-03-01,1,USD\n"),
        ("leads.csv", "id,title,received\nL,Eve,2026-01-01\n"),
        ("links.csv", "lead,deal,converted,source\nL,D,2026-02-01,Fair\nNone,D,2026-02-01,Fair\n"),
    ]);
    let report = run(&world, &mapping, files.path()).await.unwrap();
    assert_eq!((report.of(Kind::Lead).updated, report.of(Kind::Lead).rejected), (1, 1), "{report}");
    let deal = &all::<deal::Entity>(&world).await[0];
    assert_eq!((deal.source.as_deref(), deal.currency.as_str(), deal.amount), (Some("Fair"), "USD", Some(100)));
    let lead = &all::<lead::Entity>(&world).await[0];
    assert_eq!((lead.title.as_str(), lead.status, lead.deal_id), ("Eve", lead::Status::Converted, Some(deal.id)));
}

#[tokio::test]
async fn f13_rows_without_an_id_take_their_line_and_rows_that_are_one_record_are_told() {
    let world = World::empty().await;
    let rows = "id,name,status,opened,closed,amount,currency\n\
                ,a,Won,2026-01-01,2026-03-01,1,\n,a,Won,2026-01-01,2026-03-01,1,\n";
    let lines = DEALS.replace("external_id = \"id\"", "external_id = { line = true }");
    let report = imported(&world, &lines, &[("deals.csv", rows)]).await;
    assert_eq!(report.of(Kind::Deal).created, 2);

    let columns =
        DEALS.replace("external_id = \"id\"", "external_id = { columns = [\"name\", \"opened\"], join = \"/\" }");
    let report = imported(&world, &columns, &[("deals.csv", rows)]).await;
    let counts = report.of(Kind::Deal);
    assert_eq!((counts.created, counts.unchanged, counts.noted), (1, 1, 1), "{report}");
    assert!(report.to_string().contains("the two are one record"), "{report}");
}
