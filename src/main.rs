//! The command line of Pilotage.

use std::process::ExitCode;

// Many small allocations a request, on several threads: the system's own allocator takes its time and keeps the memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pilotage::cli::main()
}
