//! What an expense states to the ledger. Pure.
//!
//! A cost counts on the day that it was incurred, at the rate of that day; what was paid of it on the day of payment. A
//! rep who bears it alone is credited with it. Every other cost is divided among reps by the shares that were decided
//! when it was recorded: their parts sum to the whole, and nobody's later move or win divides it anew. A cost that nobody
//! could share stays with its team or the organization.

use chrono::NaiveDate;
use entity::{Kind, expense::Category};
use uuid::Uuid;

use super::{key, state::ExpenseState};
use crate::ledger::{Dimensions, Fact, Facts, Measure, PostingContext, States, money::WHOLE};

impl States for ExpenseState {
    fn kind(&self) -> Kind {
        Kind::Expense
    }

    fn id(&self) -> Uuid {
        self.expense.id
    }

    fn reps(&self) -> Vec<Uuid> {
        self.expense.rep_id.into_iter().collect()
    }

    fn currencies(&self) -> Vec<&str> {
        vec![&self.expense.currency]
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let expense = &self.expense;
        let mut facts = Facts::new(
            context,
            Dimensions {
                source: expense.lead_source.clone(),
                campaign: expense.campaign_id,
                kind: Some(expense.category.name()),
                currency: Some(expense.currency.clone()),
                ..Dimensions::default()
            },
        );
        if expense.deleted_at.is_some() {
            return facts.done();
        }
        let day = expense.incurred_on;
        self.cost(context, &mut facts, day, Measure::SalesCost, Measure::SalesCostUnconverted);
        if expense.category == Category::Marketing {
            self.cost(context, &mut facts, day, Measure::MarketingCost, Measure::MarketingCostUnconverted);
        }
        if let Some(day) = expense.paid_on {
            self.cost(context, &mut facts, day, Measure::SalesCostPaid, Measure::SalesCostPaidUnconverted);
        }
        facts.done()
    }
}

impl ExpenseState {
    /// The amount at the rate of a day, or that there is no such rate.
    fn cost(
        &self,
        context: &PostingContext,
        facts: &mut Facts<'_>,
        day: NaiveDate,
        cost: Measure,
        unconverted: Measure,
    ) {
        if self.expense.amount == 0 {
            return;
        }
        match context.convert(self.expense.amount, &self.expense.currency, day) {
            Some(value) => {
                for (rep, team, part) in self.borne(context, day, value) {
                    facts.state_in(day, rep, team, cost, part);
                }
            }
            None => {
                for (rep, team, part) in self.borne(context, day, WHOLE) {
                    // However little somebody bears, their figure is short of it and has to say so.
                    facts.state_in(day, rep, team, unconverted, part.max(1));
                }
            }
        }
    }

    /// Who bears which part of a value, in which team.
    fn borne(&self, context: &PostingContext, day: NaiveDate, value: i64) -> Vec<(Option<Uuid>, Option<Uuid>, i64)> {
        if let Some(rep) = self.expense.rep_id {
            return vec![(Some(rep), context.team(rep, day), value)];
        }
        if self.shares.is_empty() {
            return vec![(None, self.expense.team_id, value)];
        }
        let parts = key::parts(value, &self.shares);
        self.shares.iter().zip(parts).map(|(share, part)| (Some(share.rep), share.team, part)).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entity::expense::{Allocation, Model};

    use super::*;
    use crate::{
        ledger::{Membership, samples},
        marketing::expense::key::Share,
    };

    const REP: Uuid = Uuid::from_u128(7);
    const TEAM: Uuid = Uuid::from_u128(9);

    fn expense() -> Model {
        let at: DateTime<Utc> = "2026-11-24T09:00:00Z".parse().unwrap();
        Model {
            id: Uuid::from_u128(1),
            category: Category::Tools,
            description: None,
            amount: 10_000,
            currency: "EUR".to_owned(),
            incurred_on: at.date_naive(),
            paid_on: None,
            rep_id: None,
            team_id: Some(TEAM),
            campaign_id: None,
            lead_source: None,
            allocation: Allocation::Equal,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        }
    }

    fn shares() -> Vec<Share> {
        (1..=3).map(|rep| Share { rep: Uuid::from_u128(rep), team: Some(TEAM), weight: 1 }).collect()
    }

    fn stated(
        expense: Model,
        shares: Vec<Share>,
        context: &PostingContext,
    ) -> Vec<(Measure, Option<Uuid>, Option<Uuid>, i64)> {
        let facts = ExpenseState { expense, shares }.facts(context).into_iter();
        facts.map(|fact| (fact.key.measure, fact.key.rep, fact.key.team, fact.value)).collect()
    }

    #[test]
    fn a_shared_cost_is_divided_to_the_last_cent() {
        let facts = stated(expense(), shares(), &samples::paris());
        assert_eq!(facts.iter().map(|(.., value)| *value).collect::<Vec<_>>(), [3_334, 3_333, 3_333]);
        assert!(facts.iter().all(|(measure, _, team, _)| *measure == Measure::SalesCost && *team == Some(TEAM)));
    }

    #[test]
    fn a_cost_that_nobody_shares_stays_with_its_team() {
        let facts = stated(expense(), Vec::new(), &samples::paris());
        assert_eq!(facts, [(Measure::SalesCost, None, Some(TEAM), 10_000)]);
    }

    #[test]
    fn a_reps_own_cost_is_the_reps_in_the_team_of_the_day() {
        let mut context = samples::paris();
        context.add_membership(REP, Membership { team: TEAM, from: None, to: None });
        let own = Model { rep_id: Some(REP), team_id: None, category: Category::Marketing, ..expense() };
        let wanted = [Measure::SalesCost, Measure::MarketingCost];
        assert_eq!(stated(own, Vec::new(), &context), wanted.map(|measure| (measure, Some(REP), Some(TEAM), 10_000)));
    }

    #[test]
    fn without_a_rate_every_bearer_is_told() {
        let shares = vec![
            Share { rep: REP, team: None, weight: 1_000_000 },
            Share { rep: Uuid::from_u128(8), team: None, weight: 1 },
        ];
        let foreign = Model { currency: "USD".to_owned(), paid_on: Some(expense().incurred_on), ..expense() };
        let facts = stated(foreign, shares, &samples::paris());
        assert_eq!(facts.iter().map(|(.., value)| *value).collect::<Vec<_>>(), [10_000, 1, 10_000, 1]);
        assert!(facts.iter().all(|(measure, ..)| measure.label_en().ends_with("without a rate")));
    }
}
