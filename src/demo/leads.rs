//! Leads: received, spoken to, taken up or turned down, and some of them converted into a customer with a deal.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{
    interaction::Direction,
    lead::{Model, Status},
    outcome_reason::Outcome,
};

use super::{
    company::Company,
    deals::Opening,
    touches::About,
    words::{self, Person},
};
use crate::marketing::lead::{LeadState, Offspring};

/// When marketing handed a lead over, and whether and when sales took it.
type HandOver = (Option<DateTime<Utc>>, Option<(bool, DateTime<Utc>)>);

const SOURCES: &[(i64, &str)] =
    &[(34, "Website"), (16, "Referral"), (14, "Trade fair"), (12, "Campaign"), (10, "Partner"), (8, "Social network")];

/// Where the rest come from.
const COLD: &str = "Cold call";

/// What becomes of a lead in the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UpsertOutcome {
    Converted,
    Disqualified,
    Qualified,
    Forgotten,
}

/// When things happened to a lead; what is yet to come is not there.
#[derive(Clone, Copy)]
struct Steps {
    contacted: Option<DateTime<Utc>>,
    qualified: Option<DateTime<Utc>>,
    disqualified: Option<DateTime<Utc>>,
    converted: Option<DateTime<Utc>>,
}

impl Steps {
    const fn status(&self) -> Status {
        match self {
            Self { converted: Some(_), .. } => Status::Converted,
            Self { disqualified: Some(_), .. } => Status::Disqualified,
            Self { qualified: Some(_), .. } => Status::Qualified,
            Self { contacted: Some(_), .. } => Status::Contacted,
            _ => Status::New,
        }
    }

    fn last(&self) -> Option<DateTime<Utc>> {
        self.contacted.max(self.qualified).max(self.disqualified).max(self.converted)
    }
}

impl Company {
    /// A lead received on a day, with all that became of it.
    pub(super) fn lead(&mut self, day: NaiveDate) {
        let received_at = self.context.midnight(day) + TimeDelta::seconds(self.dice.between(7 * 3_600, 21 * 3_600));
        let now = self.calendar.now;
        if received_at > now {
            return;
        }
        let steps = self.steps(received_at);
        let is_closed = matches!(steps.status(), Status::Converted | Status::Disqualified);
        let until = steps.last().filter(|_| is_closed).unwrap_or(now);
        let owner = if self.dice.chance(98) || steps.contacted.is_some() {
            self.staff.on_duty(day, &mut self.dice)
        } else {
            None
        };
        let hands = self.staff.hands(&self.context, owner, received_at, until, &mut self.dice);
        let (company, person) = (words::company(&mut self.dice), Person::any(&mut self.dice));
        let source = self.dice.choose(SOURCES, COLD);
        let campaign = self.campaign(day, source);
        let is_marketing = campaign.is_some_and(|(_, is_marketing)| is_marketing);
        let (handed_over, answer) = self.hand_over(received_at, is_marketing, &steps);
        let reason = steps.disqualified.and_then(|_| self.market.reason(Outcome::Disqualified, &mut self.dice));
        let subject = self.market.product(&mut self.dice).map_or("Something", |product| &product.name);
        let rejection = answer.filter(|(is_accepted, _)| !is_accepted).and_then(|_| {
            let explains = self.dice.chance(80);
            self.market.reason(Outcome::Disqualified, &mut self.dice).filter(|_| explains)
        });
        let mut lead = Model {
            id: self.ids.at(received_at),
            title: format!("{subject} for {company}"),
            contact_name: Some(person.name()),
            email: Some(person.email("", &words::host(&company))),
            phone: self.dice.chance(60).then(|| words::phone(&mut self.dice)),
            source: Some(source.to_owned()),
            campaign_id: campaign.map(|(id, _)| id),
            status: steps.status(),
            owner_id: hands.at(until).map(|rep| rep.id),
            first_owner_id: owner.map(|rep| rep.id),
            received_at,
            contacted_at: steps.contacted,
            qualified_at: steps.qualified,
            disqualified_at: steps.disqualified,
            reason_id: reason.map(|reason| reason.id),
            handed_over_at: handed_over,
            handed_over_to_id: handed_over.and(owner).map(|rep| rep.id),
            accepted_at: answer.filter(|(is_accepted, _)| *is_accepted).map(|(_, at)| at),
            rejected_at: answer.filter(|(is_accepted, _)| !is_accepted).map(|(_, at)| at),
            rejection_reason_id: rejection.map(|reason| reason.id),
            rejection_note: None,
            converted_at: steps.converted,
            contacted_by_id: None,
            qualified_by_id: None,
            disqualified_by_id: None,
            converted_by_id: None,
            customer_id: None,
            deal_id: None,
            erased_at: None,
            recycled_at: None,
            merged_into_id: None,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: received_at,
            updated_at: steps.last().unwrap_or(received_at),
            deleted_at: None,
            company: Some(company),
        };
        let by = |at: Option<DateTime<Utc>>| at.and_then(|at| hands.at(at)).map(|rep| rep.id);
        lead.contacted_by_id = by(lead.contacted_at);
        lead.qualified_by_id = by(lead.qualified_at);
        lead.disqualified_by_id = by(lead.disqualified_at);
        lead.converted_by_id = by(lead.converted_at);
        let about = About { lead: Some(lead.id), ..About::of(hands) };
        self.work(about, steps, received_at, until);
        if let Some(at) = steps.converted {
            self.convert(&mut lead, at, about, person, is_marketing);
        }
        self.prospect(&lead, &about.hands, until);
        let deal = self.batch.deals.iter().rfind(|deal| lead.deal_id == Some(deal.id));
        let state = LeadState {
            reached_at: lead.contacted_at,
            deals: deal.map(Offspring::from).into_iter().collect(),
            ..LeadState::of(lead)
        };
        self.batch.state(&self.context, &state);
        self.batch.leads.push(state.lead);
    }

    /// What happens to a lead, each thing after the last, as far as it has happened.
    fn steps(&mut self, received_at: DateTime<Utc>) -> Steps {
        let outcome = self.dice.choose(
            &[(25, UpsertOutcome::Converted), (44, UpsertOutcome::Disqualified), (11, UpsertOutcome::Qualified)],
            UpsertOutcome::Forgotten,
        );
        let is_worked = matches!(outcome, UpsertOutcome::Converted | UpsertOutcome::Qualified);
        let mut steps = Steps { contacted: None, qualified: None, disqualified: None, converted: None };
        let mut at = received_at;
        let speaks = is_worked || self.dice.chance(75);
        let plan = [
            (speaks, (0, 5), &mut steps.contacted),
            (is_worked, (1, 12), &mut steps.qualified),
            (outcome == UpsertOutcome::Disqualified, (1, 30), &mut steps.disqualified),
            (outcome == UpsertOutcome::Converted, (1, 16), &mut steps.converted),
        ];
        for (_, (soon, late), step) in plan.into_iter().filter(|(happens, ..)| *happens) {
            let days = self.dice.mostly_small(soon, late);
            at = self.calendar.after(&self.context, at, days, &mut self.dice);
            if at > self.calendar.now {
                break;
            }
            *step = Some(at);
        }
        steps
    }

    /// When marketing handed a lead over to sales, and when sales said whether it accepts it: whoever works it does.
    fn hand_over(&mut self, received_at: DateTime<Utc>, is_marketing: bool, steps: &Steps) -> HandOver {
        if !is_marketing {
            return (None, None);
        }
        let at = received_at + TimeDelta::minutes(self.dice.between(1, 40));
        let Some(handed_over) = self.calendar.past(at) else { return (None, None) };
        if let Some(taken_up) = steps.qualified.or(steps.converted) {
            return (Some(handed_over), Some((true, taken_up.max(handed_over))));
        }
        let answers = self.dice.chance(88);
        let is_accepted = self.dice.chance(60);
        let days = self.dice.mostly_small(0, 6);
        let answered = self.calendar.after(&self.context, handed_over, days, &mut self.dice);
        (Some(handed_over), self.calendar.past(answered).filter(|_| answers).map(|at| (is_accepted, at)))
    }

    /// What was said and written about a lead.
    fn work(&mut self, about: About, steps: Steps, received_at: DateTime<Utc>, until: DateTime<Utc>) {
        if self.dice.chance(20) {
            self.touch(about, received_at, Direction::Inbound);
        }
        let Some(contacted) = steps.contacted else { return };
        self.touch(about, contacted, Direction::Outbound);
        let interest = until.min(contacted + TimeDelta::days(45));
        let count = self.dice.mostly_small(0, 5);
        self.touches(about, count, contacted, interest);
        if self.dice.chance(14) {
            self.meeting(about, contacted, interest);
        }
        let is_open = steps.converted.is_none() && steps.disqualified.is_none();
        if is_open && interest == self.calendar.now && self.dice.chance(40) {
            self.plan(about);
        }
    }

    /// Makes a deal of a lead, with a customer who is new or was known before.
    fn convert(&mut self, lead: &mut Model, at: DateTime<Utc>, about: About, person: Person, is_marketing: bool) {
        let owner = about.hands.at(at);
        let known = if self.dice.chance(58) { self.clients.known(at, &mut self.dice) } else { None };
        let place = known.unwrap_or_else(|| {
            let name = lead.company.clone().unwrap_or_default();
            self.client(at, name, Some(person), owner, None)
        });
        let Some(client) = self.clients.get(place) else { return };
        let (customer, mut contact, host) = (client.id, client.contact, words::host(&client.name));
        if known.is_some() {
            contact = self.contact(at, customer, &host, person);
        }
        lead.customer_id = Some(customer);
        lead.deal_id = self.deal(&Opening {
            at,
            client: place,
            contact,
            lead: Some(lead.id),
            owner,
            source: lead.source.clone(),
            campaign: lead.campaign_id.map(|id| (id, is_marketing)),
            is_new_business: true,
        });
    }
}
