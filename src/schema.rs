//! The GraphQL schema: what the domains declare, merged.

use async_graphql::{EmptySubscription, MergedObject, Object, SDLExportOptions};

use crate::server::{Checks, limits};

/// The schema that the server executes.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Where reading starts.
#[derive(MergedObject, Default)]
pub struct Query(ServiceQuery);

/// Where changing starts: one field an act.
#[derive(MergedObject, Default)]
pub struct Mutation(ServiceMutation);

#[derive(Default)]
struct ServiceQuery;

#[Object]
impl ServiceQuery {
    /// The version of the service, as in `1.4.0`.
    async fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }
}

#[derive(Default)]
struct ServiceMutation;

#[Object]
impl ServiceMutation {
    /// Does nothing and answers true.
    async fn ping(&self) -> bool {
        true
    }
}

/// Builds the schema.
pub fn build() -> Schema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .limit_depth(limits::DEPTH)
        .limit_complexity(limits::COMPLEXITY)
        .disable_suggestions()
        .extension(Checks)
        .finish()
}

/// The schema in GraphQL's own language, sorted, as committed in `schema.graphql`.
pub fn sdl(schema: &Schema) -> String {
    schema.sdl_with_options(
        SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items().include_specified_by(),
    )
}
