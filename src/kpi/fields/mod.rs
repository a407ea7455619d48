//! KPIs as GraphQL shows them: the catalogue, the types of answers, panels, batched answers.

pub mod alignment;
pub mod answer;
pub mod efficiency;
pub mod kpis;
pub mod panel;
pub mod query;
