//! The way from a lead to a contract once more, straight over records.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{contract, deal, interaction, lead, meeting, quote};
use uuid::Uuid;

use super::formulas::{Ask, Number, float, ratio};

/// What a KPI comes to; as in the other formulas.
pub fn value(ask: &Ask<'_>, key: &str) -> Option<Option<Number>> {
    let count = |number: i64| Some(Number::Count(number * 10_000));
    let part = |part: i64, whole: i64| ratio(part * 10_000, whole * 10_000);
    let received = || ask.received(|_| true);
    Some(match key {
        "LEAD_TO_CUSTOMER_RATE" => part(ask.received(|lead| ask.is_won(lead)), received()),
        "LEAD_TO_DEAL_RATE" => part(ask.received(|lead| lead.converted_at.is_some()), received()),
        "LEAD_CONVERSION_RATE" => part(ask.steps(|lead| (lead.converted_at, lead.converted_by_id)), received()),
        "LEADS_CONTACTED" => count(ask.steps(|lead| (lead.contacted_at, lead.contacted_by_id))),
        "LEADS_QUALIFIED" => count(ask.steps(|lead| (lead.qualified_at, lead.qualified_by_id))),
        "LEADS_CONVERTED" => count(ask.steps(|lead| (lead.converted_at, lead.converted_by_id))),
        "LEADS_DISQUALIFIED" => count(ask.steps(|lead| (lead.disqualified_at, lead.disqualified_by_id))),
        // Nothing comes in again in the demo.
        "LEADS_RECYCLED" => count(0),
        "LEAD_DISQUALIFICATION_RATE" => part(ask.received(|lead| lead.disqualified_at.is_some()), received()),
        "SPEED_TO_LEAD" => {
            let waits: Vec<TimeDelta> = ask.cohort().filter_map(|lead| ask.wait(lead)).collect();
            mean(&waits)
        }
        "CONTACTED_WITHIN_SLA" => {
            let bound = TimeDelta::hours(ask.records.response_hours);
            part(ask.received(|lead| ask.wait(lead).is_some_and(|wait| wait <= bound)), received())
        }
        "MEETING_BOOKING_RATE" => {
            let asked = |meeting: &&meeting::Model| meeting.attempted_at.is_some_and(|at| ask.has(at, setter(meeting)));
            let attempts: Vec<_> = ask.records.meetings.iter().filter(asked).collect();
            let booked = attempts.iter().filter(|meeting| meeting.booked_at.is_some()).count();
            part(number(booked), number(attempts.len()))
        }
        "PROSPECT_BOOKING_RATE" => {
            let asked = |meeting: &&meeting::Model| meeting.attempted_at.is_some_and(|at| ask.has(at, setter(meeting)));
            let attempts: Vec<_> = ask.records.meetings.iter().filter(asked).collect();
            let different = |meetings: Vec<&meeting::Model>| {
                let prospect =
                    |one: &meeting::Model| one.customer_id.or(one.lead_id).or(one.contact_id).unwrap_or(one.id);
                number(meetings.into_iter().map(prospect).collect::<BTreeSet<_>>().len())
            };
            let booked = attempts.iter().copied().filter(|meeting| meeting.booked_at.is_some()).collect();
            part(different(booked), different(attempts))
        }
        "MEETINGS_BOOKED" => {
            let booked = |one: &&meeting::Model| one.booked_at.is_some_and(|at| ask.has(at, setter(one)));
            count(number(ask.records.meetings.iter().filter(booked).count()))
        }
        "CUSTOMER_MEETINGS_HELD" => {
            count(ask.meetings(|one| one.status == meeting::Status::Held && one.purpose == meeting::Purpose::Customer))
        }
        "MEETINGS_CANCELLED" => count(ask.meetings(|one| one.status == meeting::Status::Cancelled)),
        "SHOW_RATE" => part(ask.meetings(|one| one.status == meeting::Status::Held), ask.due()),
        "NO_SHOW_RATE" => part(ask.meetings(|one| one.status == meeting::Status::NoShow), ask.due()),
        "MEETING_TO_DEAL" => {
            let held = |one: &meeting::Model| {
                one.status == meeting::Status::Held && one.purpose == meeting::Purpose::Prospecting
            };
            part(ask.meetings(|one| held(one) && one.deal_id.is_some()), ask.meetings(held))
        }
        "CALL_TO_MEETING" => {
            let call = |one: &&interaction::Model| {
                one.kind == interaction::Kind::Call && one.direction == interaction::Direction::Outbound
            };
            let calls: Vec<_> = ask.done().filter(call).collect();
            let booked = calls.iter().filter(|one| one.outcome == Some(interaction::Outcome::MeetingBooked)).count();
            part(number(booked), number(calls.len()))
        }
        "ACTIVITIES_PER_WIN" => {
            let activities = ask.records.interactions.iter().filter(|one| {
                let won_at = one.deal_id.and_then(|deal| ask.won_at(deal));
                one.status == interaction::Status::Done && won_at.is_some_and(|at| ask.has(at, one.performer_id))
            });
            ratio(number(activities.count()) * 10_000, ask.won(ask.span))
        }
        "DAYS_BETWEEN_CONTACTS" => {
            let mut days: BTreeMap<Uuid, BTreeSet<NaiveDate>> = BTreeMap::new();
            for one in ask.done() {
                if let Some(customer) = one.customer_id {
                    days.entry(customer).or_default().insert(ask.records.day(one.occurred_at));
                }
            }
            let mut pauses = Vec::new();
            for days in days.values() {
                let days: Vec<NaiveDate> = days.iter().copied().collect();
                pauses.extend(days.windows(2).map(|two| two[1] - two[0]));
            }
            mean(&pauses)
        }
        "QUOTE_TO_CONTRACT_RATE" => {
            let offers = ask.offers();
            let issued: Vec<_> = offers.iter().filter(|offer| ask.has(offer.sent_at, offer.author)).collect();
            part(number(issued.iter().filter(|offer| offer.contract.is_some()).count()), number(issued.len()))
        }
        "QUOTE_TO_CONTRACT_PERIOD_RATE" => {
            let offers = ask.offers();
            let issued = offers.iter().filter(|offer| ask.has(offer.sent_at, offer.author)).count();
            part(number(ask.signed(&offers).len()), number(issued))
        }
        "QUOTES_ISSUED" => {
            count(number(ask.offers().iter().filter(|offer| ask.has(offer.sent_at, offer.author)).count()))
        }
        "QUOTE_TO_SIGNATURE_DAYS" => {
            let offers = ask.offers();
            let waits: Vec<TimeDelta> =
                ask.signed(&offers).into_iter().map(|(offer, contract)| contract.signed_at - offer.sent_at).collect();
            mean(&waits)
        }
        "QUOTE_DISCOUNT_RATE" => {
            let offers = ask.offers();
            let shares: Vec<f64> = ask
                .signed(&offers)
                .into_iter()
                .filter_map(|(offer, contract)| {
                    let day = ask.records.day(contract.signed_at);
                    let first = ask.records.worth(offer.first_amount, &offer.currency, day)?;
                    let signed = ask.records.worth(contract.amount, &contract.currency, day)?;
                    // Kept in ten-thousandths.
                    let share = (1.0 - float(signed) / float(first)) * 1e4;
                    (first > 0).then(|| share.round_ties_even() / 1e4)
                })
                .collect();
            let total: f64 = shares.iter().sum();
            (!shares.is_empty()).then(|| Number::Ratio(total / float(number(shares.len()))))
        }
        "CONTRACTED_REVENUE" => ask.contracted().map(Number::Money),
        "CONTRACTS_SIGNED" => {
            let signed = |one: &&contract::Model| ask.has(one.signed_at, one.owner_id);
            count(number(ask.records.contracts.iter().filter(signed).count()))
        }
        _ => return None,
    })
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}

fn mean(times: &[TimeDelta]) -> Option<Number> {
    let seconds: i64 = times.iter().map(TimeDelta::num_seconds).sum();
    (!times.is_empty()).then(|| Number::Days(float(seconds) / float(number(times.len())) / 86_400.0))
}

/// Who asked for a meeting.
fn setter(meeting: &meeting::Model) -> Option<Uuid> {
    meeting.set_by_id.or(meeting.host_id)
}

/// An offer with all its revisions.
struct Offer<'a> {
    sent_at: DateTime<Utc>,
    author: Option<Uuid>,
    first_amount: i64,
    currency: String,
    contract: Option<&'a contract::Model>,
}

impl Ask<'_> {
    /// Whether an instant is in the period, and the rep's deeds count.
    fn has(&self, at: DateTime<Utc>, rep: Option<Uuid>) -> bool {
        let day = self.records.day(at);
        self.span.has(day) && self.records.counts(self.who, rep, day)
    }

    /// The leads received in the period.
    fn cohort(&self) -> impl Iterator<Item = &lead::Model> {
        self.records.leads.iter().filter(|lead| self.has(lead.received_at, lead.first_owner_id))
    }

    fn received(&self, holds: impl Fn(&lead::Model) -> bool) -> i64 {
        number(self.cohort().filter(|lead| holds(lead)).count())
    }

    fn steps(&self, step: impl Fn(&lead::Model) -> (Option<DateTime<Utc>>, Option<Uuid>)) -> i64 {
        let done = self.records.leads.iter().filter(|lead| {
            let (at, by) = step(lead);
            at.is_some_and(|at| self.has(at, by))
        });
        number(done.count())
    }

    fn is_won(&self, lead: &lead::Model) -> bool {
        let deals = self.records.deals.iter();
        deals.filter(|deal| deal.lead_id == Some(lead.id)).any(|deal| deal.status == deal::Status::Won)
    }

    fn won_at(&self, deal: Uuid) -> Option<DateTime<Utc>> {
        let deal = self.records.deals.iter().find(|one| one.id == deal && one.status == deal::Status::Won)?;
        deal.closed_at
    }

    /// How long a lead waited to be contacted.
    fn wait(&self, lead: &lead::Model) -> Option<TimeDelta> {
        let tries = self.records.interactions.iter().filter(|one| {
            one.lead_id == Some(lead.id)
                && one.direction == interaction::Direction::Outbound
                && one.status == interaction::Status::Done
                && one.occurred_at >= lead.received_at
        });
        let first = tries.map(|one| one.occurred_at).chain(lead.contacted_at).min();
        first.map(|at| at - lead.received_at)
    }

    fn done(&self) -> impl Iterator<Item = &interaction::Model> {
        let done = self.records.interactions.iter().filter(|one| one.status == interaction::Status::Done);
        done.filter(|one| self.has(one.occurred_at, one.performer_id))
    }

    /// The meetings that start in the period.
    fn meetings(&self, holds: impl Fn(&meeting::Model) -> bool) -> i64 {
        let counted =
            self.records.meetings.iter().filter(|one| {
                one.starts_at.is_some_and(|at| self.has(at, one.host_id.or(one.set_by_id))) && holds(one)
            });
        number(counted.count())
    }

    fn due(&self) -> i64 {
        self.meetings(|one| match one.status {
            meeting::Status::Held | meeting::Status::NoShow => true,
            meeting::Status::Booked => self.records.day(one.starts_at.unwrap()) < self.records.today,
            meeting::Status::Attempted | meeting::Status::Cancelled => false,
        })
    }

    fn offers(&self) -> Vec<Offer<'_>> {
        let mut families: BTreeMap<Uuid, Vec<&quote::Model>> = BTreeMap::new();
        for quote in &self.records.quotes {
            families.entry(quote.family_id).or_default().push(quote);
        }
        let offers = families.values().filter_map(|family| {
            let first = family.iter().filter(|quote| quote.sent_at.is_some()).min_by_key(|quote| quote.sent_at)?;
            let of_family = |one: &&contract::Model| family.iter().any(|quote| one.quote_id == Some(quote.id));
            Some(Offer {
                sent_at: first.sent_at?,
                author: first.author_id,
                first_amount: first.amount,
                currency: first.currency.clone(),
                contract: self.records.contracts.iter().find(of_family),
            })
        });
        offers.collect()
    }

    fn signed<'a>(&self, offers: &'a [Offer<'a>]) -> Vec<(&'a Offer<'a>, &'a contract::Model)> {
        let signed = offers.iter().filter_map(|offer| Some((offer, offer.contract?)));
        signed.filter(|(offer, contract)| self.has(contract.signed_at, offer.author)).collect()
    }

    fn contracted(&self) -> Option<i64> {
        let signed = self.records.contracts.iter().filter(|one| self.has(one.signed_at, one.owner_id));
        signed.map(|one| self.records.worth(one.amount, &one.currency, self.records.day(one.signed_at))).sum()
    }
}
