//! Whose surveys, complaints and returns are.

use entity::{Kind, complaint, deal, product_return, survey, survey_response};
use sea_orm::{ColumnTrait, Condition, EntityTrait, sea_query::UnionType};

use super::{Scoped, all, exists, ids, mine, same, shared};
use crate::access::{Reach, Viewer};

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
