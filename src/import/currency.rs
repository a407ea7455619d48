//! The signs and codes of currencies that stand beside amounts. Pure.

use super::value::Reason;
use crate::ledger::decimals;

/// What stands for which currencies. A sign of several is any of them: the row or the mapping says which.
const SIGNS: &[(&str, &[&str])] = &[
    ("€", &["EUR"]),
    ("£", &["GBP", "GIP", "FKP", "SHP", "EGP", "LBP", "SSP", "SYP"]),
    ("¥", &["JPY", "CNY"]),
    ("円", &["JPY"]),
    ("元", &["CNY", "TWD"]),
    ("₹", &["INR"]),
    ("₩", &["KRW", "KPW"]),
    ("₽", &["RUB"]),
    ("₺", &["TRY"]),
    ("₴", &["UAH"]),
    ("₪", &["ILS"]),
    ("₫", &["VND"]),
    ("₦", &["NGN"]),
    ("₱", &["PHP"]),
    ("₸", &["KZT"]),
    ("฿", &["THB"]),
    ("zł", &["PLN"]),
    ("kč", &["CZK"]),
    ("ft", &["HUF"]),
    ("lei", &["RON", "MDL"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    ("kr.", &["DKK", "SEK", "NOK", "ISK"]),
    ("fr", &["CHF"]),
    ("fr.", &["CHF"]),
    ("sfr.", &["CHF"]),
    ("rs", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("rs.", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("us$", &["USD"]),
    ("$us", &["USD"]),
    ("ca$", &["CAD"]),
    ("c$", &["CAD"]),
    ("a$", &["AUD"]),
    ("au$", &["AUD"]),
    ("nz$", &["NZD"]),
    ("hk$", &["HKD"]),
    ("s$", &["SGD"]),
    ("nt$", &["TWD"]),
    ("mx$", &["MXN"]),
    ("r$", &["BRL"]),
    ("r", &["ZAR"]),
];

/// Currencies that are written with a bare dollar sign.
const DOLLARS: &[&str] = &[
    "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "BBD", "BMD", "BND", "BSD",
    "BZD", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD",
];

/// An amount without what names its currency, before or behind it. A name of another currency is refused: the number
/// would be one in the wrong currency.
pub fn without_marks(raw: &str, currency: &str) -> Result<String, Reason> {
    let text = raw.trim();
    let (brackets, text) = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inner) => (true, inner.trim()),
        None => (false, text),
    };
    let (minus, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let Some((first, last)) = text.find(|c: char| c.is_ascii_digit()).zip(text.rfind(|c: char| c.is_ascii_digit()))
    else {
        return Err(NO_AMOUNT.into());
    };
    // Signs, brackets and decimal marks belong to the number that they touch.
    let begins = text.get(..first).unwrap_or_default().trim_end_matches(['-', '+', '\u{2212}', '(', '.', ',']).len();
    let after = text.get(last..).unwrap_or_default();
    let behind =
        after.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '\u{2212}' | ')' | '.' | ','));
    let before = text.get(..begins).unwrap_or_default();
    let number = text.get(begins..text.len().saturating_sub(behind.len())).unwrap_or_default();
    for sign in [before, behind] {
        check(sign.trim(), currency)?;
    }
    let signed = if minus { format!("-{number}") } else { number.to_owned() };
    Ok(if brackets { format!("({signed})") } else { signed })
}

const NO_AMOUNT: &str = "This is not an amount as the mapping writes numbers.";

fn check(sign: &str, currency: &str) -> Result<(), Reason> {
    if sign.is_empty() || sign.eq_ignore_ascii_case(currency) {
        return Ok(());
    }
    let folded = sign.to_lowercase();
    let meant = if folded == "$" {
        DOLLARS
    } else {
        match SIGNS.iter().find(|(known, _)| *known == folded) {
            Some((_, meant)) => *meant,
            None if decimals(&sign.to_uppercase()).is_some() => &[],
            None => return Err(NO_AMOUNT.into()),
        }
    };
    if meant.contains(&currency) {
        return Ok(());
    }
    Err("The amount names another currency than the row, or the mapping where the row names none.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p10_a_sign_of_the_currency_is_read_past_and_one_of_another_refused() {
        for (raw, currency, expected) in [
            ("$1,000", "USD", "1,000"),
            ("-$500", "USD", "-500"),
            ("$-500", "USD", "-500"),
            ("($500.00)", "USD", "(500.00)"),
            ("US$ 7", "USD", "7"),
            ("1\u{202f}234,56\u{a0}€", "EUR", "1\u{202f}234,56"),
            ("EUR 5", "EUR", "5"),
            ("5 eur", "EUR", "5"),
            ("12 kr.", "DKK", "12"),
            ("12,50 zł", "PLN", "12,50"),
            ("Fr. 12.50", "CHF", "12.50"),
            ("C$5", "CAD", "5"),
            ("1.23E+3", "EUR", "1.23E+3"),
            (".5", "EUR", ".5"),
            ("$.50", "USD", ".50"),
        ] {
            assert_eq!(without_marks(raw, currency).unwrap(), expected, "{raw}");
        }
        for (raw, currency) in [
            ("$1,000", "EUR"),
            ("£1,000", "EUR"),
            ("¥100,000", "EUR"),
            ("₹100,000", "EUR"),
            ("€1,000", "USD"),
            ("USD 1,000", "EUR"),
            ("1,000 usd", "EUR"),
            ("C$5", "USD"),
            ("$5 EUR", "USD"),
            ("$€1,000", "EUR"),
            ("about 5", "EUR"),
        ] {
            assert!(without_marks(raw, currency).is_err(), "{raw} {currency}");
        }
    }
}
