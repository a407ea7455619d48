//! Reading text as what it stands for. Pure: no database, no clock.
//!
//! Every function answers the value, or why the text is not one. Reasons never quote the text, so that equal
//! mistakes read alike and can be counted.

use std::borrow::Cow;

use super::{
    currency,
    number::{self, NumberStyle, Problem},
};
use crate::{graphql::input, ledger::money};

/// Why a text is not a value.
pub type Reason = Cow<'static, str>;

/// One line of text: composed (NFC), trimmed, with plain spaces only, without control characters.
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

/// An amount in minor units. The sign or code of the currency is read past; one of another currency is refused.
pub fn amount(raw: &str, style: NumberStyle, currency: &str, exponent: u32) -> Result<i64, Reason> {
    let bare = currency::without_marks(raw, currency)?;
    let minor = number::scaled(&bare, style, exponent).map_err(|problem| match problem {
        Problem::Syntax => Reason::from("This is not an amount as the mapping writes numbers."),
        Problem::DecimalMark => {
            "This amount has another decimal mark than the mapping's `decimal` and `grouping` say.".into()
        }
        Problem::Scientific => SCIENTIFIC.into(),
        Problem::Negative => "An amount cannot be negative.".into(),
        Problem::Precision => "These are more decimals than the currency has.".into(),
        Problem::Size => "The amount is too large.".into(),
    })?;
    if minor > money::LARGEST { Err("The amount is too large.".into()) } else { Ok(minor) }
}

/// A number of at most `decimals` decimals, scaled by ten to that power.
pub fn number(raw: &str, style: NumberStyle, decimals: u32) -> Result<i64, Reason> {
    number::scaled(raw.trim(), style, decimals).map_err(|problem| match problem {
        Problem::Syntax => "This is not a number as the mapping writes them.".into(),
        Problem::DecimalMark => {
            "This number has another decimal mark than the mapping's `decimal` and `grouping` say.".into()
        }
        Problem::Scientific => SCIENTIFIC.into(),
        Problem::Negative => "The number cannot be negative.".into(),
        Problem::Precision => "The number has too many decimals.".into(),
        Problem::Size => "The number is too large.".into(),
    })
}

const SCIENTIFIC: &str =
    "This is a spreadsheet's scientific notation, which may have lost digits: export the column as text.";

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
            ("1 234.56", NumberStyle::default(), "EUR", 123_456),
            ("1'234.56", NumberStyle::default(), "CHF", 123_456),
            ("1\u{2019}234\u{2019}567.5", NumberStyle::default(), "CHF", 123_456_750),
            ("1\u{a0}234,56\u{a0}€", FRENCH, "EUR", 123_456),
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
        for raw in [
            "1,05",
            "1.054,50",
            "1,0545",
            "10,54.00",
            "1..5",
            "1.",
            "",
            ".",
            "1e3",
            "NaN",
            "0x10",
            "1 0545",
            "--5",
            "1 234'567",
        ] {
            assert!(amount(raw, NumberStyle::default(), "EUR", 2).is_err(), "{raw}");
        }
        assert_eq!(
            amount("1.005", NumberStyle::default(), "EUR", 2).unwrap_err(),
            "These are more decimals than the currency has."
        );
        for (raw, why) in [
            ("1 234,56", "another decimal mark"),
            ("1.234,56 €", "another decimal mark"),
            ("1.23E+3", "scientific notation"),
            ("$5", "another currency"),
            ("(500.00)", "cannot be negative"),
            ("500.00-", "cannot be negative"),
            ("n/a", "not an amount"),
        ] {
            let reason = amount(raw, NumberStyle::default(), "EUR", 2).unwrap_err();
            assert!(reason.contains(why), "{raw}: {reason}");
        }
        assert_eq!(amount("-5", NumberStyle::default(), "EUR", 2).unwrap_err(), "An amount cannot be negative.");
        assert_eq!(amount("10000000000.01", NumberStyle::default(), "EUR", 2).unwrap_err(), "The amount is too large.");
        assert_eq!(amount(&"9".repeat(60), NumberStyle::default(), "EUR", 2).unwrap_err(), "The amount is too large.");
    }

    #[test]
    fn text_is_composed_trimmed_and_free_of_control_characters() {
        assert_eq!(line("  Cafe\u{301} ").unwrap(), "Café");
        assert_eq!(line("a\r\nb\u{a0}c").unwrap(), "a b c");
        assert!(line("a\u{0}b").is_err());
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
