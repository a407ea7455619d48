//! A company that does not exist, for showing the product and for trying it with as much as a real one has.
//!
//! Everything is made up by dice of a fixed seed, so that the same scale on the same day gives the same company. Records
//! are written as they are; what they state comes from the same [`States::facts`](crate::ledger::States) as in everyday
//! work and goes into the ledger, totals included, by the ledger's own code: `pilotage ledger verify` finds nothing to
//! mend. All of it is one transaction: a load that is cut off leaves nothing behind. The change log begins empty, for
//! nobody did any of this.

mod after_sale;
mod batch;
mod calendar;
mod clients;
mod company;
mod contracts;
mod costs;
mod deals;
mod dice;
mod ids;
mod leads;
mod login;
mod looks;
mod market;
mod meetings;
mod objectives;
mod offers;
mod people;
mod prospects;
mod quotes;
mod size;
mod staff;
mod touches;
mod words;

pub use login::{Login, PASSWORD, is_demo};
pub use size::Scale;

use chrono::{DateTime, Utc};
use entity::{
    campaign, contact, criteria_set, customer, deal, exchange_rate, expense, interaction, lead, meeting,
    outcome_reason, pipeline, product, quote, rep, survey, team, user,
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, FromQueryResult, IntoActiveModel};
use tokio::sync::mpsc;

use self::{batch::Batch, company::Company};
use crate::{
    access::{Viewer, record::Record},
    database::{Bulk, Database},
    error::{Error, ErrorCode, Result},
    ledger::{self, Progress},
    mutation::Act,
    organization::settings,
};

/// The tables that grow most.
const LARGE: [&str; 15] = [
    "complaint",
    "contact",
    "contract",
    "customer",
    "deal",
    "deal_credit",
    "deal_history",
    "deal_line",
    "fact",
    "interaction",
    "lead",
    "meeting",
    "product_return",
    "quote",
    "survey_response",
];

/// The name of the company.
const NAME: &str = "Aurore Demo";

/// Where it is.
const TIME_ZONE: &str = "Europe/Paris";

/// A question to begin with: the year so far, and who brought most of it.
pub const FIRST_QUERY: &str = "{ organization { name kpis(period: {preset: YEAR_TO_DATE}) { \
    revenue { value { amount currency } } wonDeals { value } winRate { value } } } \
    leaderboard(kpi: REVENUE, period: {preset: YEAR_TO_DATE}, first: 3) { \
    entries { rank rep { name } value { money { amount } } } } }";

/// Loads the company into a database without records, up to an instant; refuses any other.
pub async fn load(database: &Database, scale: Scale, now: DateTime<Utc>, progress: &dyn Progress) -> Result<()> {
    let password_hash = login::password_hash().await?;
    let viewer = Viewer::system();
    let tx = database.write_at_leisure().await?;
    refuse_records(&tx).await?;
    ledger::lock_exclusive(&tx).await?;
    let settings = settings::current(&tx).await?;
    let mut act = Act::new(&viewer, tx, now, &settings);
    let named = entity::organization::ActiveModel {
        name: Set(NAME.to_owned()),
        currency: Set(market::CURRENCY.to_owned()),
        time_zone: Set(TIME_ZONE.to_owned()),
        ..settings.clone().into_active_model()
    };
    let organization = act.update::<entity::organization::Entity>(&settings, named).await?;
    let bulk = Bulk::begin(&act.tx, &LARGE).await?;
    live(&act.tx, Company::found(&organization, scale, now, &password_hash)?, now, progress).await?;
    progress.begin("totals", 1);
    ledger::add_up(&act.tx).await?;
    progress.step(1);
    progress.begin("indexes", u64::try_from(bulk.indexes()).unwrap_or(0));
    bulk.end(&act.tx, || progress.step(1)).await?;
    act.commit().await
}

/// Writes a company's days while the next ones are being made up.
async fn live(tx: &DatabaseTransaction, company: Company, now: DateTime<Utc>, progress: &dyn Progress) -> Result<()> {
    progress.begin("days", company.days());
    let (sender, mut batches) = mpsc::channel::<(Batch, u64)>(2);
    let life = tokio::task::spawn_blocking(move || {
        company.live(|batch, days| sender.blocking_send((batch, days)).is_ok());
    });
    while let Some((batch, days)) = batches.recv().await {
        batch.write(tx, now).await?;
        progress.step(days);
    }
    life.await.map_err(|cause| Error::Bug(cause.to_string()))
}

/// Refuses a database that somebody works with.
async fn refuse_records(tx: &DatabaseTransaction) -> Result<()> {
    refuse::<user::Entity>(tx).await?;
    refuse::<rep::Entity>(tx).await?;
    refuse::<team::Entity>(tx).await?;
    refuse::<product::Entity>(tx).await?;
    refuse::<pipeline::Entity>(tx).await?;
    refuse::<outcome_reason::Entity>(tx).await?;
    refuse::<exchange_rate::Entity>(tx).await?;
    refuse::<criteria_set::Entity>(tx).await?;
    refuse::<customer::Entity>(tx).await?;
    refuse::<contact::Entity>(tx).await?;
    refuse::<lead::Entity>(tx).await?;
    refuse::<deal::Entity>(tx).await?;
    refuse::<interaction::Entity>(tx).await?;
    refuse::<meeting::Entity>(tx).await?;
    refuse::<quote::Entity>(tx).await?;
    refuse::<survey::Entity>(tx).await?;
    refuse::<campaign::Entity>(tx).await?;
    refuse::<expense::Entity>(tx).await
}

async fn refuse<E: Record<Model: FromQueryResult>>(tx: &DatabaseTransaction) -> Result<()> {
    if ledger::ids::<E>(tx, None, 1).await?.is_empty() {
        return Ok(());
    }
    let kind = E::KIND.name();
    let message =
        format!("the database holds a {kind} already: the demo needs one without records, for it never mixes");
    Err(Error::Refused(ErrorCode::Conflict, message))
}
