//! Requests that several calls with one handle make together: `curl_setopt($ch, ..)`.

use super::words::{callee_name, has_key, said, words};
use super::{Request, Requester, Said};
use crate::catalog::method::Method;
use crate::outline::{Binding, Call, Expression};
use crate::usage::program::Place;
use crate::usage::value::{Key, Value};

impl Requester<'_, '_, '_> {
    /// The request that calls with one handle send together, at the one that says the address: `curl_setopt($ch, ..)`.
    pub(super) fn by_handle(&self, key: Key, call: &Call, name: &str) -> Vec<Request> {
        let place = Place { file: key.file, scope: call.scope };
        let (mut entries, own) = self.settings_of(place, call, name);
        let url = |entries: &[(Box<str>, Value)]| {
            entries
                .iter()
                .find(|(key, _)| words().keys.url.iter().any(|url| **url == **key))
                .map(|(_, url)| url.clone())
        };
        let Some(url) = url(&entries) else { return Vec::new() };
        let outline = self.evaluator.program.outline(key.file);
        let handle = match name {
            "curl_init" => outline.bindings.iter().find_map(|binding| match (&binding.value, &binding.target) {
                (Expression::Call(made), target) if *made == key.index => Some(target.clone()),
                _ => None,
            }),
            _ => own,
        };
        // the calls from where the handle is made to where it is made anew
        let is_made = |index: usize| {
            let made = |binding: &Binding| {
                Some(&binding.target) == handle.as_ref()
                    && matches!(binding.value, Expression::Call(call) if call as usize == index)
            };
            outline.bindings.iter().any(made)
        };
        let here = key.index as usize;
        let first = (0..=here).rev().find(|index| is_made(*index)).unwrap_or(0);
        let last = (here + 1..outline.calls.len()).find(|index| is_made(*index)).unwrap_or(outline.calls.len());
        for other in outline.calls[first..last].iter().filter(|other| other.scope.is_with(&call.scope)) {
            let Some(name) = callee_name(other).filter(|name| name.starts_with("curl_")) else { continue };
            let (more, own) = self.settings_of(Place { file: key.file, scope: other.scope }, other, name);
            if own.is_some() && own == handle {
                entries.extend(more);
            }
        }
        let is_headers =
            |(key, _): &&(Box<str>, Value)| words().keys.headers_of_handle.iter().any(|known| **known == **key);
        let headers = entries.iter().rev().find(is_headers).map(|(_, value)| value.clone());
        let settings = Value::Object(entries.into(), false);
        let keys = &words().keys;
        let is_post = keys.posts.iter().any(|key| has_key(&settings, key));
        let methods: Vec<&String> = keys.method.iter().filter(|key| has_key(&settings, key)).collect();
        let method = match methods.first() {
            Some(key) => said(&self.evaluator.member(&settings, key, 0)),
            None => Said::Known(if is_post { Method::Post } else { Method::Get }),
        };
        vec![Request {
            call: key,
            method,
            default: None,
            url,
            is_one_of: false,
            hint: self.hint(key, call, name, false),
            headers: self.headers_of_handle(key, headers),
        }]
    }

    /// What one call sets on a handle, and the handle.
    fn settings_of(&self, place: Place, call: &Call, name: &str) -> (Vec<(Box<str>, Value)>, Option<Expression>) {
        let values: Vec<&Expression> = call.arguments.iter().map(|argument| &argument.value).collect();
        let value = |expression: &Expression| self.evaluator.value(place, expression, 0);
        match (name, values.as_slice()) {
            ("curl_init", [url, ..]) => (vec![("CURLOPT_URL".into(), value(url))], None),
            ("curl_setopt", [handle, Expression::Name(key), set, ..]) => {
                (vec![(key.clone(), value(set))], Some((*handle).clone()))
            }
            ("curl_setopt_array", [handle, settings, ..]) => match value(settings) {
                Value::Object(entries, _) => (entries.to_vec(), Some((*handle).clone())),
                _ => (Vec::new(), None),
            },
            _ => (Vec::new(), None),
        }
    }
}
