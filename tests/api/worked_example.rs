//! The worked example: the first quarter of 2026 of a small company, lived through day by day, and every figure that was
//! reckoned for it by hand.
//!
//! A, B, C, D and E are active when it begins; F, X and Y were customers once. A, D and E last bought in September 2025, B
//! on 10 February 2025, C on 5 March 2025. A wins 10 000 € on 10 February, C 5 000 € on 20 March, F 3 000 € on 15 January;
//! G and H come new, with $11 000 at 0.90 on 25 March and 2 100 € on 28 March. Deals of 10 000, 6 000 and 4 000 € are lost
//! in March. A customer is active for twelve months after a win.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::world::{World, verified};

const ERRORS: &str = "errors { code field message }";

/// The quarter, as `period` of `kpis`.
pub const QUARTER: &str = "period: {quarter: {year: 2026, quarter: 1}}";

/// The company of the example.
pub struct Example {
    pub world: World,
    customers: HashMap<&'static str, String>,
}

/// A deal of the example that was open for a while: of whom, with whom, of how much, at which chance, expected when.
struct Open {
    rep: &'static str,
    customer: &'static str,
    amount: &'static str,
    chance: &'static str,
    expected: &'static str,
}

const fn open(
    rep: &'static str,
    customer: &'static str,
    amount: &'static str,
    chance: &'static str,
    expected: &'static str,
) -> Open {
    Open { rep, customer, amount, chance, expected }
}

const C: Open = open("dora", "C", r#"amount: "5000""#, "0.8", "2026-03-20");
const G: Open = open("alice", "G", r#"amount: "11000", currency: "USD""#, "0.5", "2026-03-25");
const H: Open = open("bob", "H", r#"amount: "2100""#, "0.9", "2026-03-28");
const LOST: [Open; 3] = [
    open("alice", "A", r#"amount: "10000""#, "0.2", "2026-03-10"),
    open("bob", "B", r#"amount: "6000""#, "0.2", "2026-03-11"),
    open("dora", "D", r#"amount: "4000""#, "0.2", "2026-03-12"),
];

impl Example {
    /// The company on 28 February 2026, with what it had open then; answers the deals of C, G and H and those to be lost.
    pub async fn on_28_february() -> (Self, Vec<String>) {
        let world = World::new().await;
        let mut example = Self { world, customers: HashMap::new() };
        example.world.set_now("2024-05-01T09:00:00Z");
        for name in ["A", "B", "C", "D", "E", "F", "G", "H", "X", "Y"] {
            let make = format!(r#"customerCreate(input: {{name: "{name}"}}) {{ customer {{ id }} {ERRORS} }}"#);
            let made = example.world.as_user("ada").await.done(&make).await;
            example.customers.insert(name, made["customer"]["id"].as_str().unwrap().to_owned());
        }
        for (on, rep, customer, amount) in [
            ("2024-06-01", "alice", "F", "1000"),
            ("2024-06-02", "bob", "X", "1000"),
            ("2024-06-03", "alice", "Y", "1000"),
            ("2025-02-10", "bob", "B", "2000"),
            ("2025-03-05", "alice", "C", "2000"),
            ("2025-09-08", "alice", "A", "4000"),
            ("2025-09-09", "dora", "D", "4000"),
            ("2025-09-10", "dora", "E", "4000"),
        ] {
            example.sold(on, rep, customer, amount).await;
        }
        example.today("2026-01-01");
        example
            .done(&format!(
                r#"exchangeRateCreate(input: {{from: "USD", validOn: "2026-01-01", rate: "0.90"}}) {{ {ERRORS} }}"#
            ))
            .await;
        example.sold("2026-01-15", "dora", "F", "3000").await;
        example.sold("2026-02-10", "alice", "A", "10000").await;
        example.today("2026-02-20");
        let mut deals = Vec::new();
        for deal in [C, G, H].iter().chain(&LOST) {
            deals.push(example.open(deal).await);
        }
        example.today("2026-02-28");
        (example, deals)
    }

    /// The same on 1 April, when the quarter is over.
    pub async fn on_1_april() -> Self {
        let (example, deals) = Self::on_28_february().await;
        for (deal, day) in deals[3..].iter().zip(["2026-03-10", "2026-03-11", "2026-03-12"]) {
            example.today(day);
            example.done(&format!(r#"dealLose(id: "{deal}") {{ {ERRORS} }}"#)).await;
        }
        for (deal, day) in deals[..3].iter().zip(["2026-03-20", "2026-03-25", "2026-03-28"]) {
            example.today(day);
            example.done(&format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
        }
        example.today("2026-04-01");
        example
    }

    /// Moves the clock to the forenoon of a day.
    pub fn today(&self, day: &str) {
        self.world.set_now(&format!("{day}T09:00:00Z"));
    }

    async fn done(&self, mutation: &str) -> Value {
        self.world.as_user("ada").await.done(mutation).await
    }

    async fn open(&self, deal: &Open) -> String {
        let Open { rep, customer, amount, chance, expected } = deal;
        let (rep, customer) = (self.world.id(&format!("rep:{rep}")), &self.customers[customer]);
        let made = self
            .done(&format!(
                r#"dealCreate(input: {{name: "Example", customer: "{customer}", rep: "{rep}", amount: {{{amount}}},
                    probability: {chance}, expectedCloseOn: "{expected}"}}) {{ deal {{ id }} {ERRORS} }}"#
            ))
            .await;
        made["deal"]["id"].as_str().unwrap().to_owned()
    }

    /// A deal that was opened and won on one day.
    async fn sold(&self, on: &str, rep: &'static str, customer: &'static str, amount: &str) {
        self.today(on);
        let (rep, customer) = (self.world.id(&format!("rep:{rep}")), &self.customers[customer]);
        let made = self
            .done(&format!(
                r#"dealCreate(input: {{name: "Example", customer: "{customer}", rep: "{rep}",
                    amount: {{amount: "{amount}"}}}}) {{ deal {{ id }} {ERRORS} }}"#
            ))
            .await;
        let deal = made["deal"]["id"].as_str().unwrap();
        self.done(&format!(r#"dealWin(id: "{deal}") {{ {ERRORS} }}"#)).await;
    }

    /// Figures of the organization.
    pub async fn figures(&self, arguments: &str, fields: &str) -> Value {
        let asked = format!("{{ organization {{ kpis({arguments}) {{ {fields} }} }} }}");
        self.world.as_user("ada").await.ok(&asked).await["organization"]["kpis"].clone()
    }

    /// Figures of a team or a rep, as in `team:North`.
    pub async fn figures_of(&self, subject: &str, arguments: &str, fields: &str) -> Value {
        let id = self.world.id(subject);
        let asked = format!(
            r#"{{ node(id: "{id}") {{ ... on Team {{ kpis({arguments}) {{ {fields} }} }}
                ... on Rep {{ kpis({arguments}) {{ {fields} }} }} }} }}"#
        );
        self.world.as_user("ada").await.ok(&asked).await["node"]["kpis"].clone()
    }
}

#[tokio::test]
async fn the_quarter_comes_to_what_was_reckoned_by_hand() {
    let example = Example::on_1_april().await;
    let figures = example
        .figures(
            QUARTER,
            "revenue { value { amount } } winRate { value numerator denominator } wonDeals { value }
             averageDealValue { value { amount } } newCustomers { value } newCustomerRevenue { value { amount } }",
        )
        .await;
    assert_eq!(
        figures,
        json!({
            "revenue": {"value": {"amount": "30000.00"}},
            "winRate": {"value": 0.625, "numerator": 5, "denominator": 8},
            "wonDeals": {"value": 5},
            "averageDealValue": {"value": {"amount": "6000.00"}},
            "newCustomers": {"value": 2},
            "newCustomerRevenue": {"value": {"amount": "12000.00"}},
        })
    );
    verified(&example.world).await;
}

#[tokio::test]
async fn the_customers_of_the_quarter_come_and_go_as_reckoned_by_hand() {
    let example = Example::on_1_april().await;
    let fields = "activeCustomers { value } customerRetentionRate { value numerator denominator }
        churnRate { value numerator denominator ofAverage ofEnd activeAtEnd } lostCustomers { value }
        wonBackCustomers { value } wonBackRevenue { value { amount } } winBackRate { value numerator denominator }
        winBackRateOfLost { value numerator denominator } conquestRate { value numerator denominator }";
    let figures = example.figures(QUARTER, fields).await;
    assert_eq!(
        figures,
        json!({
            // A, C, D, E, F, G and H.
            "activeCustomers": {"value": 7},
            // C lapsed and returned within the quarter: retained.
            "customerRetentionRate": {"value": 0.8, "numerator": 4, "denominator": 5},
            "churnRate": {"value": 0.2, "numerator": 1, "denominator": 5, "ofAverage": 0.166666667, "ofEnd": 0.142857143,
                "activeAtEnd": 7},
            "lostCustomers": {"value": 1},
            // F only, not C.
            "wonBackCustomers": {"value": 1},
            "wonBackRevenue": {"value": {"amount": "3000.00"}},
            "winBackRate": {"value": 0.2, "numerator": 1, "denominator": 5},
            "winBackRateOfLost": {"value": 0.333333333, "numerator": 1, "denominator": 3},
            "conquestRate": {"value": 0.4, "numerator": 2, "denominator": 5},
        })
    );
    // |E| = |B| − |L| + |N∩E| + |(R∖B)∩E|: 7 = 5 − 1 + 2 + 1.
    let before = example.figures("period: {quarter: {year: 2025, quarter: 4}}", "activeCustomers { value }").await;
    assert_eq!(before["activeCustomers"]["value"], 5);
}

#[tokio::test]
async fn teams_and_reps_hold_the_customers_of_the_quarter_between_them() {
    let example = Example::on_1_april().await;
    let fields = "activeCustomers { value } customerRetentionRate { numerator denominator }
        lostCustomers { value } wonBackCustomers { value } conquestRate { numerator }
        winBackRateOfLost { numerator denominator }";
    let expected = |active: i32, kept: i32, of: i32, lost: i32, back: i32, new: i32, pool: i32| {
        json!({
            "activeCustomers": {"value": active},
            "customerRetentionRate": {"numerator": kept, "denominator": of},
            "lostCustomers": {"value": lost},
            "wonBackCustomers": {"value": back},
            "conquestRate": {"numerator": new},
            "winBackRateOfLost": {"numerator": back, "denominator": pool},
        })
    };
    for (subject, figures) in [
        // C was held by alice when the quarter began and is dora's now: retained for alice, nobody's return.
        ("rep:alice", expected(2, 2, 2, 0, 0, 1, 2)),
        ("rep:bob", expected(1, 0, 1, 1, 0, 1, 1)),
        ("rep:dora", expected(4, 2, 2, 0, 1, 0, 0)),
        ("team:North", expected(3, 2, 3, 1, 0, 2, 3)),
        ("team:South", expected(4, 2, 2, 0, 1, 0, 0)),
        ("team:Sales", expected(7, 4, 5, 1, 1, 2, 3)),
    ] {
        assert_eq!(example.figures_of(subject, QUARTER, fields).await, figures, "{subject}");
    }
    let broken = example
        .figures(QUARTER, "customerRetentionRate { breakdown(by: REP, orderBy: KEY) { rows { label numerator { count } denominator { count } } } }")
        .await;
    let mut rows = broken["customerRetentionRate"]["breakdown"]["rows"].as_array().unwrap().clone();
    rows.sort_by_key(|row| row["label"].as_str().unwrap().to_owned());
    let row = |label: &str, kept: i32, of: i32| json!({"label": label, "numerator": {"count": kept}, "denominator": {"count": of}});
    assert_eq!(rows, [row("alice", 2, 2), row("bob", 0, 1), row("dora", 2, 2)]);
}
