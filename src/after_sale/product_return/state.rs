//! A product return with the sale the goods come from, which its facts depend on.

use entity::product_return;
use sea_orm::ConnectionTrait;

use crate::{after_sale::won_deal_credit::Sale, error::Result};

/// A return and the sale that the goods come from.
#[derive(Clone, Debug)]
pub struct ReturnState {
    /// The row.
    pub returned: product_return::Model,
    /// The sale; `None` where none is named, or the deal is not won.
    pub sale: Option<Sale>,
}

impl ReturnState {
    /// Reads the states of some returns, in the order given: a handful of statements, however many.
    pub async fn load(db: &impl ConnectionTrait, returns: Vec<product_return::Model>) -> Result<Vec<Self>> {
        let deals = returns.iter().filter_map(|returned| returned.deal_id).collect();
        let sales = Sale::load(db, deals).await?;
        let sale = |returned: &product_return::Model| sales.get(&returned.deal_id?).cloned();
        Ok(returns.into_iter().map(|returned| Self { sale: sale(&returned), returned }).collect())
    }
}
