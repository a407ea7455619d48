//! Posting: facts and the totals above them, in the transaction that changes the record.
//!
//! PostgreSQL does it in one statement, SQLite in four of constant text; either takes all facts as one JSON parameter,
//! so that the number of facts never changes the statement. Rows of totals are always touched in the order of their
//! keys, so that two writers wait for each other and never deadlock.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use entity::Kind;
use sea_orm::{ActiveEnum, ConnectionTrait, DatabaseBackend, Statement};
use serde::Serialize;
use uuid::Uuid;

use super::{Key, PostingContext};
use crate::error::{Error, Result};

/// One fact to be posted.
#[derive(Clone, Debug)]
pub struct Posting {
    /// The kind of record that it comes from.
    pub kind: Kind,
    /// The record that it comes from.
    pub id: Uuid,
    /// Where it counts.
    pub key: Key,
    /// How much, in the measure's unit.
    pub value: i64,
}

#[derive(Serialize)]
struct Row<'a> {
    day: NaiveDate,
    month: NaiveDate,
    measure: i16,
    value: i64,
    rep_id: Uuid,
    team_id: Uuid,
    source_kind: i16,
    source_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pipeline_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    campaign_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    adjusted_day: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
}

/// Adds facts to the ledger and to the totals, all believed since `now`. Those behind the lock count as adjustments.
pub async fn post(
    db: &impl ConnectionTrait,
    context: &PostingContext,
    postings: &[Posting],
    now: DateTime<Utc>,
) -> Result<()> {
    for chunk in postings.chunks(CHUNK) {
        let rows = rows(chunk, |day| context.counts_on(day, now))?;
        let backend = db.get_database_backend();
        match backend {
            DatabaseBackend::Postgres => {
                db.execute_raw(Statement::from_sql_and_values(backend, POSTGRES, [rows.into(), now.into()])).await?;
            }
            _ => {
                db.execute_raw(Statement::from_sql_and_values(
                    backend,
                    SQLITE_FACTS,
                    [rows.clone().into(), now.into()],
                ))
                .await?;
                for total in SQLITE_TOTALS {
                    db.execute_raw(Statement::from_sql_and_values(backend, total, [rows.clone().into()])).await?;
                }
            }
        }
    }
    Ok(())
}

/// How many facts a statement takes: one costs about 400 bytes of JSON, so that a chunk stays well below what either
/// database takes in a parameter.
pub(super) const CHUNK: usize = 5_000;

/// Facts as the one parameter of a statement, each on the day that it counts on.
pub(super) fn rows(postings: &[Posting], counts_on: impl Fn(NaiveDate) -> NaiveDate) -> Result<String> {
    let rows: Vec<Row<'_>> = postings.iter().map(|posting| row(posting, counts_on(posting.key.day))).collect();
    serde_json::to_string(&rows).map_err(|cause| Error::Bug(cause.to_string()))
}

fn row(posting: &Posting, day: NaiveDate) -> Row<'_> {
    let Posting { kind, id, key, value } = posting;
    Row {
        day,
        month: day.with_day(1).unwrap_or(day),
        measure: key.measure.code(),
        value: *value,
        rep_id: key.rep.unwrap_or_default(),
        team_id: key.team.unwrap_or_default(),
        source_kind: kind.to_value(),
        source_id: *id,
        customer_id: key.dimensions.customer,
        pipeline_id: key.dimensions.pipeline,
        stage_id: key.dimensions.stage,
        source: key.dimensions.source.as_deref(),
        campaign_id: key.dimensions.campaign,
        product_id: key.dimensions.product,
        adjusted_day: Some(key.day).filter(|own| *own != day),
        kind: key.dimensions.kind.as_deref(),
        currency: key.dimensions.currency.as_deref(),
    }
}

const POSTGRES: &str = "
WITH f AS (
    SELECT * FROM json_to_recordset($1::json) AS f(
        day date, month date, measure int2, value int8, rep_id uuid, team_id uuid, source_kind int2, source_id uuid,
        customer_id uuid, pipeline_id uuid, stage_id uuid, source text,
        campaign_id uuid, product_id uuid, adjusted_day date, kind text, currency text)
), facts AS (
    INSERT INTO fact (day, recorded_at, measure, value, rep_id, team_id, source_kind, source_id,
                      customer_id, pipeline_id, stage_id, source, campaign_id, product_id, adjusted_day, kind, currency)
    SELECT day, $2, measure, value, rep_id, team_id, source_kind, source_id,
           customer_id, pipeline_id, stage_id, source, campaign_id, product_id, adjusted_day, kind, currency
    FROM f
), rep_day AS (
    INSERT INTO total_rep_day AS t (rep_id, day, measure, team_id, value)
    SELECT rep_id, day, measure, team_id, sum(value)::int8 FROM f GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (rep_id, day, measure, team_id) DO UPDATE SET value = t.value + excluded.value
), rep_month AS (
    INSERT INTO total_rep_month AS t (rep_id, month, measure, value)
    SELECT rep_id, month, measure, sum(value)::int8 FROM f GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (rep_id, month, measure) DO UPDATE SET value = t.value + excluded.value
)
INSERT INTO total_team_month AS t (team_id, month, measure, value)
SELECT team_id, month, measure, sum(value)::int8 FROM f GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (team_id, month, measure) DO UPDATE SET value = t.value + excluded.value";

pub(super) const SQLITE_FACTS: &str = "
INSERT INTO fact (day, recorded_at, measure, value, rep_id, team_id, source_kind, source_id,
                  customer_id, pipeline_id, stage_id, source, campaign_id, product_id, adjusted_day, kind, currency)
SELECT value->>'day', ?2, value->>'measure', value->>'value', unhex(value->>'rep_id', '-'),
       unhex(value->>'team_id', '-'), value->>'source_kind', unhex(value->>'source_id', '-'),
       unhex(value->>'customer_id', '-'), unhex(value->>'pipeline_id', '-'), unhex(value->>'stage_id', '-'),
       value->>'source', unhex(value->>'campaign_id', '-'), unhex(value->>'product_id', '-'), value->>'adjusted_day',
       value->>'kind', value->>'currency'
FROM json_each(?1)";

/// `WHERE true` keeps SQLite from reading `ON` as part of a join.
const SQLITE_TOTALS: [&str; 3] = [
    "
INSERT INTO total_rep_day AS t (rep_id, day, measure, team_id, value)
SELECT unhex(value->>'rep_id', '-'), value->>'day', value->>'measure', unhex(value->>'team_id', '-'),
       sum(value->>'value')
FROM json_each(?1) WHERE true GROUP BY 1, 2, 3, 4
ON CONFLICT (rep_id, day, measure, team_id) DO UPDATE SET value = t.value + excluded.value",
    "
INSERT INTO total_rep_month AS t (rep_id, month, measure, value)
SELECT unhex(value->>'rep_id', '-'), value->>'month', value->>'measure', sum(value->>'value')
FROM json_each(?1) WHERE true GROUP BY 1, 2, 3
ON CONFLICT (rep_id, month, measure) DO UPDATE SET value = t.value + excluded.value",
    "
INSERT INTO total_team_month AS t (team_id, month, measure, value)
SELECT unhex(value->>'team_id', '-'), value->>'month', value->>'measure', sum(value->>'value')
FROM json_each(?1) WHERE true GROUP BY 1, 2, 3
ON CONFLICT (team_id, month, measure) DO UPDATE SET value = t.value + excluded.value",
];
