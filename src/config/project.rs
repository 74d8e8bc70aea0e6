//! What a config says of the code, to [`Code`]: hosts, wrappers, roots of integrations, tests and generated code.

use super::keys::{Key, MOST_POSITIONS};
use super::read::{Reader, Value};
use crate::catalog::method::Method;
use crate::catalog::platform::platform;
use crate::glob::PathGlob;
use crate::nearest::nearest;
use crate::project::Code;
use crate::project::host::OwnHost;
use crate::project::wrapper::{Origin, Spot, Wrapper, function, is_name};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Most hosts, and most wrappers, that a config names.
const MOST_NAMED: usize = 1000;

impl Reader<'_> {
    pub(super) fn hosts(&mut self, value: &Value<'_>, code: &mut Code) {
        let mut found = Vec::new();
        for (text, span) in self.texts(value) {
            match OwnHost::parse(&text) {
                Some(host) if platform().hosts.get(host.name()).is_some_and(|known| known.api.is_some()) => {
                    self.fault(span, "this host is HighLevel's own and needs no entry; take it out".to_owned());
                }
                Some(host) => found.push((host, span)),
                None => {
                    let message = "expected a host, such as `proxy.example.com`, or a host and the path before \
                                   HighLevel's, such as `https://api.example.com/highlevel`";
                    self.fault(span, message.to_owned());
                }
            }
        }
        self.at_most(&mut found);
        let sites = self.sites(found.iter().map(|(_, span)| span));
        for ((host, _), site) in found.into_iter().zip(sites) {
            code.sites.push((host.name().to_owned(), site));
            code.hosts.push(host);
        }
    }

    /// Cuts off what is beyond [`MOST_NAMED`], and says so.
    fn at_most<T>(&mut self, found: &mut Vec<(T, Range<usize>)>) {
        if let Some((_, span)) = found.get(MOST_NAMED) {
            self.fault(span.clone(), format!("more than {MOST_NAMED} of these, and each is looked for in every text"));
        }
        found.truncate(MOST_NAMED);
    }

    /// Globs of folders, of which `.` is the config's own.
    pub(super) fn folders(&mut self, value: &Value<'_>) -> Vec<PathGlob> {
        let mut folders = Vec::new();
        for (glob, span) in self.texts(value) {
            if glob.trim().is_empty() {
                self.fault(span, "the glob is empty; the config's own folder is `.`".to_owned());
            } else {
                folders.extend(self.compiled(&glob, span));
            }
        }
        folders
    }

    pub(super) fn wrappers(&mut self, key: &'static Key, value: &Value<'_>, code: &mut Code) {
        let mut found: Vec<_> =
            self.tables(key, value, Self::wrapper).into_iter().filter_map(|(_, found)| found).collect();
        self.at_most(&mut found);
        let sites = self.sites(found.iter().map(|(_, span)| span));
        for ((wrapper, _), site) in found.into_iter().zip(sites) {
            let words = wrapper.owner.iter().chain([&wrapper.name]);
            code.sites.extend(words.map(|word| (word.clone(), site.clone())));
            code.wrappers.push(wrapper);
        }
    }

    fn wrapper(
        &mut self,
        table: &DeTable<'_>,
        keys: &'static [Key],
        place: Range<usize>,
    ) -> Option<(Wrapper, Range<usize>)> {
        let (mut named, mut method, mut path) = (None, None, None);
        for (key, value) in self.known(table, keys, &place) {
            match key.name {
                "function" => named = self.function(value).map(|named| (named, value.span())),
                "method" => method = self.method(value),
                _ => path = self.path(value),
            }
        }
        let ((owner, name), span) = named?;
        Some((Wrapper { owner, name, method, path: path? }, span))
    }

    fn function(&mut self, value: &Value<'_>) -> Option<(Option<String>, String)> {
        let named = function(&self.text(value)?);
        if named.is_none() {
            let message =
                "expected a function's name, such as `crmRequest`, or with what it belongs to, `ApiClient.send`";
            self.fault(value.span(), message.to_owned());
        }
        named
    }

    fn method(&mut self, value: &Value<'_>) -> Option<Origin<Method>> {
        const METHODS: [Method; 5] = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
        let expected = "expected a position such as 1, the name of an argument, or a method such as `GET`";
        let text = match self.position_or_text(value, expected)? {
            Ok(position) => return Some(Origin::Given(Spot::Position(position))),
            Err(text) => text,
        };
        if let Some(method) = Method::parse(&text) {
            return Some(Origin::Fixed(method));
        }
        // in capitals it is meant as a method
        if is_name(&text) && text.chars().any(char::is_lowercase) {
            return Some(Origin::Given(Spot::Named(text)));
        }
        let names: Vec<String> = METHODS.iter().map(|method| method.name().to_lowercase()).collect();
        let hint = nearest(&text, names.iter().map(String::as_str)).map(str::to_uppercase);
        self.fault(
            value.span(),
            hint.map_or_else(|| expected.to_owned(), |hint| format!("unknown method; did you mean `{hint}`?")),
        );
        None
    }

    fn path(&mut self, value: &Value<'_>) -> Option<Origin<String>> {
        let expected = "expected a position such as 2, the name of an argument, or a path that begins with `/`";
        let text = match self.position_or_text(value, expected)? {
            Ok(position) => return Some(Origin::Given(Spot::Position(position))),
            Err(text) => text,
        };
        if text.starts_with('/') && !text.contains(char::is_whitespace) {
            return Some(Origin::Fixed(text));
        }
        if is_name(&text) {
            return Some(Origin::Given(Spot::Named(text)));
        }
        self.fault(value.span(), expected.to_owned());
        None
    }

    fn position_or_text(&mut self, value: &Value<'_>, expected: &str) -> Option<Result<usize, String>> {
        match value.get_ref() {
            DeValue::String(text) => Some(Err(text.to_string())),
            DeValue::Integer(number) => {
                let position = i64::from_str_radix(number.as_str(), number.radix()).ok();
                let position = position.filter(|position| (1..=MOST_POSITIONS).contains(position));
                let position = position.and_then(|position| usize::try_from(position).ok());
                if position.is_none() {
                    self.fault(value.span(), format!("positions count from 1 to {MOST_POSITIONS}"));
                }
                position.map(Ok)
            }
            _ => {
                self.fault(value.span(), expected.to_owned());
                None
            }
        }
    }
}
