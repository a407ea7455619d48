//! The facts of a contract. Pure.

use entity::{Kind, contract::Model};
use uuid::Uuid;

use crate::ledger::{Dimensions, Fact, Facts, Measure, PostingContext, States, money::WHOLE};

impl States for Model {
    fn kind(&self) -> Kind {
        Kind::Contract
    }

    fn id(&self) -> Uuid {
        self.id
    }

    fn reps(&self) -> Vec<Uuid> {
        self.owner_id.into_iter().collect()
    }

    fn currencies(&self) -> Vec<&str> {
        vec![&self.currency]
    }

    /// One contract and its amount on the day of signature, at the rate of that day. When it starts, ends or is ended
    /// early changes nothing of that.
    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let mut facts = Facts::new(context, Dimensions { customer: self.customer_id, ..Dimensions::default() });
        if self.deleted_at.is_some() {
            return facts.done();
        }
        let day = context.day(self.signed_at);
        facts.state(day, self.owner_id, Measure::ContractsSigned, WHOLE);
        if self.amount != 0 {
            facts.with(|dimensions| dimensions.currency = Some(self.currency.clone()));
            match context.convert(self.amount, &self.currency, day) {
                Some(value) => facts.state(day, self.owner_id, Measure::ContractedAmount, value),
                None => facts.state(day, self.owner_id, Measure::ContractedUnconverted, WHOLE),
            }
        }
        facts.done()
    }
}

#[cfg(test)]
pub mod tests {
    use chrono::{DateTime, NaiveDate, Utc};

    use super::*;
    use crate::ledger::samples;

    pub fn contract() -> Model {
        let at: DateTime<Utc> = "2026-03-25T09:00:00Z".parse().unwrap();
        Model {
            id: Uuid::from_u128(1),
            number: None,
            quote_id: None,
            deal_id: None,
            customer_id: None,
            owner_id: Some(Uuid::from_u128(7)),
            amount: 1_100_000,
            currency: "USD".to_owned(),
            signed_at: at,
            starts_on: at.date_naive(),
            ends_on: None,
            renews_id: None,
            terminated_on: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        }
    }

    fn stated(contract: &Model, context: &PostingContext) -> Vec<(Measure, i64)> {
        contract.facts(context).into_iter().map(|fact| (fact.key.measure, fact.value)).collect()
    }

    #[test]
    fn the_amount_is_converted_at_the_rate_of_the_signature() {
        let mut context = samples::paris();
        context.add_rate("USD", NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), 9_000_000_000);
        context.add_rate("USD", NaiveDate::from_ymd_opt(2026, 4, 1).unwrap(), 1);
        let wanted = [(Measure::ContractsSigned, WHOLE), (Measure::ContractedAmount, 990_000)];
        assert_eq!(stated(&contract(), &context), wanted);
    }

    #[test]
    fn without_a_rate_the_amount_is_said_to_be_missing() {
        let wanted = [(Measure::ContractsSigned, WHOLE), (Measure::ContractedUnconverted, WHOLE)];
        assert_eq!(stated(&contract(), &samples::paris()), wanted);
    }
}
