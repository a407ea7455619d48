//! A line of a deal: so much of a product at a price.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "deal_line")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The deal.
    pub deal_id: Uuid,
    /// The product.
    pub product_id: Option<Uuid>,
    /// What is sold.
    pub description: String,
    /// Rank in the deal, from 0.
    pub position: i32,
    /// Quantity in ten-thousandths.
    pub quantity_e4: i64,
    /// Price of one before discount, in minor units of the deal's currency.
    pub unit_price: i64,
    /// Discount in basis points.
    pub discount_bp: i32,
    /// Net amount in minor units: quantity × price less discount, rounded half to even.
    pub amount: i64,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<super::deal::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Product", from = "product_id", to = "id")]
    pub product: BelongsTo<Option<super::product::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
