//! The map of the house: which group of modules may know which, read from the `crate::` paths of each file.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The domains: groups that know each other's types, as the records do.
const DOMAINS: &[&str] = &["organization", "marketing", "sales", "after_sale", "steering", "support", "platform"];

/// What everybody may know.
const BASE: &[&str] = &["collections", "error"];

/// The other groups, each with those it may know beside [`BASE`]; `DOMAINS` stands for all of them. A group knows only
/// what stands above it, so that there is no cycle.
const GROUPS: &[(&str, &[&str])] = &[
    ("collections", &[]),
    ("error", &[]),
    ("clock", &[]),
    ("database", &[]),
    ("access", &[]),
    ("ledger", &["access", "database"]),
    ("graphql", &["access", "clock", "database", "ledger"]),
    ("server", &["clock", "database", "graphql"]),
    ("kpi", &["access", "database", "graphql", "ledger"]),
    ("mutation", &["access", "database", "graphql", "ledger"]),
    ("DOMAINS", &["access", "clock", "database", "graphql", "kpi", "ledger", "mutation", "server"]),
    ("registry", &["access", "database", "graphql", "kpi", "ledger", "mutation", "server", "DOMAINS"]),
    ("import", &["access", "clock", "database", "graphql", "ledger", "mutation", "registry", "DOMAINS"]),
    ("demo", &["access", "clock", "database", "kpi", "ledger", "mutation", "registry", "DOMAINS"]),
    (
        "cli",
        &[
            "access", "clock", "database", "graphql", "kpi", "ledger", "server", "mutation", "registry", "import",
            "demo", "DOMAINS",
        ],
    ),
];

/// Edges that are still to be cut.
const OWED: &[(&str, &str)] = &[("mutation", "registry"), ("mutation", "DOMAINS")];

/// Entries of `src`, the two of the crates among them.
const ENTRIES: usize = 22;

/// The longest file of source, in lines.
const LONGEST: usize = 500;

/// Files that may be longer: tables of data, and those still to be split.
const LONGER: &[(&str, &str)] = &[
    ("src/kpi/engine/fact_query.rs", "to be split"),
    ("src/ledger/measure_group.rs", "to be split"),
    ("src/sales/deal/mod.rs", "to be split"),
    ("src/sales/deal/mutation.rs", "to be split"),
    ("migration/src/m20261124_000002_selling.rs", "a migration is never changed again"),
];

struct File {
    path: String,
    /// The group that it belongs to, or a crate's own file.
    group: String,
    text: String,
    /// How many lines it has, tests and comments included.
    lines: usize,
    /// What its comment at the top says.
    doc: String,
    /// The groups that it names, tests left aside.
    knows: BTreeSet<String>,
}

fn sources(directory: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![];
    let mut left = vec![root.join(directory)];
    while let Some(next) = left.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(read(root, &path));
            }
        }
    }
    files
}

fn read(root: &Path, path: &PathBuf) -> File {
    let path_in_repository = path.strip_prefix(root).unwrap();
    let group = path_in_repository.iter().nth(1).unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
    let whole = fs::read_to_string(path).unwrap();
    let doc: Vec<&str> = whole.lines().take_while(|line| line.starts_with("//!")).collect();
    let code: Vec<&str> = whole
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let text = code.join("\n");
    // A macro is named by the crate alone, wherever it is declared.
    let group_of = |name: String| if name == "payload" { "graphql".to_owned() } else { name };
    let knows = text.split("crate::").skip(1).flat_map(first_names).map(group_of).filter(|name| *name != group);
    File {
        path: path_in_repository.display().to_string(),
        knows: knows.collect(),
        lines: whole.lines().count(),
        doc: doc.join("\n"),
        group,
        text,
    }
}

/// The first name of a path, or of each path of a group in braces.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut names = vec![name(group.trim_start())];
    let mut depth = 0;
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    names.retain(|name: &String| name.starts_with(char::is_lowercase));
    names
}

/// A domain's name, or that of all domains.
fn layer(group: &str) -> &str {
    if DOMAINS.contains(&group) { "DOMAINS" } else { group }
}

#[track_caller]
fn none<'a>(what: &str, offenders: impl Iterator<Item = (&'a File, String)>) {
    let offenders: Vec<String> = offenders.map(|(file, why)| format!("{}: {why}", file.path)).collect();
    assert!(offenders.is_empty(), "{what}:\n{}", offenders.join("\n"));
}

#[test]
fn tables_know_nothing_of_the_service_and_migrations_nothing_of_the_tables() {
    let (entity, migration) = (sources("entity/src"), sources("migration/src"));
    let all = entity.iter().chain(&migration).filter(|file| file.text.contains("pilotage::"));
    none("knows the service", all.map(|file| (file, "pilotage".to_owned())));
    let tables = migration.iter().filter(|file| file.text.contains("entity::"));
    none("a migration must stay true when the tables change", tables.map(|file| (file, "entity".to_owned())));
}

#[test]
fn groups_know_only_groups_above_them() {
    let order: Vec<&str> = GROUPS.iter().map(|(group, _)| *group).collect();
    for (place, (group, known)) in GROUPS.iter().enumerate() {
        let above = &order[..place];
        let below: Vec<&&str> = known.iter().filter(|known| !above.contains(*known)).collect();
        assert!(below.is_empty(), "{group} may know {below:?}, which do not stand above it");
    }

    let may_know: BTreeMap<&str, &[&str]> = GROUPS.iter().copied().collect();
    let files = sources("src");
    let strangers = files.iter().filter(|file| !["lib", "main"].contains(&file.group.as_str())).flat_map(|file| {
        let group = layer(&file.group);
        let known = may_know.get(group).unwrap_or_else(|| panic!("{}: no such group is planned", file.path));
        let allowed = move |name: &str| {
            let name = layer(name);
            name == group || BASE.contains(&name) || known.contains(&name) || OWED.contains(&(group, name))
        };
        file.knows.iter().filter(move |name| !allowed(name)).map(move |name| (file, name.clone()))
    });
    none("knows a group that it may not", strangers);
}

#[test]
fn domains_do_not_call_each_others_mutations() {
    let files = sources("src");
    let of_domains: Vec<&File> = files.iter().filter(|file| DOMAINS.contains(&file.group.as_str())).collect();
    // The records of a domain: the folders of its group.
    let record = |file: &File| Path::new(&file.path).iter().nth(2).and_then(|name| name.to_str()).unwrap().to_owned();
    let records: BTreeSet<String> = of_domains.iter().map(|file| record(file)).collect();
    let calls = of_domains.iter().flat_map(|file| {
        let own = record(file);
        let others = records.iter().filter(move |other| **other != own);
        let called = others.filter(|other| file.text.contains(&format!("{other}::mutation")));
        called.map(move |other| (*file, other.clone()))
    });
    none("calls the mutations of another record", calls);
}

#[test]
fn what_is_pure_knows_no_database_no_graphql_and_no_clock() {
    let files = sources("src");
    let is_rule = |file: &File| file.path.ends_with("/facts.rs") || file.path.contains("/catalog/formulas/");
    let silent = files.iter().filter(|file| is_rule(file) && !file.doc.contains("Pure."));
    none("does not say that it is pure", silent.map(|file| (file, file.doc.clone())));

    let impure = files.iter().filter(|file| file.doc.contains("Pure.")).flat_map(|file| {
        let doors = ["ConnectionTrait", "DatabaseConnection", "DatabaseTransaction", ".await", "crate::clock", "Clock"];
        let names = doors.into_iter().chain(is_rule(file).then_some("async_graphql"));
        names.filter(|name| file.text.contains(name)).map(move |name| (file, name.to_owned()))
    });
    none("is not pure", impure);
}

#[test]
fn the_tree_stays_small_and_so_do_its_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(root.join("src")).unwrap().count();
    assert!(entries <= ENTRIES, "{entries} entries in src, more than {ENTRIES}");

    let files: Vec<File> = ["src", "entity/src", "migration/src"].into_iter().flat_map(sources).collect();
    let is_excused = |file: &&File| LONGER.iter().any(|(path, _)| *path == file.path);
    let long = files.iter().filter(|file| file.lines > LONGEST && !is_excused(file));
    none("is too long", long.map(|file| (file, format!("{} lines", file.lines))));
    let short = files.iter().filter(|file| file.lines <= LONGEST && is_excused(file));
    none("needs no excuse any more", short.map(|file| (file, format!("{} lines", file.lines))));
}

#[test]
fn paths_are_read_alone_and_in_groups() {
    assert_eq!(first_names("error::{Error, Result};"), ["error"]);
    assert_eq!(first_names("{\n    deal::{DealQuery, state::State},\n    server,\n};"), ["deal", "server"]);
}
