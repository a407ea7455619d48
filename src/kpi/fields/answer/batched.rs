//! KPIs at once: those of a subject that are asked for plainly are read together and written down as they are.
//!
//! A dashboard asks each of its figures for a value, perhaps a change or a series. Answered by the library, every one of
//! them is a future that waits for the same statement, and every field below it another. Here all such figures of a
//! subject are one question and one answer; what else is asked of them, the library answers as ever, and the figures too
//! where one of them is refused or veiled: what it says of each is its own.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use async_graphql::{
    ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value as Answered,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
};

use crate::{
    graphql::{
        Count, Days, Money, Ratio,
        json::{Json, Written},
        period::Grain,
        plain,
        request::Request,
    },
    kpi::{
        Asked, Kpi, Kpis, Value,
        fields::{
            answer::{Answer, grain, grains},
            query::camel_case,
        },
        suppression::contributor_counts,
    },
};

/// KPIs by the field that gives them.
static FIELDS: LazyLock<HashMap<String, Kpi>> =
    LazyLock::new(|| Kpi::ALL.iter().map(|kpi| (camel_case(kpi.definition().field), *kpi)).collect());

/// The KPIs of a subject: in the schema an object like any other.
pub struct BatchedFigures(Arc<Asked>);

impl BatchedFigures {
    /// The KPIs asked for.
    pub fn of(asked: Asked) -> Self {
        Self(Arc::new(asked))
    }

    /// The values of figures, in their order; `None` where the library has to answer.
    async fn written(&self, request: &Request, figures: &[PlainFigure<'_>]) -> Option<Vec<Answered>> {
        if figures.is_empty() {
            return Some(Vec::new());
        }
        let kpis = figures.iter().map(|figure| (figure.kpi, &*figure.grains));
        let answers = Answer::read(request, &self.0, kpis).await.ok()?;
        let write = |(figure, answer): (&PlainFigure<'_>, &Answer)| {
            let mut json = Json::default();
            figure.write(&mut json, answer, request)?;
            Some(json.into())
        };
        figures.iter().zip(&answers).map(write).collect()
    }

    /// Some of the fields as the library answers them.
    async fn by_library(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
        fields: &[&Positioned<Field>],
    ) -> ServerResult<IndexMap<Name, Answered>> {
        if fields.is_empty() {
            return Ok(IndexMap::new());
        }
        let items = fields.iter().map(|field| Positioned::new(Selection::Field((*field).clone()), field.pos)).collect();
        let set = Positioned::new(SelectionSet { items }, ctx.item.pos);
        match Kpis::of(&self.0).resolve(&ctx.with_selection_set(&set), field).await? {
            Answered::Object(answer) => Ok(answer),
            _ => Ok(IndexMap::new()),
        }
    }
}

impl OutputType for BatchedFigures {
    fn type_name() -> Cow<'static, str> {
        Kpis::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Kpis::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Answered> {
        let free =
            plain::request(ctx).filter(|request| matches!(contributor_counts::veil(request, self.0.subject), Ok(None)));
        let mut fields = IndexMap::new();
        let (Some(request), true) = (free, flatten(ctx, &ctx.item.node, &mut fields)) else {
            return Box::pin(Kpis::of(&self.0).resolve(ctx, field)).await;
        };
        let (mut figures, mut plain, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for field in fields.values() {
            match PlainFigure::of(ctx, field) {
                Some(figure) => {
                    figures.push(figure);
                    plain.push(*field);
                }
                None => others.push(*field),
            }
        }
        let others = Box::pin(self.by_library(ctx, field, &others));
        let (written, others) = futures_util::join!(self.written(request, &figures), others);
        let mut answer = others?;
        match written {
            Some(values) => answer.extend(figures.iter().map(|figure| figure.key.clone()).zip(values)),
            // Only these once more: what is beside them has been answered, with its errors.
            None => answer.extend(Box::pin(self.by_library(ctx, field, &plain)).await?),
        }
        // In the order that they are asked in.
        let ordered = fields.keys().filter_map(|key| answer.swap_remove_entry(*key));
        Ok(Answered::Object(ordered.collect()))
    }
}

/// The fields of a selection by their keys, those of its fragments among them; false where that needs the library: a
/// directive, or a key twice, whose selections are to be merged.
fn flatten<'a>(
    ctx: &ContextSelectionSet<'a>,
    set: &'a SelectionSet,
    fields: &mut IndexMap<&'a Name, &'a Positioned<Field>>,
) -> bool {
    set.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => {
            let is_new = fields.insert(&field.node.response_key().node, field).is_none();
            is_new && field.node.directives.is_empty()
        }
        Selection::FragmentSpread(spread) => {
            let fragment = ctx.query_env.fragments.get(&spread.node.fragment_name.node);
            spread.node.directives.is_empty()
                && fragment.is_some_and(|fragment| flatten(ctx, &fragment.node.selection_set.node, fields))
        }
        Selection::InlineFragment(fragment) => {
            fragment.node.directives.is_empty() && flatten(ctx, &fragment.node.selection_set.node, fields)
        }
    })
}

/// A figure of which only plain things are asked.
struct PlainFigure<'a> {
    key: &'a Name,
    kpi: Kpi,
    grains: Vec<Grain>,
    parts: Vec<(&'a Name, Part, &'a SelectionSet)>,
}

/// What is asked of a figure.
enum Part {
    TypeName,
    Value,
    Numerator,
    Denominator,
    Median,
    Change,
    Series(Grain),
}

impl<'a> PlainFigure<'a> {
    /// A field as a plain figure, if it is one.
    fn of(ctx: &ContextSelectionSet<'_>, field: &'a Positioned<Field>) -> Option<Self> {
        let kpi = *FIELDS.get(field.node.name.node.as_str())?;
        let mut parts: Vec<(&Name, Part, &SelectionSet)> = Vec::new();
        for selection in &field.node.selection_set.node.items {
            let Selection::Field(part) = &selection.node else { return None };
            let (key, node) = (&part.node.response_key().node, &part.node);
            if !node.directives.is_empty() || parts.iter().any(|(other, ..)| *other == key) {
                return None;
            }
            let what = match node.name.node.as_str() {
                "series" => Part::Series(grain(ctx.with_field(part).field())?),
                "__typename" => Part::TypeName,
                "value" => Part::Value,
                "numerator" => Part::Numerator,
                "denominator" => Part::Denominator,
                "median" => Part::Median,
                "change" => Part::Change,
                _ => return None,
            };
            parts.push((key, what, &node.selection_set.node));
        }
        let grains = grains(&ctx.with_field(field));
        Some(Self { key: &field.node.response_key().node, kpi, grains, parts })
    }

    fn write(&self, json: &mut Json, answer: &Answer, request: &Request) -> Written {
        let currency = &request.organization.currency;
        json.members(&self.parts, |json, (key, part, below)| {
            json.key(key)?;
            match part {
                Part::TypeName => json.bare(self.kpi.shape()),
                Part::Value => write(json, answer.figure.value, below, currency),
                Part::Numerator => write(json, answer.figure.numerator, below, currency),
                Part::Denominator => write(json, answer.figure.denominator, below, currency),
                Part::Median => write(json, answer.figure.median, below, currency),
                Part::Change => json.or_null(answer.change(currency), |json, change| change.write(json, below)),
                Part::Series(by) => {
                    let (_, points) = answer.series.iter().find(|(grain, _)| grain == by)?;
                    json.list(points, |json, point| plain::selected(json, point, below, request))
                }
            }
        })
    }
}

/// A value of a figure in the type that its kind has in the schema.
fn write(json: &mut Json, value: Option<Value>, below: &SelectionSet, currency: &str) -> Written {
    json.or_null(value, |json, value| match value {
        Value::Money(minor) => Money::new(minor, currency).write(json, below),
        Value::Count(count) => json.scalar(&Count(count)),
        Value::Ratio(ratio) => json.scalar(&Ratio(ratio)),
        Value::Days(days) => json.scalar(&Days(days)),
        Value::Points(points) => json.serialized(&points),
    })
}
