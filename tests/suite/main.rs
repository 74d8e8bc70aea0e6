//! The tests, through the public door: fixture in, expected text out. One crate, so that it links once.

mod agreement_with_git;
mod bad_input;
mod catalog;
mod cli_cases;
mod declared_cases;
mod docs;
mod formats;
mod history;
mod history_shapes;
mod history_trouble;
mod init;
mod leaks;
mod manifest_cases;
mod mint;
mod outline_cases;
mod outline_formats;
mod packaging;
mod read_cases;
mod readers;
mod records;
mod rule_cases;
mod schema;
mod spans;
mod tree;
mod triage_cases;
mod use_cases;
