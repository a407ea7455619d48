//! What holds for every entry of the catalogue.

use chrono::NaiveDate;

use crate::{
    access::Subject,
    graphql::period::{Grain, Period},
    kpi::{
        Figure, Input, InputKey, Kpi, Numbers, Value, When,
        catalog::{
            expression::{Expression, sum},
            formula::code,
        },
        engine::inputs::Scope,
        insight::explain::{Language, natural},
    },
    ledger::Measure as M,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The organization's first quarter, seen from a day.
fn quarter(today: &str) -> Scope {
    let period = Period { from: day("2026-01-01"), to: day("2026-04-01"), grain: Grain::Quarter, to_date: false };
    Scope { subject: Subject::Organization, period, today: day(today) }
}

/// Days before, in and after the quarter.
const DAYS: [&str; 5] = ["2025-11-20", "2026-01-01", "2026-02-28", "2026-04-01", "2026-07-01"];

/// The texts of a KPI in a language: its label, what it is, its formula.
fn texts(kpi: Kpi, language: Language) -> [String; 3] {
    let entry = kpi.definition();
    let (label, about) = match language {
        Language::En => (entry.label_en, entry.description),
        Language::Fr => (entry.label_fr, entry.about_fr),
    };
    [label.to_owned(), about.to_owned(), kpi.formula().text(language)]
}

#[test]
fn every_entry_is_described_in_both_languages() {
    for kpi in Kpi::ALL {
        let entry = kpi.definition();
        for text in [Language::En, Language::Fr].into_iter().flat_map(|language| texts(*kpi, language)) {
            assert!(!text.is_empty(), "{}", entry.field);
        }
        let first = entry.description.lines().next().unwrap_or_default();
        assert!(first.trim().ends_with(['.', ':']) && first.trim().len() <= 100, "{}: {first}", entry.field);
    }
}

#[test]
fn f16_texts_say_not_computed_and_never_null() {
    for kpi in Kpi::ALL {
        for (language, null) in [(Language::En, "null"), (Language::Fr, "nul"), (Language::Fr, "null")] {
            for text in texts(*kpi, language) {
                let mut words = text.split(|letter: char| !letter.is_alphabetic());
                assert!(!words.any(|word| word.eq_ignore_ascii_case(null)), "{kpi:?}: {text}");
            }
        }
        let [english, french] = [Language::En, Language::Fr].map(|language| texts(*kpi, language)[1].to_lowercase());
        let english = english.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = (english.contains("not computed"), french.contains("non calculé"));
        assert_eq!(says.0, says.1, "{kpi:?}: {english} {french}");
    }
}

#[test]
fn f16_a_formula_of_a_single_number_says_how_it_comes_about() {
    for kpi in Kpi::ALL {
        let formula = kpi.formula();
        if let Expression::Input(input) = formula.value() {
            for language in [Language::En, Language::Fr] {
                let words = formula.words(language);
                assert!(words.is_some_and(|words| words != input.name(language)), "{kpi:?}");
            }
        }
    }
}

#[test]
fn f16_rates_of_customers_say_at_the_start() {
    for kpi in [Kpi::CustomerRetentionRate, Kpi::ChurnRate, Kpi::WinBackRate, Kpi::WinBackRateOfLost, Kpi::ConquestRate]
    {
        assert!(kpi.formula().text(Language::En).ends_with(" customers at the start"), "{kpi:?}");
        assert!(
            kpi.formula().text(Language::Fr).ends_with(" clients au début")
                || kpi.formula().text(Language::Fr).ends_with("clients actifs au début"),
            "{kpi:?}"
        );
    }
}

#[test]
fn f16_sales_velocity_is_written_with_parentheses() {
    assert_eq!(
        Kpi::SalesVelocity.formula().text(Language::En),
        "open deals × (deals won in 90 days / (deals won in 90 days + deals lost in 90 days)) × (revenue in 90 days / \
         deals won in 90 days) / (days worked until won in 90 days / deals won with a known opening in 90 days)"
    );
}

#[test]
fn f16_who_is_credited_is_said_in_both_languages() {
    for kpi in Kpi::ALL {
        let [english, french] = [Language::En, Language::Fr].map(|language| texts(*kpi, language)[1].to_lowercase());
        let says = (english.contains("credited"), french.contains("crédité"));
        assert_eq!(says.0, says.1, "{kpi:?}: {english} {french}");
    }
}

#[test]
fn a_formula_calls_no_two_of_its_numbers_the_same() {
    for kpi in Kpi::ALL {
        for language in [Language::En, Language::Fr] {
            let mut names: Vec<String> =
                kpi.formula().value().inputs().into_iter().map(|input| input.name(language)).collect();
            names.sort_unstable();
            let number = names.len();
            names.dedup();
            assert_eq!(names.len(), number, "{kpi:?}: {names:?}");
        }
    }
}

/// Whatever the numbers are, the arithmetic that is written down comes to the value, but for the rounding of amounts.
#[test]
fn f16_every_formula_can_be_computed_by_hand_from_its_terms() {
    // Its value is the open pipeline at the end, which the causes lead to only where they are those of real deals.
    let identities = [Kpi::PipelineWaterfall];
    let mut compared = 0;
    for kpi in Kpi::ALL.iter().filter(|kpi| !identities.contains(kpi)) {
        let mut of_kpi = 0;
        for (today, seed) in DAYS.into_iter().flat_map(|today| (0..60).map(move |seed| (today, seed))) {
            let (scope, numbers) = (quarter(today), Numbers::MadeUp(seed));
            let read = |input: Input| {
                let key = input.key(scope.subject, scope.period, scope.today);
                natural(input, key.map_or(0, |key| numbers.of(&key)))
            };
            let figure = kpi.formula().figure(scope, &numbers).unwrap();
            let by_hand = kpi.formula().value().value(&read);
            if let (Some(value), Some(by_hand)) = (figure.value, by_hand) {
                let tolerance = match value {
                    Value::Money(_) => 0.500_001 + by_hand.abs() * 1e-12,
                    Value::Points(_) => 0.000_050_1,
                    Value::Count(_) | Value::Ratio(_) | Value::Days(_) => by_hand.abs().max(1.0) * 1e-9,
                };
                assert!((value.number() - by_hand).abs() <= tolerance, "{kpi:?} {today} {seed}: {value:?} {by_hand}");
                of_kpi += 1;
            }
        }
        assert!(of_kpi > 0, "{kpi:?} never had a value");
        compared += of_kpi;
    }
    assert!(compared > 10_000);
}

/// Code that reads what it does not declare is refused, whatever the data: were it computed, the number would be 0.
#[test]
fn code_that_reads_an_undeclared_input_fails() {
    let formula = code(sum(M::DealsWon), &[], |m| {
        let won = m.sum(M::DealsWon);
        // Only where something was won: a run over zeros would not notice.
        let lost = if won == 0 { 0 } else { m.sum(M::DealsLost) };
        Figure::count(won + lost)
    });
    let scope = quarter("2026-02-28");
    let won = Input::Sum(M::DealsWon, When::Period);
    let of = |number: i64| {
        let key: InputKey = won.key(scope.subject, scope.period, scope.today).unwrap();
        formula.figure(scope, &Numbers::Made([(key, number)].into_iter().collect()))
    };
    assert_eq!(of(0).unwrap(), Figure::count(0));
    let error = format!("{:?}", of(10_000).unwrap_err());
    assert!(error.contains("DealsLost") && error.contains("does not declare"), "{error}");
}

/// All branches of all formulas read nothing but what they declare.
#[test]
fn every_formula_declares_what_it_reads() {
    for (today, seed) in DAYS.into_iter().flat_map(|today| (0..40).map(move |seed| (today, seed))) {
        for kpi in Kpi::ALL {
            let figure = kpi.formula().figure(quarter(today), &Numbers::MadeUp(seed));
            assert!(figure.is_ok(), "{kpi:?}: {figure:?}");
        }
        for with_history in [true, false] {
            let inputs = super::formulas::forecast::inputs(with_history);
            let forecast = quarter(today)
                .compute(&inputs, &Numbers::MadeUp(seed), |m| super::formulas::forecast::forecast(m, with_history));
            assert!(forecast.is_ok(), "{forecast:?}");
        }
    }
}
