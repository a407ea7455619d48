//! Which rows: the whole policy on one screen, one implementation an entity and no default.
//!
//! `mine` is the rule for what belongs to a rep: reps see their own; managers see what belongs to the reps of their teams
//! today, and what was credited to their teams while somebody else was in them. Leads that belong to nobody are seen by
//! every manager, so that somebody hands them out.
//!
//! A rule is asked of each row that a list comes by, so that the list stops as soon as its page is full. Where few reps hold
//! the rows, a list would come by many others first: `ways` then say which indexes lead to theirs.

use entity::{
    Kind, api_token, campaign, change_log, complaint, contact, contract, criteria_set, criterion, customer,
    customer_churn, deal, deal_credit, deal_history, deal_line, exchange_rate, expense, expense_share, fact,
    forecast_adjustment, forecast_submission, holiday, interaction, key_fact, lead, meeting, objective, organization,
    outcome_reason, pipeline, product, product_return, qualification_answer, quote, rep, session, sign_in_attempt,
    stage, survey, survey_response, team, team_membership, user,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Iterable, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Func, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use super::{Principal, Reach, Structure, Viewer};

/// An entity whose rows are not for everybody.
pub trait Scoped: EntityTrait {
    /// The rows that a viewer may see.
    fn rows(viewer: &Viewer) -> Condition;
    /// The column of the primary key.
    fn id() -> Self::Column;
    /// The column that marks deleted rows, where there is one.
    fn deleted_at() -> Option<Self::Column>;
    /// Conditions that lead to the viewer's rows, all of them, by an index each; a row may be met on several. `rows` still
    /// decides. `None` where a list is best read in its own order.
    fn ways(viewer: &Viewer) -> Option<Vec<Condition>> {
        let _ = viewer;
        None
    }
    /// Whether the structure holds the rows.
    const IS_KEPT: bool = false;
    /// The live row of an id that the viewer may see, as the structure holds it.
    fn kept(structure: &Structure, viewer: &Viewer, id: Uuid) -> Option<Self::Model> {
        let _ = (structure, viewer, id);
        None
    }
}

/// Which rows, where that hangs on their ids alone: as a condition, or asked of one.
enum Ids {
    All,
    Some(Vec<Uuid>),
}

impl Ids {
    fn none() -> Self {
        Self::Some(Vec::new())
    }

    fn when(visible: bool) -> Self {
        if visible { Self::All } else { Self::none() }
    }

    fn hold(&self, id: Uuid) -> bool {
        match self {
            Self::All => true,
            Self::Some(ids) => ids.contains(&id),
        }
    }

    fn condition(self, column: impl ColumnTrait) -> Condition {
        match self {
            Self::All => all(),
            Self::Some(ids) => all().add(column.is_in(ids)),
        }
    }
}

/// How many reps' rows are looked for by an index each, at the most.
const FEW: usize = 32;
/// Of how many reps an index of owners may be made use of in lists; with more it would gather what need not be shown.
const VERY_FEW: usize = 3;

/// The reps whose rows a viewer sees, now and formerly, if they are few.
fn holders(viewer: &Viewer) -> Option<(Vec<Uuid>, &[Uuid])> {
    let (current, former): (Vec<Uuid>, &[Uuid]) = match viewer.reach() {
        Reach::Own(Some(member)) => (vec![member.rep], &[]),
        Reach::Own(None) | Reach::Nothing => (Vec::new(), &[]),
        Reach::Teams { reps, former, own, .. } => (own_too(reps, *own), former),
        Reach::Everything | Reach::Scopes(_) => return None,
    };
    (current.len() + former.len() <= FEW).then_some((current, former))
}

fn own_too(reps: &[Uuid], own: Option<Uuid>) -> Vec<Uuid> {
    let other = own.filter(|own| !reps.contains(own));
    reps.iter().copied().chain(other).collect()
}

fn all() -> Condition {
    Condition::all()
}

fn none() -> Condition {
    Condition::all().add(Expr::value(false))
}

fn when(visible: bool) -> Condition {
    if visible { all() } else { none() }
}

#[expect(clippy::disallowed_methods, reason = "the sub-select of a rule")]
fn ids<E: EntityTrait>(column: E::Column, which: impl sea_orm::sea_query::IntoCondition) -> SelectStatement {
    QueryFilter::filter(E::find().select_only().column(column), which).into_query()
}

/// Whether there is such a row: asked row by row of what is listed, so that a list stops as soon as its page is full.
#[expect(clippy::disallowed_methods, reason = "the sub-select of a rule")]
fn exists<E: EntityTrait>(which: Condition) -> SimpleExpr {
    // The offset keeps PostgreSQL from gathering all such rows first, which for a large team are most of the table.
    let rows = QueryFilter::filter(E::find().select_only().expr(Expr::value(1)), which).limit(1).offset(0);
    Expr::exists(rows.into_query())
}

/// Whether one column is the other, of different tables.
fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> SimpleExpr {
    Expr::col(one.as_column_ref()).equals(other.as_column_ref())
}

/// Whether a record was credited to one of some teams, whoever is in them now.
fn was_credited(kind: Kind, id: impl ColumnTrait, teams: &[Uuid]) -> SimpleExpr {
    let credited = Condition::all()
        .add(same(fact::Column::SourceId, id))
        .add(fact::Column::SourceKind.eq(kind))
        .add(fact::Column::TeamId.is_in(teams.iter().copied()));
    exists::<fact::Entity>(credited)
}

/// What belongs to reps through some columns. `credited` are further columns of reps that facts are credited to.
fn mine<C: ColumnTrait>(viewer: &Viewer, kind: Kind, id: C, owners: &[C], credited: &[C]) -> Condition {
    let any_in = |columns: &[C], reps: &[Uuid]| {
        columns.iter().fold(Condition::any(), |any, column| any.add(among(*column, reps)))
    };
    match &viewer.reach() {
        Reach::Nothing | Reach::Own(None) => none(),
        Reach::Everything => all(),
        Reach::Own(Some(member)) => owners.iter().fold(Condition::any(), |any, owner| any.add(owner.eq(member.rep))),
        Reach::Teams { teams, reps, former, own } => {
            let current = own_too(reps, *own);
            let ever: Vec<Uuid> = reps.iter().chain(former).copied().collect();
            let current = any_in(owners, &current);
            // Facts name none but these reps, so nobody else's rows need be looked up.
            let past = match (former.is_empty(), credited.is_empty()) {
                (true, true) => return current,
                (true, false) => any_in(credited, &ever),
                (false, true) => any_in(owners, former),
                (false, false) => Condition::any().add(any_in(owners, former)).add(any_in(credited, &ever)),
            };
            current.add(Condition::all().add(past).add(was_credited(kind, id, teams)))
        }
        Reach::Scopes(scopes) => when(scopes.reads(kind)),
    }
}

/// Whether a column names one of some reps. Of many, no index is to be made of it: it would gather most of the table.
fn among(column: impl ColumnTrait, reps: &[Uuid]) -> SimpleExpr {
    let reps = reps.iter().copied();
    if reps.len() <= VERY_FEW {
        return column.is_in(reps);
    }
    Expr::expr(Func::coalesce([Expr::col(column.as_column_ref()), Expr::value(Uuid::nil())])).is_in(reps)
}

/// The ways to what `mine` lets through.
fn ways_to_mine<C: ColumnTrait>(viewer: &Viewer, owners: &[C], credited: &[C]) -> Option<Vec<Condition>> {
    let (current, former) = holders(viewer)?;
    let is = |column: &C, rep: &Uuid| Condition::all().add(column.eq(*rep));
    let owned = current.iter().chain(former).flat_map(|rep| owners.iter().map(move |owner| is(owner, rep)));
    let credited: &[C] = if matches!(viewer.reach(), Reach::Own(_)) { &[] } else { credited };
    let was = current.iter().chain(former).flat_map(|rep| credited.iter().map(move |column| is(column, rep)));
    Some(owned.chain(was).collect())
}

/// What every user may read, and a token that lists it.
fn shared(viewer: &Viewer, kind: Kind) -> Condition {
    when(viewer.may_read(kind))
}

/// What hangs on another row.
fn through<E: Scoped>(viewer: &Viewer, column: impl ColumnTrait) -> Condition {
    match viewer.reach() {
        Reach::Everything => all(),
        Reach::Nothing => none(),
        _ => all().add(exists::<E>(E::rows(viewer).add(same(E::id(), column)))),
    }
}

/// What came after a sale belongs to reps through some columns, and is seen by whoever sees the deal.
fn after_sale<E: EntityTrait>(
    viewer: &Viewer,
    kind: Kind,
    id: E::Column,
    owners: &[E::Column],
    of_deal: E::Column,
) -> Condition {
    let own = mine(viewer, kind, id, owners, &[]);
    let deals = deal::Entity::rows(viewer).add(deal::Column::DeletedAt.is_null());
    match viewer.reach() {
        Reach::Own(Some(_)) => {
            let mut visible = ids::<E>(id, own);
            let deals = ids::<deal::Entity>(deal::Column::Id, deals);
            visible.union(UnionType::Distinct, ids::<E>(id, of_deal.in_subquery(deals)));
            all().add(id.in_subquery(visible))
        }
        Reach::Teams { .. } => {
            let sold = deals.add(same(deal::Column::Id, of_deal));
            Condition::any().add(own).add(exists::<deal::Entity>(sold))
        }
        Reach::Nothing | Reach::Everything | Reach::Own(None) | Reach::Scopes(_) => own,
    }
}

macro_rules! scoped {
    ($entity:ident, $deleted:expr, |$viewer:ident| $rows:expr $(, |$walker:ident| $ways:expr)? $(, kept $kept:ident by $ids:ident)?) => {
        impl Scoped for $entity::Entity {
            fn rows($viewer: &Viewer) -> Condition {
                // Whatever is added to it later narrows: added to an `OR` it would widen.
                Condition::all().add($rows)
            }
            fn id() -> Self::Column {
                $entity::Column::Id
            }
            fn deleted_at() -> Option<Self::Column> {
                $deleted
            }
            $(fn ways($walker: &Viewer) -> Option<Vec<Condition>> {
                $ways
            })?
            $(
                const IS_KEPT: bool = true;
                fn kept(structure: &Structure, viewer: &Viewer, id: Uuid) -> Option<Self::Model> {
                    let row = structure.$kept.get(&id)?;
                    (row.deleted_at.is_none() && $ids(viewer).hold(id)).then(|| row.clone())
                }
            )?
        }
    };
}

scoped!(organization, None, |viewer| shared(viewer, Kind::Organization));
scoped!(product, Some(product::Column::DeletedAt), |viewer| shared(viewer, Kind::Product));
scoped!(exchange_rate, None, |viewer| shared(viewer, Kind::ExchangeRate));
scoped!(pipeline, Some(pipeline::Column::DeletedAt), |viewer| shared(viewer, Kind::Pipeline));
scoped!(holiday, None, |viewer| shared(viewer, Kind::Holiday));
scoped!(
    stage,
    Some(stage::Column::DeletedAt),
    |viewer| stages(viewer).condition(stage::Column::Id),
    kept stages by stages
);
fn stages(viewer: &Viewer) -> Ids {
    Ids::when(viewer.may_read(Kind::Stage))
}
scoped!(outcome_reason, Some(outcome_reason::Column::DeletedAt), |viewer| shared(viewer, Kind::OutcomeReason));

scoped!(criteria_set, None, |viewer| shared(viewer, Kind::CriteriaSet));
scoped!(criterion, None, |viewer| shared(viewer, Kind::Criterion));

scoped!(user, None, |viewer| match (viewer.reach(), viewer.principal()) {
    (Reach::Everything, _) => all(),
    (Reach::Scopes(scopes), _) => when(scopes.reads(Kind::User)),
    (_, Principal::User(user)) => all().add(user::Column::Id.eq(user.id)),
    _ => none(),
});
scoped!(session, None, |viewer| match viewer.principal() {
    Principal::System => all(),
    Principal::User(user) => all().add(session::Column::UserId.eq(user.id)),
    Principal::Anonymous | Principal::Token { .. } => none(),
});
scoped!(sign_in_attempt, None, |viewer| when(matches!(viewer.principal(), Principal::System)));
scoped!(api_token, None, |viewer| when(matches!(viewer.reach(), Reach::Everything)));
scoped!(change_log, None, |viewer| when(matches!(viewer.reach(), Reach::Everything)));

scoped!(
    team,
    Some(team::Column::DeletedAt),
    |viewer| teams(viewer).condition(team::Column::Id),
    kept teams by teams
);
fn teams(viewer: &Viewer) -> Ids {
    match viewer.reach() {
        Reach::Nothing | Reach::Own(None) => Ids::none(),
        Reach::Everything => Ids::All,
        Reach::Teams { teams, .. } => Ids::Some(teams.clone()),
        Reach::Own(Some(member)) => Ids::Some(member.team.iter().map(|team| team.id).collect()),
        Reach::Scopes(scopes) => Ids::when(scopes.reads(Kind::Team)),
    }
}

scoped!(team_membership, Some(team_membership::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Teams { teams, .. } => all().add(team_membership::Column::TeamId.is_in(teams.iter().copied())),
    Reach::Own(Some(member)) => all().add(team_membership::Column::RepId.eq(member.rep)),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Membership)),
});

scoped!(rep, Some(rep::Column::DeletedAt), |viewer| reps(viewer).condition(rep::Column::Id), kept reps by reps);
fn reps(viewer: &Viewer) -> Ids {
    match viewer.reach() {
        Reach::Nothing | Reach::Own(None) => Ids::none(),
        Reach::Everything => Ids::All,
        Reach::Teams { reps, own, .. } => Ids::Some(reps.iter().copied().chain(*own).collect()),
        Reach::Own(Some(member)) => Ids::Some(member.mates.clone()),
        Reach::Scopes(scopes) => Ids::when(scopes.reads(Kind::Rep)),
    }
}

// A deal belongs to its owner and to everybody who holds a share of it.
scoped!(
    deal,
    Some(deal::Column::DeletedAt),
    |viewer| {
        let held_by = |reps: &[Uuid]| {
            let share = Condition::all()
                .add(same(deal_credit::Column::DealId, deal::Column::Id))
                .add(deal_credit::Column::RepId.is_in(reps.iter().copied()));
            Condition::any().add(among(deal::Column::OwnerId, reps)).add(exists::<deal_credit::Entity>(share))
        };
        match viewer.reach() {
            Reach::Own(Some(member)) => held_by(&[member.rep]),
            Reach::Teams { teams, reps, former, own } => {
                let current = held_by(&own_too(reps, *own));
                if former.is_empty() { current } else { current.add(was_credited(Kind::Deal, deal::Column::Id, teams)) }
            }
            _ => mine(viewer, Kind::Deal, deal::Column::Id, &[deal::Column::OwnerId], &[]),
        }
    },
    |viewer| {
        // What was credited to a team has no way that is shorter than the list itself.
        let (reps, _) = holders(viewer).filter(|(_, former)| former.is_empty())?;
        let shares = |rep: &Uuid| {
            let of_rep = deal_credit::Column::RepId.eq(*rep);
            let shared = ids::<deal_credit::Entity>(deal_credit::Column::DealId, of_rep);
            Condition::all().add(deal::Column::Id.in_subquery(shared))
        };
        let owns = |rep: &Uuid| Condition::all().add(deal::Column::OwnerId.eq(*rep));
        Some(reps.iter().map(owns).chain(reps.iter().map(shares)).collect())
    }
);

scoped!(deal_line, None, |viewer| through::<deal::Entity>(viewer, deal_line::Column::DealId));
scoped!(deal_credit, None, |viewer| through::<deal::Entity>(viewer, deal_credit::Column::DealId));
scoped!(deal_history, None, |viewer| through::<deal::Entity>(viewer, deal_history::Column::DealId));

// A customer belongs to its account owner, and is seen by whoever sees a deal with it.
scoped!(
    customer,
    Some(customer::Column::DeletedAt),
    |viewer| {
        let own = mine(viewer, Kind::Customer, customer::Column::Id, &[customer::Column::OwnerId], &[]);
        match viewer.reach() {
            Reach::Own(Some(_)) | Reach::Teams { .. } => {
                let dealt = deal::Entity::rows(viewer)
                    .add(deal::Column::DeletedAt.is_null())
                    .add(same(deal::Column::CustomerId, customer::Column::Id));
                Condition::any().add(own).add(exists::<deal::Entity>(dealt))
            }
            _ => own,
        }
    },
    |viewer| {
        // The customers of a team's deals are found no sooner than by going through the list.
        if matches!(viewer.reach(), Reach::Teams { .. }) {
            return None;
        }
        let owned = ways_to_mine(viewer, &[customer::Column::OwnerId], &[])?;
        let dealt = deal::Entity::ways(viewer)?.into_iter().map(|way| {
            let live = way.add(deal::Column::DeletedAt.is_null()).add(deal::Column::CustomerId.is_not_null());
            Condition::all().add(customer::Column::Id.in_subquery(ids::<deal::Entity>(deal::Column::CustomerId, live)))
        });
        Some(owned.into_iter().chain(dealt).collect())
    }
);

scoped!(
    contact,
    Some(contact::Column::DeletedAt),
    |viewer| match viewer.reach() {
        Reach::Scopes(scopes) => when(scopes.reads(Kind::Contact)),
        _ => through::<customer::Entity>(viewer, contact::Column::CustomerId),
    },
    |viewer| {
        let customers = customer::Entity::ways(viewer)?.into_iter();
        let of = |way| contact::Column::CustomerId.in_subquery(ids::<customer::Entity>(customer::Column::Id, way));
        Some(customers.map(|way| Condition::all().add(of(way))).collect())
    }
);
/// Whom facts of a lead are credited to, beside its owner.
const CREDITED_WITH_LEADS: [lead::Column; 6] = [
    lead::Column::FirstOwnerId,
    lead::Column::ContactedById,
    lead::Column::QualifiedById,
    lead::Column::DisqualifiedById,
    lead::Column::ConvertedById,
    lead::Column::HandedOverToId,
];

// A lead that belongs to nobody is for managers to hand out.
scoped!(
    lead,
    Some(lead::Column::DeletedAt),
    |viewer| {
        let owned = mine(viewer, Kind::Lead, lead::Column::Id, &[lead::Column::OwnerId], &CREDITED_WITH_LEADS);
        match viewer.reach() {
            Reach::Teams { .. } => Condition::any().add(owned).add(lead::Column::OwnerId.is_null()),
            _ => owned,
        }
    },
    |viewer| {
        let mut ways = ways_to_mine(viewer, &[lead::Column::OwnerId], &CREDITED_WITH_LEADS)?;
        if matches!(viewer.reach(), Reach::Teams { .. }) {
            ways.push(Condition::all().add(lead::Column::OwnerId.is_null()));
        }
        Some(ways)
    }
);
scoped!(
    interaction,
    Some(interaction::Column::DeletedAt),
    |viewer| mine(viewer, Kind::Interaction, interaction::Column::Id, &[interaction::Column::PerformerId], &[]),
    |viewer| ways_to_mine(viewer, &[interaction::Column::PerformerId], &[])
);
scoped!(qualification_answer, None, |viewer| match viewer.reach() {
    Reach::Scopes(scopes) => when(scopes.reads(Kind::QualificationAnswer)),
    _ => through::<lead::Entity>(viewer, qualification_answer::Column::LeadId),
});
// A key fact is seen by whoever sees the lead or the customer that it is about.
scoped!(key_fact, Some(key_fact::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Scopes(scopes) => when(scopes.reads(Kind::KeyFact)),
    Reach::Everything => all(),
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Own(Some(_)) | Reach::Teams { .. } => Condition::any()
        .add(through::<lead::Entity>(viewer, key_fact::Column::LeadId))
        .add(through::<customer::Entity>(viewer, key_fact::Column::CustomerId)),
});

scoped!(customer_churn, None, |viewer| match viewer.reach() {
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Customer)),
    _ => through::<customer::Entity>(viewer, customer_churn::Column::CustomerId),
});
// A meeting belongs to its host and to whoever asked for it.
scoped!(
    meeting,
    Some(meeting::Column::DeletedAt),
    |viewer| {
        mine(viewer, Kind::Meeting, meeting::Column::Id, &[meeting::Column::HostId, meeting::Column::SetById], &[])
    },
    |viewer| ways_to_mine(viewer, &[meeting::Column::HostId, meeting::Column::SetById], &[])
);
scoped!(
    quote,
    Some(quote::Column::DeletedAt),
    |viewer| mine(viewer, Kind::Quote, quote::Column::Id, &[quote::Column::AuthorId], &[]),
    |viewer| ways_to_mine(viewer, &[quote::Column::AuthorId], &[])
);
scoped!(
    contract,
    Some(contract::Column::DeletedAt),
    |viewer| mine(viewer, Kind::Contract, contract::Column::Id, &[contract::Column::OwnerId], &[]),
    |viewer| ways_to_mine(viewer, &[contract::Column::OwnerId], &[])
);
scoped!(survey, Some(survey::Column::DeletedAt), |viewer| shared(viewer, Kind::Survey));
// An answer belongs to who is credited with it, and to who was with the sending.
scoped!(survey_response, Some(survey_response::Column::DeletedAt), |viewer| {
    use survey_response::Column::{Id, ResponseRepId, SentRepId};
    mine(viewer, Kind::SurveyResponse, Id, &[ResponseRepId, SentRepId], &[])
});
// A complaint belongs to whose customer complained and to who handles it, a return to whose customer sent it back; and
// both to whoever holds a share of the sale.
scoped!(complaint, Some(complaint::Column::DeletedAt), |viewer| {
    use complaint::Column::{DealId, HandlerId, Id, OwnerId};
    after_sale::<complaint::Entity>(viewer, Kind::Complaint, Id, &[OwnerId, HandlerId], DealId)
});
scoped!(product_return, Some(product_return::Column::DeletedAt), |viewer| {
    use product_return::Column::{DealId, Id, OwnerId};
    after_sale::<product_return::Entity>(viewer, Kind::ProductReturn, Id, &[OwnerId], DealId)
});

scoped!(campaign, Some(campaign::Column::DeletedAt), |viewer| shared(viewer, Kind::Campaign));
// An expense belongs to the rep who bears it, or to the team that does. What was spent on a campaign is the managers' to
// see, but never what somebody earns.
scoped!(expense, Some(expense::Column::DeletedAt), |viewer| {
    let own = mine(viewer, Kind::Expense, expense::Column::Id, &[expense::Column::RepId], &[]);
    match viewer.reach() {
        Reach::Teams { teams, .. } => {
            let of_campaigns = Condition::all()
                .add(expense::Column::RepId.is_null())
                .add(expense::Column::TeamId.is_null())
                .add(expense::Column::CampaignId.is_not_null())
                .add(expense::Column::Category.is_not_in(expense::Category::iter().filter(|one| one.is_pay())));
            let of_teams = expense::Column::TeamId.is_in(teams.iter().copied());
            Condition::any().add(own).add(of_teams).add(of_campaigns)
        }
        _ => own,
    }
});
scoped!(expense_share, None, |viewer| through::<expense::Entity>(viewer, expense_share::Column::ExpenseId));

// Reps see their own objectives, and their team's where the team shows its figures; managers those of their teams.
scoped!(objective, Some(objective::Column::DeletedAt), |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Own(Some(member)) => {
        let team = member.team.as_ref().filter(|team| team.shares_kpis);
        Condition::any()
            .add(objective::Column::RepId.eq(member.rep))
            .add_option(team.map(|team| objective::Column::TeamId.eq(team.id)))
    }
    Reach::Teams { teams, reps, own, .. } => Condition::any()
        .add(objective::Column::TeamId.is_in(teams.iter().copied()))
        .add(objective::Column::RepId.is_in(reps.iter().copied().chain(*own))),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Objective)),
});
scoped!(forecast_submission, None, |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(None) => none(),
    Reach::Everything => all(),
    Reach::Own(Some(member)) => all().add(forecast_submission::Column::RepId.eq(member.rep)),
    Reach::Teams { reps, own, .. } => {
        all().add(forecast_submission::Column::RepId.is_in(reps.iter().copied().chain(*own)))
    }
    Reach::Scopes(scopes) => when(scopes.reads(Kind::ForecastSubmission)),
});
// What a manager makes of a figure is not for those whose figure it is.
scoped!(forecast_adjustment, None, |viewer| match viewer.reach() {
    Reach::Nothing | Reach::Own(_) => none(),
    Reach::Everything => all(),
    Reach::Teams { teams, reps, .. } => Condition::any()
        .add(forecast_adjustment::Column::TeamId.is_in(teams.iter().copied()))
        .add(forecast_adjustment::Column::RepId.is_in(reps.iter().copied())),
    Reach::Scopes(scopes) => when(scopes.reads(Kind::ForecastAdjustment)),
});
