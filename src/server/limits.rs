//! What one request may ask for. Everything here is on by default and needs no configuration.

use std::time::Duration;

/// The body of a request, in bytes.
pub const BODY_BYTES: usize = 1024 * 1024;
/// The bodies that are being read at once, in bytes.
pub const BODIES_BYTES: usize = 128 * BODY_BYTES;
/// How long a client may take to send the body.
pub const BODY_TIME: Duration = Duration::from_secs(10);
/// How long one request may execute.
pub const EXECUTION_TIME: Duration = Duration::from_secs(10);

/// The document, in bytes.
pub const DOCUMENT_BYTES: usize = 32 * 1024;
/// Names, numbers, strings and punctuation of the document.
pub const TOKENS: usize = 2_000;
/// Lists and objects inside one another, in a literal or in a variable.
pub const LITERAL_NESTING: usize = 16;
/// Braces inside one another.
pub const SELECTION_NESTING: usize = 24;
/// Directives of the document.
pub const DIRECTIVES: usize = 30;
/// Aliases of the document.
pub const ALIASES: usize = 50;
/// Uses of fragments, named or inline.
pub const SPREADS: usize = 50;
/// Fragments that the document defines.
pub const FRAGMENTS: usize = 50;
/// The length of a name.
pub const NAME_BYTES: usize = 128;

/// Selections once every fragment is written out where it is used.
pub const SELECTIONS: usize = 1_000;
/// Values of all variables, times the places where the document reads a variable.
pub const VALUES_READ: usize = 50_000;
/// Fields inside one another. The introspection query that tools send is 15 deep.
pub const DEPTH: usize = 15;
/// The summed cost of the fields: 1 each, more where a field says so. The introspection query that tools send costs 230.
pub const COMPLEXITY: usize = 1_000;

/// Errors in one answer.
pub const ERRORS: usize = 10;
/// The length of an error's message, in characters.
pub const MESSAGE_CHARACTERS: usize = 200;
