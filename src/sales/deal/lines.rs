//! The lines of a deal and their sum.

use async_graphql::{ID, InputObject};
use entity::{Kind, deal, deal_line, product};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::{
    error::{Result, UserError},
    graphql::{
        Count, MoneyInput, Ratio,
        input::{self, LINE},
    },
    ledger::money::{self, WHOLE},
    mutation::Act,
};

/// A line of a deal.
#[derive(InputObject)]
pub struct DealLineInput {
    /// The product.
    pub product: Option<ID>,
    /// What is sold (default: the product's name).
    pub description: Option<String>,
    /// The quantity, above 0, to four decimals.
    pub quantity: Count,
    /// The unit price before discount (default: the product's list price).
    /// In the deal's currency.
    pub unit_price: Option<MoneyInput>,
    /// The discount, from 0 to 1 (default: none).
    pub discount: Option<Ratio>,
}

/// What a line comes to: quantity × price less discount, rounded half to even. `None` when that is too large.
pub fn amount(quantity_e4: i64, unit_price: i64, discount_bp: i32) -> Option<i64> {
    let kept = i128::from(WHOLE) - i128::from(discount_bp);
    let numerator = i128::from(quantity_e4).checked_mul(i128::from(unit_price))?.checked_mul(kept)?;
    money::divide_half_even(numerator, i128::from(WHOLE) * i128::from(WHOLE)).filter(|sum| *sum <= money::LARGEST)
}

/// What the lines of a deal come to; each `None` when there are none.
pub struct Sums {
    /// Net of discount.
    pub amount: Option<i64>,
    /// At the list prices of their products; `None` unless all have one in the deal's currency.
    pub list: Option<i64>,
    /// At the costs of their products; `None` unless all have one in the deal's currency.
    pub cost: Option<i64>,
}

/// What lines come to at other prices than their own is in the deal's currency: another currency makes it unknown.
pub fn forget_other_than(active: &mut deal::ActiveModel, deal: &deal::Model, currency: &str) {
    if deal.currency != currency {
        active.list_amount = Set(None);
        active.cost_amount = Set(None);
    }
}

/// Replaces the lines of a deal. Answers what they come to.
#[expect(clippy::disallowed_methods, reason = "the lines of a deal that was found through the viewer's door")]
pub async fn replace(act: &mut Act<'_>, deal: &deal::Model, lines: &[DealLineInput]) -> Result<Sums> {
    if lines.len() > 100 {
        return Err(UserError::input(&["input", "lines"], "A deal has at most 100 lines.").into());
    }
    let before = act.viewer.find::<deal_line::Entity>().filter(deal_line::Column::DealId.eq(deal.id));
    let before = before.order_by_asc(deal_line::Column::Position).all(&act.tx).await?;
    let mut rows = Vec::with_capacity(lines.len());
    let mut sum: i64 = 0;
    let (mut list, mut cost) = (Some(0_i64), Some(0_i64));
    for (position, line) in (0_i32..).zip(lines) {
        let (row, product) = row(act, deal, position, line).await?;
        let priced = product.filter(|product| product.currency.as_ref() == Some(&deal.currency));
        let at = |price: Option<i64>| amount(line.quantity.0, price?, 0);
        let listed = at(priced.as_ref().and_then(|product| product.list_price));
        let costed = at(priced.and_then(|product| product.unit_cost));
        list = list.zip(listed).and_then(|(list, more)| list.checked_add(more));
        cost = cost.zip(costed).and_then(|(cost, more)| cost.checked_add(more));
        sum = row.amount.try_as_ref().and_then(|amount| sum.checked_add(*amount)).unwrap_or(i64::MAX);
        rows.push(row);
    }
    if sum > money::LARGEST {
        return Err(UserError::input(&["input", "lines"], "The sum of the lines is too large.").into());
    }
    let log =
        |rows: Vec<(&str, i64, i64, i32)>| Value::from(rows.into_iter().map(|row| json!(row)).collect::<Vec<_>>());
    let old =
        before.iter().map(|line| (line.description.as_str(), line.quantity_e4, line.unit_price, line.discount_bp));
    let new = rows.iter().filter_map(|row| {
        Some((
            row.description.try_as_ref()?.as_str(),
            *row.quantity_e4.try_as_ref()?,
            *row.unit_price.try_as_ref()?,
            *row.discount_bp.try_as_ref()?,
        ))
    });
    act.note(Kind::Deal, deal.id, "lines", log(old.collect()), log(new.collect()))?;
    deal_line::Entity::delete_many().filter(deal_line::Column::DealId.eq(deal.id)).exec(&act.tx).await?;
    if rows.is_empty() {
        return Ok(Sums { amount: None, list: None, cost: None });
    }
    deal_line::Entity::insert_many(rows).exec_without_returning(&act.tx).await?;
    let kept = |sum: &i64| *sum <= money::LARGEST;
    Ok(Sums { amount: Some(sum), list: list.filter(kept), cost: cost.filter(kept) })
}

async fn row(
    act: &Act<'_>,
    deal: &deal::Model,
    position: i32,
    line: &DealLineInput,
) -> Result<(deal_line::ActiveModel, Option<product::Model>)> {
    let place = position.to_string();
    let at = |name: &str| ["input".to_owned(), "lines".to_owned(), place.clone(), name.to_owned()];
    let refuse =
        |name: &str, message: &str| UserError::input(&at(name).iter().map(String::as_str).collect::<Vec<_>>(), message);
    let product = match &line.product {
        Some(id) => Some(act.get::<product::Entity>(id, &["input", "lines", &place, "product"]).await?),
        None => None,
    };
    let description = input::optional(line.description.as_deref(), LINE, &["input", "lines", &place, "description"])?
        .or_else(|| product.as_ref().map(|product| product.name.clone()))
        .ok_or_else(|| refuse("description", "Say what is sold, or name a product."))?;
    let unit_price = match &line.unit_price {
        Some(price) => {
            let (price, currency) = price.minor(&deal.currency, &["input", "lines", &place, "unitPrice"])?;
            if currency != deal.currency {
                return Err(refuse("unitPrice", "A line is priced in the currency of its deal.").into());
            }
            price
        }
        None => product
            .as_ref()
            .filter(|product| product.currency.as_ref() == Some(&deal.currency))
            .and_then(|product| product.list_price)
            .ok_or_else(|| refuse("unitPrice", "The product has no list price in the deal's currency: give one."))?,
    };
    if line.quantity.0 <= 0 {
        return Err(refuse("quantity", "A quantity is above 0.").into());
    }
    let discount_bp = match line.discount {
        Some(ratio) => input::basis_points(ratio.0, &["input", "lines", &place, "discount"])?,
        None => 0,
    };
    let amount = amount(line.quantity.0, unit_price, discount_bp)
        .ok_or_else(|| refuse("quantity", "The line comes to too much."))?;
    let row = deal_line::ActiveModel {
        id: Set(Act::new_id()),
        deal_id: Set(deal.id),
        product_id: Set(product.as_ref().map(|product| product.id)),
        description: Set(description),
        position: Set(position),
        quantity_e4: Set(line.quantity.0),
        unit_price: Set(unit_price),
        discount_bp: Set(discount_bp),
        amount: Set(amount),
    };
    Ok((row, product))
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn a_line_is_quantity_times_price_less_discount() {
        assert_eq!(amount(25_000, 1_000, 0), Some(2_500), "2.5 × 10.00");
        assert_eq!(amount(10_000, 999, 1_000), Some(899), "9.99 less 10 % is 8.991");
        assert_eq!(amount(i64::MAX, i64::MAX, 0), None);
    }
}
