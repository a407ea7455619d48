//! The formulas of the way from a lead to a contract. Pure.

use crate::{
    graphql::scalars::float,
    kpi::{Figure, Inputs, Statistic, Warning, catalog::formulas::shared::days, engine::figure::Value},
    ledger::Measure as M,
};

const DAY: i64 = 86_400;

fn share(part: i64, whole: i64) -> Option<Value> {
    Figure::ratio(part, whole).value
}

fn in_days(seconds: i64) -> Value {
    Value::Days(float(seconds) / 86_400.0)
}

/// The leads of a period, told apart by how far they came.
pub fn lead_funnel(m: &Inputs<'_>) -> Figure {
    let received = m.sum(M::LeadsReceived);
    let (won, disqualified, open) =
        (m.sum(M::ReceivedLeadsWon), m.sum(M::ReceivedLeadsDisqualified), m.sum(M::ReceivedLeadsOpen));
    let within =
        |days| share(m.spread(Statistic::Within(M::LeadWinSeconds, M::ReceivedLeadsWon, days * DAY)), received);
    Figure {
        parts: vec![
            Some(Value::Count(m.sum(M::ReceivedLeadsContacted))),
            Some(Value::Count(m.sum(M::ReceivedLeadsQualified))),
            Some(Value::Count(m.sum(M::ReceivedLeadsConverted))),
            Some(Value::Count(disqualified)),
            Some(Value::Count(received - won - disqualified - open)),
            Some(Value::Count(open)),
            share(open, received),
            Some(Value::Count(m.spread(Statistic::Customers(M::ReceivedLeadsWon)))),
            within(30),
            within(90),
        ],
        median: m.median(M::LeadWinSeconds, M::ReceivedLeadsWon).map(in_days),
        ..Figure::ratio(won, received)
    }
}

/// How long records took: mean, median, and of how many.
pub fn delay(m: &Inputs<'_>, seconds: M, shares: M) -> Figure {
    Figure {
        value: days(m.sum(seconds), m.sum(shares)),
        median: m.median(seconds, shares).map(in_days),
        denominator: Some(Value::Count(m.sum(shares))),
        ..Figure::default()
    }
}

/// How long nobody spoke to a customer, from one contact to the next.
pub fn pauses(m: &Inputs<'_>) -> Figure {
    let count = m.spread(Statistic::Gaps(M::Interactions));
    let median = Some(m.spread(Statistic::GapMedian(M::Interactions))).filter(|seconds| *seconds >= 0 && count != 0);
    let total = m.spread(Statistic::GapSeconds(M::Interactions));
    Figure {
        value: days(total, count),
        median: median.map(in_days),
        denominator: Some(Value::Count(count)),
        ..Figure::default()
    }
}

/// The meetings that took place, and those that should have.
pub fn held_and_due(m: &Inputs<'_>) -> (i64, i64) {
    let held = m.sum(M::ProspectingMeetingsHeld) + m.sum(M::CustomerMeetingsHeld);
    (held, held + m.sum(M::MeetingsMissed) + m.overdue(M::MeetingsUndecided))
}

/// The offers of a period, told apart by what became of them.
pub fn offers(m: &Inputs<'_>) -> Figure {
    let (issued, signed) = (m.sum(M::OffersIssued), m.sum(M::OffersIssuedSigned));
    let (declined, expired) = (m.sum(M::OffersIssuedDeclined), m.sum(M::OffersIssuedExpired));
    let unknown = m.sum(M::OffersUnconverted);
    let (offered, contracted) = (m.sum(M::OfferedAmount), m.sum(M::OfferedSignedAmount));
    let known = |value: Value| (unknown == 0).then_some(value);
    let by_value = if unknown == 0 { share(contracted, offered) } else { None };
    Figure {
        parts: vec![
            by_value,
            known(Value::Money(offered)),
            known(Value::Money(contracted)),
            Some(Value::Count(issued - signed - declined - expired)),
            Some(Value::Count(declined)),
            Some(Value::Count(expired)),
        ],
        ..Figure::ratio(signed, issued)
    }
    .warn(Warning::MissingRate(unknown))
}
