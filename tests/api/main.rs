//! The tests of the API: one binary, one file a domain.
