//! The interface `Node`, for fields that answer with a record of any kind. Which kinds there are is known to the registry
//! alone: it hands the schema a [`NodeFinder`].

use std::borrow::Cow;

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field, registry::Registry,
};
use entity::Kind;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::request::Request;
use crate::error::{Error, Result};

/// How the record of a kind and an id is found, if the viewer may see it.
#[derive(Clone, Copy)]
pub struct NodeFinder(pub for<'a> fn(&'a Request, Kind, Uuid) -> Found<'a>);

/// A record that is being looked for.
pub type Found<'a> = BoxFuture<'a, Result<Option<AnyNode>>>;

/// The record of a kind and an id, if the viewer may see it.
pub async fn find(ctx: &async_graphql::Context<'_>, kind: Kind, id: Uuid) -> Result<Option<AnyNode>> {
    let NodeFinder(find) = ctx.data().map_err(|_| Error::Bug("a schema without its kinds of record".into()))?;
    find(Request::of(ctx)?, kind, id).await
}

/// A record of some kind: resolves as the interface `Node`, whose type the registry declares.
pub struct AnyNode(Box<dyn Resolve>);

impl AnyNode {
    /// Wraps a record that resolves as `Node`.
    pub fn new(node: impl OutputType + 'static) -> Self {
        Self(Box::new(node))
    }
}

/// The part of [`OutputType`] that can be called without knowing the type.
trait Resolve: Send + Sync {
    fn type_name(&self) -> Cow<'static, str>;
    fn resolve<'a>(
        &'a self,
        ctx: &'a ContextSelectionSet<'_>,
        field: &'a Positioned<Field>,
    ) -> BoxFuture<'a, ServerResult<Value>>;
}

impl<T: OutputType> Resolve for T {
    fn type_name(&self) -> Cow<'static, str> {
        self.introspection_type_name()
    }

    fn resolve<'a>(
        &'a self,
        ctx: &'a ContextSelectionSet<'_>,
        field: &'a Positioned<Field>,
    ) -> BoxFuture<'a, ServerResult<Value>> {
        Box::pin(OutputType::resolve(self, ctx, field))
    }
}

impl OutputType for AnyNode {
    fn type_name() -> Cow<'static, str> {
        "Node".into()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.type_name()
    }

    fn create_type_info(_: &mut Registry) -> String {
        Self::qualified_type_name()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        self.0.resolve(ctx, field).await
    }
}
