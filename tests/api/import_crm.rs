//! The ready mappings for the exports of well-known CRMs, each over a few rows as the CRM writes them.

use std::collections::BTreeMap;

use entity::{contact, contract, customer, deal, interaction, lead, meeting, quote, rep, team_membership};
use pilotage::{
    graphql::id,
    import::{self, Mapping, Options, Report, kind::Kind},
    ledger,
    registry::fact_sources,
};
use sea_orm::{EntityTrait, FromQueryResult, ModelTrait};

use super::world::World;

async fn imported(world: &World, mapping: &str, files: &[(&str, &str)]) -> Report {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    let mapping = Mapping::parse(mapping).unwrap();
    let (database, clock) = (&world.state.database, &world.state.clock);
    let run = || import::run(database, clock, &mapping, directory.path(), Options::default());
    let report = run().await.unwrap();
    assert!(!report.is_incomplete(), "{report}");
    let again = run().await.unwrap();
    assert!(again.changed_nothing(), "{again}");
    let audit = ledger::verify(&world.state.database, &fact_sources::all(), &()).await.unwrap();
    assert!(audit.is_clean(), "{:?}", audit.differences);
    report
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the bare tables")]
async fn all<E: EntityTrait<Model: FromQueryResult + ModelTrait>>(world: &World) -> Vec<E::Model> {
    E::find().all(world.state.database.reader()).await.unwrap()
}

fn created(report: &Report) -> BTreeMap<&'static str, u64> {
    report
        .counts
        .iter()
        .filter(|(_, counts)| counts.created > 0)
        .map(|(kind, counts)| (kind.name(), counts.created))
        .collect()
}

#[tokio::test]
async fn hubspot() {
    let world = World::empty().await;
    let report = imported(&world, include_str!("../../examples/hubspot.toml"), &[
        (
            "hubspot-crm-exports-all-companies-2026-11-20.csv",
            "\u{feff}\"Record ID\",\"Company name\",\"Company Domain Name\",\"Company owner\",\"Industry\",\"Country/Region\",\"Number of Employees\"\n\
             \"101\",\"Acme\",\"acme.example\",\"Ann Lee\",\"SOFTWARE\",\"France\",\"250\"\n\
             \"102\",\"\",\"bolt.example\",\"\",\"\",\"\",\"\"\n",
        ),
        (
            "hubspot-crm-exports-all-contacts-2026-11-20.csv",
            "Record ID,First Name,Last Name,Email,Contact owner,Lead Status,Lifecycle Stage,Create Date,Associated Company IDs (Primary)\n\
             201,Eve,Martin,eve@acme.example,Ann Lee,,Customer,2026-01-05 09:00,101\n\
             202,Max,Stone,max@bolt.example,Ann Lee,Connected,Lead,2026-02-05 09:00,102\n",
        ),
        (
            "hubspot-crm-exports-all-deals-2026-11-20.csv",
            "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Deal owner,Create Date,Close Date,Deal probability,Associated Company IDs (Primary),Associated Contact IDs\n\
             301,Acme – first,Closed Won,Sales Pipeline,1200.50,EUR,Ann Lee,2026-01-10 10:00,2026-03-01 15:30,1.0,101,201\n\
             302,Acme – next,Contract Sent,Sales Pipeline,800,EUR,Bob Ray,2026-10-10 10:00,2026-12-20 00:00,0.9,101,201;202\n\
             303,Bolt,Closed Lost,,,,Bob Ray,2026-05-10 10:00,2026-06-20 00:00,0,,\n",
        ),
        (
            "hubspot-crm-exports-calls.csv",
            "Record ID,Activity date,Call direction,Call outcome,Call Title,Activity assigned to,Associated Contact IDs,Associated Deal IDs\n\
             401,2026-02-01 11:00,Outbound,Left voicemail,Hello,Ann Lee,201,301\n",
        ),
    ])
    .await;
    assert_eq!(
        created(&report),
        BTreeMap::from([
            ("contact", 2),
            ("customer", 2),
            ("deal", 3),
            ("interaction", 1),
            ("lead", 1),
            ("pipeline", 1),
            ("rep", 2),
            ("stage", 5),
        ])
    );
    let deals = all::<deal::Entity>(&world).await;
    let find = |id: &str| deals.iter().find(|deal| deal.external_id.as_deref() == Some(id)).unwrap();
    let won = find("301");
    assert_eq!((won.status, won.amount), (deal::Status::Won, Some(120_050)));
    assert_eq!(won.closed_at.unwrap().to_rfc3339(), "2026-03-01T14:30:00+00:00");
    let open = find("302");
    assert_eq!((open.status, open.closed_at, open.probability_bp), (deal::Status::Open, None, Some(9_000)));
    assert_eq!(open.expected_close_on.unwrap().to_string(), "2026-12-20");
    assert!(open.contact_id.is_some(), "the first of several");
    let lead = &all::<lead::Entity>(&world).await[0];
    assert_eq!((lead.title.as_str(), lead.status), ("Max Stone", lead::Status::Contacted));
    let names: Vec<_> = all::<customer::Entity>(&world).await.into_iter().map(|customer| customer.name).collect();
    assert!(names.contains(&"bolt.example".to_owned()), "{names:?}");
    assert_eq!(all::<interaction::Entity>(&world).await[0].outcome, Some(interaction::Outcome::LeftMessage));
}

#[tokio::test]
async fn a_second_import_does_not_bring_an_erased_person_back() {
    let world = World::new().await;
    let people = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Lifecycle Stage,Create Date\n\
                  201,Eve,Martin,eve@acme.example,+331,Ann Lee,,Customer,2026-01-05 09:00\n\
                  202,Max,Stone,max@bolt.example,+332,Ann Lee,Connected,Lead,2026-02-05 09:00\n";
    let deals = "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Deal owner,Create Date,Close Date,Deal probability,Associated Company IDs (Primary),Associated Contact IDs\n";
    let files = [
        ("hubspot-crm-exports-all-contacts-2026-11-20.csv", people),
        ("hubspot-crm-exports-all-deals-2026-11-20.csv", deals),
    ];
    let mapping = include_str!("../../examples/hubspot.toml");
    imported(&world, mapping, &files).await;
    let ada = world.as_user("ada").await;
    let lead = id::encode(entity::Kind::Lead, all::<lead::Entity>(&world).await[0].id).0;
    let acme = world.id("customer:Acme");
    ada.done(&format!(r#"leadConvert(id: "{lead}", input: {{customer: "{acme}"}}) {{ errors {{ message }} }}"#)).await;
    for person in all::<contact::Entity>(&world).await {
        let id = id::encode(entity::Kind::Contact, person.id).0;
        ada.done(&format!(r#"contactErase(id: "{id}") {{ errors {{ message }} }}"#)).await;
    }
    imported(&world, mapping, &files).await;
    let rows =
        serde_json::to_string(&(all::<contact::Entity>(&world).await, all::<lead::Entity>(&world).await)).unwrap();
    for word in ["Eve", "Martin", "Max", "Stone", "@", "+33"] {
        assert!(!rows.contains(word), "{word} came back: {rows}");
    }
    let typed = format!(
        r#"leadUpdate(id: "{lead}", input: {{contactName: "Max Stone"}}) {{ errors {{ code field message }} }}"#
    );
    assert_eq!(ada.refused(&typed).await, ("CONFLICT".into(), "id".into()));
}

#[tokio::test]
async fn salesforce() {
    let world = World::empty().await;
    let report = imported(&world, include_str!("../../examples/salesforce.toml"), &[
        ("UserRole.csv", "Id,Name,ParentRoleId\n00E2,EMEA,00E1\n00E1,World,\n"),
        (
            "User.csv",
            "ID,USERNAME,FIRSTNAME,LASTNAME,EMAIL,USERROLEID\n0051,ann@x,Ann,Lee,Ann@Example.com,00E2\n0052,bot@x,,Robot,bot@example.com,\n",
        ),
        ("Account.csv", "Id,IsDeleted,Name,ParentId,Industry,NumberOfEmployees,OwnerId\n0011,0,Acme,,Energy,120,0051\n0012,1,Gone,,,,0051\n"),
        ("Contact.csv", "Id,IsDeleted,FirstName,LastName,AccountId,Email,Title\n0031,0,Eve,Martin,0011,eve@acme.example,CEO\n"),
        (
            "Opportunity.csv",
            "Id,IsDeleted,AccountId,Name,StageName,Amount,Probability,CloseDate,LeadSource,IsClosed,IsWon,OwnerId,CreatedDate\n\
             0061,0,0011,Big,Closed Won,5000.00,100,2026-03-31,Web,1,1,0051,2026-01-10 08:00:00\n\
             0062,0,0011,Bigger,Needs Analysis,9000,20,2026-12-31,Web,0,0,0051,2026-10-10T08:00:00.000Z\n",
        ),
        (
            "Lead.csv",
            "Id,IsDeleted,FirstName,LastName,Company,Email,LeadSource,Status,OwnerId,CreatedDate,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedOpportunityId\n\
             00Q1,0,Eve,Martin,Acme,eve@acme.example,Web,Closed - Converted,0051,2026-01-02 08:00:00,1,2026-01-10,0011,0061\n",
        ),
        (
            "Task.csv",
            "Id,WhoId,WhatId,Subject,ActivityDate,TaskSubtype,CallType,IsClosed,OwnerId,AccountId,CompletedDateTime\n\
             00T1,0031,0061,Call,2026-02-01,Call,Inbound,1,0051,0011,2026-02-01T09:30:00.000Z\n\
             00T2,0031,0061,Note,2026-02-01,Task,,1,0051,0011,\n",
        ),
        ("Event.csv", "Id,IsDeleted,Subject,StartDateTime,OwnerId,CreatedById,CreatedDate,AccountId,WhoId,WhatId\n00U1,0,Visit,2026-02-10T09:00:00.000Z,0051,0051,2026-02-01 10:00:00,0011,0031,0061\n"),
        ("Quote.csv", "Id,IsDeleted,QuoteNumber,OpportunityId,AccountId,OwnerId,Status,TotalPrice,ExpirationDate,CreatedDate,LastModifiedDate\n0Q01,0,Q-1,0061,0011,0051,Accepted,5000,2026-04-01,2026-03-01 10:00:00,2026-03-30 10:00:00\n"),
        ("Contract.csv", "Id,AccountId,OwnerId,ContractNumber,Status,StartDate,EndDate,CustomerSignedDate\n8001,0011,0051,C-1,Activated,2026-04-01,2027-04-01,2026-03-31\n8002,0011,0051,C-2,Draft,2026-04-01,,\n"),
    ])
    .await;
    assert_eq!(
        created(&report),
        BTreeMap::from([
            ("contact", 1),
            ("contract", 1),
            ("customer", 1),
            ("deal", 2),
            ("interaction", 1),
            ("lead", 1),
            ("meeting", 1),
            ("membership", 1),
            ("pipeline", 1),
            ("quote", 1),
            ("rep", 2),
            ("stage", 8),
            ("team", 2),
        ])
    );
    let reps = all::<rep::Entity>(&world).await;
    assert!(reps.iter().any(|rep| rep.name == "Ann Lee" && rep.email.as_deref() == Some("ann@example.com")));
    assert!(reps.iter().any(|rep| rep.name == "Robot"));
    assert_eq!(all::<team_membership::Entity>(&world).await.len(), 1);
    let lead = &all::<lead::Entity>(&world).await[0];
    let deals = all::<deal::Entity>(&world).await;
    let big = deals.iter().find(|deal| deal.name == "Big").unwrap();
    assert_eq!((lead.status, lead.deal_id), (lead::Status::Converted, Some(big.id)));
    assert_eq!(big.closed_at.unwrap().to_rfc3339(), "2026-03-30T22:00:00+00:00", "a day of the organization");
    let call = &all::<interaction::Entity>(&world).await[0];
    assert_eq!((call.direction, call.deal_id), (interaction::Direction::Inbound, Some(big.id)));
    assert_eq!(all::<meeting::Entity>(&world).await[0].customer_id, big.customer_id);
    assert_eq!(all::<quote::Entity>(&world).await[0].amount, 500_000);
    assert_eq!(all::<contract::Entity>(&world).await[0].number.as_deref(), Some("C-1"));
}

#[tokio::test]
async fn pipedrive() {
    let world = World::empty().await;
    let report = imported(&world, include_str!("../../examples/pipedrive.toml"), &[
        ("organizations-1.csv", "Organization - ID,Organization - Name,Organization - Owner,Organization - Label\n1,Acme,Ann Lee,Customer\n2,Bolt,Bob Ray,\n"),
        ("people-1.csv", "Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Phone\n7,Eve Martin,Acme,\"eve@acme.example, eve@home.example\",\n"),
        (
            "deals-1.csv",
            "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Owner,Deal - Organization,Deal - Contact person,Deal - Probability,Deal - Expected close date,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Lost reason\n\
             11,First,\"1,200\",EUR,Pipeline,Negotiations Started,Won,Ann Lee,Acme,Eve Martin,,,2026-01-10 10:00:00,2026-03-01 12:00:00,,\n\
             12,Second,900,EUR,Pipeline,Proposal Made,Lost,Ann Lee,Acme,,,,2026-02-10 10:00:00,,2026-04-01 12:00:00,Too dear\n\
             13,Third,700,EUR,Pipeline,Qualified,Open,Bob Ray,Nowhere,,30,2026-12-31,2026-10-10 10:00:00,,,\n",
        ),
        (
            "activities-1.csv",
            "Activity - ID,Activity - Type,Activity - Subject,Activity - Due date,Activity - Done,Activity - Deal,Activity - Organization,Activity - Contact person,Activity - Assigned to user\n\
             21,Call,Hello,2026-01-15,Done,First,Acme,Eve Martin,Ann Lee\n\
             22,Meeting,Visit,2026-01-20,Done,First,Acme,Eve Martin,Cat Orr\n",
        ),
    ])
    .await;
    assert_eq!(
        created(&report),
        BTreeMap::from([
            ("contact", 1),
            ("customer", 2),
            ("deal", 3),
            ("interaction", 1),
            ("meeting", 1),
            ("pipeline", 1),
            ("reason", 1),
            ("rep", 3),
            ("stage", 5),
        ])
    );
    assert_eq!(report.of(Kind::Deal).noted, 1, "an organization that was not exported");
    let deals = all::<deal::Entity>(&world).await;
    let find = |id: &str| deals.iter().find(|deal| deal.external_id.as_deref() == Some(id)).unwrap();
    assert_eq!((find("11").status, find("11").amount), (deal::Status::Won, Some(120_000)));
    assert_eq!(find("12").closed_at.unwrap().to_rfc3339(), "2026-04-01T10:00:00+00:00");
    assert!(find("12").reason_id.is_some());
    assert_eq!((find("13").customer_id, find("13").probability_bp), (None, Some(3_000)));
    assert_eq!(all::<contact::Entity>(&world).await[0].email.as_deref(), Some("eve@acme.example"));
    let visit = &all::<meeting::Entity>(&world).await[0];
    assert_eq!((visit.status, visit.closed_at), (meeting::Status::Held, visit.starts_at));
}
