//! Records on their way to the database, with the facts that they state.

use chrono::{DateTime, Utc};
use entity::{
    campaign, complaint, contact, contract, criteria_set, criterion, customer, deal, deal_credit, deal_history,
    deal_line, exchange_rate, expense, expense_share, interaction, key_fact, key_fact_verification, lead,
    lead_former_owner, meeting, objective, outcome_reason, pipeline, product, product_return, qualification_answer,
    quote, rep, stage, survey, survey_response, team, team_membership, user,
};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

use crate::{
    error::Result,
    ledger::{self, Posting, PostingContext, States},
};

/// How many rows a statement writes: the widest table stays well below the parameters that either database takes.
const ROWS: usize = 500;

macro_rules! batch {
    ($($(#[doc = $doc:literal])+ $rows:ident: $entity:ident,)+) => {
        /// Records of every kind, in the order in which they may be written: what is referred to comes first.
        #[derive(Default)]
        pub struct Batch {
            $($(#[doc = $doc])+ pub $rows: Vec<$entity::Model>,)+
            postings: Vec<Posting>,
        }

        impl Batch {
            /// How many rows it holds.
            pub fn len(&self) -> usize {
                self.postings.len() $(+ self.$rows.len())+
            }

            /// Writes everything: records as they are, and their facts. The change log is not told.
            pub async fn write(self, tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<()> {
                $(insert::<$entity::Entity>(tx, self.$rows).await?;)+
                ledger::post_facts(tx, &self.postings, now).await
            }
        }
    };
}

batch! {
    /// Reps.
    reps: rep,
    /// Users.
    users: user,
    /// Teams, each after the one above it.
    teams: team,
    /// Memberships.
    memberships: team_membership,
    /// Objectives.
    objectives: objective,
    /// Products.
    products: product,
    /// Exchange rates.
    rates: exchange_rate,
    /// Reasons.
    reasons: outcome_reason,
    /// Pipelines.
    pipelines: pipeline,
    /// Stages.
    stages: stage,
    /// Surveys.
    surveys: survey,
    /// Campaigns.
    campaigns: campaign,
    /// Customers, subsidiaries after their parents.
    customers: customer,
    /// Contacts.
    contacts: contact,
    /// Sets of criteria.
    criteria_sets: criteria_set,
    /// Criteria.
    criteria: criterion,
    /// Leads.
    leads: lead,
    /// Who worked leads before.
    former_owners: lead_former_owner,
    /// Answers about leads.
    answers: qualification_answer,
    /// What is known of leads.
    key_facts: key_fact,
    /// When that was found to hold.
    verifications: key_fact_verification,
    /// Deals.
    deals: deal,
    /// Lines of deals.
    lines: deal_line,
    /// Shares in deals.
    credits: deal_credit,
    /// What deals looked like.
    history: deal_history,
    /// Interactions.
    interactions: interaction,
    /// Meetings.
    meetings: meeting,
    /// Quotes.
    quotes: quote,
    /// Contracts, renewals after what they renew.
    contracts: contract,
    /// Surveys sent, and their answers.
    responses: survey_response,
    /// Complaints.
    complaints: complaint,
    /// Returns.
    returns: product_return,
    /// Expenses.
    expenses: expense,
    /// Shares in expenses.
    expense_shares: expense_share,
}

impl Batch {
    /// Takes down what a record states.
    pub fn state(&mut self, context: &PostingContext, record: &impl States) {
        let (kind, id) = (record.kind(), record.id());
        let facts = ledger::net(record.facts(context));
        self.postings.extend(facts.into_iter().map(|(key, value)| Posting { kind, id, key, value }));
    }
}

async fn insert<E>(tx: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait<ActiveModel: Send>,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<E::ActiveModel> =
            rows.by_ref().take(ROWS).map(|row| row.into_active_model().reset_all()).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        E::insert_many(chunk).exec_without_returning(tx).await?;
    }
}
