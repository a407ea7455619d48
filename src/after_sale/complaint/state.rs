//! A complaint with the sale it is about, which its facts depend on.

use entity::complaint;
use sea_orm::ConnectionTrait;

use crate::{after_sale::won_deal_credit::Sale, error::Result};

/// A complaint and the sale that it is about.
#[derive(Clone, Debug)]
pub struct ComplaintState {
    /// The row.
    pub complaint: complaint::Model,
    /// The sale; `None` where none is named, or the deal is not won.
    pub sale: Option<Sale>,
}

impl ComplaintState {
    /// Reads the states of some complaints, in the order given: a handful of statements, however many.
    pub async fn load(db: &impl ConnectionTrait, complaints: Vec<complaint::Model>) -> Result<Vec<Self>> {
        let deals = complaints.iter().filter_map(|complaint| complaint.deal_id).collect();
        let sales = Sale::load(db, deals).await?;
        let sale = |complaint: &complaint::Model| sales.get(&complaint.deal_id?).cloned();
        Ok(complaints.into_iter().map(|complaint| Self { sale: sale(&complaint), complaint }).collect())
    }
}
