//! The map of the house: who may know of whom. Read from the `crate::` paths of each file.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Rooms that are no domain of sales.
const ROOMS: &[&str] = &[
    "access", "act", "api", "cli", "clock", "config", "db", "demo", "error", "import", "json", "kpi", "ledger", "main",
    "maps", "node", "record", "request", "schema", "server",
];

struct File {
    path: String,
    /// The room or domain that it belongs to.
    room: String,
    text: String,
    /// The rooms and domains that it names.
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
    let room = path_in_repository.iter().nth(1).unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
    let code: Vec<String> = fs::read_to_string(path)
        .unwrap()
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(str::to_owned)
        .collect();
    let text = code.join("\n");
    let knows = text.split("crate::").skip(1).flat_map(first_names).filter(|name| *name != room).collect();
    File { path: path_in_repository.display().to_string(), room, text, knows }
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

fn is_domain(room: &str) -> bool {
    !ROOMS.contains(&room) && room != "lib"
}

#[track_caller]
fn none<'a>(what: &str, offenders: impl Iterator<Item = (&'a File, String)>) {
    let offenders: Vec<String> = offenders.map(|(file, why)| format!("{}: {why}", file.path)).collect();
    assert!(offenders.is_empty(), "{what}:\n{}", offenders.join("\n"));
}

fn naming<'a>(files: &'a [File], room: &'a str, allowed: impl Fn(&str) -> bool) -> Vec<(&'a File, String)> {
    let of_room = files.iter().filter(move |file| file.room == room);
    of_room
        .flat_map(|file| file.knows.iter().filter(|name| !allowed(name)).map(move |name| (file, name.clone())))
        .collect()
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
fn access_knows_only_rows_and_errors_and_the_front_only_requests() {
    let files = sources("src");
    none("access", naming(&files, "access", |name| ["error", "maps"].contains(&name)).into_iter());
    none(
        "server",
        naming(&files, "server", |name| ["clock", "db", "error", "json", "maps"].contains(&name)).into_iter(),
    );
}

#[test]
fn figures_know_no_domain() {
    let files = sources("src");
    none("ledger", naming(&files, "ledger", |name| !is_domain(name)).into_iter());
    none("kpi", naming(&files, "kpi", |name| !is_domain(name)).into_iter());
}

#[test]
fn domains_do_not_call_each_others_mutations() {
    let files = sources("src");
    let domains: BTreeSet<&str> = files.iter().map(|file| file.room.as_str()).filter(|room| is_domain(room)).collect();
    let pairs = files.iter().filter(|file| is_domain(&file.room)).flat_map(|file| {
        let others = domains.iter().filter(|other| **other != file.room);
        others
            .filter(|other| file.text.contains(&format!("{other}::mutation")))
            .map(move |other| (file, (*other).to_owned()))
    });
    none("calls another domain's mutation", pairs);
}

#[test]
fn what_is_pure_knows_no_database_no_graphql_and_no_clock() {
    let files = sources("src");
    let pure = files.iter().filter(|file| file.path.ends_with("/facts.rs") || file.path.ends_with("/formula.rs"));
    let impure = pure.flat_map(|file| {
        let names = ["async_graphql", "ConnectionTrait", "DatabaseConnection", "crate::clock", "crate::db"];
        names.into_iter().filter(|name| file.text.contains(name)).map(move |name| (file, name.to_owned()))
    });
    none("is not pure", impure);
}

#[test]
fn paths_are_read_alone_and_in_groups() {
    assert_eq!(first_names("error::{Error, Result};"), ["error"]);
    assert_eq!(first_names("{\n    deal::{DealQuery, state::State},\n    server,\n};"), ["deal", "server"]);
}
