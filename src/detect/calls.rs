//! The second look at a document: its calls, and the webhook events that it names. What else it shows, the first look has said.

use super::needles::Found;
use super::outlined::{self, Calls, Events};
use super::{Detected, Detector, credential, masks};
use crate::document::Document;
use crate::outline::Call;
use crate::read::{LARGEST, Language, Text};
use std::cell::LazyCell;

impl Detector<'_> {
    /// The calls of a file of an application that declares scopes; none, where nothing in it looks like one of HighLevel's.
    pub fn outline(&self, document: &Document<'_>) -> Detected {
        self.outline_where(document, outlined::may_use)
    }

    /// The same of a file of an application that names a base address of v1, whose paths begin with other words.
    pub fn outline_legacy(&self, document: &Document<'_>) -> Detected {
        self.outline_where(document, |text| outlined::may_use(text) || outlined::may_use_legacy(text))
    }

    fn outline_where(&self, document: &Document<'_>, may_use: fn(&[u8]) -> bool) -> Detected {
        let is_code = || outlined::is_code(self.project, document.path);
        let found = self.scan(document);
        let may_use = || may_use(&document.text) || found.told.may_call;
        let uses_api = self.uses_api(document, &found);
        if uses_api || is_code() && may_use() {
            let calls = self.calls(document, found, |call| outlined::may_be_use(self.project, call));
            return Detected { uses_api, ..calls };
        }
        Detected::default()
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

    fn calls(&self, document: &Document<'_>, mut found: Found, wanted: impl Fn(&Call) -> bool) -> Detected {
        let language = LazyCell::new(|| Language::of(document.path, &document.text));
        let text = Text::new(*language, &document.text);
        let is_small = document.text.len() <= LARGEST;
        let calls = is_small.then(|| Calls::of(&text, &document.text, wanted)).flatten();
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
        for kind in self.file_kinds(document.path) {
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
