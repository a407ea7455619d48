//! Explaining: how a figure comes about, in words and numbers, from the same entries and rules that compute it.

use async_graphql::{Enum, SimpleObject};

use crate::{
    error::Result,
    graphql::{DateTime, Money, request::Request, scalars::float},
    kpi::{
        Definition, Input, InputKey, Lens, Sums, Value,
        catalog::{expression::Expression, formula::Formula},
        engine::evaluate,
        fields::answer::Answer,
    },
    ledger::{Measure, Rule, Unit, money},
};

/// A language of explanations.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// The text in this language.
    pub const fn of(self, en: &'static str, fr: &'static str) -> &'static str {
        match self {
            Self::En => en,
            Self::Fr => fr,
        }
    }
}

/// How a figure comes about.
#[derive(SimpleObject)]
#[graphql(name = "KpiExplanation")]
pub struct Explanation {
    /// The name to show.
    pub label: String,
    /// What the KPI is, and when it is not computed.
    pub definition: String,
    /// The formula in words.
    pub formula: String,
    /// The formula with its numbers, and its result.
    /// Numbers are as they are; `≈` marks those rounded for reading.
    pub with_numbers: String,
    /// The numbers by name.
    pub terms: Vec<Term>,
    /// Which day decides whether a record belongs to the period.
    pub date_rule: String,
    /// Who is credited.
    pub attribution_rule: String,
    /// How amounts of other currencies are converted; null where there are no amounts.
    pub currency_rule: Option<String>,
    /// The version of the definition: it grows when a formula changes.
    pub version: i32,
    /// The instant whose knowledge the figure goes by.
    pub as_of: DateTime,
}

/// A number of a formula.
#[derive(SimpleObject)]
#[graphql(name = "KpiTerm")]
pub struct Term {
    /// What it is called in the formula.
    pub name: String,
    /// The number, with its unit.
    pub value: String,
}

impl Explanation {
    /// Explains an answer.
    pub async fn read(request: &Request, answer: &Answer, language: Language) -> Result<Self> {
        let Answer { question, view, figure, .. } = answer;
        let sums = Sums::of(request);
        let scope = question.scope(sums.loader().day_of(view));
        let definition: Definition = question.kpi.definition();
        let formula = question.kpi.formula();
        let cells = scope.keys(formula.inputs());
        let known = evaluate::numbers(sums, view, cells.clone()).await?;
        let currency = &request.organization.currency;
        let of = |input: Input| {
            let key = input.key(scope.subject, scope.period, scope.today);
            key.map_or(0, |key| known.of(&key))
        };
        let term = |input: Input| Term { name: input.name(language), value: number(input, of(input), currency).text };
        let rules = rules(&cells);
        let join = |texts: Vec<&'static str>| texts.join(language.of("; ", " ; "));
        let has_money =
            cells.iter().any(|cell| matches!(cell, InputKey::Sum(_, measure, _) if measure.unit() == Unit::Money));
        Ok(Self {
            label: language.of(definition.label_en, definition.label_fr).to_owned(),
            definition: match language {
                Language::En => definition.description.split_whitespace().collect::<Vec<_>>().join(" "),
                Language::Fr => definition.about_fr.to_owned(),
            },
            formula: formula.text(language),
            with_numbers: with_numbers(formula, &of, figure.value, currency, language),
            terms: formula.value().inputs().into_iter().map(term).collect(),
            date_rule: join(rules.iter().map(|rule| language.of(rule.day_en, rule.day_fr)).collect()),
            attribution_rule: match view.lens {
                Lens::Event => join(rules.iter().map(|rule| language.of(rule.credit_en, rule.credit_fr)).collect()),
                Lens::Current => language
                    .of(
                        "today's owner of the record, in the team of today",
                        "le propriétaire actuel, dans son équipe actuelle",
                    )
                    .to_owned(),
            },
            currency_rule: has_money.then(|| {
                language
                    .of(
                        "each record is converted at the latest rate dated on or before its day, rounded half to even, \
                         then summed; when a rate is missing, the figure is not computed",
                        "chaque montant est converti au dernier taux daté du jour ou d'avant, arrondi au pair, puis \
                         sommé ; s'il manque un taux, le résultat n'est pas calculé",
                    )
                    .to_owned()
            }),
            version: definition.version,
            as_of: DateTime(view.as_of.unwrap_or(request.now)),
        })
    }
}

/// The rules of all topics that a formula touches, each once.
fn rules(cells: &[InputKey]) -> Vec<Rule> {
    let mut topics = Vec::new();
    for cell in cells {
        for topic in cell.measures().into_iter().map(Measure::topic) {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
    }
    let mut rules: Vec<Rule> = topics.into_iter().map(|topic| topic.rule()).collect();
    rules.dedup_by_key(|rule| (rule.day_en, rule.credit_en));
    rules
}

/// A formula with its numbers, and its result.
fn with_numbers(
    formula: &Formula,
    of: &dyn Fn(Input) -> i64,
    result: Option<Value>,
    currency: &str,
    language: Language,
) -> String {
    let value = formula.value();
    let within = |input: Input| {
        let text = number(input, of(input), currency).text;
        if text.starts_with('-') && value != Expression::Input(input) { format!("({text})") } else { text }
    };
    let computed = formula.words(language).map_or_else(|| value.written(&within), str::to_owned);
    let Some(result) = result else {
        return format!("{computed} = {}", language.of("not computed", "non calculé"));
    };
    let by_hand = value.value(&|input| natural(input, of(input))).unwrap_or_else(|| result.number());
    let shown = shown(result, currency);
    let sign = if is_same(shown.number, by_hand) { "=" } else { "≈" };
    format!("{computed} {sign} {}", shown.text)
}

/// A number as it is written.
struct Shown {
    text: String,
    /// What the text says.
    number: f64,
}

/// A number of the ledger with its unit, marked where it is rounded.
fn number(input: Input, number: i64, currency: &str) -> Shown {
    let exact = natural(input, number);
    let shown = match input.unit() {
        // A variance is told by its root, which is an amount.
        Unit::Money | Unit::Variance => shown(Value::Money(money::rounded(exact).unwrap_or(number)), currency),
        Unit::Count => shown(Value::Count(number), currency),
        Unit::Seconds => shown(Value::Days(exact), currency),
        Unit::Millionths => shown(Value::Ratio(exact), currency),
    };
    if is_same(shown.number, exact) { shown } else { Shown { text: format!("≈{}", shown.text), ..shown } }
}

/// A number of the ledger in the unit that figures have: minor units, things, days, shares.
pub fn natural(input: Input, number: i64) -> f64 {
    match input.unit() {
        Unit::Money => float(number),
        Unit::Count => float(number) / 1e4,
        // Seconds shared among reps are stored as they are.
        Unit::Seconds => float(number) / 86_400.0,
        Unit::Millionths => float(number) / 1e6,
        Unit::Variance => float(money::deviation(number)),
    }
}

/// Whether two numbers differ by no more than floats do.
fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * other.abs().max(1.0)
}

fn shown(value: Value, currency: &str) -> Shown {
    let trimmed = |number: f64, decimals: usize| {
        let text = format!("{number:.decimals$}");
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        Shown { number: text.parse().unwrap_or(number), text: text.to_owned() }
    };
    match value {
        Value::Money(minor) => {
            let money = Money::new(minor, currency);
            Shown { text: format!("{} {currency}", money.amount.0), number: float(minor) }
        }
        Value::Count(_) | Value::Points(_) => trimmed(value.number(), 4),
        Value::Ratio(number) | Value::Days(number) => trimmed(number, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kpi::{
            Kpi,
            catalog::{
                expression::sum,
                formula::{duration, ratio},
            },
        },
        ledger::Measure as M,
    };

    /// What is explained when the inputs are these, in order.
    fn told(formula: &Formula, numbers: &[i64], result: Value) -> String {
        let of = |input: Input| {
            let place = formula.value().inputs().iter().position(|other| *other == input);
            numbers[place.unwrap()]
        };
        with_numbers(formula, &of, Some(result), "EUR", Language::En)
    }

    #[test]
    fn f11_numbers_are_as_they_are_and_rounded_ones_are_marked() {
        let cycle = duration(M::CycleSeconds, M::CycleDeals);
        assert_eq!(told(&cycle, &[54_000, 50_000], Value::Days(0.125)), "0.625 / 5 = 0.125");
        assert_eq!(told(&cycle, &[100_000, 20_000], Value::Days(50_000.0 / 86_400.0)), "≈1.157407 / 2 ≈ 0.578704");
        let share = ratio(sum(M::DealsWon), sum(M::DealsLost));
        assert_eq!(told(&share, &[10_000, 30_000], Value::Ratio(1.0 / 3.0)), "1 / 3 ≈ 0.333333");
        assert_eq!(told(&share, &[-10_000, 40_000], Value::Ratio(-0.25)), "(-1) / 4 = -0.25");
    }

    #[test]
    fn f11_a_sum_says_what_it_is_a_sum_of() {
        let revenue = Kpi::Revenue.formula();
        let told = told(revenue, &[3_000_000], Value::Money(3_000_000));
        assert_eq!(told, "sum of the amounts of the deals won = 30000.00 EUR");
    }

    #[test]
    fn f16_what_has_no_value_is_not_computed() {
        let told = |language| with_numbers(Kpi::WinRate.formula(), &|_| 0, None, "EUR", language);
        assert_eq!(told(Language::En), "0 / (0 + 0) = not computed");
        assert_eq!(told(Language::Fr), "0 / (0 + 0) = non calculé");
    }
}
