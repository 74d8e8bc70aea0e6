//! The second look at a document: its calls, and the webhook events that it names. What else it shows, the first look has said.

use super::needles::Found;
use super::outlined::{self, Calls, Events, Signs};
use super::{Detected, Detector, credential, masks};
use crate::document::Document;
use crate::outline::Call;
use crate::read::{LARGEST, Language, Text};
use std::cell::LazyCell;

impl Detector<'_> {
    /// The calls of a file of an application; none, where nothing in it looks like one of HighLevel's. `signs` are those of the
    /// application by which a file without that name may call it.
    pub fn outline(&self, document: &Document<'_>, signs: Signs) -> Detected {
        let found = self.scan(document);
        let uses_api = self.uses_api(document, &found);
        if !uses_api && !outlined::is_code(self.project, document.path) {
            return Detected::default();
        }
        let takes_webhooks = !self.project.is_generated(document.path) && outlined::takes_any_webhook(document);
        if uses_api || signs.may_use(&document.text) || found.told.may_call {
            let calls = self.calls(document, found, |call| outlined::may_be_use(self.project, call));
            return Detected { uses_api, takes_webhooks, ..calls };
        }
        Detected { takes_webhooks, ..Detected::default() }
    }

    /// The calls of a file whatever they look like: one that such a file names, or one beside a client that a program wrote,
    /// whose methods can be called anything.
    pub fn outline_whole(&self, document: &Document<'_>) -> Detected {
        if !outlined::is_code(self.project, document.path) {
            return Detected::default();
        }
        let found = self.scan(document);
        let uses_api = self.uses_api(document, &found);
        Detected { uses_api, ..self.calls(document, found, |_| true) }
    }

    /// The calls of a file that names HighLevel, from its text in its language.
    pub(super) fn own_calls(&self, document: &Document<'_>, text: &Text<'_>) -> Option<Calls> {
        calls_of(document, text, |call| outlined::may_be_use(self.project, call))
    }

    fn calls(&self, document: &Document<'_>, mut found: Found, wanted: impl Fn(&Call) -> bool) -> Detected {
        let language = LazyCell::new(|| Language::of(document.path, &document.text));
        let text = Text::new(*language, &document.text);
        let calls = calls_of(document, &text, wanted);
        // what a program wrote lists every event that there is
        let is_by_hand = !self.project.is_generated(document.path);
        let events = if is_by_hand { Events::of(&document.text) } else { Events::default() };
        let mut places: Vec<usize> = calls.iter().flat_map(Calls::starts).chain(events.starts()).collect();
        if places.is_empty() {
            // bindings alone are shown nowhere
            let outlined = calls.map(|calls| calls.cut(document, &[]));
            return Detected { outlined, ..Detected::default() };
        }
        places.sort_unstable();
        let mut hits = std::mem::take(&mut found.hits);
        for kind in self.file_kinds(document) {
            credential::find_in_state_file(kind, document.path, &document.text, &mut hits);
        }
        let wanted = self.wanted(document, &found, &language);
        let named_masks = if wanted.reading {
            let reading = text.read();
            self.read_hits(document, &found, wanted, &reading, &mut hits);
            self.named_masks(&reading, &places)
        } else {
            Vec::new()
        };
        let masks = masks(&hits, named_masks);
        Detected {
            outlined: calls.map(|calls| calls.cut(document, &masks)),
            events: events.cut(document, &masks),
            ..Detected::default()
        }
    }
}

fn calls_of(document: &Document<'_>, text: &Text<'_>, wanted: impl Fn(&Call) -> bool) -> Option<Calls> {
    (document.text.len() <= LARGEST).then(|| Calls::of(text, &document.text, wanted)).flatten()
}
