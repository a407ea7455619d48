//! Customers and prospects, the people who work there, and what makes them customers.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{contact, contract, customer};
use uuid::Uuid;

use super::{
    company::Company,
    dice::Dice,
    market::CURRENCY,
    staff::{Hands, Rep},
    words::{self, Person},
};
use crate::sales::{
    customer::{Life, Term, Win},
    deal::DealState,
};

/// How large a business is: the segment, the employees, how much it buys.
type Segment = (&'static str, (i64, i64), i64);

const LARGE: Segment = ("Enterprise", (800, 20_000), 8);
const MIDDLE: Segment = ("Mid-market", (80, 800), 3);
const SMALL: Segment = ("Small business", (3, 80), 1);

/// A customer or prospect, as far as the story needs to know.
#[derive(Clone, Debug)]
pub struct Client {
    /// The customer.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Somebody who works there.
    pub contact: Uuid,
    /// Since when it is known.
    pub since: DateTime<Utc>,
    /// Who looks after it.
    pub hands: Hands,
    /// What it pays in.
    pub currency: &'static str,
    /// How much it buys.
    pub size: i64,
    /// When the first deal was won with it.
    first_won_at: Option<DateTime<Utc>>,
}

impl Client {
    /// Whether it was a customer at an instant.
    pub fn is_customer(&self, at: DateTime<Utc>) -> bool {
        self.first_won_at.is_some_and(|won| won <= at)
    }
}

/// Everybody who buys or might.
#[derive(Default)]
pub struct Clients {
    all: Vec<Client>,
    /// What makes them customers.
    lives: HashMap<Uuid, Life>,
}

impl Clients {
    /// The client of a place.
    pub fn get(&self, place: usize) -> Option<&Client> {
        self.all.get(place)
    }

    /// Somebody who was known at an instant.
    pub fn known(&self, at: DateTime<Utc>, dice: &mut Dice) -> Option<usize> {
        let last = i64::try_from(self.all.len()).unwrap_or(0) - 1;
        let known = |place: &usize| self.get(*place).is_some_and(|client| client.since <= at);
        let by_chance = (0..16).find_map(|_| usize::try_from(dice.between(0, last)).ok().filter(known));
        by_chance.or_else(|| Some(0).filter(known))
    }

    /// Takes down a win.
    pub fn won(&mut self, place: usize, deal: &DealState) {
        if let (Some(client), Some((customer, win))) = (self.all.get_mut(place), Win::of(deal)) {
            client.first_won_at = client.first_won_at.into_iter().chain([win.closed_at]).min();
            self.life(customer).wins.push(win);
        }
    }

    /// Takes down a contract.
    pub fn signed(&mut self, contract: &contract::Model) {
        if let Some((customer, term)) = Term::of(contract) {
            self.life(customer).terms.push(term);
        }
    }

    /// What makes them customers, and when they were lost.
    pub fn lives(self) -> impl Iterator<Item = Life> {
        let mut lives = self.lives;
        self.all.into_iter().filter_map(move |client| lives.remove(&client.id))
    }

    fn life(&mut self, customer: Uuid) -> &mut Life {
        self.lives.entry(customer).or_insert_with(|| Life { customer, ..Life::default() })
    }
}

impl Company {
    /// Puts whom the company knows on the first day into the batch.
    pub(super) fn first_clients(&mut self, at: DateTime<Utc>) {
        let first = self.calendar.first;
        for _ in 0..self.size.customers {
            let owner = self.staff.on_duty(first, &mut self.dice);
            let name = words::company(&mut self.dice);
            let parent = if self.dice.chance(5) { self.clients.known(at, &mut self.dice) } else { None };
            let parent = parent.and_then(|place| self.clients.get(place)).map(|client| client.id);
            self.client(at, name, None, owner, parent);
        }
    }

    /// Makes a client with one to three contacts, the first of them the person given; answers its place.
    pub(super) fn client(
        &mut self,
        at: DateTime<Utc>,
        name: String,
        person: Option<Person>,
        owner: Option<Rep>,
        parent: Option<Uuid>,
    ) -> usize {
        let hands = self.staff.hands(&self.context, owner, at, self.calendar.now, &mut self.dice);
        let (country, currency) = self.dice.choose(words::COUNTRIES, words::HOME);
        let (segment, (few, many), size) = self.dice.choose(&[(8, LARGE), (27, MIDDLE)], SMALL);
        let id = self.ids.at(at);
        let host = words::host(&name);
        self.batch.customers.push(customer::Model {
            id,
            name: name.clone(),
            parent_id: parent,
            segment: Some(segment.to_owned()),
            industry: Some(self.dice.word(words::INDUSTRIES).to_owned()),
            employee_count: i32::try_from(self.dice.mostly_small(few, many)).ok(),
            country: Some(country.to_owned()),
            website: Some(format!("https://www.{host}.example")),
            owner_id: hands.at(self.calendar.now).map(|rep| rep.id),
            merged_into_id: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        });
        let person = person.unwrap_or_else(|| Person::any(&mut self.dice));
        let contact = self.contact(at, id, &host, person);
        for _ in 0..self.dice.mostly_small(0, 3) {
            let person = Person::any(&mut self.dice);
            self.contact(at, id, &host, person);
        }
        let currency = if self.dice.chance(80) { currency } else { CURRENCY };
        self.clients.all.push(Client { id, name, contact, since: at, hands, currency, size, first_won_at: None });
        self.clients.all.len() - 1
    }

    /// Makes a contact.
    pub(super) fn contact(&mut self, at: DateTime<Utc>, customer: Uuid, host: &str, person: Person) -> Uuid {
        let id = self.ids.at(at);
        self.batch.contacts.push(contact::Model {
            id,
            customer_id: Some(customer),
            name: person.name(),
            email: Some(person.email("", host)),
            phone: self.dice.chance(70).then(|| words::phone(&mut self.dice)),
            job_title: Some(words::job(&mut self.dice).to_owned()),
            erased_at: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        });
        id
    }
}
