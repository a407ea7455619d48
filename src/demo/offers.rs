//! The lines, amount and name of a demo deal.

use entity::deal_line;
use uuid::Uuid;

use super::{clients::Client, company::Company};
use crate::sales::deal;

/// What is offered.
pub struct Offer {
    /// What is sold, in a few words.
    pub subject: String,
    /// What it comes to, in minor units of the client's currency.
    pub amount: i64,
    /// What it is made of; empty when only the amount is known.
    pub lines: Vec<deal_line::Model>,
}

impl Company {
    /// An offer of one to four products, as much of each as the client is large.
    pub(super) fn offer(&mut self, deal: Uuid, client: &Client, at: chrono::DateTime<chrono::Utc>) -> Offer {
        let mut offer = Offer { subject: String::new(), amount: 0, lines: Vec::new() };
        let count = self.dice.mostly_small(1, 5);
        for position in 0..count {
            let Some(product) = self.market.product(&mut self.dice).cloned() else { break };
            let unit_price = product.list_price.unwrap_or(0);
            // Cheap things are bought by the dozen.
            let many = (3_000_000 / unit_price.max(1)).clamp(2, 30) * client.size;
            let quantity_e4 = self.dice.mostly_small(1, many) * 10_000;
            let discount_bp = self.dice.choose(&[(60, 0), (20, 500), (12, 1_000)], 1_500);
            let Some(amount) = deal::line_amount(quantity_e4, unit_price, discount_bp) else { break };
            if position == 0 {
                offer.subject.clone_from(&product.name);
            }
            offer.amount += amount;
            offer.lines.push(deal_line::Model {
                id: self.ids.at(at),
                deal_id: deal,
                product_id: Some(product.id),
                description: product.name,
                position: i32::try_from(position).unwrap_or(0),
                quantity_e4,
                unit_price,
                discount_bp,
                amount,
            });
        }
        if self.dice.chance(45) {
            // Nobody wrote the lines down, and the amount is round.
            offer.lines.clear();
            offer.amount = offer.amount / 10_000 * 10_000;
        }
        offer
    }
}
