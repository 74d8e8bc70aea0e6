//! Webhook events and the scopes that they need. Parsed from `rules/catalog/events.tsv`.

use super::table::{list, rows};
use std::collections::HashMap;

/// A webhook event.
#[derive(Debug)]
pub struct Event {
    /// Its name, in the app's settings or in the `type` of what HighLevel sends.
    pub name: &'static str,
    /// Scopes that an official page names for it.
    pub documented: Vec<&'static str>,
    /// Scopes that its area suggests, or that a page recommends beside it.
    pub assumed: Vec<&'static str>,
}

impl Event {
    /// Every scope that it may need.
    pub fn candidates(&self) -> impl Iterator<Item = &'static str> {
        self.documented.iter().chain(&self.assumed).copied()
    }
}

/// All webhook events.
#[derive(Debug)]
pub struct Events {
    all: Vec<Event>,
    by_name: HashMap<&'static str, usize>,
}

impl Events {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        let all: Vec<Event> = rows("events.tsv", text, ["event", "documented", "assumed"])
            .map(|[name, documented, assumed]| Event { name, documented: list(documented), assumed: list(assumed) })
            .collect();
        let by_name = all.iter().enumerate().map(|(index, event)| (event.name, index)).collect();
        Self { all, by_name }
    }

    /// Every event, by name.
    pub fn all(&self) -> &[Event] {
        &self.all
    }

    /// The event called `name`; case matters.
    pub fn get(&self, name: &str) -> Option<&Event> {
        self.by_name.get(name).map(|index| &self.all[*index])
    }
}
