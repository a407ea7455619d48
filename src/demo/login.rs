//! Who signs in to the demo: one address a role, and one password for everybody.

use entity::user;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::{
    access::{Viewer, password},
    database::Database,
    error::Result,
};

/// Everybody's password.
pub const PASSWORD: &str = "demo-pilotage";

/// Somebody whose address is easily told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// Sees everything.
    Admin,
    /// Manages a region.
    Manager,
    /// Sells.
    Rep,
}

impl Login {
    /// One of each role.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Manager, Self::Rep];

    /// The address.
    pub const fn email(self) -> &'static str {
        match self {
            Self::Admin => "admin@demo.example",
            Self::Manager => "manager@demo.example",
            Self::Rep => "rep@demo.example",
        }
    }

    /// What they see.
    pub const fn sees(self) -> &'static str {
        match self {
            Self::Admin => "everything",
            Self::Manager => "the teams of a region",
            Self::Rep => "their own records",
        }
    }
}

/// What the password is kept as.
pub async fn password_hash() -> Result<String> {
    password::hash(PASSWORD).await
}

/// Whether a database holds the demo.
pub async fn is_demo(database: &Database) -> Result<bool> {
    let admin = user::Column::Email.eq(Login::Admin.email());
    Ok(Viewer::system().find::<user::Entity>().filter(admin).one(database.reader()).await?.is_some())
}
