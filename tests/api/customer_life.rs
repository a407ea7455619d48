//! Customers over time: when they are active, how they are lost and won back, and what the figures make of it.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};

use crate::world::{World, day, verified};

const ERRORS: &str = "errors { code field message }";

fn refused(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

pub async fn done(world: &World, mutation: &str) -> Value {
    world.as_user("ada").await.done(mutation).await
}

/// Wins a deal of a rep with a customer on a day; answers its id.
pub async fn sold(world: &World, rep: &str, customer: &str, amount: &str, on: &str) -> String {
    let (rep, customer) = (world.id(&format!("rep:{rep}")), world.id(&format!("customer:{customer}")));
    let made = done(
        world,
        &format!(
            r#"dealCreate(input: {{name: "D", customer: "{customer}", rep: "{rep}", amount: {{amount: "{amount}"}},
                openedAt: "{on}T08:00:00Z"}}) {{ deal {{ id }} {ERRORS} }}"#
        ),
    )
    .await;
    let deal = made["deal"]["id"].as_str().unwrap().to_owned();
    done(world, &format!(r#"dealWin(id: "{deal}", input: {{closedAt: "{on}T12:00:00Z"}}) {{ {ERRORS} }}"#)).await;
    deal
}

async fn signed(world: &World, customer: &str, starts: &str, ends: &str) -> String {
    let (rep, customer) = (world.id("rep:dora"), world.id(&format!("customer:{customer}")));
    let made = done(
        world,
        &format!(
            r#"contractSign(input: {{customer: "{customer}", rep: "{rep}", amount: {{amount: "1"}},
                signedAt: "{starts}T08:00:00Z", startsOn: "{starts}", endsOn: "{ends}"}}) {{ contract {{ id }} {ERRORS} }}"#
        ),
    )
    .await;
    made["contract"]["id"].as_str().unwrap().to_owned()
}

pub fn churn(world: &World, customer: &str, on: &str) -> String {
    let customer = world.id(&format!("customer:{customer}"));
    format!(r#"customerChurn(id: "{customer}", input: {{on: "{on}"}}) {{ customer {{ id }} {ERRORS} }}"#)
}

pub async fn figures(world: &World, period: &str, fields: &str) -> Value {
    let asked = format!("{{ organization {{ kpis({period}) {{ {fields} }} }} }}");
    world.as_user("ada").await.ok(&asked).await["organization"]["kpis"].clone()
}

pub fn month(month: u32) -> String {
    format!("period: {{month: {{year: 2026, month: {month}}}}}")
}

const STATE: &str =
    "activeCustomers { value } newCustomers { value } lostCustomers { value } wonBackCustomers { value }";

async fn state(world: &World, period: &str) -> [i64; 4] {
    let figures = figures(world, period, STATE).await;
    ["activeCustomers", "newCustomers", "lostCustomers", "wonBackCustomers"]
        .map(|field| figures[field]["value"].as_i64().unwrap())
}

#[tokio::test]
async fn a_customer_that_leaves_is_lost_from_that_day_until_it_is_taken_back() {
    let world = World::new().await;
    sold(&world, "alice", "Acme", "100", "2026-06-01").await;
    let acme = world.id("customer:Acme");
    let made = done(
        &world,
        &format!(
            r#"outcomeReasonCreate(input: {{name: "Moved away", outcome: CHURNED}}) {{ outcomeReason {{ id }} {ERRORS} }}"#
        ),
    )
    .await;
    let moved = made["outcomeReason"]["id"].as_str().unwrap();
    let leave = |on: &str, reason: &str| {
        format!(
            r#"customerChurn(id: "{acme}", input: {{on: "{on}", reason: "{reason}"}}) {{ customer {{ churns {{
                churnedOn reason {{ name }} }} }} {ERRORS} }}"#
        )
    };
    let revoke = format!(r#"customerChurnRevoke(id: "{acme}") {{ customer {{ churns {{ churnedOn }} }} {ERRORS} }}"#);
    let (alice, nora, sam) = (world.as_user("alice").await, world.as_user("nora").await, world.as_user("sam").await);
    assert_eq!(alice.refused(&leave("2026-11-10", moved)).await, refused("BAD_USER_INPUT", "input.on"), "too far back");
    assert_eq!(nora.refused(&leave("2026-11-25", moved)).await, refused("BAD_USER_INPUT", "input.on"), "still to come");
    assert_eq!(nora.refused(&leave("2026-06-01", moved)).await, refused("BAD_USER_INPUT", "input.on"), "it came then");
    let price = world.id("reason:Price");
    assert_eq!(nora.refused(&leave("2026-11-10", &price)).await, refused("BAD_USER_INPUT", "input.reason"));
    assert_eq!(sam.refused(&leave("2026-11-10", moved)).await, refused("NOT_FOUND", "id"));
    assert_eq!(nora.refused(&revoke).await, refused("CONFLICT", "id"), "nothing was recorded");
    assert_eq!(state(&world, &month(11)).await, [1, 0, 0, 0], "what is refused leaves no trace");

    let left = nora.done(&leave("2026-11-10", moved)).await;
    assert_eq!(left["customer"]["churns"], json!([{"churnedOn": "2026-11-10", "reason": {"name": "Moved away"}}]));
    assert_eq!(state(&world, &month(11)).await, [0, 0, 1, 0]);
    assert_eq!(nora.refused(&leave("2026-11-12", moved)).await, refused("BAD_USER_INPUT", "input.on"), "it is gone");
    sold(&world, "dora", "Acme", "70", "2026-11-20").await;
    assert_eq!(state(&world, &month(11)).await, [1, 0, 0, 0], "lost and won back within the month: retained");
    let events = "churnEvents { value breakdown(by: REASON) { rows { label value { count } } total { count } } }";
    assert_eq!(
        figures(&world, &month(11), events).await["churnEvents"],
        json!({"value": 1, "breakdown": {"rows": [{"label": "Moved away", "value": {"count": 1}}], "total": {"count": 1}}}),
        "and lost nevertheless"
    );
    let since = r#"period: {between: {from: "2026-11-15", to: "2026-11-25"}}"#;
    let back = figures(
        &world,
        since,
        "wonBackCustomers { value } wonBackRevenue { value { amount } } winBackRate { value numerator denominator }
         winBackRateOfLost { value } customerRetentionRate { value }",
    )
    .await;
    assert_eq!(
        back,
        json!({"wonBackCustomers": {"value": 1}, "wonBackRevenue": {"value": {"amount": "70.00"}},
            "winBackRate": {"value": null, "numerator": 1, "denominator": 0}, "winBackRateOfLost": {"value": 1.0},
            "customerRetentionRate": {"value": null}})
    );
    verified(&world).await;

    assert_eq!(alice.refused(&revoke).await, refused("FORBIDDEN", ""), "that restates what is long past");
    assert_eq!(nora.done(&revoke).await["customer"]["churns"], json!([]));
    assert_eq!(state(&world, since).await, [1, 0, 0, 0], "it never left, so it did not come back");
    verified(&world).await;
}

#[tokio::test]
async fn who_comes_and_is_lost_within_a_period_was_never_to_be_lost() {
    let world = World::new().await;
    let nothing = "customerRetentionRate { value numerator denominator }
        churnRate { value numerator denominator ofAverage ofEnd activeAtEnd } winBackRate { value }
        winBackRateOfLost { value numerator denominator } conquestRate { value numerator denominator }
        wonBackRevenue { value { amount } } newCustomerRevenue { value { amount } }
        repeatPurchaseRate { value denominator } nrr { value numerator { amount } } grr { value denominator { amount } }
        topCustomerShare { value } customerConcentration { value }";
    let empty = |new: i32, revenue: &str| {
        json!({
            "customerRetentionRate": {"value": null, "numerator": 0, "denominator": 0},
            "churnRate": {"value": null, "numerator": 0, "denominator": 0, "ofAverage": null, "ofEnd": null,
                "activeAtEnd": 0},
            "winBackRate": {"value": null},
            "winBackRateOfLost": {"value": null, "numerator": 0, "denominator": 0},
            "conquestRate": {"value": null, "numerator": new, "denominator": 0},
            "wonBackRevenue": {"value": {"amount": "0.00"}},
            "newCustomerRevenue": {"value": {"amount": revenue}},
            "repeatPurchaseRate": {"value": null, "denominator": 0},
            "nrr": {"value": null, "numerator": {"amount": "0.00"}},
            "grr": {"value": null, "denominator": {"amount": "0.00"}},
            "topCustomerShare": {"value": null},
            "customerConcentration": {"value": null},
        })
    };
    assert_eq!(figures(&world, &month(10), nothing).await, empty(0, "0.00"), "the first period ever");
    sold(&world, "alice", "Acme", "0", "2026-10-02").await;
    done(&world, &churn(&world, "Acme", "2026-10-20")).await;
    let mut expected = empty(1, "0.00");
    expected["repeatPurchaseRate"] = json!({"value": 0.0, "denominator": 1});
    assert_eq!(figures(&world, &month(10), nothing).await, expected, "new and lost");
    assert_eq!(state(&world, &month(10)).await, [0, 1, 0, 0]);
    let future = "period: {year: 2028}";
    assert_eq!(figures(&world, future, nothing).await, empty(0, "0.00"), "nothing is known of what is to come");
}

#[tokio::test]
async fn a_contract_keeps_a_customer_while_it_is_in_force() {
    let world = World::new().await;
    let contract = signed(&world, "Bolt", "2026-01-10", "2026-07-10").await;
    assert_eq!(state(&world, &month(1)).await, [1, 1, 0, 0], "signed without a deal, it is new on its first day");
    assert_eq!(state(&world, &month(7)).await, [0, 0, 1, 0]);
    done(&world, &format!(r#"contractRenew(id: "{contract}", input: {{endsOn: "2027-07-10"}}) {{ {ERRORS} }}"#)).await;
    assert_eq!(state(&world, &month(7)).await, [1, 0, 0, 0], "renewed late, it never left");
    let end = format!(r#"contractDelete(id: "{contract}") {{ {ERRORS} }}"#);
    done(&world, &end).await;
    assert_eq!(state(&world, &month(7)).await, [1, 1, 0, 0], "without the first, the renewal brings it in");
    done(&world, &format!(r#"contractRestore(id: "{contract}") {{ {ERRORS} }}"#)).await;
    sold(&world, "alice", "Bolt", "50", "2026-03-01").await;
    let revenue = figures(&world, &month(3), "newCustomers { value } newCustomerRevenue { value { amount } }").await;
    assert_eq!(revenue, json!({"newCustomers": {"value": 0}, "newCustomerRevenue": {"value": {"amount": "50.00"}}}));
    verified(&world).await;
}

#[tokio::test]
async fn what_makes_a_customer_is_restated_with_its_deals_and_the_settings() {
    let world = World::new().await;
    let first = sold(&world, "alice", "Acme", "100", "2026-02-01").await;
    sold(&world, "bob", "Acme", "100", "2026-10-05").await;
    assert_eq!(state(&world, &month(9)).await, [1, 0, 0, 0]);
    let window = |months: i32| {
        format!("organizationUpdate(input: {{activityWindowMonths: {months}}}) {{ organization {{ id }} {ERRORS} }}")
    };
    done(&world, &window(3)).await;
    verified(&world).await;
    assert_eq!(state(&world, &month(5)).await, [0, 0, 1, 0], "three months after the first win");
    assert_eq!(state(&world, &month(10)).await, [1, 0, 0, 1]);
    done(&world, &format!(r#"dealReopen(id: "{first}") {{ {ERRORS} }}"#)).await;
    assert_eq!(state(&world, &month(10)).await, [1, 1, 0, 0], "the other win is the first now");
    done(&world, &window(12)).await;
    assert_eq!(state(&world, &month(2)).await, [0, 0, 0, 0]);
    let acme = world.id("customer:Acme");
    done(&world, &format!(r#"customerDelete(id: "{acme}") {{ {ERRORS} }}"#)).await;
    assert_eq!(state(&world, &month(10)).await, [0, 0, 0, 0], "a deleted customer is none");
    done(&world, &format!(r#"customerRestore(id: "{acme}") {{ {ERRORS} }}"#)).await;
    assert_eq!(state(&world, &month(10)).await, [1, 1, 0, 0]);
    verified(&world).await;
}

#[tokio::test]
async fn revenue_is_kept_grown_and_concentrated() {
    let world = World::new().await;
    for (customer, amount, on) in [
        ("Acme", "1000", "2025-11-05"),
        ("Bolt", "500", "2025-11-06"),
        ("Bolt", "5000", "2025-11-26"),
        ("Acme", "1500", "2026-11-05"),
        ("Bolt", "200", "2026-11-06"),
        ("Core", "600", "2026-11-07"),
        ("Core", "300", "2026-11-08"),
    ] {
        sold(&world, "alice", customer, amount, on).await;
    }
    let fields = "nrr { value numerator { amount } denominator { amount } } grr { value numerator { amount } }
        topCustomerShare { value unit } customerConcentration { value } repeatPurchaseRate { value numerator denominator }";
    assert_eq!(
        figures(&world, &month(11), fields).await,
        json!({
            // Today is the 24th: what was sold on the 26th a year ago is not compared yet.
            "nrr": {"value": 1.133333333, "numerator": {"amount": "1700.00"}, "denominator": {"amount": "1500.00"}},
            "grr": {"value": 0.8, "numerator": {"amount": "1200.00"}},
            "topCustomerShare": {"value": 0.576923, "unit": "RATIO"},
            "customerConcentration": {"value": 0.45858},
            "repeatPurchaseRate": {"value": 0.333333333, "numerator": 1, "denominator": 3},
        })
    );
}

#[tokio::test]
async fn figures_of_customers_are_told_apart_explained_and_remembered() {
    let world = World::new().await;
    let (acme, bolt) = (world.id("customer:Acme"), world.id("customer:Bolt"));
    for (id, staff) in [(&acme, 5), (&bolt, 300)] {
        done(&world, &format!(r#"customerUpdate(id: "{id}", input: {{employeeCount: {staff}}}) {{ {ERRORS} }}"#)).await;
    }
    sold(&world, "alice", "Acme", "100", "2026-06-01").await;
    sold(&world, "bob", "Bolt", "100", "2026-06-01").await;
    world.set_now("2026-11-26T11:00:00Z");
    done(&world, &churn(&world, "Bolt", "2026-11-12")).await;
    let rate = "churnRate { value contributors { totalCount nodes { record { ... on Customer { name } } numerator { count } denominator { count } } }
        breakdown(by: SIZE, orderBy: KEY) { rows { key value { ratio } numerator { count } denominator { count } } }
        explain { withNumbers attributionRule } }";
    let told = figures(&world, &month(11), rate).await["churnRate"].clone();
    assert_eq!(told["value"], 0.5);
    assert_eq!(
        told["breakdown"]["rows"],
        json!([{"key": "LARGE", "value": {"ratio": 1.0}, "numerator": {"count": 1}, "denominator": {"count": 1}},
            {"key": "MICRO", "value": {"ratio": 0.0}, "numerator": {"count": 0}, "denominator": {"count": 1}}])
    );
    assert_eq!(
        told["contributors"],
        json!({"totalCount": 2, "nodes": [
            {"record": {"name": "Bolt"}, "numerator": {"count": 1}, "denominator": {"count": 1}},
            {"record": {"name": "Acme"}, "numerator": {"count": 0}, "denominator": {"count": 1}}]})
    );
    assert_eq!(told["explain"]["withNumbers"], "1 / 2 = 0.5");
    let known = format!(r#"{}, asOf: "2026-11-25T00:00:00Z""#, month(11));
    assert_eq!(state(&world, &known).await, [2, 0, 0, 0], "nobody knew yet");
    let now = format!(r#"{}, asOf: "2026-11-26T11:00:00Z""#, month(11));
    assert_eq!(state(&world, &now).await, state(&world, &month(11)).await);
    let give = format!(r#"customerUpdate(id: "{bolt}", input: {{rep: "{}"}}) {{ {ERRORS} }}"#, world.id("rep:dora"));
    done(&world, &give).await;
    let lost = async |lens: &str| {
        let id = world.id("team:South");
        let asked = format!(
            r#"{{ team(id: "{id}") {{ kpis({}, lens: {lens}) {{ lostCustomers {{ value }} }} }} }}"#,
            month(11)
        );
        world.as_user("ada").await.ok(&asked).await["team"]["kpis"]["lostCustomers"]["value"].clone()
    };
    assert_eq!((lost("EVENT").await, lost("CURRENT").await), (json!(0), json!(1)), "the account is dora's today");
}

#[tokio::test]
async fn a_win_costs_as_many_statements_after_thirty_as_after_one() {
    let world = World::new().await;
    let mut costs = Vec::new();
    for number in 0..32 {
        let before = world.statements();
        sold(&world, "alice", "Acme", "10", &format!("2026-10-{:02}", number % 28 + 1)).await;
        costs.push(world.statements() - before);
    }
    assert_eq!(costs[1], costs[31]);
    let world = World::new().await;
    let asked = |fields: &str| format!("{{ organization {{ kpis(period: {{year: 2026}}) {{ {fields} }} }} }}");
    let ada = world.as_user("ada").await;
    let cost = async |fields: &str| {
        let before = world.statements();
        ada.ok(&asked(fields)).await;
        world.statements() - before
    };
    let few = cost(
        "activeCustomers { value series(by: QUARTER) { value { count } } } churnRate { value series(by: QUARTER) { value { ratio } } }",
    )
    .await;
    let many = cost(
        "activeCustomers { value series(by: MONTH) { value { count } } } lostCustomers { value } churnRate { value series(by: WEEK) { value { ratio } } }
         customerRetentionRate { value } wonBackRevenue { value { amount } } winBackRateOfLost { value } conquestRate { value } nrr { value }",
    )
    .await;
    assert!(many <= few + 1, "{few} statements for two figures, {many} for eight");
}

/// What a company of three customers lived through, kept beside the ledger.
#[derive(Default)]
struct Past {
    wins: BTreeMap<&'static str, Vec<NaiveDate>>,
    terms: BTreeMap<&'static str, Vec<(NaiveDate, NaiveDate)>>,
    churns: BTreeMap<&'static str, Vec<NaiveDate>>,
}

const CUSTOMERS: [&str; 3] = ["Acme", "Bolt", "Core"];

impl Past {
    /// Whether a customer is active on a day, by the definition.
    fn is_active(&self, customer: &str, on: NaiveDate) -> bool {
        let churns = self.churns.get(customer).into_iter().flatten();
        let stayed = |from: NaiveDate| !churns.clone().any(|churn| from < *churn && *churn <= on);
        let wins = self.wins.get(customer).into_iter().flatten();
        let terms = self.terms.get(customer).into_iter().flatten();
        let mut spans = wins.map(|from| (*from, *from + Months::new(12))).chain(terms.copied());
        spans.any(|(from, to)| from <= on && on < to && stayed(from))
    }

    /// The sizes of B, E, N, R∖B and B∖E, and how many of the new and of the won back are there at the end.
    fn sets(&self, from: NaiveDate, to: NaiveDate) -> [i64; 7] {
        let mut sizes = [0; 7];
        for customer in CUSTOMERS {
            let active = |on: NaiveDate| self.is_active(customer, on);
            let eve = from - Days::new(1);
            let (before, at_end) = (active(eve), active(to - Days::new(1)));
            let arrival =
                from.iter_days().take_while(|on| *on < to).find(|on| active(*on) && !active(*on - Days::new(1)));
            let ever = eve.iter_days().rev().take(2_000).any(active);
            let new = !ever && arrival.is_some();
            let back = ever && !before && arrival.is_some();
            for (size, is_in) in
                sizes.iter_mut().zip([before, at_end, new, back, before && !at_end, new && at_end, back && at_end])
            {
                *size += i64::from(is_in);
            }
        }
        sizes
    }
}

/// SplitMix64: the same numbers from the same seed, everywhere.
fn below(seed: &mut u64, bound: u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % bound
}

async fn lived(world: &World, mut seed: u64) -> Past {
    let mut past = Past::default();
    for _ in 0..30 {
        let customer = CUSTOMERS[usize::try_from(below(&mut seed, 3)).unwrap()];
        let on = day("2023-01-01") + Days::new(below(&mut seed, 1_400));
        match below(&mut seed, 6) {
            0..3 => {
                let rep = ["alice", "bob", "dora"][usize::try_from(below(&mut seed, 3)).unwrap()];
                sold(world, rep, customer, "10", &on.to_string()).await;
                past.wins.entry(customer).or_default().push(on);
            }
            3 => {
                let to = on + Days::new(below(&mut seed, 500) + 1);
                signed(world, customer, &on.to_string(), &to.to_string()).await;
                past.terms.entry(customer).or_default().push((on, to));
            }
            _ => {
                let answer = world
                    .as_user("ada")
                    .await
                    .run(&format!("mutation {{ act: {} }}", churn(world, customer, &on.to_string())))
                    .await
                    .0;
                if answer["data"]["act"]["customer"].is_object() {
                    past.churns.entry(customer).or_default().push(on);
                }
            }
        }
    }
    past
}

#[tokio::test]
async fn whatever_customers_live_through_the_sets_of_a_period_add_up() {
    let fields =
        "activeCustomers { value } newCustomers { value } customerRetentionRate { value numerator denominator }
        churnRate { value numerator activeAtEnd } lostCustomers { value } wonBackCustomers { value }";
    for seed in 1..=2 {
        let world = World::new().await;
        let past = lived(&world, seed).await;
        verified(&world).await;
        let tomorrow = day("2026-11-25");
        let months = (0..47).map(|month| (day("2023-01-01") + Months::new(month), 1));
        let quarters = (0..15).map(|quarter| (day("2023-01-01") + Months::new(3 * quarter), 3));
        let years = (0..4).map(|year| (day("2023-01-01") + Months::new(12 * year), 12));
        for (from, length) in months.chain(quarters).chain(years) {
            let to = from + Months::new(length);
            let period = format!(r#"period: {{between: {{from: "{from}", to: "{to}"}}}}"#);
            let [before, at_end, new, back, left, new_at_end, back_at_end] = past.sets(from, to.min(tomorrow));
            let found = figures(&world, &period, fields).await;
            let told = format!("seed {seed}, {from} to {to}\n{found:#}");
            let number = |field: &str, of: &str| found[field][of].as_i64().unwrap_or_else(|| panic!("{told}"));
            assert_eq!(number("activeCustomers", "value"), at_end, "{told}");
            assert_eq!(number("churnRate", "activeAtEnd"), at_end, "{told}");
            assert_eq!(number("newCustomers", "value"), new, "{told}");
            assert_eq!(number("customerRetentionRate", "denominator"), before, "{told}");
            assert_eq!(number("customerRetentionRate", "numerator"), before - left, "{told}");
            assert_eq!(number("churnRate", "numerator"), left, "{told}");
            assert_eq!(number("lostCustomers", "value"), left, "{told}");
            assert_eq!(number("wonBackCustomers", "value"), back, "{told}");
            assert_eq!(at_end, before - left + new_at_end + back_at_end, "{told}");
            let (kept, lost) = (&found["customerRetentionRate"]["value"], &found["churnRate"]["value"]);
            match (kept.as_f64(), lost.as_f64()) {
                (Some(kept), Some(lost)) => assert!((kept + lost - 1.0).abs() < 1e-5, "{told}"),
                _ => assert!(before == 0 && kept.is_null() && lost.is_null(), "{told}"),
            }
            let mut parts = BTreeMap::new();
            for team in ["North", "South"] {
                let id = world.id(&format!("team:{team}"));
                let asked = format!(r#"{{ team(id: "{id}") {{ kpis({period}) {{ {fields} }} }} }}"#);
                let of_team = world.as_user("ada").await.ok(&asked).await["team"]["kpis"].clone();
                for (field, of) in [
                    ("activeCustomers", "value"),
                    ("customerRetentionRate", "numerator"),
                    ("customerRetentionRate", "denominator"),
                    ("lostCustomers", "value"),
                    ("wonBackCustomers", "value"),
                ] {
                    *parts.entry((field, of)).or_insert(0) += of_team[field][of].as_i64().unwrap();
                }
            }
            for ((field, of), sum) in parts {
                assert_eq!(number(field, of), sum, "the teams' {field} {of}: {told}");
            }
        }
    }
}
