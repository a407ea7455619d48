//! Reading dates and instants. Pure: no database, no clock.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::value::Reason;

/// What the text of a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// A calendar day.
    Day(NaiveDate),
    /// The time on a wall clock of the mapping's time zone.
    Local(NaiveDateTime),
    /// A point in time, as written with its offset.
    Instant(DateTime<FixedOffset>),
}

/// The formats understood when a mapping names none.
pub const DEFAULT_FORMATS: &[&str] = &["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];

/// How a file writes dates.
#[derive(Clone, Copy, Debug)]
pub struct DateStyle<'a> {
    /// The formats, tried in order.
    pub formats: &'a [String],
    /// Whether a bare number is a spreadsheet's number for a date.
    pub excel_dates: bool,
    /// Whether the column holds calendar days, so that a time of day beside them means nothing.
    pub are_days: bool,
    /// The time zone of times that name none.
    pub zone: Tz,
    /// The organization's time zone, whose days are the ones that figures are of.
    pub home: Tz,
}

/// When something was: an instant, or some time of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct When {
    /// The instant, or the first one of the day.
    pub at: DateTime<Utc>,
    /// The first instant after it, when only the day is known.
    pub day_ends: Option<DateTime<Utc>>,
}

/// A calendar day of the organization, between 1990-01-01 and 2100-12-31.
pub fn day(raw: &str, style: DateStyle<'_>) -> Result<NaiveDate, Reason> {
    within_reason(match moment(raw, style)? {
        Moment::Day(day) => day,
        // Time zones are for times: midnight is how many systems write a day.
        Moment::Local(local) if local.time() == NaiveTime::MIN => local.date(),
        Moment::Local(local) => first_at_or_after(local, style.zone)
            .map_or(local.date(), |instant| instant.with_timezone(&style.home).date_naive()),
        Moment::Instant(instant) => instant.with_timezone(&style.home).date_naive(),
    })
}

/// An instant. A calendar day has no time zone: it is the organization's.
pub fn when(raw: &str, style: DateStyle<'_>) -> Result<When, Reason> {
    let missing = || Reason::from("There is no such time in the time zone.");
    let at = match moment(raw, style)? {
        Moment::Day(day) => {
            let day = within_reason(day)?;
            let midnight = |day: NaiveDate| first_at_or_after(day.and_time(NaiveTime::MIN), style.home);
            let at = midnight(day).ok_or_else(missing)?;
            return Ok(When { at, day_ends: day.succ_opt().and_then(midnight) });
        }
        Moment::Local(local) => first_at_or_after(local, style.zone).ok_or_else(missing)?,
        Moment::Instant(instant) => instant.to_utc(),
    };
    within_reason(at.with_timezone(&style.home).date_naive())?;
    Ok(When { at, day_ends: None })
}

/// Whether chrono understands a format.
pub fn is_format(format: &str) -> bool {
    !format.is_empty()
        && chrono::format::StrftimeItems::new(format).all(|item| !matches!(item, chrono::format::Item::Error))
}

fn moment(raw: &str, style: DateStyle<'_>) -> Result<Moment, Reason> {
    let moment = as_written(raw.trim(), style)?;
    Ok(match moment {
        Moment::Local(local) if style.are_days => Moment::Day(local.date()),
        Moment::Instant(instant) if style.are_days => Moment::Day(instant.date_naive()),
        other => other,
    })
}

fn as_written(raw: &str, style: DateStyle<'_>) -> Result<Moment, Reason> {
    for format in style.formats {
        if let Ok(instant) = DateTime::parse_from_str(raw, format) {
            return Ok(Moment::Instant(instant));
        }
        if let Ok(local) = NaiveDateTime::parse_from_str(raw, format) {
            return Ok(Moment::Local(local));
        }
        if let Ok(day) = NaiveDate::parse_from_str(raw, format) {
            return Ok(Moment::Day(day));
        }
    }
    if let Some(moment) = excel_date(raw) {
        return if style.excel_dates { Ok(moment) } else { Err(EXCEL.into()) };
    }
    // An instant that names its offset can be read in one way only.
    DateTime::parse_from_rfc3339(raw)
        .map(Moment::Instant)
        .map_err(|_| "This is not a date in a format of the mapping.".into())
}

const EXCEL: &str = "This is a spreadsheet's number for a date: export the column as text, or set `excel_dates` in the mapping's format.";

/// A number of days since 1899-12-30, with the time of day as its fraction, if it falls into our years.
fn excel_date(raw: &str) -> Option<Moment> {
    let (days, fraction) = raw.split_once(['.', ',']).unwrap_or((raw, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || !is_digits(days) || !is_digits(fraction) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days.parse().ok()?))?;
    let fraction = format!("{fraction:0<9.9}").parse::<i64>().ok()?;
    if fraction == 0 {
        return Some(Moment::Day(day));
    }
    // To the second: a spreadsheet's fractions are not exact.
    let seconds = (fraction * 86_400 + 500_000_000) / 1_000_000_000;
    Some(Moment::Local(day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(seconds))?))
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

    /// A file of an organization in the same time zone.
    fn style(formats: &[String], zone: Tz) -> DateStyle<'_> {
        DateStyle { formats, excel_dates: false, are_days: false, zone, home: zone }
    }

    fn day(raw: &str, formats: &[String], zone: Tz) -> Result<NaiveDate, Reason> {
        super::day(raw, style(formats, zone))
    }

    fn instant(raw: &str, formats: &[String], zone: Tz) -> Result<DateTime<Utc>, Reason> {
        when(raw, style(formats, zone)).map(|when| when.at)
    }

    #[test]
    fn p09_a_day_is_the_organizations_whatever_the_files_time_zone() {
        let iso = iso();
        let utc = DateStyle { home: Tz::America__Los_Angeles, ..style(&iso, Tz::UTC) };
        let days = DateStyle { are_days: true, ..utc };
        let read = |raw, style| when(raw, style).unwrap();
        for (raw, style) in
            [("2026-07-01", utc), ("2026-07-01", days), ("2026-07-01 00:00:00", days), ("2026-07-01T00:00:00Z", days)]
        {
            let july = read(raw, style);
            assert_eq!(july.at.to_rfc3339(), "2026-07-01T07:00:00+00:00", "{raw}");
            assert_eq!(july.day_ends.unwrap().to_rfc3339(), "2026-07-02T07:00:00+00:00", "{raw}");
        }
        let midnight = read("2026-07-01 00:00:00", utc);
        assert_eq!((midnight.at.to_rfc3339().as_str(), midnight.day_ends), ("2026-07-01T00:00:00+00:00", None));
        let july = NaiveDate::from_ymd_opt(2026, 7, 1);
        assert_eq!(super::day("2026-07-01 00:00:00", utc).ok(), july);
        assert_eq!(super::day("2026-07-01 05:00:00", utc).ok(), july.and_then(|day| day.pred_opt()));
        assert_eq!(super::day("2026-07-01 05:00:00", days).ok(), july);
    }

    #[test]
    fn p03_a_spreadsheets_number_for_a_date_is_named_or_read() {
        let iso = iso();
        let refused = style(&iso, Tz::UTC);
        assert!(super::day("46082", refused).unwrap_err().contains("spreadsheet"));
        assert!(!super::day("460820", refused).unwrap_err().contains("spreadsheet"));
        let read = DateStyle { excel_dates: true, ..refused };
        assert_eq!(super::day("46082", read).unwrap().to_string(), "2026-03-01");
        assert_eq!(when("46082.75", read).unwrap().at.to_rfc3339(), "2026-03-01T18:00:00+00:00");
        assert_eq!(when("46082,395833333", read).unwrap().at.to_rfc3339(), "2026-03-01T09:30:00+00:00");
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
