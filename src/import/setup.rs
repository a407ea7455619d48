//! What must be there before the first row: an organization, and the pipelines that the mapping declares.

use entity::organization;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, IntoActiveModel};

use super::{
    draft::{Draft, Reference, Value},
    kind::Kind,
    mapping::Mapping,
    source::By,
};
use crate::{access::Viewer, clock::Clock, error::Result, ledger, mutation::Act};

/// The settings of the organization that the import is for. Those of the mapping apply as long as no figure was stated by
/// others.
pub async fn organization(
    tx: DatabaseTransaction,
    clock: &Clock,
    viewer: &Viewer,
    mapping: &Mapping,
) -> Result<(DatabaseTransaction, organization::Model)> {
    let known = crate::organization::settings::current(&tx).await?;
    let Some(settings) = &mapping.organization else { return Ok((tx, known)) };
    let zone = settings.time_zone.or(mapping.time_zone);
    let wanted = organization::Model {
        name: settings.name.clone(),
        currency: settings.currency.as_ref().unwrap_or(&mapping.currency).clone(),
        time_zone: zone.map_or_else(|| known.time_zone.clone(), |zone| zone.name().to_owned()),
        ..known.clone()
    };
    if wanted == known || !ledger::is_blank(&tx).await? {
        return Ok((tx, known));
    }
    let mut act = Act::new(viewer, tx, clock.now(), &known);
    let changed = act.update::<organization::Entity>(&known, wanted.into_active_model().reset_all()).await?;
    act.flush().await?;
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
