//! Checking a mapping before any file is opened: every complaint names the place in the mapping.

use std::collections::BTreeSet;

use super::{
    kind::{Kind, Need, Shape},
    mapping::{Format, Mapping, Record},
    moment,
    source::{DayColumns, Source},
};
use crate::{
    error::{Error, Result},
    ledger::decimals,
};

impl Mapping {
    /// Reads a mapping and checks it. The error lists everything that is wrong, with its place.
    pub fn parse(text: &str) -> Result<Self> {
        let mapping: Self =
            toml::from_str(text).map_err(|cause| Error::bad_input(format!("the mapping cannot be read: {cause}")))?;
        let mut complaints = Complaints::default();
        mapping.check(&mut complaints);
        complaints.into_result().map(|()| mapping)
    }

    fn check(&self, complaints: &mut Complaints) {
        if self.source_system.trim().is_empty() {
            complaints.add("source_system", "must not be empty");
        }
        check_currency("currency", &self.currency, complaints);
        check_format("format", &self.format, &Format::default(), complaints);
        if let Some(organization) = &self.organization {
            if organization.name.trim().is_empty() {
                complaints.add("organization.name", "must not be empty");
            }
            if let Some(currency) = &organization.currency {
                check_currency("organization.currency", currency, complaints);
            }
        }
        for (rank, pipeline) in self.pipelines.iter().enumerate() {
            if pipeline.stages.is_empty() {
                complaints.add(format!("pipeline[{rank}] ({})", pipeline.name), "has no stages");
            }
            for stage in pipeline.stages.iter().filter(|stage| stage.probability > 100) {
                complaints
                    .add(format!("pipeline[{rank}] ({}) {}", pipeline.name, stage.name), "probability is 0 to 100");
            }
        }
        if self.files.is_empty() {
            complaints.add("file", "a mapping needs at least one");
        }
        // Kinds that a record before makes: a later one may complete what it made.
        let mut made: BTreeSet<Kind> = BTreeSet::new();
        for (rank, file) in self.files.iter().enumerate() {
            let place = format!("file[{rank}] ({})", file.path);
            if file.path.contains(['/', '\\']) || file.path.is_empty() {
                complaints.add(format!("{place}.path"), "must be the name of a file in the directory");
            }
            check_format(&format!("{place}.format"), &file.format, &self.format, complaints);
            for (rank, record) in file.records.iter().enumerate() {
                check_record(&format!("{place}.record[{rank}] ({})", record.kind.name()), record, &made, complaints);
                made.extend(record.makes_records().then_some(record.kind));
            }
        }
    }
}

fn check_record(place: &str, record: &Record, made: &BTreeSet<Kind>, complaints: &mut Complaints) {
    let kind = record.kind;
    match &record.external_id {
        Some(source) if kind.has_external_id() => {
            check_source(&format!("{place}.external_id"), source, Shape::Line, complaints);
        }
        Some(_) => complaints.add(format!("{place}.external_id"), "this kind is told apart by its fields"),
        None if kind.has_external_id() && kind.natural_key().is_none_or(|name| !record.fields.contains_key(name)) => {
            complaints
                .add(format!("{place}.external_id"), "this kind needs one, so that a second import finds the record");
        }
        None => {}
    }
    if let Some(when) = &record.when
        && when.is.is_empty() == when.is_not.is_empty()
    {
        complaints.add(format!("{place}.when"), "must say either `is` or `is_not`");
    }
    for (name, source) in &record.fields {
        match kind.field(name) {
            Some(field) => check_source(&format!("{place}.fields.{name}"), source, field.shape, complaints),
            None => complaints.add(format!("{place}.fields.{name}"), unknown_field(kind)),
        }
    }
    if made.contains(&kind) && kind.has_external_id() {
        return;
    }
    for field in kind.fields().iter().filter(|field| field.need == Need::Required) {
        if !record.fields.contains_key(field.name) {
            complaints.add(format!("{place}.fields.{}", field.name), "is required");
        }
    }
}

fn unknown_field(kind: Kind) -> String {
    let names: Vec<_> = kind.fields().iter().map(|field| field.name).collect();
    format!("no such field; a {} has {}", kind.name(), names.join(", "))
}

fn check_source(place: &str, source: &Source, shape: Shape, complaints: &mut Complaints) {
    if source.line {
        let is_id = place.ends_with(".external_id");
        if !is_id || !source.columns.is_empty() || source.value.is_some() {
            complaints.add(place, "`line` stands alone, and for an external id only");
        }
    } else if source.columns.is_empty() == source.value.is_none() {
        complaints.add(place, "must name either a column or a value");
    }
    if source.by.is_some() && !matches!(shape, Shape::Reference(_)) {
        complaints.add(format!("{place}.by"), "only a reference is by something");
    }
    if source.unit.is_some() && !matches!(shape, Shape::Share) {
        complaints.add(format!("{place}.unit"), "only a share has a unit");
    }
    if source.day != DayColumns::All(false) && !matches!(shape, Shape::Day | Shape::Instant) {
        complaints.add(format!("{place}.day"), "only a date is a day");
    }
    if let Some(dates) = &source.dates {
        check_dates(&format!("{place}.dates"), dates, complaints);
    }
    if let Shape::Choice(words) = shape {
        let words = words();
        for word in source.values.values().chain(&source.default).chain(&source.value) {
            if !words.contains(word) {
                complaints.add(place, format!("`{word}` is not one of {}", words.join(", ")));
            }
        }
    }
}

fn check_format(place: &str, format: &Format, general: &Format, complaints: &mut Complaints) {
    match format.style(general) {
        Ok(style) => check_dates(&format!("{place}.dates"), &style.dates, complaints),
        Err((key, message)) => complaints.add(format!("{place}.{key}"), message),
    }
}

fn check_dates(place: &str, dates: &[String], complaints: &mut Complaints) {
    if dates.is_empty() {
        complaints.add(place, "must list at least one format");
    }
    for format in dates.iter().filter(|format| !moment::is_format(format)) {
        complaints.add(place, format!("`{format}` is not a date format such as `%Y-%m-%d`"));
    }
}

fn check_currency(place: &str, currency: &str, complaints: &mut Complaints) {
    if decimals(currency).is_none() {
        complaints.add(place, format!("`{currency}` is not a currency code such as `EUR`"));
    }
}

#[derive(Default)]
struct Complaints(Vec<String>);

impl Complaints {
    fn add(&mut self, place: impl std::fmt::Display, message: impl std::fmt::Display) {
        self.0.push(format!("{place}: {message}"));
    }

    fn into_result(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::bad_input(format!("the mapping is not right:\n  {}", self.0.join("\n  "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{mapping::MissingColumns, source::By};

    fn complaint(text: &str) -> String {
        match Mapping::parse(text) {
            Err(Error::Refused(_, message)) => message,
            other => panic!("{other:?}"),
        }
    }

    const HEAD: &str = "source_system = \"crm\"\ncurrency = \"EUR\"\n";

    #[test]
    fn the_examples_are_right() {
        for (name, text) in [
            ("maven", include_str!("../../examples/maven.toml")),
            ("hubspot", include_str!("../../examples/hubspot.toml")),
            ("salesforce", include_str!("../../examples/salesforce.toml")),
            ("pipedrive", include_str!("../../examples/pipedrive.toml")),
        ] {
            if let Err(Error::Refused(_, message)) = Mapping::parse(text) {
                panic!("{name}: {message}");
            }
        }
    }

    #[test]
    fn a_source_is_a_column_a_list_or_a_table() {
        let mapping = Mapping::parse(&format!(
            "{HEAD}[[file]]\npath = \"d.csv\"\n[[file.record]]\nkind = \"rep\"\n[file.record.fields]\n\
             name = {{ columns = [\"First\", \"Last\"], join = \" \" }}\nemail = \"Mail\"\nhired_on = [\"A\", \"B\"]\n"
        ))
        .unwrap();
        let fields = &mapping.files[0].records[0].fields;
        assert_eq!(fields["name"].join.as_deref(), Some(" "));
        assert_eq!(fields["email"].columns, ["Mail"]);
        assert_eq!(fields["hired_on"].columns, ["A", "B"]);
        assert_eq!(fields["email"].by.unwrap_or_default(), By::ExternalId);
    }

    #[test]
    fn unknown_keys_are_errors_with_their_place() {
        let message = complaint(&format!("{HEAD}colour = \"red\"\nfile = []\n"));
        assert!(message.contains("line 3") && message.contains("colour"), "{message}");

        let message = complaint(&format!(
            "{HEAD}[[file]]\npath = \"d.csv\"\n[[file.record]]\nkind = \"rep\"\n[file.record.fields]\n\
             name = {{ column = \"N\", upper = true }}\n"
        ));
        assert!(message.contains("upper"), "{message}");
    }

    #[test]
    fn every_complaint_names_its_place() {
        let message = complaint(&format!(
            "{HEAD}[format]\ndecimal = \",\"\ngrouping = \",\"\n\
             [[file]]\npath = \"d.csv\"\n[[file.record]]\nkind = \"deal\"\n[file.record.fields]\n\
             name = \"N\"\nowner = {{ column = \"O\", unit = \"percent\" }}\namont = \"A\"\n\
             status = {{ column = \"S\", values = {{ Won = \"GAGNE\" }} }}\n"
        ));
        for part in [
            "format.grouping: must differ",
            "file[0] (d.csv).record[0] (deal).external_id: this kind needs one",
            "fields.owner.unit: only a share",
            "fields.amont: no such field; a deal has name, customer",
            "fields.status: `GAGNE` is not one of OPEN, WON, LOST",
            "fields.stage: is required",
        ] {
            assert!(message.contains(part), "{part} in {message}");
        }
        let message = complaint("source_system = \"x\"\ncurrency = \"euro\"\nfile = []\n");
        assert!(message.contains("currency: `euro`") && message.contains("file: a mapping needs"), "{message}");
    }

    #[test]
    fn a_file_may_be_written_unlike_the_others() {
        let general = Format { delimiter: Some(";".into()), decimal: Some(','), ..Format::default() };
        let own = Format { delimiter: Some("tab".into()), ..Format::default() };
        let style = own.style(&general).unwrap();
        assert_eq!((style.delimiter, style.numbers.decimal, style.numbers.grouping), (Some(b'\t'), ',', Some(' ')));
        assert_eq!(style.missing, MissingColumns::Error);
        assert!(Format { encoding: Some("klingon".into()), ..Format::default() }.style(&general).is_err());
    }
}
