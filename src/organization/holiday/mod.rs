//! Public holidays. With the working weekdays they make the working calendar.

mod mutation;
mod query;

pub use mutation::HolidayMutation;
pub use query::HolidayQuery;

use async_graphql::{Description, ID, Object};
use entity::{Kind, holiday};

use crate::graphql::{Date, DateTime, id};

/// A public holiday.
/// It is no working day in paces, run rates and frequencies.
#[derive(Description)]
pub struct Holiday(pub holiday::Model);

impl From<holiday::Model> for Holiday {
    fn from(model: holiday::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Holiday {
    /// The id, for `holiday(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Holiday, self.0.id)
    }

    /// The day.
    async fn day(&self) -> Date {
        Date(self.0.day)
    }

    /// The name, as in `Bastille Day`.
    async fn name(&self) -> &str {
        &self.0.name
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
