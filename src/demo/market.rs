//! How the company sells: pipelines, reasons, products, exchange rates. Pure.

use chrono::{DateTime, Utc};
use entity::{
    campaign, exchange_rate,
    outcome_reason::{self, Outcome},
    pipeline, product, stage,
    survey::{self, Direction, Kind},
};
use uuid::Uuid;

use super::{calendar, calendar::Calendar, costs, dice::Dice, ids::Ids};
use crate::ledger::money::WHOLE;

/// The company's currency.
pub const CURRENCY: &str = "EUR";

const PIPELINES: [(&str, &[(&str, i32)]); 2] = [
    (
        "New business",
        &[
            ("Qualification", 1_000),
            ("Needs", 2_500),
            ("Proposal", 5_000),
            ("Negotiation", 7_500),
            ("Agreement", 9_000),
        ],
    ),
    ("Renewals and extensions", &[("Review", 4_000), ("Offer", 7_000), ("Agreement", 9_000)]),
];

/// The last of them does not count as a loss.
const REASONS: [(Outcome, &[&str]); 5] = [
    (Outcome::Won, &["Fit with the needs", "Price", "Relationship", "Delivery time", "References"]),
    (Outcome::Disqualified, &["No need", "No budget", "Out of reach", "Outside our market", "Spam"]),
    (Outcome::Complaint, &["Late delivery", "Defect", "Wrong invoice", "Support", "Not as agreed"]),
    (Outcome::Return, &["Defect", "Not as described", "Ordered too much", "Arrived too late"]),
    (Outcome::Lost, &["Price", "Competitor", "No budget", "No decision", "Missing function", DUPLICATE]),
];

const DUPLICATE: &str = "Duplicate";

/// Name, family, price of one in whole units.
const PRODUCTS: [(&str, &str, i64); 16] = [
    ("Platform, per seat and year", "Software", 480),
    ("Platform, site licence", "Software", 18_000),
    ("Analytics module", "Software", 6_400),
    ("Planning module", "Software", 5_200),
    ("Mobile module", "Software", 2_900),
    ("Partner portal", "Software", 9_800),
    ("Audit of processes", "Services", 4_500),
    ("Project day", "Services", 1_150),
    ("Data migration", "Services", 7_200),
    ("Integration", "Services", 11_500),
    ("Training day", "Training", 1_400),
    ("Online course, per person", "Training", 190),
    ("Certification", "Training", 650),
    ("Support, standard", "Support", 2_400),
    ("Support, extended", "Support", 6_000),
    ("Dedicated engineer, month", "Support", 12_500),
];

/// Name, question, kind, scale from, to and satisfied from.
const SURVEYS: [(&str, &str, Kind, i64, i64, i64); 2] = [
    ("Satisfaction", "How satisfied are you with your purchase?", Kind::Csat, 1, 5, 4),
    ("Recommendation", "How likely are you to recommend us?", Kind::Nps, 0, 10, 9),
];

/// What one unit of a currency is worth, in ten-thousandths of the company's, give or take.
const RATES: [(&str, i64); 3] = [("CHF", 10_500), ("GBP", 11_700), ("USD", 9_200)];

/// What the company sells with.
pub struct Market {
    /// The pipelines, the default one first.
    pub pipelines: Vec<pipeline::Model>,
    /// Their stages, in order.
    pub stages: Vec<stage::Model>,
    /// The reasons.
    pub reasons: Vec<outcome_reason::Model>,
    /// The products.
    pub products: Vec<product::Model>,
    /// The rates, one a month and currency.
    pub rates: Vec<exchange_rate::Model>,
    /// The surveys.
    pub surveys: Vec<survey::Model>,
    /// The campaigns.
    pub campaigns: Vec<campaign::Model>,
}

impl Market {
    /// All of it, as it was made when the company was founded.
    pub fn open(calendar: &Calendar, ids: &mut Ids, founded: DateTime<Utc>, dice: &mut Dice) -> Self {
        let mut market = Self {
            pipelines: vec![],
            stages: vec![],
            reasons: vec![],
            products: vec![],
            rates: rates(calendar, ids, founded, dice),
            surveys: vec![],
            campaigns: costs::campaigns(calendar, ids, founded),
        };
        for (position, (name, stages)) in (0..).zip(PIPELINES) {
            let pipeline = pipeline(ids.at(founded), name, position, founded);
            let made = (0..).zip(stages).map(|(position, (name, chance))| {
                stage(ids.at(founded), pipeline.id, name, position, *chance, founded)
            });
            market.stages.extend(made);
            market.pipelines.push(pipeline);
        }
        for (outcome, names) in REASONS {
            market.reasons.extend(names.iter().map(|name| reason(ids.at(founded), name, outcome, founded)));
        }
        market
            .products
            .extend((1..).zip(PRODUCTS).map(|(number, made)| product(ids.at(founded), number, made, founded)));
        market.surveys.extend(SURVEYS.map(|made| survey(ids.at(founded), made, founded)));
        market
    }

    /// The stages of a pipeline, in order: that of new business, or the other.
    pub fn stages(&self, is_new_business: bool) -> Vec<&stage::Model> {
        let wanted = self.pipelines.iter().find(|pipeline| pipeline.is_default == is_new_business);
        self.stages.iter().filter(|stage| wanted.is_some_and(|wanted| wanted.id == stage.pipeline_id)).collect()
    }

    /// A reason for an outcome; deals are seldom lost as duplicates.
    pub fn reason(&self, outcome: Outcome, dice: &mut Dice) -> Option<&outcome_reason::Model> {
        let duplicates = dice.chance(3);
        let fit = |reason: &&outcome_reason::Model| {
            reason.outcome == outcome && (outcome != Outcome::Lost || reason.counts_as_loss != duplicates)
        };
        let fit: Vec<&outcome_reason::Model> = self.reasons.iter().filter(fit).collect();
        dice.pick(&fit)
    }

    /// Something that the company sells.
    pub fn product(&self, dice: &mut Dice) -> Option<&product::Model> {
        let places: Vec<&product::Model> = self.products.iter().collect();
        dice.pick(&places)
    }
}

/// A rate for each month from the one before the first, each a little away from the last.
fn rates(calendar: &Calendar, ids: &mut Ids, founded: DateTime<Utc>, dice: &mut Dice) -> Vec<exchange_rate::Model> {
    let mut rates = Vec::new();
    for (base, start) in RATES {
        let mut rate = start * 1_000_000;
        let mut valid_on = calendar.first;
        while valid_on <= calendar.today {
            rates.push(exchange_rate::Model {
                id: ids.at(founded),
                base_currency: base.to_owned(),
                quote_currency: CURRENCY.to_owned(),
                valid_on,
                rate_e10: rate,
                version: 1,
                created_at: founded,
                updated_at: founded,
            });
            rate += rate / 1_000 * dice.between(-14, 14);
            valid_on = calendar::next_month(valid_on);
        }
    }
    rates
}

fn survey(
    id: Uuid,
    (name, question, kind, from, to, satisfied): (&str, &str, Kind, i64, i64, i64),
    at: DateTime<Utc>,
) -> survey::Model {
    survey::Model {
        id,
        name: name.to_owned(),
        question: Some(question.to_owned()),
        kind,
        scale_min: from * WHOLE,
        scale_max: to * WHOLE,
        direction: Direction::Higher,
        threshold: satisfied * WHOLE,
        scale_version: 1,
        is_active: true,
        source_system: None,
        external_id: None,
        version: 1,
        created_at: at,
        updated_at: at,
        deleted_at: None,
    }
}

fn pipeline(id: Uuid, name: &str, position: i32, at: DateTime<Utc>) -> pipeline::Model {
    pipeline::Model {
        id,
        name: name.to_owned(),
        is_default: position == 0,
        position,
        source_system: None,
        external_id: None,
        version: 1,
        created_at: at,
        updated_at: at,
        deleted_at: None,
    }
}

/// How sure the deals of a stage are, by the chance of winning in it.
pub(super) const fn category_of(chance: i32) -> stage::ForecastCategory {
    match chance {
        7_500.. => stage::ForecastCategory::Commit,
        5_000.. => stage::ForecastCategory::BestCase,
        _ => stage::ForecastCategory::Pipeline,
    }
}

fn stage(id: Uuid, pipeline: Uuid, name: &str, position: i32, chance: i32, at: DateTime<Utc>) -> stage::Model {
    stage::Model {
        id,
        pipeline_id: pipeline,
        name: name.to_owned(),
        position,
        probability_bp: chance,
        forecast_category: category_of(chance),
        source_system: None,
        external_id: None,
        version: 1,
        created_at: at,
        updated_at: at,
        deleted_at: None,
    }
}

fn reason(id: Uuid, name: &str, outcome: Outcome, at: DateTime<Utc>) -> outcome_reason::Model {
    outcome_reason::Model {
        id,
        name: name.to_owned(),
        outcome,
        counts_as_loss: name != DUPLICATE,
        is_active: true,
        source_system: None,
        external_id: None,
        version: 1,
        created_at: at,
        updated_at: at,
        deleted_at: None,
    }
}

fn product(id: Uuid, number: u32, (name, family, price): (&str, &str, i64), at: DateTime<Utc>) -> product::Model {
    product::Model {
        id,
        name: name.to_owned(),
        sku: Some(format!("P-{number:03}")),
        category: Some(family.to_owned()),
        list_price: Some(price * 100),
        unit_cost: None,
        currency: Some(CURRENCY.to_owned()),
        is_active: true,
        source_system: None,
        external_id: None,
        version: 1,
        created_at: at,
        updated_at: at,
        deleted_at: None,
    }
}
