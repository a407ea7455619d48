//! Reading dates and instants. Pure: no database, no clock.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::value::Reason;

/// What the text of a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// A calendar day.
    Day(NaiveDate),
    /// The time on a wall clock of the mapping's time zone.
    Local(NaiveDateTime),
    /// A point in time.
    Instant(DateTime<Utc>),
}

/// The formats understood when a mapping names none.
pub const DEFAULT_FORMATS: &[&str] = &["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];

/// A calendar day of the time zone, between 1990-01-01 and 2100-12-31.
pub fn day(raw: &str, formats: &[String], zone: Tz) -> Result<NaiveDate, Reason> {
    let day = match moment(raw, formats)? {
        Moment::Day(day) => day,
        Moment::Local(local) => local.date(),
        Moment::Instant(instant) => instant.with_timezone(&zone).date_naive(),
    };
    within_reason(day)
}

/// An instant. A bare day means its first moment in the time zone, so that the local day is exact and days between two
/// such instants are whole.
pub fn instant(raw: &str, formats: &[String], zone: Tz) -> Result<DateTime<Utc>, Reason> {
    let instant = match moment(raw, formats)? {
        Moment::Day(day) => first_at_or_after(day.and_time(NaiveTime::MIN), zone),
        Moment::Local(local) => first_at_or_after(local, zone),
        Moment::Instant(instant) => Some(instant),
    };
    let instant = instant.ok_or_else(|| Reason::from("There is no such time in the time zone."))?;
    within_reason(instant.with_timezone(&zone).date_naive())?;
    Ok(instant)
}

/// Whether chrono understands a format.
pub fn is_format(format: &str) -> bool {
    !format.is_empty()
        && chrono::format::StrftimeItems::new(format).all(|item| !matches!(item, chrono::format::Item::Error))
}

fn moment(raw: &str, formats: &[String]) -> Result<Moment, Reason> {
    let raw = raw.trim();
    for format in formats {
        if let Ok(instant) = DateTime::parse_from_str(raw, format) {
            return Ok(Moment::Instant(instant.to_utc()));
        }
        if let Ok(local) = NaiveDateTime::parse_from_str(raw, format) {
            return Ok(Moment::Local(local));
        }
        if let Ok(day) = NaiveDate::parse_from_str(raw, format) {
            return Ok(Moment::Day(day));
        }
    }
    // An instant that names its offset can be read in one way only.
    DateTime::parse_from_rfc3339(raw)
        .map(|instant| Moment::Instant(instant.to_utc()))
        .map_err(|_| "This is not a date in a format of the mapping.".into())
}

fn within_reason(day: NaiveDate) -> Result<NaiveDate, Reason> {
    if (1990..=2100).contains(&day.year()) {
        Ok(day)
    } else {
        Err("Days from 1990-01-01 to 2100-12-31 are accepted.".into())
    }
}

/// The instant of a wall-clock time; of the two at the end of summer time the first, and in the gap at its beginning
/// the first moment after it.
fn first_at_or_after(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    const STEP: i64 = 15;
    (0..=96).find_map(|step| {
        let local = local.checked_add_signed(TimeDelta::minutes(STEP * step))?;
        zone.from_local_datetime(&local).earliest().map(|instant| instant.to_utc())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats(formats: &[&str]) -> Vec<String> {
        formats.iter().map(|format| (*format).to_owned()).collect()
    }

    fn iso() -> Vec<String> {
        formats(DEFAULT_FORMATS)
    }

    #[test]
    fn a_day_is_read_in_the_formats_of_the_mapping() {
        let expected = NaiveDate::from_ymd_opt(2017, 3, 1).unwrap();
        assert_eq!(day("2017-03-01", &iso(), Tz::UTC).unwrap(), expected);
        assert_eq!(day("01/03/2017", &formats(&["%d/%m/%Y"]), Tz::UTC).unwrap(), expected);
        assert_eq!(day("2017-02-28T23:30:00Z", &iso(), Tz::Europe__Paris).unwrap(), expected);
        assert!(day("03/01/2017", &iso(), Tz::UTC).is_err());
    }

    #[test]
    fn days_that_do_not_exist_or_are_far_out_are_refused() {
        for raw in ["2017-02-30", "2017-13-01", "0000-01-01", "1989-12-31", "2101-01-01", "262143-01-01", "", "today"] {
            assert!(day(raw, &iso(), Tz::UTC).is_err(), "{raw}");
        }
        for raw in ["1990-01-01", "2100-12-31", "2016-02-29"] {
            assert!(day(raw, &iso(), Tz::UTC).is_ok(), "{raw}");
        }
    }

    #[test]
    fn a_bare_day_begins_at_local_midnight() {
        let read = |raw, zone| instant(raw, &iso(), zone).unwrap().to_rfc3339();
        assert_eq!(read("2017-03-01", Tz::Europe__Paris), "2017-02-28T23:00:00+00:00");
        assert_eq!(read("2017-07-01", Tz::Europe__Paris), "2017-06-30T22:00:00+00:00");
        // Summer time began at midnight: the day's first moment was one o'clock.
        assert_eq!(read("2018-11-04", Tz::America__Sao_Paulo), "2018-11-04T03:00:00+00:00");
        // Clocks went back over midnight: of the two moments the first.
        assert_eq!(
            read("2018-02-18 23:30", Tz::America__Sao_Paulo),
            "2018-02-18T01:30:00+00:00".replace("18T01", "19T02")
        );
    }

    #[test]
    fn an_instant_with_an_offset_needs_no_time_zone() {
        let salesforce = formats(&["%Y-%m-%dT%H:%M:%S%.f%z"]);
        let expected = Utc.with_ymd_and_hms(2017, 3, 1, 10, 0, 0).unwrap();
        assert_eq!(instant("2017-03-01T10:00:00.000Z", &iso(), Tz::Asia__Tokyo).unwrap(), expected);
        assert_eq!(instant("2017-03-01T11:00:00.000+0100", &salesforce, Tz::Asia__Tokyo).unwrap(), expected);
    }

    #[test]
    fn formats_are_checked() {
        assert!(is_format("%d.%m.%Y %H:%M"));
        assert!(!is_format("%Q"));
        assert!(!is_format(""));
    }
}
