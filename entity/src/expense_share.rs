//! A rep's share in an expense, as it was decided when the expense was recorded or last allocated.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "expense_share")]
pub struct Model {
    /// UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The expense.
    pub expense_id: Uuid,
    /// The rep who bears it.
    pub rep_id: Uuid,
    /// The team that the rep bears it in; `None` for a rep who was in none.
    pub team_id: Option<Uuid>,
    /// The share, in proportion to those of the others.
    pub weight: i64,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Expense", from = "expense_id", to = "id")]
    pub expense: BelongsTo<super::expense::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Rep", from = "rep_id", to = "id")]
    pub rep: BelongsTo<super::rep::Entity>,
    #[serde(skip)]
    #[sea_orm(belongs_to, relation_enum = "Team", from = "team_id", to = "id")]
    pub team: BelongsTo<Option<super::team::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
