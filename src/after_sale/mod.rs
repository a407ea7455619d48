//! After the sale: satisfaction surveys, complaints, product returns.

pub mod complaint;
pub mod product_return;
pub mod survey;
pub mod won_deal_credit;
