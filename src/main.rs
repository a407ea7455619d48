//! The command line of Pilotage.

fn main() {}
