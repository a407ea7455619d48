//! Exact arithmetic on minor units: rounding, splitting, converting. Pure.

/// Ten-thousandths of a whole.
pub const WHOLE: i64 = 10_000;

/// The largest amount that a record may carry, in minor units (T33 of the threat list: sums stay far from overflow).
pub const LARGEST: i64 = 1_000_000_000_000;

/// `numerator / denominator`, rounded half to even. `None` when it divides by zero or does not fit.
pub fn divide_half_even(numerator: i128, denominator: i128) -> Option<i64> {
    let (numerator, denominator) =
        if denominator < 0 { (numerator.checked_neg()?, denominator.checked_neg()?) } else { (numerator, denominator) };
    let quotient = numerator.checked_div_euclid(denominator)?;
    let remainder = numerator.checked_rem_euclid(denominator)?;
    let up = match (remainder.checked_mul(2)?).cmp(&denominator) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => quotient % 2 != 0,
    };
    i64::try_from(if up { quotient.checked_add(1)? } else { quotient }).ok()
}

/// A computed amount in minor units, rounded half to even. `None` when it is none or does not fit.
pub fn rounded(amount: f64) -> Option<i64> {
    #[expect(clippy::as_conversions, reason = "bounded just before; there is no other way from f64")]
    (amount.is_finite() && amount.abs() < 9e15).then(|| amount.round_ties_even() as i64)
}

/// An integer as a float, for ratios.
#[expect(clippy::as_conversions, reason = "sums stay far below 2^53 where they become ratios; there is no other way")]
pub const fn float(value: i64) -> f64 {
    value as f64
}

/// How many minor units the measures of variance count as one: squares of sums stay far from overflow.
const GRAIN: i64 = 1_000;

/// The variance of an amount that comes with a chance in basis points, in squares of thousands of minor units.
pub fn variance(amount: i64, basis_points: i64) -> i64 {
    let odds = i128::from(basis_points) * i128::from(WHOLE.saturating_sub(basis_points));
    let scale = i128::from(WHOLE) * i128::from(WHOLE) * i128::from(GRAIN) * i128::from(GRAIN);
    let square = i128::from(amount).checked_mul(i128::from(amount)).and_then(|square| square.checked_mul(odds));
    square.and_then(|square| divide_half_even(square, scale)).unwrap_or(i64::MAX / WHOLE)
}

/// The root of a variance, in minor units.
pub fn deviation(variance: i64) -> i64 {
    rounded(float(variance.max(0)).sqrt() * float(GRAIN)).unwrap_or(0)
}

/// `amount × share`, where the share is in basis points, rounded half to even.
pub fn share_of(amount: i64, basis_points: i64) -> i64 {
    divide_half_even(i128::from(amount) * i128::from(basis_points), i128::from(WHOLE)).unwrap_or(0)
}

/// Splits an amount by shares in basis points so that the parts sum to what the shares sum to: the largest remainders
/// get the units left over, earlier shares first.
pub fn split(amount: i64, shares: &[i64]) -> Vec<i64> {
    let whole = i128::from(WHOLE);
    let exact: Vec<i128> = shares.iter().map(|share| i128::from(amount) * i128::from(*share)).collect();
    let mut parts: Vec<i128> = exact.iter().map(|value| value.div_euclid(whole)).collect();
    let total = exact.iter().sum::<i128>().div_euclid(whole);
    let mut left = total - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(exact.get(*index).map_or(0, |value| value.rem_euclid(whole))));
    for index in order {
        if left <= 0 {
            break;
        }
        if let Some(part) = parts.get_mut(index) {
            *part += 1;
            left -= 1;
        }
    }
    parts.into_iter().map(|part| i64::try_from(part).unwrap_or(0)).collect()
}

/// Divides an amount in proportion to weights so that the parts sum to it: the largest remainders get the units left over,
/// earlier weights first. Nothing where the weights sum to nothing.
pub fn apportion(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if whole <= 0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<i128> = weights.iter().map(|weight| i128::from(amount) * i128::from(*weight)).collect();
    let mut parts: Vec<i128> = exact.iter().map(|value| value.div_euclid(whole)).collect();
    let left = i128::from(amount) - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(exact.get(*index).map_or(0, |value| value.rem_euclid(whole))));
    for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(index) {
            *part += 1;
        }
    }
    parts.into_iter().map(|part| i64::try_from(part).unwrap_or(0)).collect()
}

/// Converts minor units between currencies of `from` and `to` decimals, at a rate times ten to the tenth.
pub fn convert(amount: i64, rate_e10: i64, from: u32, to: u32) -> Option<i64> {
    let numerator = i128::from(amount).checked_mul(i128::from(rate_e10))?.checked_mul(10_i128.checked_pow(to)?)?;
    divide_half_even(numerator, 10_i128.checked_pow(10_u32.checked_add(from)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_to_the_even_neighbour() {
        let round = |value| divide_half_even(value, 2);
        assert_eq!(
            [round(1), round(3), round(5), round(-1), round(-3)],
            [Some(0), Some(2), Some(2), Some(0), Some(-2)]
        );
        assert_eq!(divide_half_even(1, 0), None);
    }

    #[test]
    fn a_dated_rate_converts_exactly() {
        assert_eq!(convert(1_100_000, 9_000_000_000, 2, 2), Some(990_000));
        assert_eq!(convert(1_000, 62_500_000, 0, 2), Some(625), "1 000 yen at 0.00625 are 6.25");
    }

    proptest! {
        #[test]
        fn the_parts_of_a_split_sum_to_the_whole(amount in -LARGEST..LARGEST, first in 1_i64..9_999) {
            prop_assert_eq!(split(amount, &[first, WHOLE - first]).iter().sum::<i64>(), amount);
            prop_assert_eq!(split(amount, &[3_333, 3_333, 3_334]).iter().sum::<i64>(), amount);
        }

        #[test]
        fn what_is_apportioned_sums_to_the_amount(
            amount in -LARGEST..LARGEST,
            weights in proptest::collection::vec(0_i64..LARGEST, 1..40),
        ) {
            let parts = apportion(amount, &weights);
            let wanted = if weights.iter().all(|weight| *weight == 0) { 0 } else { amount };
            prop_assert_eq!(parts.iter().sum::<i64>(), wanted);
        }
    }
}
