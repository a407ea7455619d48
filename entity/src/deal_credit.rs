//! A rep's share in a deal; the shares of a deal sum to 10 000.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "deal_credit")]
pub struct Model {
    /// UUIDv7, so that the order of ids is the order of creation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The deal.
    pub deal_id: Uuid,
    /// Who is credited.
    pub rep_id: Uuid,
    /// The share in basis points.
    pub share_bp: i32,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Deal", from = "deal_id", to = "id")]
    pub deal: BelongsTo<super::deal::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<super::rep::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
