//! Posting in bulk, for a company that is loaded at once: facts first, and the totals above them once at the end.
//!
//! Only for a ledger that was empty, of which nothing is locked, and within one transaction: in between, totals are
//! behind their facts.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, Statement};

use super::{
    Posting,
    post::{CHUNK, SQLITE_FACTS, rows},
};
use crate::error::Result;

/// Adds facts to the ledger and leaves the totals for [`add_up`].
pub async fn post_facts(tx: &DatabaseTransaction, postings: &[Posting], now: DateTime<Utc>) -> Result<()> {
    let backend = tx.get_database_backend();
    let sql = match backend {
        DatabaseBackend::Postgres => POSTGRES_FACTS,
        _ => SQLITE_FACTS,
    };
    for chunk in postings.chunks(CHUNK) {
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, [rows(chunk, |day| day)?.into(), now.into()]))
            .await?;
    }
    Ok(())
}

/// Makes the totals, which are empty, the sums of all facts.
pub async fn add_up(tx: &DatabaseTransaction) -> Result<()> {
    let (month, whole) = match tx.get_database_backend() {
        DatabaseBackend::Postgres => ("date_trunc('month', day)::date", "::int8"),
        _ => ("date(day, 'start of month')", ""),
    };
    // Months are sums of days, of which there are far fewer than facts.
    for sums in [
        format!(
            "INSERT INTO total_rep_day (rep_id, day, measure, team_id, value)
             SELECT rep_id, day, measure, team_id, sum(value){whole} FROM fact
             GROUP BY rep_id, day, measure, team_id ORDER BY rep_id, day, measure, team_id"
        ),
        format!(
            "INSERT INTO total_rep_month (rep_id, month, measure, value)
             SELECT rep_id, {month}, measure, sum(value){whole} FROM total_rep_day GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ),
        format!(
            "INSERT INTO total_team_month (team_id, month, measure, value)
             SELECT team_id, {month}, measure, sum(value){whole} FROM total_rep_day GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ),
    ] {
        tx.execute_unprepared(&sums).await?;
    }
    Ok(())
}

const POSTGRES_FACTS: &str = "
INSERT INTO fact (day, recorded_at, measure, value, rep_id, team_id, source_kind, source_id,
                  customer_id, pipeline_id, stage_id, source, campaign_id, product_id, adjusted_day, kind, currency)
SELECT day, $2, measure, value, rep_id, team_id, source_kind, source_id,
       customer_id, pipeline_id, stage_id, source, campaign_id, product_id, adjusted_day, kind, currency
FROM json_to_recordset($1::json) AS f(
    day date, measure int2, value int8, rep_id uuid, team_id uuid, source_kind int2, source_id uuid,
    customer_id uuid, pipeline_id uuid, stage_id uuid, source text,
        campaign_id uuid, product_id uuid, adjusted_day date, kind text, currency text)";
