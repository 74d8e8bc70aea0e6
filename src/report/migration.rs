//! The way off the v1 API: a checklist for people, and the same for programs.

mod json;
mod markdown;
pub(super) mod steps;
mod token;

pub use json::write as write_json;
pub use markdown::write as write_markdown;
