//! Whose customers, deals and the work on them are.

use entity::{
    Kind, contact, contract, customer, customer_churn, deal, deal_credit, deal_history, deal_line, interaction,
    meeting, outcome_reason, pipeline, quote, stage,
};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::{
    Ids, Scoped, among, exists, holders, ids, mine, own_too, same, shared, through, was_credited, ways_to_mine, when,
};
use crate::access::{Reach, Structure, Viewer};

scoped!(pipeline, Some(pipeline::Column::DeletedAt), |viewer| shared(viewer, Kind::Pipeline));
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
scoped!(customer_churn, None, |viewer| match viewer.reach() {
    Reach::Scopes(scopes) => when(scopes.reads(Kind::Customer)),
    _ => through::<customer::Entity>(viewer, customer_churn::Column::CustomerId),
});
scoped!(
    interaction,
    Some(interaction::Column::DeletedAt),
    |viewer| mine(viewer, Kind::Interaction, interaction::Column::Id, &[interaction::Column::PerformerId], &[]),
    |viewer| ways_to_mine(viewer, &[interaction::Column::PerformerId], &[])
);
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
