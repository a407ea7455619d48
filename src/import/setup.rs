//! What must be there before the first row: an organization, and the pipelines that the mapping declares.

use chrono_tz::Tz;
use entity::organization;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, IntoActiveModel};

use super::{
    draft::{Draft, Reference, Value},
    kind::Kind,
    mapping::Mapping,
    source::By,
};
use crate::{access::Viewer, act::Act, clock::Clock, error::Result, ledger};

/// The organization that the import is for. The mapping's settings make one where there is none, and apply to one of which
/// no figure has been stated yet.
pub async fn organization(
    tx: DatabaseTransaction,
    clock: &Clock,
    viewer: &Viewer,
    mapping: &Mapping,
) -> Result<(DatabaseTransaction, organization::Model)> {
    let settings = mapping.organization.as_ref();
    let zone = settings.and_then(|settings| settings.time_zone).or(mapping.time_zone);
    let currency = settings.and_then(|settings| settings.currency.as_ref()).unwrap_or(&mapping.currency);
    let Some(known) = viewer.find::<organization::Entity>().one(&tx).await? else {
        let now = clock.now();
        let made = organization::ActiveModel {
            id: Set(Act::new_id()),
            name: Set(settings.map_or(&mapping.source_system, |settings| &settings.name).clone()),
            currency: Set(currency.clone()),
            time_zone: Set(zone.unwrap_or(Tz::UTC).name().to_owned()),
            fiscal_year_start_month: Set(1),
            week_starts_on: Set(1),
            activity_window_months: Set(12),
            group_minimum: Set(5),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        let made = made.insert(&tx).await?;
        return Ok((tx, made));
    };
    let is_blank = ledger::is_blank(&tx).await?;
    let Some(settings) = settings.filter(|_| is_blank) else { return Ok((tx, known)) };
    let wanted = organization::Model {
        name: settings.name.clone(),
        currency: currency.clone(),
        time_zone: zone.map_or_else(|| known.time_zone.clone(), |zone| zone.name().to_owned()),
        ..known.clone()
    };
    if wanted == known {
        return Ok((tx, known));
    }
    let mut act = Act::new(viewer, tx, clock.now(), &known);
    let changed = act.update::<organization::Entity>(&known, wanted.into_active_model().reset_all()).await?;
    act.settle().await?;
    let Act { tx, .. } = act;
    Ok((tx, changed))
}

/// The pipelines and stages that a mapping declares, as drafts. Their names are their external ids.
pub fn pipelines(mapping: &Mapping) -> (Vec<Draft>, Vec<Draft>) {
    let mut pipelines = Vec::new();
    let mut stages = Vec::new();
    for (position, pipeline) in (0_i64..).zip(&mapping.pipelines) {
        let values = vec![("name", Value::Text(pipeline.name.clone())), ("position", Value::Number(position))];
        pipelines.push(Draft::declared(Kind::Pipeline, pipeline.name.clone(), values));
        for (position, stage) in (0_i64..).zip(&pipeline.stages) {
            let of = Reference { kind: Kind::Pipeline, by: By::ExternalId, key: pipeline.name.clone() };
            let values = vec![
                ("pipeline", Value::Reference(of)),
                ("name", Value::Text(stage.name.clone())),
                ("position", Value::Number(position)),
                ("probability", Value::Number(i64::from(stage.probability) * 100)),
            ];
            stages.push(Draft::declared(Kind::Stage, format!("{}/{}", pipeline.name, stage.name), values));
        }
    }
    (pipelines, stages)
}
