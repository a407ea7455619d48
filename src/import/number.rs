//! Reading numbers as an export writes them: the decimal mark is the mapping's and never guessed. Pure.

/// How an export writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// What stands before the decimals.
    pub decimal: char,
    /// What stands between groups of digits; spaces and apostrophes are understood beside it.
    pub grouping: Option<char>,
}

impl Default for NumberStyle {
    fn default() -> Self {
        Self { decimal: '.', grouping: Some(',') }
    }
}

/// Why a text is no number, or not one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is no number.
    Syntax,
    /// It would be one with another decimal mark.
    DecimalMark,
    /// It has an exponent.
    Scientific,
    /// It is below zero.
    Negative,
    /// It has more decimals than fit.
    Precision,
    /// It is too large.
    Size,
}

/// A number that is not negative, times ten to the power of `decimals`.
pub fn scaled(text: &str, style: NumberStyle, decimals: u32) -> Result<i64, Problem> {
    if is_scientific(text) {
        return Err(Problem::Scientific);
    }
    match plain(text, style, decimals) {
        Err(Problem::Syntax) => {
            let swapped = match style.decimal {
                ',' => NumberStyle { decimal: '.', grouping: Some(',') },
                _ => NumberStyle { decimal: ',', grouping: Some('.') },
            };
            match plain(text, swapped, decimals) {
                Err(Problem::Syntax) => Err(Problem::Syntax),
                _ => Err(Problem::DecimalMark),
            }
        }
        other => other,
    }
}

/// `1.23E+3`, in whatever style.
fn is_scientific(text: &str) -> bool {
    let is_number = |part: &str| {
        part.starts_with(|character: char| character.is_ascii_digit())
            && part.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | ','))
    };
    text.split_once(['e', 'E']).is_some_and(|(mantissa, exponent)| {
        is_number(mantissa.trim_start_matches(['-', '+'])) && is_number(exponent.trim_start_matches(['-', '+']))
    })
}

fn plain(text: &str, style: NumberStyle, decimals: u32) -> Result<i64, Problem> {
    let (negative, text) = unsigned(text);
    let (whole, fraction) = text.split_once(style.decimal).unwrap_or((text, ""));
    let whole = ungrouped(whole, style)?;
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

/// Whether a number is below zero – by a minus before or behind it, or by brackets – and the rest of it.
fn unsigned(text: &str) -> (bool, &str) {
    const MINUS: [char; 2] = ['-', '\u{2212}'];
    if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        return (true, inner.trim());
    }
    if let Some(rest) = text.strip_prefix(MINUS).or_else(|| text.strip_suffix(MINUS)) {
        return (true, rest.trim());
    }
    (false, text.strip_prefix('+').unwrap_or(text))
}

fn push(value: i64, digit: char) -> Result<i64, Problem> {
    let digit = digit.to_digit(10).ok_or(Problem::Syntax)?;
    value.checked_mul(10).and_then(|value| value.checked_add(i64::from(digit))).ok_or(Problem::Size)
}

/// The digits without their group separators. The last group has three digits and the others two or three, so that
/// `1,05` is refused where the comma separates groups and never read as 105.
fn ungrouped(whole: &str, style: NumberStyle) -> Result<String, Problem> {
    let plain: String = whole
        .chars()
        .map(|character| match character {
            '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            '\u{2019}' => '\'',
            other => other,
        })
        .collect();
    // Whatever separates groups, it is the same all through a number.
    let used = plain.chars().find(|character| !character.is_ascii_digit());
    let is_separator = |character: char| matches!(character, ' ' | '\'') || Some(character) == style.grouping;
    if used.is_some_and(|character| !is_separator(character)) {
        return Err(Problem::Syntax);
    }
    let groups: Vec<&str> = plain.split(|character| Some(character) == used).collect();
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
