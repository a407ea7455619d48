//! Whose leads, what is known of them, campaigns and expenses are.

use entity::{
    Kind, campaign, criteria_set, criterion, customer, expense, expense_share, key_fact, lead, qualification_answer,
};
use sea_orm::{ColumnTrait, Condition, Iterable};

use super::{Scoped, all, mine, none, shared, through, ways_to_mine, when};
use crate::access::{Reach, Viewer};

scoped!(criteria_set, None, |viewer| shared(viewer, Kind::CriteriaSet));
scoped!(criterion, None, |viewer| shared(viewer, Kind::Criterion));

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
