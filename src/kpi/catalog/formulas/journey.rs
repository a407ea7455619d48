//! The formulas of the way from a lead to a contract. Pure.

use crate::{
    kpi::{
        Figure, Statistic, Value, Warning, When,
        catalog::{
            expression::{Terms, of, statistic, sum},
            formula::{Formula, code, count, ratio},
            formulas::shared::{days, in_days},
        },
    },
    ledger::Measure as M,
};

const DAY: i64 = 86_400;

/// The leads received that became customers, of all; beside it how far the others came.
pub fn lead_funnel() -> Formula {
    let received = || sum(M::LeadsReceived);
    let (won, disqualified, open) =
        (sum(M::ReceivedLeadsWon), sum(M::ReceivedLeadsDisqualified), sum(M::ReceivedLeadsOpen));
    let within = |days| {
        let won = Statistic::Within(M::LeadWinSeconds, M::ReceivedLeadsWon, days * DAY);
        ratio(statistic(won), received())
    };
    ratio(won.clone(), received())
        .part(count(sum(M::ReceivedLeadsContacted)))
        .part(count(sum(M::ReceivedLeadsQualified)))
        .part(count(sum(M::ReceivedLeadsConverted)))
        .part(count(disqualified.clone()))
        .part(count(received() - won - disqualified - open.clone()))
        .part(count(open.clone()))
        .part(ratio(open, received()))
        .part(count(statistic(Statistic::Customers(M::ReceivedLeadsWon))))
        .part(within(30))
        .part(within(90))
        .median(M::LeadWinSeconds, M::ReceivedLeadsWon)
}

/// The days between contacts with a customer, by how many such pauses there were.
pub fn pauses() -> Formula {
    let [count, seconds, median] = [
        Statistic::Gaps(M::Interactions),
        Statistic::GapSeconds(M::Interactions),
        Statistic::GapMedian(M::Interactions),
    ]
    .map(statistic);
    code(seconds / count, &[median], |m| {
        let count = m.statistic(Statistic::Gaps(M::Interactions));
        let median = m.statistic(Statistic::GapMedian(M::Interactions));
        Figure {
            value: days(m.statistic(Statistic::GapSeconds(M::Interactions)), count),
            median: Some(median).filter(|seconds| *seconds >= 0 && count != 0).map(in_days),
            denominator: Some(Value::Count(count)),
            ..Figure::default()
        }
    })
}

/// The meetings that took place.
pub fn meetings_held() -> Terms {
    sum(M::ProspectingMeetingsHeld) + sum(M::CustomerMeetingsHeld)
}

/// The meetings that should have taken place.
pub fn meetings_due() -> Terms {
    meetings_held() + sum(M::MeetingsMissed) + of(M::MeetingsUndecided, When::Overdue)
}

/// The offers signed of those issued, by number; beside it by value, and what became of the others.
pub fn offers() -> Formula {
    let further = [
        M::OffersIssuedDeclined,
        M::OffersIssuedExpired,
        M::OffersUnconverted,
        M::OfferedAmount,
        M::OfferedSignedAmount,
    ];
    code(sum(M::OffersIssuedSigned) / sum(M::OffersIssued), &further.map(sum), |m| {
        let (issued, signed) = (m.sum(M::OffersIssued), m.sum(M::OffersIssuedSigned));
        let (declined, expired) = (m.sum(M::OffersIssuedDeclined), m.sum(M::OffersIssuedExpired));
        let unknown = m.sum(M::OffersUnconverted);
        let (offered, contracted) = (m.sum(M::OfferedAmount), m.sum(M::OfferedSignedAmount));
        let known = |value: Value| (unknown == 0).then_some(value);
        let by_value = if unknown == 0 { Figure::ratio(contracted, offered).value } else { None };
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
    })
}
