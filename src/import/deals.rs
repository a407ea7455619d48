//! What a deal is beside its row: the past that its dates tell of, and the line of the product that it names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{deal, deal_history, deal_line, product};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{draft::Draft, resolve::Known, upsert::Written};
use crate::{
    error::Result,
    ledger::money::{self, WHOLE},
    mutation::Act,
    sales::deal::{DealState, Outlook, Snapshot},
};

/// Writes the histories of new and changed deals.
pub async fn write_histories(act: &Act<'_>, known: &Known, written: &Written<deal::Model>) -> Result<()> {
    let outlook =
        |deal: &deal::Model| known.stage(deal.stage_id).map_or_else(Outlook::default, |stage| Outlook::of(deal, stage));
    let mut rows = Vec::new();
    for (deal, _) in &written.created {
        rows.extend(past(deal, outlook(deal), act).iter().map(|look| look.row(deal.id)));
    }
    let before = written.changed.iter().map(|(before, _, _)| before.clone()).collect();
    let states = DealState::load(&act.tx, before).await?;
    for (state, (before, after, _)) in states.iter().zip(&written.changed) {
        let last = state.history.last();
        let closed_since = if before.status == after.status { None } else { after.closed_at };
        let since = closed_since.unwrap_or(act.now).max(last.map_or(act.now, |last| last.from_at));
        let look = Snapshot::of(after, outlook(after), since);
        if last.is_none_or(|last| !last.looks_like(&look)) {
            rows.push(look.row(after.id));
        }
    }
    for chunk in rows.chunks(1_000) {
        deal_history::Entity::insert_many(chunk.to_vec()).exec_without_returning(&act.tx).await?;
    }
    Ok(())
}

/// What the dates of a new deal tell of its past: open since it was opened, closed since it was closed.
fn past(deal: &deal::Model, outlook: Outlook, act: &Act<'_>) -> Vec<Snapshot> {
    let mut looks = Vec::new();
    let opened_at = match (deal.opened_at, deal.closed_at) {
        (Some(opened_at), Some(closed_at)) => Some(opened_at.min(closed_at)),
        (None, None) => Some(act.now),
        (opened_at, _) => opened_at,
    };
    if let Some(opened_at) = opened_at {
        let mut look = Snapshot::of(deal, outlook, opened_at);
        look.status = deal::Status::Open;
        looks.push(look);
    }
    if let Some(closed_at) = deal.closed_at {
        looks.push(Snapshot::of(deal, outlook, closed_at));
    }
    looks
}

/// What a deal should be made of, by the product that its row names.
struct Line {
    deal: Uuid,
    product: Uuid,
    quantity_e4: i64,
    unit_price: i64,
    amount: i64,
}

/// What becomes of the lines of a batch of deals.
#[derive(Default)]
pub struct Lines {
    rows: Vec<deal_line::ActiveModel>,
    /// The deals whose line changes, with the line before and after.
    pub changes: BTreeMap<Uuid, (Value, Value)>,
}

/// Compares the lines of deals whose rows name a product with those that are there. Deals of several lines were edited
/// here and are left alone.
pub async fn lines_of(act: &Act<'_>, written: &Written<deal::Model>) -> Result<Lines> {
    let created = written.created.iter().map(|(deal, draft)| (deal, draft));
    let changed = written.changed.iter().map(|(_, deal, draft)| (deal, draft));
    let rows: Vec<_> =
        created.chain(changed).chain(written.unchanged.iter().map(|(deal, draft)| (deal, draft))).collect();
    let mut lines = Lines::default();
    let named: BTreeSet<Uuid> = rows.iter().filter_map(|(_, draft)| draft.get::<Uuid>("product")).collect();
    if named.is_empty() {
        return Ok(lines);
    }
    let products = act.viewer.find::<product::Entity>().filter(product::Column::Id.is_in(named)).all(&act.tx).await?;
    let products: HashMap<Uuid, product::Model> = products.into_iter().map(|product| (product.id, product)).collect();
    let deals = rows.iter().map(|(deal, _)| deal.id);
    let found = act.viewer.find::<deal_line::Entity>().filter(deal_line::Column::DealId.is_in(deals));
    let mut existing: HashMap<Uuid, Vec<deal_line::Model>> = HashMap::new();
    for line in found.all(&act.tx).await? {
        existing.entry(line.deal_id).or_default().push(line);
    }
    for (deal, draft) in rows {
        let Some(product) = draft.get::<Uuid>("product").and_then(|id| products.get(&id)) else { continue };
        let Some(line) = line(deal, draft, product) else { continue };
        let before = match existing.get(&deal.id).map(Vec::as_slice) {
            None => json!([]),
            Some([known]) if !line.is(known) => {
                json!([[known.description, known.quantity_e4, known.unit_price, known.discount_bp]])
            }
            Some(_) => continue,
        };
        lines.changes.insert(deal.id, (before, json!([[product.name, line.quantity_e4, line.unit_price, 0]])));
        lines.rows.push(line.row(&product.name));
    }
    Ok(lines)
}

impl Lines {
    /// Writes the lines, once the deals are there.
    pub async fn write(self, act: &mut Act<'_>) -> Result<()> {
        use deal_line::Column::{Amount, DealId, Description, DiscountBp, Position, ProductId, QuantityE4, UnitPrice};
        for (deal, (before, after)) in self.changes {
            act.note(entity::Kind::Deal, deal, "lines", before, after)?;
        }
        for chunk in self.rows.chunks(1_000) {
            let replace = OnConflict::columns([DealId, Position])
                .update_columns([ProductId, Description, QuantityE4, UnitPrice, DiscountBp, Amount])
                .to_owned();
            deal_line::Entity::insert_many(chunk.to_vec()).on_conflict(replace).exec_without_returning(&act.tx).await?;
        }
        Ok(())
    }
}

/// The line of a row: its quantity at the deal's amount, or at the list price while that is unknown.
fn line(deal: &deal::Model, draft: &Draft, product: &product::Model) -> Option<Line> {
    let quantity_e4 = draft.get::<i64>("quantity").filter(|quantity| *quantity > 0).unwrap_or(WHOLE);
    let list_price = product.list_price.filter(|_| product.currency.as_ref() == Some(&deal.currency));
    let unit_price = match deal.amount {
        Some(amount) => money::divide_half_even(i128::from(amount) * i128::from(WHOLE), i128::from(quantity_e4))?,
        None => list_price.unwrap_or(0),
    };
    let amount = money::divide_half_even(i128::from(unit_price) * i128::from(quantity_e4), i128::from(WHOLE))?;
    Some(Line { deal: deal.id, product: product.id, quantity_e4, unit_price, amount })
}

impl Line {
    fn is(&self, known: &deal_line::Model) -> bool {
        known.product_id == Some(self.product)
            && known.quantity_e4 == self.quantity_e4
            && known.unit_price == self.unit_price
    }

    fn row(&self, description: &str) -> deal_line::ActiveModel {
        deal_line::ActiveModel {
            id: Set(Act::new_id()),
            deal_id: Set(self.deal),
            product_id: Set(Some(self.product)),
            description: Set(description.to_owned()),
            position: Set(0),
            quantity_e4: Set(self.quantity_e4),
            unit_price: Set(self.unit_price),
            discount_bp: Set(0),
            amount: Set(self.amount),
        }
    }
}
