//! The states of a meeting and the steps between them. Pure.

use chrono::{DateTime, Utc};
use entity::meeting::{Purpose, Status};

/// What happens to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingStep {
    /// The other side agrees to it.
    Book,
    /// Its start moves.
    Reschedule,
    /// It takes place.
    Hold,
    /// They do not come.
    Miss,
    /// It is called off.
    Cancel,
}

/// Where a step leads, or why it cannot be taken.
///
/// An outcome that was noted by mistake is put right by noting the other; a meeting that was missed and moved is booked
/// again, and stays one meeting.
pub const fn after(status: Status, step: MeetingStep) -> Result<Status, &'static str> {
    match (status, step) {
        (Status::Attempted, MeetingStep::Book) | (Status::Booked | Status::NoShow, MeetingStep::Reschedule) => {
            Ok(Status::Booked)
        }
        (Status::Booked | Status::NoShow, MeetingStep::Hold) => Ok(Status::Held),
        (Status::Booked | Status::Held, MeetingStep::Miss) => Ok(Status::NoShow),
        (Status::Attempted | Status::Booked, MeetingStep::Cancel) => Ok(Status::Cancelled),
        (Status::Attempted, _) => Err("The meeting was asked for and not agreed yet."),
        (Status::Booked, _) => Err("The meeting is booked already."),
        (Status::Held, _) => Err("The meeting was held."),
        (Status::NoShow, _) => Err("The meeting was missed."),
        (Status::Cancelled, _) => Err("The meeting was called off."),
    }
}

/// With whom one meets at an instant, given when the customer first bought.
pub fn purpose_at(first_win: Option<DateTime<Utc>>, at: DateTime<Utc>) -> Purpose {
    if first_win.is_some_and(|won| won <= at) { Purpose::Customer } else { Purpose::Prospecting }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    const STATUSES: [Status; 5] = [Status::Attempted, Status::Booked, Status::Held, Status::NoShow, Status::Cancelled];

    fn reachable(step: MeetingStep) -> Vec<Status> {
        STATUSES.into_iter().filter(|status| after(*status, step).is_ok()).collect()
    }

    #[test]
    fn each_step_starts_where_it_may_and_nowhere_else() {
        assert_eq!(reachable(MeetingStep::Book), [Status::Attempted]);
        assert_eq!(reachable(MeetingStep::Reschedule), [Status::Booked, Status::NoShow]);
        assert_eq!(reachable(MeetingStep::Hold), [Status::Booked, Status::NoShow]);
        assert_eq!(reachable(MeetingStep::Miss), [Status::Booked, Status::Held]);
        assert_eq!(reachable(MeetingStep::Cancel), [Status::Attempted, Status::Booked]);
    }

    #[test]
    fn a_missed_meeting_that_moves_is_booked_again() {
        assert_eq!(after(Status::NoShow, MeetingStep::Reschedule), Ok(Status::Booked));
    }

    #[test]
    fn who_bought_before_the_meeting_is_a_customer_in_it() {
        let won: DateTime<Utc> = "2026-03-01T10:00:00Z".parse().unwrap();
        let (before, later) = (won - TimeDelta::days(1), won + TimeDelta::days(1));
        assert_eq!(purpose_at(None, later), Purpose::Prospecting);
        assert_eq!(purpose_at(Some(won), before), Purpose::Prospecting);
        assert_eq!(purpose_at(Some(won), won), Purpose::Customer);
    }
}
