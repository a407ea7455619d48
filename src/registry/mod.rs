//! The lists of what exists: the schema's roots, the types that `node(id)` finds, the records that state facts. It knows
//! every domain, and no domain knows it.

pub mod description;
pub mod fact_sources;
pub mod node;
pub mod schema;
