//! What somebody may have meant who misspelled the name of a field or an argument.

use async_graphql::{ServerError, registry::Registry};

/// How many errors of a request are looked into, and how long a name may be: whoever sends many long names gets no more.
const MOST: usize = 10;
const LONGEST: usize = 64;

/// Adds the nearest names to errors about unknown fields and arguments.
pub fn suggest(errors: &mut [ServerError], registry: &Registry) {
    for error in errors.iter_mut().take(MOST) {
        let names = match unknown(&error.message) {
            Some(Unknown::Field { name, of }) => nearest(name, fields(registry, of)),
            Some(Unknown::Argument { name, field, of }) => nearest(name, arguments(registry, of, field)),
            None => Vec::new(),
        };
        if let Some(question) = question(&names) {
            error.message.push_str(&question);
        }
    }
}

/// What the library does not know: it says so in words only.
#[derive(Debug, PartialEq, Eq)]
enum Unknown<'a> {
    Field { name: &'a str, of: &'a str },
    Argument { name: &'a str, field: &'a str, of: &'a str },
}

fn unknown(message: &str) -> Option<Unknown<'_>> {
    let end = "\".";
    if let Some(rest) = message.strip_prefix("Unknown field \"") {
        let (name, of) = rest.strip_suffix(end)?.split_once("\" on type \"")?;
        return Some(Unknown::Field { name, of });
    }
    let rest = message.strip_prefix("Unknown argument \"")?.strip_suffix(end)?;
    let (name, rest) = rest.split_once("\" on field \"")?;
    let (field, of) = rest.split_once("\" of type \"")?;
    Some(Unknown::Argument { name, field, of })
}

fn fields<'a>(registry: &'a Registry, of: &str) -> Vec<&'a str> {
    let fields = registry.types.get(of).and_then(|kind| kind.fields());
    fields.into_iter().flat_map(|fields| fields.keys()).map(String::as_str).collect()
}

fn arguments<'a>(registry: &'a Registry, of: &str, field: &str) -> Vec<&'a str> {
    let field = registry.types.get(of).and_then(|kind| kind.fields()?.get(field));
    field.into_iter().flat_map(|field| field.args.keys()).map(String::as_str).collect()
}

/// At most three names that a name is a few slips away from, the nearest first. What takes more than twice as many slips as
/// the nearest is not meant: a name that is wrong by its case alone means that one name.
fn nearest<'a>(name: &str, known: Vec<&'a str>) -> Vec<&'a str> {
    if name.len() > LONGEST {
        return Vec::new();
    }
    let bound = (name.len() / 2).clamp(1, 3);
    let mut near: Vec<(usize, &str)> =
        known.into_iter().map(|other| (distance(name, other), other)).filter(|(slips, _)| *slips <= bound).collect();
    near.sort_unstable();
    let fewest = near.first().map_or(0, |(slips, _)| *slips);
    near.into_iter().take_while(|(slips, _)| *slips <= fewest * 2).take(3).map(|(_, name)| name).collect()
}

fn question(names: &[&str]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let (last, others) = quoted.split_last()?;
    let list = if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) };
    Some(format!(" Did you mean {list}?"))
}

/// How many letters must be added, left out or changed, whatever their case.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut before = place + 1;
        let mut next = vec![before];
        for (pair, wanted) in row.windows(2).zip(&other) {
            if let [changed, added] = pair {
                before = (changed + usize::from(letter != *wanted)).min(added + 1).min(before + 1);
                next.push(before);
            }
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p07_the_nearest_names_are_asked_about() {
        let known = || vec!["revenue", "renewals", "wonDeals", "lostDeals"];
        assert_eq!(nearest("revenu", known()), ["revenue"]);
        assert_eq!(nearest("wondeals", known()), ["wonDeals"]);
        assert_eq!(nearest("zzz", known()), Vec::<&str>::new());
        assert_eq!(nearest(&"revenue".repeat(10), known()), Vec::<&str>::new());
        assert_eq!(question(&["a", "b", "c"]), Some(" Did you mean \"a\", \"b\" or \"c\"?".into()));
        assert_eq!(question(&[]), None);
    }

    #[test]
    fn letters_added_left_out_and_changed_are_counted() {
        assert_eq!(
            [distance("", "abc"), distance("abc", "abc"), distance("abd", "abc"), distance("ac", "abc")],
            [3, 0, 1, 1]
        );
    }

    #[test]
    fn the_words_of_the_library_are_understood() {
        let field = "Unknown field \"nam\" on type \"Rep\".";
        assert_eq!(unknown(field), Some(Unknown::Field { name: "nam", of: "Rep" }));
        let argument = "Unknown argument \"frist\" on field \"reps\" of type \"Query\".";
        assert_eq!(unknown(argument), Some(Unknown::Argument { name: "frist", field: "reps", of: "Query" }));
        assert_eq!(unknown("Something else."), None);
    }
}
