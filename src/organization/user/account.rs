//! Creating users, and always keeping an admin.

use entity::user;
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    access::{Viewer, password},
    error::{Result, UserError},
    graphql::input::{self, LINE},
    kpi::insight::explain::Language,
    mutation::Act,
};

/// A user to be made: checked, the password hashed.
pub struct Account {
    email: String,
    name: String,
    role: user::Role,
    language: Language,
    password_hash: String,
}

impl Account {
    /// Checks what was typed, and hashes the password: before the transaction, for it takes its time.
    pub async fn check(email: &str, name: &str, role: user::Role, language: Language, password: &str) -> Result<Self> {
        let email = input::email(email, &["input", "email"])?;
        let name = input::text(name, LINE, &["input", "name"])?;
        password::check(password, &["input", "password"])?;
        let password_hash = password::hash(password).await?;
        Ok(Self { email, name, role, language, password_hash })
    }

    /// Makes the user.
    pub async fn create(self, act: &mut Act<'_>, rep: Option<Uuid>) -> Result<user::Model> {
        let row = user::ActiveModel {
            email: Set(self.email),
            name: Set(self.name),
            password_hash: Set(self.password_hash),
            role: Set(self.role),
            rep_id: Set(rep),
            locale: Set(tag(self.language).to_owned()),
            disabled_at: Set(None),
            ..Default::default()
        };
        act.insert::<user::Entity>(Act::new_id(), row).await
    }
}

/// The tag of a language, as it is stored.
pub const fn tag(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Fr => "fr",
    }
}

/// The language of a stored tag.
pub fn language(tag: &str) -> Language {
    if tag == "fr" { Language::Fr } else { Language::En }
}

/// The admins who can sign in, locked until the end of the act: of two who lock each other out at once, one is refused.
pub struct Admins(Vec<Uuid>);

impl Admins {
    /// Reads and locks them: before any other user is, so that two acts cannot wait for each other.
    pub async fn lock(act: &Act<'_>) -> Result<Self> {
        let admins = Viewer::system()
            .find::<user::Entity>()
            .filter(user::Column::Role.eq(user::Role::Admin))
            .filter(user::Column::DisabledAt.is_null())
            .order_by_asc(user::Column::Id)
            .lock_exclusive()
            .all(&act.tx)
            .await?;
        Ok(Self(admins.into_iter().map(|admin| admin.id).collect()))
    }

    /// Refuses to do without the only one left.
    pub fn spare(&self, user: Uuid, field: &[&str]) -> Result<(), UserError> {
        match self.0.as_slice() {
            [last] if *last == user => {
                Err(UserError::conflict(field, "The last admin must stay one; make another user an admin first."))
            }
            _ => Ok(()),
        }
    }
}
