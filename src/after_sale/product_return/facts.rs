//! The facts of a product return. Pure.
//!
//! It counts on the day the goods came back, and its value once more on the day of the sale, so that it can be said what
//! ever came back of the sales of a period. Either way it is credited as the sale was.

use entity::Kind;
use uuid::Uuid;

use super::state::ReturnState;
use crate::{
    after_sale::won_deal_credit::{self, Credits},
    ledger::{Fact, Facts, Measure, PostingContext, States, money::WHOLE},
};

impl States for ReturnState {
    fn kind(&self) -> Kind {
        Kind::ProductReturn
    }

    fn id(&self) -> Uuid {
        self.returned.id
    }

    fn reps(&self) -> Vec<Uuid> {
        let sellers = self.sale.iter().flat_map(|sale| sale.shares.iter().filter_map(|(rep, _)| *rep));
        sellers.chain(self.returned.owner_id).collect()
    }

    fn currencies(&self) -> Vec<&str> {
        vec![&self.returned.currency]
    }

    fn facts(&self, context: &PostingContext) -> Vec<Fact> {
        let returned = &self.returned;
        if returned.deleted_at.is_some() {
            return Vec::new();
        }
        let (sale, day) = (self.sale.as_ref(), returned.returned_on);
        let credits = Credits::of(context, sale, returned.owner_id, day);
        let mut facts =
            Facts::new(context, won_deal_credit::dimensions(sale, returned.customer_id, returned.product_id));
        credits.state(&mut facts, day, Measure::Returns, WHOLE);
        credits.state(&mut facts, day, Measure::ReturnedUnits, returned.units_e4);
        if returned.amount == 0 {
            return facts.done();
        }
        facts.with(|dimensions| dimensions.currency = Some(returned.currency.clone()));
        let sold_on = sale.map(|sale| context.day(sale.sold_at));
        match context.convert(returned.amount, &returned.currency, day) {
            Some(value) => {
                credits.state(&mut facts, day, Measure::ReturnedValue, value);
                if let Some(sold_on) = sold_on {
                    credits.state(&mut facts, sold_on, Measure::SoldValueReturned, value);
                }
            }
            None => {
                credits.state(&mut facts, day, Measure::ReturnedUnconverted, WHOLE);
                if let Some(sold_on) = sold_on {
                    credits.state(&mut facts, sold_on, Measure::SoldValueReturnedUnconverted, WHOLE);
                }
            }
        }
        facts.done()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entity::product_return::Model;

    use super::*;
    use crate::{after_sale::won_deal_credit::samples::shared, ledger::samples};

    fn returned() -> Model {
        let at: DateTime<Utc> = "2026-03-25T09:00:00Z".parse().unwrap();
        Model {
            id: Uuid::from_u128(1),
            customer_id: Uuid::from_u128(20),
            deal_id: None,
            product_id: None,
            units_e4: 3 * WHOLE,
            amount: 1_001,
            currency: "EUR".to_owned(),
            reason_id: None,
            note: None,
            owner_id: Some(Uuid::from_u128(3)),
            returned_on: at.date_naive(),
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        }
    }

    /// The day, the measure, the rep and the value of each fact.
    fn stated(state: &ReturnState) -> Vec<(String, Measure, Option<u128>, i64)> {
        let facts = state.facts(&samples::paris()).into_iter();
        facts
            .map(|fact| (fact.key.day.to_string(), fact.key.measure, fact.key.rep.map(|rep| rep.as_u128()), fact.value))
            .collect()
    }

    #[test]
    fn a_return_without_a_sale_counts_for_the_owner_of_the_account_on_its_day() {
        let day = || "2026-03-25".to_owned();
        assert_eq!(
            stated(&ReturnState { returned: returned(), sale: None }),
            [
                (day(), Measure::Returns, Some(3), WHOLE),
                (day(), Measure::ReturnedUnits, Some(3), 3 * WHOLE),
                (day(), Measure::ReturnedValue, Some(3), 1_001),
            ]
        );
    }

    #[test]
    fn a_return_of_a_sale_counts_for_its_sellers_on_both_days() {
        // Late in the evening in Greenwich it is the next day in Paris.
        let state = ReturnState { returned: returned(), sale: Some(shared("2026-01-31T23:30:00Z")) };
        let of = |wanted| {
            let facts = stated(&state).into_iter().filter(move |(_, measure, ..)| *measure == wanted);
            facts.map(|(day, _, rep, value)| (day, rep, value)).collect::<Vec<_>>()
        };
        let parts = |day: &str| vec![(day.to_owned(), Some(1), 601), (day.to_owned(), Some(2), 400)];
        assert_eq!(of(Measure::ReturnedValue), parts("2026-03-25"));
        assert_eq!(of(Measure::SoldValueReturned), parts("2026-02-01"));
    }

    #[test]
    fn without_a_rate_the_value_is_said_to_be_missing() {
        let returned = Model { currency: "USD".to_owned(), ..returned() };
        let facts = stated(&ReturnState { returned, sale: None });
        assert_eq!(facts[2], ("2026-03-25".to_owned(), Measure::ReturnedUnconverted, Some(3), WHOLE));
    }

    #[test]
    fn a_deleted_return_states_nothing() {
        let returned = Model { deleted_at: Some(returned().created_at), ..returned() };
        assert_eq!(stated(&ReturnState { returned, sale: None }), []);
    }
}
