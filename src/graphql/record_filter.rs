//! What every list can be narrowed by: ids, and identifiers in another system.

use async_graphql::{ID, InputObject};
use sea_orm::{ColumnTrait, IdenStatic, Iterable, QueryFilter, Select};

use super::id;
use crate::{
    access::record::Record,
    error::{Error, Result},
};

/// Which records, by id or by their identifier in another system.
#[derive(InputObject, Default, Debug)]
pub struct RecordFilter {
    /// Only records with one of these ids, at most 100.
    pub ids: Option<Vec<ID>>,
    /// Only records that came from this system.
    pub source_system: Option<String>,
    /// Only records with one of these identifiers in `sourceSystem`, at most 100.
    pub external_ids: Option<Vec<String>>,
}

/// How many ids or identifiers one filter names.
const MOST: usize = 100;

impl RecordFilter {
    /// The rows of a select that a filter lets through.
    pub fn apply<E: Record>(filter: Option<&Self>, mut select: Select<E>) -> Result<Select<E>> {
        let Some(Self { ids, source_system, external_ids }) = filter else { return Ok(select) };
        let lengths = [ids.as_ref().map(Vec::len), external_ids.as_ref().map(Vec::len)];
        if lengths.into_iter().flatten().any(|length| length > MOST) {
            return Err(Error::bad_input(format!("`filter.record` names more than {MOST} records.")));
        }
        if let Some(ids) = ids {
            let ids: Vec<_> =
                ids.iter().map(|id| id::parse(E::KIND, id, &["filter", "record", "ids"])).collect::<Result<_, _>>()?;
            select = select.filter(E::id().is_in(ids));
        }
        let column = |name: &str| {
            let found = E::Column::iter().find(|column| column.as_str() == name);
            found.ok_or_else(|| Error::Bug(format!("{} without a column {name}", E::KIND.name())))
        };
        if let Some(system) = source_system {
            select = select.filter(column("source_system")?.eq(system));
        }
        match (external_ids, source_system) {
            (Some(_), None) => Err(Error::bad_input("Give `externalIds` together with `sourceSystem`.")),
            (Some(external_ids), Some(_)) => Ok(select.filter(column("external_id")?.is_in(external_ids))),
            (None, _) => Ok(select),
        }
    }
}
