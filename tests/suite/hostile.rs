//! Hostile input, larger and stranger than what people make by mistake: each run ends within two seconds of processor time and
//! 256 MiB in a release build, says what it could not look at, and never passes that for clean.
//!
//! All of it is made while the test runs. What one reader does with one broken text is held by `readers` and `outline_formats`, what
//! a history does with broken objects by `history_trouble`; `bad_input` holds what a user meets without any enemy.

mod bounds;
mod depth;
mod files;
mod repositories;
mod settings;
mod texts;
