//! The command line of Pilotage.

use std::process::ExitCode;

fn main() -> ExitCode {
    pilotage::cli::main()
}
