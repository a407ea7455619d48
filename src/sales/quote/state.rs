//! How far a quote may go from where it is. Pure.

use chrono::NaiveDate;
use entity::quote::Status;

/// What happens to a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteStep {
    /// Its text changes.
    Update,
    /// It goes to the customer.
    Send,
    /// The customer agrees.
    Accept,
    /// The customer turns it down.
    Decline,
    /// Nobody answered in time.
    Expire,
    /// A later revision replaces it.
    Revise,
}

/// Where a step leads, or why it cannot be taken.
///
/// A quote whose replacement was deleted may be replaced again.
pub const fn after(status: Status, step: QuoteStep) -> Result<Status, &'static str> {
    match (status, step) {
        (Status::Draft, QuoteStep::Update) => Ok(Status::Draft),
        (Status::Draft, QuoteStep::Send) => Ok(Status::Sent),
        (Status::Sent, QuoteStep::Accept) => Ok(Status::Accepted),
        (Status::Sent, QuoteStep::Decline) => Ok(Status::Declined),
        (Status::Sent, QuoteStep::Expire) => Ok(Status::Expired),
        (Status::Sent | Status::Declined | Status::Expired | Status::Superseded, QuoteStep::Revise) => {
            Ok(Status::Superseded)
        }
        (Status::Draft, _) => Err("The quote is a draft: it can be changed and sent."),
        (Status::Sent, _) => Err("The quote was sent: revise it."),
        (Status::Accepted, _) => Err("The quote was accepted."),
        (Status::Declined, _) => Err("The quote was declined: revise it."),
        (Status::Expired, _) => Err("The quote expired: revise it."),
        (Status::Superseded, _) => Err("A later revision replaced the quote."),
    }
}

/// Whether a quote can still be accepted on a day.
pub fn is_valid_on(valid_until: Option<NaiveDate>, day: NaiveDate) -> bool {
    valid_until.is_none_or(|last| day <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUSES: [Status; 6] =
        [Status::Draft, Status::Sent, Status::Accepted, Status::Declined, Status::Expired, Status::Superseded];

    fn reachable(step: QuoteStep) -> Vec<Status> {
        STATUSES.into_iter().filter(|status| after(*status, step).is_ok()).collect()
    }

    #[test]
    fn only_drafts_change_and_go_out() {
        assert_eq!(reachable(QuoteStep::Update), [Status::Draft]);
        assert_eq!(reachable(QuoteStep::Send), [Status::Draft]);
    }

    #[test]
    fn only_what_was_sent_is_answered() {
        for step in [QuoteStep::Accept, QuoteStep::Decline, QuoteStep::Expire] {
            assert_eq!(reachable(step), [Status::Sent]);
        }
    }

    #[test]
    fn what_was_accepted_is_never_revised() {
        assert_eq!(reachable(QuoteStep::Revise), [Status::Sent, Status::Declined, Status::Expired, Status::Superseded]);
    }

    #[test]
    fn the_last_day_is_included() {
        let day = |text: &str| text.parse().unwrap();
        assert!(is_valid_on(Some(day("2026-03-31")), day("2026-03-31")));
        assert!(!is_valid_on(Some(day("2026-03-31")), day("2026-04-01")));
        assert!(is_valid_on(None, day("2099-12-31")));
    }
}
