//! The guard before the parser: counts the tokens and the nesting of a document in one pass.
//!
//! Invariant: everything that makes the parser or the validator recurse is counted here first, in constant stack and
//! linear time. The guard need not know GraphQL: where it and the parser would read a text differently, the text is
//! not GraphQL, and the parser stops before the difference.

use super::limits;

/// Why a document goes no further.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The document asks for more than one request may.
    Limit(String),
    /// A string that is never closed.
    Unclosed,
}

/// Passes a document that is small enough to be parsed.
pub fn check(document: &str) -> Result<(), Refusal> {
    at_most(document.len(), limits::DOCUMENT_BYTES, "bytes")?;
    let mut counts = Counts::default();
    let mut rest = document.as_bytes();
    while let Some(token) = next(&mut rest)? {
        counts.add(token)?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Name(&'a [u8]),
    Mark(u8),
    Spread,
    Other,
}

/// The next token, cut off `rest`.
fn next<'a>(rest: &mut &'a [u8]) -> Result<Option<Token<'a>>, Refusal> {
    loop {
        match *rest {
            [] => return Ok(None),
            [b' ' | b'\t' | b'\n' | b'\r' | b',', tail @ ..] | [0xEF, 0xBB, 0xBF, tail @ ..] => *rest = tail,
            [b'#', ..] => {
                take_while(rest, |byte| !matches!(byte, b'\n' | b'\r'));
            }
            [b'"', b'"', b'"', tail @ ..] => {
                *rest = after_block_string(tail)?;
                return Ok(Some(Token::Other));
            }
            [b'"', tail @ ..] => {
                *rest = after_string(tail)?;
                return Ok(Some(Token::Other));
            }
            [b'.', b'.', b'.', tail @ ..] => {
                *rest = tail;
                return Ok(Some(Token::Spread));
            }
            [byte, ..] if byte.is_ascii_alphabetic() || *byte == b'_' => {
                return Ok(Some(Token::Name(take_while(rest, |byte| byte.is_ascii_alphanumeric() || byte == b'_'))));
            }
            [byte, ..] if byte.is_ascii_digit() || *byte == b'-' => {
                take_while(rest, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.' | b'_'));
                return Ok(Some(Token::Other));
            }
            [byte, tail @ ..] => {
                *rest = tail;
                return Ok(Some(Token::Mark(*byte)));
            }
        }
    }
}

fn take_while<'a>(rest: &mut &'a [u8], belongs: impl Fn(u8) -> bool) -> &'a [u8] {
    let length = rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len());
    let (taken, tail) = rest.split_at(length);
    *rest = tail;
    taken
}

fn after_block_string(mut rest: &[u8]) -> Result<&[u8], Refusal> {
    loop {
        match rest {
            [] => return Err(Refusal::Unclosed),
            [b'"', b'"', b'"', tail @ ..] => return Ok(tail),
            [b'\\', b'"', b'"', b'"', tail @ ..] | [_, tail @ ..] => rest = tail,
        }
    }
}

fn after_string(mut rest: &[u8]) -> Result<&[u8], Refusal> {
    loop {
        match rest {
            [] | [b'\n' | b'\r', ..] | [b'\\'] => return Err(Refusal::Unclosed),
            [b'"', tail @ ..] => return Ok(tail),
            [b'\\', _, tail @ ..] | [_, tail @ ..] => rest = tail,
        }
    }
}

#[derive(Default)]
struct Counts {
    tokens: usize,
    directives: usize,
    aliases: usize,
    spreads: usize,
    fragments: usize,
    parentheses: usize,
    literals: usize,
    selections: usize,
}

impl Counts {
    fn add(&mut self, token: Token<'_>) -> Result<(), Refusal> {
        // Whatever stands between parentheses is a value or a variable's type; braces elsewhere hold selections.
        let in_value = self.parentheses > 0;
        self.tokens += 1;
        match token {
            Token::Name(name) => {
                at_most(name.len(), limits::NAME_BYTES, "bytes in a name")?;
                if name == b"fragment" && self.selections == 0 && !in_value {
                    self.fragments += 1;
                }
            }
            Token::Spread => self.spreads += 1,
            Token::Mark(b'@') => self.directives += 1,
            Token::Mark(b':') if !in_value && self.selections > 0 => self.aliases += 1,
            Token::Mark(b'(') => self.parentheses += 1,
            Token::Mark(b')') => self.parentheses = self.parentheses.saturating_sub(1),
            Token::Mark(b'[') => self.literals += 1,
            Token::Mark(b']') => self.literals = self.literals.saturating_sub(1),
            Token::Mark(b'{') if in_value => self.literals += 1,
            Token::Mark(b'}') if in_value => self.literals = self.literals.saturating_sub(1),
            Token::Mark(b'{') => self.selections += 1,
            Token::Mark(b'}') => self.selections = self.selections.saturating_sub(1),
            Token::Mark(_) | Token::Other => {}
        }
        at_most(self.tokens, limits::TOKENS, "tokens")?;
        at_most(self.literals, limits::LITERAL_NESTING, "lists and objects inside one another")?;
        at_most(self.selections, limits::SELECTION_NESTING, "selections inside one another")?;
        at_most(self.directives, limits::DIRECTIVES, "directives")?;
        at_most(self.aliases, limits::ALIASES, "aliases")?;
        at_most(self.spreads, limits::SPREADS, "fragment spreads")?;
        at_most(self.fragments, limits::FRAGMENTS, "fragments")
    }
}

fn at_most(count: usize, limit: usize, what: &str) -> Result<(), Refusal> {
    if count > limit {
        return Err(Refusal::Limit(format!("The document has more than {limit} {what}.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused_for(document: &str, what: &str) {
        match check(document) {
            Err(Refusal::Limit(message)) if message.contains(what) => {}
            other => panic!("{other:?} instead of a refusal for {what}"),
        }
    }

    #[test]
    fn an_ordinary_document_passes() {
        let document = r#"query Q($a: [[Int!]!] = [[1]], $b: String = """a "quoted" \""" [[[[ text""") {
            mine: deals(filter: {status: {in: [WON]}, title: "a \" ] # b"}) { ...F ... on X { id @include(if: $c) } }
        } # [[[[[[[[[[[[[[[[[[[[
        fragment F on Deal { id }"#;
        assert_eq!(check(document), Ok(()));
    }

    #[test]
    fn nesting_is_counted_in_values_types_and_selections() {
        let deep = 100_000;
        refused_for(&format!("{{a(b:{})}}", "[".repeat(20_000)), "lists and objects");
        refused_for(&format!("{{a(b:{})}}", "{a:".repeat(9_000)), "lists and objects");
        refused_for(&format!("query($a:{}", "[".repeat(20_000)), "lists and objects");
        refused_for(&"{a".repeat(10_000), "selections inside");
        refused_for(&format!("{{a(b:{})}}", "[".repeat(deep)), "bytes");
    }

    #[test]
    fn numbers_of_things_are_counted() {
        refused_for(&format!("{{{}}}", "a:b ".repeat(51)), "aliases");
        refused_for(&format!("{{{}}}", "...a ".repeat(51)), "spreads");
        refused_for(&format!("{{a {}}}", "@a ".repeat(31)), "directives");
        refused_for(&"fragment a on b{c} ".repeat(51), "fragments");
        refused_for(&format!("{{{}}}", "a ".repeat(2_000)), "tokens");
        refused_for(&format!("{{{}}}", "a".repeat(129)), "name");
    }

    #[test]
    fn a_string_that_never_ends_is_refused_before_the_parser_can_read_it_otherwise() {
        for document in ["{a(b:\"x", "{a(b:\"x\n\")}", "{a(b:\"\"\"x\")}", "{a(b:\"\\"] {
            assert_eq!(check(document), Err(Refusal::Unclosed), "{document}");
        }
    }
}
