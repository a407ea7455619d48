//! Formulas as data: from one entry follow the figure, the inputs that it needs, whether teams sum, and the formula in
//! words. Pure.
//!
//! Most formulas are a quotient or a sum. What is not is [`code`]: a function with a name, which declares its inputs. It
//! is refused when it reads another one.

use crate::{
    error::Result,
    kpi::{
        Figure, Input, Inputs, Numbers, Statistic, Value, Warning, When,
        catalog::{
            expression::{Expression, Terms, sum},
            formulas::shared::{days, in_days},
        },
        engine::inputs::Scope,
        insight::explain::Language,
    },
    ledger::Measure,
};

/// The warning that a number of things stands for.
type Warn = fn(i64) -> Warning;

/// How a figure is computed.
pub struct Formula {
    how: How,
    /// Further figures beside it, in the order that the type of its answer says.
    parts: Vec<Self>,
    warnings: Vec<(Warn, Terms)>,
    is_sampled: bool,
    people: Option<Input>,
    median: Option<Input>,
    words: Option<[&'static str; 2]>,
    inputs: Vec<Input>,
}

enum How {
    /// A number of things, or an amount.
    Total(Terms),
    /// A part by a whole: both numbers of things or both amounts.
    Ratio { part: Terms, whole: Terms, times: i32 },
    /// An amount by a number of things.
    Average { amount: Terms, number: Terms },
    /// A time by the number of those who took it, and the median of their times.
    Duration { time: Measure, number: Measure },
    /// A function, and what its value is.
    Code { value: Expression, compute: fn(&Inputs<'_>) -> Figure },
}

/// A number of things.
pub fn count(things: Terms) -> Formula {
    let inputs = things.inputs().collect();
    Formula::new(How::Total(things), inputs)
}

/// An amount of money; not computed when some of it could not be converted.
pub fn money(amount: Terms) -> Formula {
    let inputs = with_unconverted(&amount);
    Formula::new(How::Total(amount), inputs)
}

/// A part by a whole, both numbers of things or both amounts; not computed when the whole is 0.
pub fn ratio(part: Terms, whole: Terms) -> Formula {
    let inputs = [with_unconverted(&part), with_unconverted(&whole)].concat();
    Formula::new(How::Ratio { part, whole, times: 1 }, inputs)
}

/// An amount by a number of things, rounded half to even; not computed when there are none.
pub fn average(amount: Terms, number: Terms) -> Formula {
    let inputs = with_unconverted(&amount).into_iter().chain(number.inputs()).collect();
    Formula::new(How::Average { amount, number }, inputs)
}

/// How long something took in days: the mean, and the median.
pub fn duration(time: Measure, number: Measure) -> Formula {
    let inputs = sum(time).inputs().chain(sum(number).inputs()).collect();
    Formula::new(How::Duration { time, number }, inputs).median(time, number)
}

/// A function of inputs that it declares, and what its value is in arithmetic.
pub fn code(value: impl Into<Expression>, further: &[Terms], compute: fn(&Inputs<'_>) -> Figure) -> Formula {
    let value = value.into();
    let inputs = value.inputs().into_iter().chain(further.iter().flat_map(Terms::inputs)).collect();
    Formula::new(How::Code { value, compute }, inputs)
}

/// The inputs of an amount, and those that tell what of it could not be converted.
fn with_unconverted(terms: &Terms) -> Vec<Input> {
    terms.inputs().chain(terms.inputs().filter_map(Input::unconverted)).collect()
}

impl Formula {
    fn new(how: How, inputs: Vec<Input>) -> Self {
        let mut formula = Self {
            how,
            parts: Vec::new(),
            warnings: Vec::new(),
            is_sampled: false,
            people: None,
            median: None,
            words: None,
            inputs: Vec::new(),
        };
        formula.declare(inputs);
        formula
    }

    fn declare(&mut self, inputs: impl IntoIterator<Item = Input>) {
        for input in inputs {
            if !self.inputs.contains(&input) {
                self.inputs.push(input);
            }
        }
    }

    /// The same times so much.
    pub fn times(mut self, factor: i32) -> Self {
        if let How::Ratio { times, .. } = &mut self.how {
            *times = factor;
        }
        self
    }

    /// Shows another figure beside it.
    pub fn part(mut self, part: Self) -> Self {
        self.declare(part.inputs.iter().copied());
        self.parts.push(part);
        self
    }

    /// Warns of so many things, where there are any.
    pub fn warn(mut self, warning: fn(i64) -> Warning, things: Terms) -> Self {
        self.declare(things.inputs());
        self.warnings.push((warning, things));
        self
    }

    /// Warns when the denominator is too small to say much.
    pub fn sampled(self) -> Self {
        Self { is_sampled: true, ..self }
    }

    /// Is the opinion of so many people: it is withheld where they are too few.
    pub fn opinion_of(mut self, people: Statistic) -> Self {
        let people = Input::Statistic(people, When::Period);
        self.declare([people]);
        Self { people: Some(people), ..self }
    }

    /// How it is computed, in English and French, where arithmetic over the inputs does not say it.
    pub fn in_words(self, english: &'static str, french: &'static str) -> Self {
        Self { words: Some([english, french]), ..self }
    }

    /// Shows the median of the times beside it.
    pub fn median(mut self, time: Measure, number: Measure) -> Self {
        let median = Input::Statistic(Statistic::Median(time, number), When::Period);
        self.declare([median]);
        Self { median: Some(median), ..self }
    }

    /// The inputs that it needs, each once.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Whether the figures of teams sum to that of the organization.
    pub fn is_additive(&self) -> bool {
        self.value().is_additive()
    }

    /// What its value is in arithmetic.
    pub fn value(&self) -> Expression {
        match &self.how {
            How::Total(terms) => terms.clone().into(),
            How::Ratio { part, whole, times: 1 } => part.clone() / whole.clone(),
            How::Ratio { part, whole, times } => part.clone() / whole.clone() * *times,
            How::Average { amount, number } => amount.clone() / number.clone(),
            How::Duration { time, number } => sum(*time) / sum(*number),
            How::Code { value, .. } => value.clone(),
        }
    }

    /// How it is computed, where that is said in words.
    pub fn words(&self, language: Language) -> Option<&'static str> {
        self.words.map(|[english, french]| language.of(english, french))
    }

    /// How it is computed.
    pub fn text(&self, language: Language) -> String {
        let in_arithmetic = || self.value().written(&|input| input.name(language));
        self.words(language).map_or_else(in_arithmetic, str::to_owned)
    }

    /// What it comes to. Fails when code reads what it does not declare.
    pub fn figure(&self, scope: Scope, numbers: &Numbers) -> Result<Figure> {
        scope.compute(&self.inputs, numbers, |inputs| self.compute(inputs))
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Figure {
        let mut figure = match &self.how {
            How::Total(terms) if terms.are_money() => amount(terms, inputs, &[]),
            How::Total(terms) => Figure::count(terms.total(inputs)),
            How::Ratio { part, whole, times } if part.are_money() => {
                let known: Vec<Input> = part.inputs().collect();
                Figure::quotient(amount(part, inputs, &[]), amount(whole, inputs, &known), f64::from(*times))
            }
            How::Ratio { part, whole, times } => {
                let figure = Figure::ratio(part.total(inputs), whole.total(inputs));
                let value = figure.value.map(|value| Value::Ratio(value.number() * f64::from(*times)));
                Figure { value, ..figure }
            }
            How::Average { amount: money, number } => Figure::average(amount(money, inputs, &[]), number.total(inputs)),
            How::Duration { time, number } => {
                let sample = inputs.sum(*number);
                Figure {
                    value: days(inputs.sum(*time), sample),
                    denominator: Some(Value::Count(sample)),
                    ..Figure::default()
                }
            }
            How::Code { compute, .. } => compute(inputs),
        };
        if let Some(median) = self.median {
            // −1 where nobody took any time.
            figure.median = Some(inputs.read(median)).filter(|seconds| *seconds >= 0).map(in_days);
        }
        for part in &self.parts {
            let part = part.compute(inputs);
            figure.parts.push(part.value);
            figure.warnings.extend(part.warnings);
        }
        for (warning, things) in &self.warnings {
            figure = figure.warn(warning(things.total(inputs)));
        }
        if self.is_sampled
            && let Some(Value::Count(number)) = figure.denominator
        {
            figure = figure.sampled(number);
        }
        match self.people {
            Some(people) => figure.of_people(inputs.read(people)),
            None => figure,
        }
    }
}

/// An amount; not computed, with a warning, where some of it could not be converted. What is `told` already is not warned
/// of again.
fn amount(terms: &Terms, inputs: &Inputs<'_>, told: &[Input]) -> Figure {
    let mut figure = Figure { value: Some(Value::Money(terms.total(inputs))), ..Figure::default() };
    for input in terms.inputs() {
        let unconverted = input.unconverted().map_or(0, |input| inputs.read(input));
        if unconverted != 0 {
            figure.value = None;
            if !told.contains(&input) {
                figure.warnings.push(Warning::MissingRate(unconverted));
            }
        }
    }
    figure
}
