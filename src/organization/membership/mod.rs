//! Memberships: from when to when a rep belongs to a team.

mod mutation;
mod query;

pub use mutation::MembershipMutation;
pub use query::MembershipQuery;

use async_graphql::{Context, Description, ID, Object};
use chrono::NaiveDate;
use entity::{Kind, rep, team, team_membership};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{
    error::Result,
    graphql::{Date, DateTime, Page, Paging, id, page::Sort, plain::Plainly, request::Request},
    organization::{rep::Rep, team::Team},
};

/// The membership of a rep in a team, from one day to another.
#[derive(Description)]
pub struct Membership(pub team_membership::Model);

impl From<team_membership::Model> for Membership {
    fn from(model: team_membership::Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Membership {
    /// The id, for `membership(id)` and `node(id)`.
    pub async fn id(&self) -> ID {
        id::encode(Kind::Membership, self.0.id)
    }

    /// The member; null when deleted or you may not see them.
    async fn rep(&self, ctx: &Context<'_>) -> Option<Result<Plainly<Rep>>> {
        Request::of(ctx).ok()?.loaders.maybe::<rep::Entity, _>(Some(self.0.rep_id)).await.transpose()
    }

    /// The team; null when you may not see it.
    async fn team(&self, ctx: &Context<'_>) -> Option<Result<Team>> {
        Request::of(ctx).ok()?.loaders.maybe::<team::Entity, _>(Some(self.0.team_id)).await.transpose()
    }

    /// The first day; null when it has no start.
    async fn starts_on(&self) -> Option<Date> {
        self.0.starts_on.map(Date)
    }

    /// The first day after the membership; null when it is open-ended.
    async fn ends_on(&self) -> Option<Date> {
        self.0.ends_on.map(Date)
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

/// The memberships of a rep, or of a team, the last made first.
pub async fn of_parent(
    ctx: &Context<'_>,
    column: team_membership::Column,
    parent: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<Membership>> {
    let (loaders, paging) = (&Request::of(ctx)?.loaders, Paging::new(first, after)?);
    let latest = Sort::descending(team_membership::Column::Id);
    loaders.children::<team_membership::Entity, _>(column, parent, latest, &paging).await
}

/// The memberships that hold on a day.
fn holds_on(day: NaiveDate) -> Condition {
    use team_membership::Column::{DeletedAt, EndsOn, StartsOn};
    Condition::all()
        .add(DeletedAt.is_null())
        .add(StartsOn.is_null().or(StartsOn.lte(day)))
        .add(EndsOn.is_null().or(EndsOn.gt(day)))
}

/// The ids of the reps who belong to a team on a day, as a sub-select.
pub fn reps_of(team: Uuid, day: NaiveDate) -> SelectStatement {
    which(team_membership::Column::RepId, team_membership::Column::TeamId.eq(team), day)
}

fn which(wanted: team_membership::Column, of: sea_orm::sea_query::SimpleExpr, day: NaiveDate) -> SelectStatement {
    Query::select().column(wanted).from(team_membership::Entity).and_where(of).cond_where(holds_on(day)).take()
}
