//! Products: what deals sell.

mod mutation;
mod query;

pub use mutation::ProductMutation;
pub use query::ProductQuery;

use async_graphql::{Description, ID, Object};
use entity::{Kind, product};

use crate::graphql::{DateTime, Money, id};

/// A product or service that deals sell.
#[derive(Description)]
pub struct Product(pub product::Model);

impl From<product::Model> for Product {
    fn from(model: product::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Product {
    /// The id, for `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Product, self.0.id)
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The stock-keeping unit (SKU); null when it has none.
    async fn sku(&self) -> Option<&str> {
        self.0.sku.as_deref()
    }

    /// The category, for breakdowns; null when it has none.
    async fn category(&self) -> Option<&str> {
        self.0.category.as_deref()
    }

    /// The unit price before discount; null when it has none.
    async fn list_price(&self) -> Option<Money> {
        Some(Money::new(self.0.list_price?, self.0.currency.as_deref()?))
    }

    /// The unit cost; null when unknown.
    async fn unit_cost(&self) -> Option<Money> {
        Some(Money::new(self.0.unit_cost?, self.0.currency.as_deref()?))
    }

    /// Whether new deals may use it.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// The external system it comes from; null for records created here.
    async fn source_system(&self) -> Option<&str> {
        self.0.source_system.as_deref()
    }

    /// Its id in `sourceSystem`; null for records created here.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The version; send it with an update to detect concurrent changes.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the record was created here.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
