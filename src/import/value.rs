//! Reading text as what it stands for. Pure: no database, no clock.
//!
//! Every function answers the value, or why the text is not one. Reasons never quote the text, so that equal
//! mistakes read alike and can be counted.

use std::borrow::Cow;

use crate::{graphql::input, ledger::money};

/// Why a text is not a value.
pub type Reason = Cow<'static, str>;

/// One line of text: composed (NFC), trimmed, without control characters.
pub fn line(raw: &str) -> Result<String, Reason> {
    text(raw, input::LINE)
}

/// Text of several lines: composed (NFC), trimmed; line breaks and tabs are its only control characters.
pub fn prose(raw: &str) -> Result<String, Reason> {
    text(raw, input::NOTE)
}

/// An e-mail address, in lower case.
pub fn email(raw: &str) -> Result<String, Reason> {
    decoded(raw)?;
    input::email(raw, &[]).map_err(|refusal| refusal.message.into())
}

fn text(raw: &str, limit: usize) -> Result<String, Reason> {
    decoded(raw)?;
    input::text(raw, limit, &[]).map_err(|refusal| refusal.message.into())
}

/// What could not be decoded was marked by the reader.
fn decoded(raw: &str) -> Result<(), Reason> {
    if raw.contains(char::REPLACEMENT_CHARACTER) {
        return Err("The text is not in the encoding that the mapping names.".into());
    }
    Ok(())
}

/// How an export writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// What stands before the decimals.
    pub decimal: char,
    /// What stands between groups of digits; a space also means the no-break spaces.
    pub grouping: Option<char>,
}

impl Default for NumberStyle {
    fn default() -> Self {
        Self { decimal: '.', grouping: Some(',') }
    }
}

/// An amount in minor units. Symbols and the code of the currency are taken off first.
pub fn amount(raw: &str, style: NumberStyle, currency: &str, exponent: u32) -> Result<i64, Reason> {
    let bare = raw.trim_matches(|character: char| character.is_whitespace() || "$€£¥₹".contains(character));
    let bare = bare.strip_prefix(currency).or_else(|| bare.strip_suffix(currency)).unwrap_or(bare).trim();
    let minor = decimal(bare, style, exponent).map_err(|problem| match problem {
        Problem::Syntax => Reason::from("This is not an amount as the mapping writes numbers."),
        Problem::Negative => "An amount cannot be negative.".into(),
        Problem::Precision => "These are more decimals than the currency has.".into(),
        Problem::Size => "The amount is too large.".into(),
    })?;
    if minor > money::LARGEST { Err("The amount is too large.".into()) } else { Ok(minor) }
}

/// A number of at most `decimals` decimals, scaled by ten to that power.
pub fn number(raw: &str, style: NumberStyle, decimals: u32) -> Result<i64, Reason> {
    decimal(raw.trim(), style, decimals).map_err(|problem| match problem {
        Problem::Syntax => "This is not a number as the mapping writes them.".into(),
        Problem::Negative => "The number cannot be negative.".into(),
        Problem::Precision => "The number has too many decimals.".into(),
        Problem::Size => "The number is too large.".into(),
    })
}

/// The unit of a share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareUnit {
    /// 60 means 60 %.
    #[default]
    Percent,
    /// 0.6 means 60 %.
    Fraction,
}

/// A share of the whole in basis points, 0 to 10 000.
pub fn share(raw: &str, style: NumberStyle, unit: ShareUnit) -> Result<i64, Reason> {
    let decimals = match unit {
        ShareUnit::Percent => 2,
        ShareUnit::Fraction => 4,
    };
    let share = number(raw.trim().trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']), style, decimals)?;
    if share > 10_000 { Err("A share is at most the whole.".into()) } else { Ok(share) }
}

/// Yes or no.
pub fn flag(raw: &str) -> Result<bool, Reason> {
    match raw.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "oui" | "vrai" => Ok(true),
        "false" | "no" | "n" | "0" | "non" | "faux" => Ok(false),
        _ => Err("This is neither yes nor no.".into()),
    }
}

enum Problem {
    Syntax,
    Negative,
    Precision,
    Size,
}

fn decimal(text: &str, style: NumberStyle, decimals: u32) -> Result<i64, Problem> {
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once(style.decimal).unwrap_or((text, ""));
    let whole = ungrouped(whole, style.grouping)?;
    if !fraction.chars().all(|character| character.is_ascii_digit())
        || (text.ends_with(style.decimal) && fraction.is_empty())
    {
        return Err(Problem::Syntax);
    }
    let mut value: i64 = 0;
    for character in whole.chars() {
        value = push(value, character)?;
    }
    let mut kept = 0;
    for character in fraction.chars() {
        if kept < decimals {
            value = push(value, character)?;
            kept += 1;
        } else if character != '0' {
            return Err(Problem::Precision);
        }
    }
    for _ in kept..decimals {
        value = push(value, '0')?;
    }
    if negative && value != 0 { Err(Problem::Negative) } else { Ok(value) }
}

fn push(value: i64, digit: char) -> Result<i64, Problem> {
    let digit = digit.to_digit(10).ok_or(Problem::Syntax)?;
    value.checked_mul(10).and_then(|value| value.checked_add(i64::from(digit))).ok_or(Problem::Size)
}

/// The digits without their group separators. The last group has three digits and the others two or three, so that
/// `1,05` is refused where the comma separates groups and never read as 105.
fn ungrouped(whole: &str, grouping: Option<char>) -> Result<String, Problem> {
    let separates = |character: char| match grouping {
        Some(' ') => matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'),
        Some(separator) => character == separator,
        None => false,
    };
    let groups: Vec<&str> = whole.split(separates).collect();
    let last = groups.len().saturating_sub(1);
    for (rank, group) in groups.iter().enumerate() {
        let fits = match (last, rank) {
            (0, _) => !group.is_empty(),
            (_, 0) => (1..=3).contains(&group.len()),
            (_, rank) if rank == last => group.len() == 3,
            _ => (2..=3).contains(&group.len()),
        };
        if !fits || !group.chars().all(|character| character.is_ascii_digit()) {
            return Err(Problem::Syntax);
        }
    }
    Ok(groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: NumberStyle = NumberStyle { decimal: ',', grouping: Some(' ') };

    #[test]
    fn amounts_are_read_as_the_mapping_writes_numbers() {
        for (raw, style, currency, expected) in [
            ("1054", NumberStyle::default(), "USD", 105_400),
            ("1,054.50", NumberStyle::default(), "USD", 105_450),
            ("$1,054.50", NumberStyle::default(), "USD", 105_450),
            ("USD 1054.5", NumberStyle::default(), "USD", 105_450),
            ("1 054,50", FRENCH, "EUR", 105_450),
            ("1\u{202f}054,50 €", FRENCH, "EUR", 105_450),
            ("12,34,567.00", NumberStyle::default(), "INR", 123_456_700),
            ("1054.00", NumberStyle::default(), "JPY", 1_054),
            ("1.234", NumberStyle::default(), "KWD", 1_234),
            ("-0", NumberStyle::default(), "EUR", 0),
        ] {
            let exponent = crate::ledger::decimals(currency).unwrap();
            assert_eq!(amount(raw, style, currency, exponent).unwrap(), expected, "{raw}");
        }
    }

    #[test]
    fn an_amount_that_could_mean_two_things_is_refused() {
        for raw in
            ["1,05", "1.054,50", "1,0545", "10,54.00", "1..5", "1.", "", ".", "1e3", "NaN", "0x10", "1 054", "--5"]
        {
            assert!(amount(raw, NumberStyle::default(), "EUR", 2).is_err(), "{raw}");
        }
        assert_eq!(
            amount("1.005", NumberStyle::default(), "EUR", 2).unwrap_err(),
            "These are more decimals than the currency has."
        );
        assert_eq!(amount("-5", NumberStyle::default(), "EUR", 2).unwrap_err(), "An amount cannot be negative.");
        assert_eq!(amount("10000000000.01", NumberStyle::default(), "EUR", 2).unwrap_err(), "The amount is too large.");
        assert_eq!(amount(&"9".repeat(60), NumberStyle::default(), "EUR", 2).unwrap_err(), "The amount is too large.");
    }

    #[test]
    fn text_is_composed_trimmed_and_free_of_control_characters() {
        assert_eq!(line("  Cafe\u{301} ").unwrap(), "Café");
        assert!(line("a\nb").is_err());
        assert_eq!(prose("a\nb").unwrap(), "a\nb");
        assert!(line("\u{fffd}").is_err());
        assert_eq!(email(" Ann@Example.com").unwrap(), "ann@example.com");
        assert!(email("ann").is_err());
    }

    #[test]
    fn shares_are_basis_points() {
        assert_eq!(share("60 %", NumberStyle::default(), ShareUnit::Percent).unwrap(), 6_000);
        assert_eq!(share("60%", NumberStyle::default(), ShareUnit::Percent).unwrap(), 6_000);
        assert_eq!(share("12.5", NumberStyle::default(), ShareUnit::Percent).unwrap(), 1_250);
        assert_eq!(share("0.6", NumberStyle::default(), ShareUnit::Fraction).unwrap(), 6_000);
        assert!(share("101", NumberStyle::default(), ShareUnit::Percent).is_err());
    }
}
