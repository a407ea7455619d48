//! From a row to a draft: a record of the mapping with its columns found in the header of a file. Pure.

use chrono_tz::Tz;

use super::{
    cell::{Cell, FALLBACK, columns_of},
    draft::{Draft, Entry, Reference, Value},
    kind::{Field, Kind, Need, Shape},
    mapping::{MissingColumns, Record, Style, When},
    moment::{self, DateStyle},
    report::{Outcome, Remark},
    source::Source,
    value::{self, Reason},
};
use crate::ledger::decimals;

/// What a row is to a record of the mapping.
#[derive(Debug)]
pub enum Reading {
    /// Another record's row.
    Other,
    /// A record.
    Draft(Draft),
    /// A record that cannot be kept, with the reasons.
    Rejected(Draft, Vec<Remark>),
}

/// A record of the mapping, with its columns found in the header of a file.
pub struct Plan<'m> {
    record: &'m Record,
    external_id: Option<Cell<'m>>,
    fields: Vec<(&'static Field, Cell<'m>)>,
    when: Option<(usize, &'m When)>,
    context: Context<'m>,
    /// Required fields that the mapping does not fill: without a record to complete, there is none.
    unmapped: Vec<&'static str>,
    /// Whether the currency of a row means something: its own column, an amount, or a record that is made.
    states_currency: bool,
}

/// What a file and a mapping say about every field.
#[derive(Clone, Copy)]
pub struct Context<'m> {
    /// The name of the file.
    pub file: &'m str,
    /// How the file is written.
    pub style: &'m Style,
    /// The time zone of times that name none.
    pub zone: Tz,
    /// The organization's time zone.
    pub home: Tz,
    /// The currency of amounts that name none.
    pub currency: &'m str,
}

/// Columns that a file does not have.
#[derive(Debug, Default)]
pub struct Missing {
    /// Those without which it cannot be read.
    pub errors: Vec<String>,
    /// Those that it may do without.
    pub notes: Vec<String>,
}

impl<'m> Plan<'m> {
    /// Finds the columns. `None` when the file has none for a record that it may do without.
    pub fn new(
        record: &'m Record,
        context: Context<'m>,
        rank_of: impl Fn(&str) -> Option<usize>,
        missing: &mut Missing,
    ) -> Option<Self> {
        let empty = context.style.empty.as_slice();
        let lenient = context.style.missing == MissingColumns::Note;
        let may_be_left_out = lenient && record.optional;
        let mut fields = Vec::new();
        let mut vital = Vec::new();
        for field in record.kind.fields() {
            let Some(source) = record.fields.get(field.name) else { continue };
            match Cell::find(source, empty, &rank_of) {
                Some(cell) => fields.push((field, cell)),
                None if lenient && source.default.is_some() => {
                    missing.notes.push(columns_of(source));
                    fields.push((field, Cell::of_default(source)));
                }
                None if lenient && field.need != Need::Required => missing.notes.push(columns_of(source)),
                None => vital.push(columns_of(source)),
            }
        }
        let external_id = record.external_id.as_ref().and_then(|source| {
            let cell = Cell::find(source, empty, &rank_of);
            if cell.is_none() {
                vital.push(columns_of(source));
            }
            cell
        });
        let when = record.when.as_ref().and_then(|when| match rank_of(&when.column) {
            Some(rank) => Some((rank, when)),
            None if lenient && when.is.is_empty() => {
                missing.notes.push(format!("`{}`", when.column));
                None
            }
            None => {
                vital.push(format!("`{}`", when.column));
                None
            }
        });
        if !vital.is_empty() && may_be_left_out {
            missing.notes.append(&mut vital);
            return None;
        }
        missing.errors.append(&mut vital);
        let states_currency = record.makes_records()
            || fields.iter().any(|(field, _)| field.name == "currency" || matches!(field.shape, Shape::Amount));
        let required = record.kind.fields().iter().filter(|field| field.need == Need::Required);
        let unmapped = required.map(|field| field.name).filter(|name| !record.fields.contains_key(*name)).collect();
        Some(Self { record, external_id, fields, when, context, unmapped, states_currency })
    }

    /// The kind of record.
    pub const fn kind(&self) -> Kind {
        self.record.kind
    }

    /// The columns that it reads.
    pub fn ranks(&self) -> impl Iterator<Item = usize> + '_ {
        let fields = self.fields.iter().flat_map(|(_, cell)| cell.ranks());
        fields.chain(self.external_id.iter().flat_map(Cell::ranks)).chain(self.when.map(|(rank, _)| rank))
    }

    /// Reads a row.
    pub fn read(&self, line: u64, row: &[String]) -> Reading {
        if let Some((rank, when)) = self.when {
            let text = row.get(rank).map_or("", |text| text.trim());
            let among = |list: &[String]| list.iter().any(|word| word.to_lowercase() == text.to_lowercase());
            if (!when.is.is_empty() && !among(&when.is)) || among(&when.is_not) {
                return Reading::Other;
            }
        }
        let kind = self.record.kind;
        let mut draft =
            Draft { kind, line, external_id: None, entries: Vec::new(), remarks: Vec::new(), lacks: Vec::new() };
        // Whether each is a required field that is empty, which does not matter to a record that is there.
        let mut mistakes: Vec<(bool, Remark)> = Vec::new();
        match self.identify(row, &mut draft) {
            Ok(()) => {}
            Err(None) => return Reading::Other,
            Err(Some(remark)) => mistakes.push((false, remark)),
        }
        let currency = self.currency(row);
        for (field, cell) in &self.fields {
            let mut remarks = Vec::new();
            let text = cell.text(row, &mut remarks);
            for remark in &mut remarks {
                if remark.reason.starts_with(FALLBACK) {
                    remark.reason = format!("{}: {}", field.name, remark.reason);
                }
            }
            draft.remarks.append(&mut remarks);
            let about = |outcome, reason: String| Remark::new(outcome, &cell.column, cell.raw(row), reason);
            let value = match &text {
                Some(text) => self.value(field, cell.source, text, cell.is_day(row), &currency),
                None => Ok(Parsed::from(Value::Empty)),
            };
            match value {
                Ok(Parsed { value: Value::Empty, .. }) if field.need == Need::Required => {
                    mistakes.push((true, about(Outcome::Rejected, format!("{} is required", field.name))));
                }
                Ok(Parsed { value, repair, fallback }) => {
                    if value == Value::Empty && field.need == Need::Expected {
                        let reason = format!("kept without {}: the row has none", field.name);
                        draft.remarks.push(about(Outcome::Noted, reason));
                    }
                    draft.remarks.extend(repair.map(|(outcome, reason)| about(outcome, reason)));
                    draft.entries.push(Entry { field, value, column: cell.column.clone(), fallback });
                }
                Err(reason) if matches!(field.need, Need::Expected | Need::Optional) => {
                    draft.remarks.push(about(Outcome::Repaired, format!("kept without {}: {reason}", field.name)));
                }
                Err(reason) => {
                    mistakes.push((false, about(Outcome::Rejected, format!("{}: {reason}", field.name))));
                }
            }
        }
        if self.states_currency {
            draft.fill("currency", Value::Text(currency));
        }
        for name in &self.unmapped {
            let reason = format!("{name} is required: no row before made the record that this one completes");
            mistakes.push((true, Remark::row(Outcome::Rejected, reason)));
        }
        let is_wrong = |(is_empty, _): &(bool, Remark)| !is_empty || !kind.has_external_id();
        let is_rejected = mistakes.iter().any(is_wrong);
        let mistakes = mistakes.into_iter().map(|(_, remark)| remark).collect();
        if is_rejected {
            return Reading::Rejected(draft, mistakes);
        }
        draft.lacks = mistakes;
        Reading::Draft(draft)
    }

    /// Fills the external id. `Err(None)` = the row is not this record.
    fn identify(&self, row: &[String], draft: &mut Draft) -> Result<(), Option<Remark>> {
        if !self.record.kind.has_external_id() {
            // Told apart by its references: without them there is nothing to tell.
            let blank = self
                .fields
                .iter()
                .any(|(field, cell)| field.need == Need::Required && cell.text(row, &mut Vec::new()).is_none());
            return if blank && self.record.optional { Err(None) } else { Ok(()) };
        }
        let natural = self.record.kind.natural_key();
        let cell = self
            .external_id
            .as_ref()
            .or_else(|| self.fields.iter().find(|(field, _)| Some(field.name) == natural).map(|(_, cell)| cell));
        let Some(cell) = cell else { return Ok(()) };
        if cell.source.line {
            draft.external_id = Some(format!("{}:{}", self.context.file, draft.line));
            return Ok(());
        }
        let raw = || cell.raw(row);
        match cell.text(row, &mut Vec::new()).map(|text| value::line(&text)) {
            Some(Ok(text)) => {
                draft.external_id = Some(text);
                Ok(())
            }
            Some(Err(reason)) => {
                Err(Some(Remark::new(Outcome::Rejected, &cell.column, raw(), format!("external_id: {reason}"))))
            }
            None if self.record.optional => Err(None),
            None => Err(Some(Remark::new(Outcome::Rejected, &cell.column, raw(), "external_id is required"))),
        }
    }

    /// The currency of the row's amounts. A code that is not one is rejected with its own field.
    fn currency(&self, row: &[String]) -> String {
        self.fields
            .iter()
            .find(|(field, _)| field.name == "currency")
            .and_then(|(_, cell)| cell.text(row, &mut Vec::new()))
            .map_or_else(|| self.context.currency.to_owned(), |code| code.to_uppercase())
    }

    fn value(
        &self,
        field: &Field,
        source: &Source,
        text: &str,
        is_day: bool,
        currency: &str,
    ) -> Result<Parsed, Reason> {
        let style = self.context.style;
        let dates = DateStyle {
            formats: source.dates.as_ref().unwrap_or(&style.dates),
            excel_dates: style.excel_dates,
            are_days: is_day,
            zone: self.context.zone,
            home: self.context.home,
        };
        Ok(Parsed::from(match field.shape {
            Shape::Line => return line(text, Value::Text),
            Shape::User => return line(text, Value::User),
            Shape::Reference(kind) => {
                let by = source.by.unwrap_or_default();
                let reference = |key| Reference { kind, by, key };
                let fallback = source
                    .default
                    .as_deref()
                    .map(|default| reference(format!("{}{default}", source.prefix.as_deref().unwrap_or_default())));
                let parsed = line(text, |key| Value::Reference(reference(key)))?;
                return Ok(Parsed { fallback, ..parsed });
            }
            Shape::Prose => Value::Text(value::prose(text)?),
            Shape::Email => Value::Text(value::email(text)?),
            Shape::Choice(words) => {
                let words = words();
                if words.iter().any(|word| word == text) {
                    Value::Text(text.to_owned())
                } else if let Some(default) = &source.default {
                    let reason = format!("{}: read as `{default}`: the mapping does not list the value", field.name);
                    let value = Value::Text(default.clone());
                    return Ok(Parsed { repair: Some((Outcome::Noted, reason)), ..Parsed::from(value) });
                } else {
                    let list = words.join(", ");
                    let reason = format!("This is not one of {list}; `values` in the mapping can translate it.");
                    return Err(reason.into());
                }
            }
            Shape::Day => Value::Day(moment::day(text, dates)?),
            Shape::Instant => Value::Instant(moment::when(text, dates)?),
            Shape::Amount => {
                let exponent = decimals(currency).ok_or("This is not an ISO 4217 currency code.")?;
                Value::Number(value::amount(text, style.numbers, currency, exponent)?)
            }
            Shape::Count => Value::Number(value::number(text, style.numbers, 0)?),
            Shape::Share => Value::Number(value::share(text, style.numbers, source.unit.unwrap_or_default())?),
            Shape::Quantity => Value::Number(value::number(text, style.numbers, 4)?),
            Shape::Rate => Value::Number(value::number(text, style.numbers, 10)?),
            Shape::Flag => Value::Flag(value::flag(text)?),
            Shape::Currency => {
                decimals(&text.to_uppercase()).ok_or("This is not an ISO 4217 currency code.")?;
                Value::Text(text.to_uppercase())
            }
        }))
    }
}

/// A value, with what is to be said about it.
struct Parsed {
    value: Value,
    /// What was repaired or assumed.
    repair: Option<(Outcome, String)>,
    /// What a reference refers to instead when there is no such record.
    fallback: Option<Reference>,
}

impl From<Value> for Parsed {
    fn from(value: Value) -> Self {
        Self { value, repair: None, fallback: None }
    }
}

fn line(text: &str, value: impl FnOnce(String) -> Value) -> Result<Parsed, Reason> {
    let repair = text
        .contains(|character: char| character.is_whitespace() && character != ' ')
        .then(|| (Outcome::Repaired, "line breaks, tabs and no-break spaces read as spaces".to_owned()));
    Ok(Parsed { repair, ..Parsed::from(value(value::line(text)?)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{
        mapping::{Format, Mapping},
        source::By,
    };

    /// What the rows of a deals file are to a mapping of these fields.
    fn read(fields: &str, header: &[&str], row: &[&str]) -> Reading {
        read_as("kind = \"deal\"\nexternal_id = \"id\"", fields, header, row)
    }

    fn read_as(record: &str, fields: &str, header: &[&str], row: &[&str]) -> Reading {
        let mapping = Mapping::parse(&format!(
            "source_system = \"crm\"\ncurrency = \"USD\"\n[[file]]\npath = \"x.csv\"\n\
             [[file.record]]\n{record}\n[file.record.fields]\n{fields}"
        ))
        .unwrap();
        let style = Format::default().style(&mapping.format).unwrap();
        let zone = Tz::Europe__Paris;
        let context = Context { file: "x.csv", style: &style, zone, home: zone, currency: &mapping.currency };
        let mut missing = Missing::default();
        let rank_of = |name: &str| header.iter().position(|column| *column == name);
        let plan = Plan::new(&mapping.files[0].records[0], context, rank_of, &mut missing).unwrap();
        assert!(missing.errors.is_empty(), "{missing:?}");
        let row: Vec<String> = row.iter().map(|text| (*text).to_owned()).collect();
        plan.read(2, &row)
    }

    const DEAL: &str = "name = \"name\"\ncustomer = \"account\"\nstage = { value = \"Engaging\", by = \"name\" }\n\
         status = { column = \"stage\", values = { Won = \"WON\", Engaging = \"OPEN\" } }\nclosed_at = \"closed\"\n\
         amount = { column = \"amount\", empty = [\"0\"] }\n";
    const HEADER: &[&str] = &["id", "name", "account", "stage", "closed", "amount"];

    fn draft(reading: Reading) -> Draft {
        match reading {
            Reading::Draft(draft) => draft,
            other => panic!("{other:?}"),
        }
    }

    fn rejections(reading: Reading) -> Vec<String> {
        match reading {
            Reading::Rejected(_, remarks) => remarks.into_iter().map(|remark| remark.reason).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn value(draft: &Draft, name: &str) -> Option<Value> {
        draft.entries.iter().find(|entry| entry.field.name == name).map(|entry| entry.value.clone())
    }

    #[test]
    fn a_row_becomes_typed_values() {
        let draft = draft(read(DEAL, HEADER, &["D1", "Big one", "Acme", " won ", "2017-03-01", "1,054.5"]));
        assert_eq!(draft.external_id.as_deref(), Some("D1"));
        assert_eq!(value(&draft, "status"), Some(Value::Text("WON".into())));
        assert_eq!(value(&draft, "amount"), Some(Value::Number(105_450)));
        assert_eq!(value(&draft, "currency"), Some(Value::Text("USD".into())));
        assert_eq!(
            value(&draft, "closed_at"),
            Some(Value::Instant(moment::When {
                at: "2017-02-28T23:00:00Z".parse().unwrap(),
                day_ends: "2017-03-01T23:00:00Z".parse().ok(),
            }))
        );
        let customer = Reference { kind: Kind::Customer, by: By::ExternalId, key: "Acme".into() };
        assert_eq!(value(&draft, "customer"), Some(Value::Reference(customer)));
        assert_eq!(value(&draft, "owner"), None, "what is not mapped is left alone");
        assert!(draft.remarks.is_empty());
    }

    #[test]
    fn a_row_is_kept_without_what_may_be_empty() {
        let draft = draft(read(DEAL, HEADER, &["D1", "Big one", "", "Engaging", "", "0"]));
        assert_eq!(value(&draft, "customer"), Some(Value::Empty));
        assert_eq!(value(&draft, "amount"), Some(Value::Empty));
        let remarks: Vec<_> = draft.remarks.iter().map(|remark| (remark.outcome, remark.reason.as_str())).collect();
        assert_eq!(remarks, [(Outcome::Noted, "kept without customer: the row has none")]);
    }

    #[test]
    fn every_mistake_of_a_row_is_told_at_once() {
        let found = rejections(read(DEAL, HEADER, &["", "", "Acme", "Maybe", "2017-02-30", "-5"]));
        assert_eq!(
            found,
            [
                "external_id is required",
                "name is required",
                "status: This is not one of OPEN, WON, LOST; `values` in the mapping can translate it.",
                "amount: An amount cannot be negative.",
                "closed_at: This is not a date in a format of the mapping.",
            ]
        );
    }

    #[test]
    fn spellings_are_repaired_and_said_so() {
        let fields = "name = { column = \"name\", aliases = { GTXPro = \"GTX Pro\" } }\n\
             category = { column = \"account\", aliases = { technolgy = \"technology\" }, values = { technology = \"Tech\" } }";
        let draft = draft(read_as("kind = \"product\"", fields, HEADER, &["", "GTXPro", "technolgy", "", "", ""]));
        assert_eq!(draft.external_id.as_deref(), Some("GTX Pro"));
        assert_eq!(value(&draft, "category"), Some(Value::Text("Tech".into())));
        let repaired: Vec<_> =
            draft.remarks.iter().map(|remark| (remark.text.as_str(), remark.reason.as_str())).collect();
        assert_eq!(repaired, [("GTXPro", "read as `GTX Pro`"), ("technolgy", "read as `technology`")]);
    }

    #[test]
    fn sources_join_split_prefix_and_prefer() {
        let fields = "name = { columns = [\"id\", \"name\"], join = \" – \", prefix = \"* \" }\n\
             category = [\"account\", \"stage\"]\nsku = { column = \"amount\", split = \";\" }";
        let draft = draft(read_as("kind = \"product\"", fields, HEADER, &["a", "b", "", "second", "", "; 7 ; 8"]));
        assert_eq!(value(&draft, "name"), Some(Value::Text("* a – b".into())));
        assert_eq!(value(&draft, "category"), Some(Value::Text("second".into())));
        assert_eq!(value(&draft, "sku"), Some(Value::Text("7".into())));
    }

    #[test]
    fn other_records_rows_are_no_mistakes() {
        let optional = "kind = \"rep\"\noptional = true";
        assert!(matches!(read_as(optional, "name = \"name\"", HEADER, &["", " ", "", "", "", ""]), Reading::Other));
        let chosen = "kind = \"rep\"\nwhen = { column = \"stage\", is = [\"Yes\"] }";
        assert!(matches!(read_as(chosen, "name = \"name\"", HEADER, &["", "A", "", "no", "", ""]), Reading::Other));
        assert!(matches!(read_as(chosen, "name = \"name\"", HEADER, &["", "A", "", "YES", "", ""]), Reading::Draft(_)));
    }
}
