//! `pilotage schema`

use std::io::Write;

use super::Failure;
use crate::registry::schema;

/// Prints the schema.
pub fn run() -> Result<(), Failure> {
    std::io::stdout().write_all(schema::sdl(&schema::build()).as_bytes())?;
    Ok(())
}
