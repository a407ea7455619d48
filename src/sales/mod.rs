//! Sales: customers, contacts, pipelines, deals, interactions, meetings, quotes and contracts.

pub mod contact;
pub mod contract;
pub mod customer;
pub mod deal;
pub mod interaction;
pub mod meeting;
pub mod pipeline;
pub mod quote;
pub mod reason;
pub mod related_to;
