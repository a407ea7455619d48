//! Sums.
use crate::access::Tree;
use entity::organization;
use sea_orm::DatabaseConnection;
use std::sync::Arc;
/// Sums.
pub struct Sums {
    #[expect(dead_code)]
    db: DatabaseConnection,
    #[expect(dead_code)]
    tree: Tree,
    #[expect(dead_code)]
    organization: Arc<organization::Model>,
}
impl Sums {
    /// New.
    pub fn new(db: DatabaseConnection, tree: Tree, organization: Arc<organization::Model>) -> Self {
        Self { db, tree, organization }
    }
}
