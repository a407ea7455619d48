//! Changing products.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::product;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use super::Product;
use crate::{
    error::{Result, UserError},
    graphql::{
        MoneyInput,
        input::{self, LINE},
        payload::answer,
    },
    mutation::Act,
    payload,
};

/// A new product.
#[derive(InputObject)]
pub struct ProductCreateInput {
    /// The name, at most 200 characters.
    pub name: String,
    /// The stock-keeping unit (SKU).
    pub sku: Option<String>,
    /// The category, for breakdowns.
    pub category: Option<String>,
    /// The unit price before discount.
    pub list_price: Option<MoneyInput>,
    /// The unit cost, in the currency of the list price.
    pub unit_cost: Option<MoneyInput>,
    /// Whether new deals may use it.
    #[graphql(default = true)]
    pub is_active: bool,
    /// The external system that writes it; unique together with `externalId`.
    pub source_system: Option<String>,
    /// Its id in `sourceSystem`.
    pub external_id: Option<String>,
}

/// Changes to a product.
/// Omitted fields keep their value; null clears them.
#[derive(InputObject)]
pub struct ProductUpdateInput {
    /// The name; it cannot be cleared.
    pub name: MaybeUndefined<String>,
    /// The stock-keeping unit (SKU).
    pub sku: MaybeUndefined<String>,
    /// The category, for breakdowns.
    pub category: MaybeUndefined<String>,
    /// The unit price before discount.
    /// Existing lines keep their price.
    pub list_price: MaybeUndefined<MoneyInput>,
    /// The unit cost, in the currency of the list price.
    /// Existing lines keep their cost.
    pub unit_cost: MaybeUndefined<MoneyInput>,
    /// Whether new deals may use it; it cannot be cleared.
    pub is_active: MaybeUndefined<bool>,
    /// The version you read; CONFLICT when the product has changed since.
    pub version: Option<i32>,
}

payload!("productCreate", ProductCreatePayload, product: Product);
payload!("productUpdate", ProductUpdatePayload, product: Product);
payload!("productDelete", ProductDeletePayload, product: Product);
payload!("productRestore", ProductRestorePayload, product: Product);

/// Changing products.
#[derive(Default)]
pub struct ProductMutation;

#[Object]
impl ProductMutation {
    /// Creates a product.
    async fn product_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new record.")] input: ProductCreateInput,
    ) -> Option<Result<ProductCreatePayload>> {
        answer(create(ctx, input).await)
    }

    /// Changes a product.
    async fn product_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product.")] id: ID,
        #[graphql(desc = "The changes.")] input: ProductUpdateInput,
    ) -> Option<Result<ProductUpdatePayload>> {
        answer(update(ctx, id, input).await)
    }

    /// Deletes a product.
    /// Deals keep their lines. It can be restored.
    async fn product_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product.")] id: ID,
    ) -> Option<Result<ProductDeletePayload>> {
        answer(delete(ctx, id).await)
    }

    /// Restores a deleted product.
    async fn product_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product.")] id: ID,
    ) -> Option<Result<ProductRestorePayload>> {
        answer(restore(ctx, id).await)
    }
}

async fn create(ctx: &Context<'_>, input: ProductCreateInput) -> Result<Product> {
    let mut act = Act::begin(ctx).await?;
    let price = input.list_price.map(|price| price.minor(&act.organization.currency, &["input", "listPrice"]));
    let (list_price, currency) = price.transpose()?.unzip();
    let (unit_cost, currency) = cost(&act, input.unit_cost.as_ref(), currency)?;
    let (source_system, external_id) = input::external(input.source_system.as_deref(), input.external_id.as_deref())?;
    let active = product::ActiveModel {
        name: Set(input::text(&input.name, LINE, &["input", "name"])?),
        sku: Set(input::optional(input.sku.as_deref(), LINE, &["input", "sku"])?),
        category: Set(input::optional(input.category.as_deref(), LINE, &["input", "category"])?),
        list_price: Set(list_price),
        unit_cost: Set(unit_cost),
        currency: Set(currency),
        is_active: Set(input.is_active),
        source_system: Set(source_system),
        external_id: Set(external_id),
        ..Default::default()
    };
    let product = act.insert::<product::Entity>(Act::new_id(), active).await?;
    act.commit().await?;
    Ok(Product(product))
}

/// What one costs, and the currency of the product: that of its list price where it has one.
fn cost(act: &Act<'_>, given: Option<&MoneyInput>, priced: Option<String>) -> Result<(Option<i64>, Option<String>)> {
    let Some(given) = given else { return Ok((None, priced)) };
    let default = priced.as_deref().unwrap_or(&act.organization.currency);
    let (unit_cost, currency) = given.minor(default, &["input", "unitCost"])?;
    if priced.as_ref().is_some_and(|priced| *priced != currency) {
        return Err(
            UserError::input(&["input", "unitCost"], "The cost must be in the currency of the list price.").into()
        );
    }
    Ok((Some(unit_cost), Some(currency)))
}

async fn update(ctx: &Context<'_>, id: ID, input: ProductUpdateInput) -> Result<Product> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<product::Entity>(&id, &["id"]).await?;
    act.expect_version::<product::Entity>(&before, input.version)?;
    let mut active = before.clone().into_active_model();
    if let Some(name) = input::change(&input.name, LINE, &["input", "name"])? {
        active.name = Set(name);
    }
    if let Some(sku) = input::change_optional(&input.sku, LINE, &["input", "sku"])? {
        active.sku = Set(sku);
    }
    if let Some(category) = input::change_optional(&input.category, LINE, &["input", "category"])? {
        active.category = Set(category);
    }
    if let Some(price) = input::change_maybe(input.list_price) {
        let price = price.map(|price| price.minor(&act.organization.currency, &["input", "listPrice"]));
        let (list_price, currency) = price.transpose()?.unzip();
        // A cost that stays is in the currency that stays.
        let keeps_cost = input.unit_cost.is_undefined() && before.unit_cost.is_some();
        if keeps_cost && list_price.is_some() && currency != before.currency {
            let message = "The cost is in another currency: give it anew.";
            return Err(UserError::input(&["input", "unitCost"], message).into());
        }
        active.list_price = Set(list_price);
        active.currency = Set(if keeps_cost { before.currency.clone() } else { currency });
    }
    if let Some(given) = input::change_maybe(input.unit_cost) {
        let priced =
            active.list_price.try_as_ref().copied().flatten().and(active.currency.try_as_ref().cloned().flatten());
        let (unit_cost, currency) = cost(&act, given.as_ref(), priced)?;
        active.unit_cost = Set(unit_cost);
        active.currency = Set(currency);
    }
    if let Some(is_active) = input::change_value(&input.is_active, &["input", "isActive"])? {
        active.is_active = Set(is_active);
    }
    let product = act.update::<product::Entity>(&before, active).await?;
    act.commit().await?;
    Ok(Product(product))
}

async fn delete(ctx: &Context<'_>, id: ID) -> Result<Product> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get::<product::Entity>(&id, &["id"]).await?;
    let product = act.delete::<product::Entity>(&before).await?;
    act.commit().await?;
    Ok(Product(product))
}

async fn restore(ctx: &Context<'_>, id: ID) -> Result<Product> {
    let mut act = Act::begin(ctx).await?;
    let before = act.get_deleted::<product::Entity>(&id, &["id"]).await?;
    let product = act.restore::<product::Entity>(&before).await?;
    act.commit().await?;
    Ok(Product(product))
}
