//! Text of a config to [`Config`], collecting every mistake.

use super::Config;
use super::keys::{KEYS, Key, LEVELS, MOST_DAYS, SEVERITIES, Takes};
use crate::document::Document;
use crate::excerpt::Site;
use crate::finding::{Confidence, Severity};
use crate::glob::PathGlob;
use crate::nearest::nearest;
use crate::policy::{Allow, Level};
use crate::problem::Problem;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) type Value<'i> = Spanned<DeValue<'i>>;

pub(super) fn read(text: &str, display: &str, folder: &Path, rules: &[&'static str]) -> Result<Config, Vec<Problem>> {
    let mut reader = Reader {
        document: Document::new(display, text.as_bytes()),
        folder,
        rules,
        problems: Vec::new(),
        globs_left: MOST_GLOB_BYTES,
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reader.fault(error.span().unwrap_or(0..0), error.message().to_owned());
    }
    let config = reader.config(table.get_ref());
    // the parser hands out tables by name; people read from top to bottom
    reader.problems.sort_by_key(|problem| problem.site.as_ref().map(|site| site.region));
    if reader.problems.is_empty() { Ok(Config { path: display.to_owned(), ..config }) } else { Err(reader.problems) }
}

/// Most mistakes that are reported: a file that is something else entirely needs no longer list.
const MOST_PROBLEMS: usize = 50;

/// Longest glob, in bytes; no path that a system takes is much longer. The library that compiles globs panics at enormous ones.
const MOST_GLOB: usize = 1024;
/// Bytes of all globs together. Compiled, each takes some ten kilobytes of memory and more for each of its signs.
const MOST_GLOB_BYTES: usize = 256 * 1024;
/// What a glob counts besides its own bytes.
const LEAST_GLOB: usize = 24;

pub(super) struct Reader<'r> {
    document: Document<'r>,
    folder: &'r Path,
    rules: &'r [&'static str],
    problems: Vec<Problem>,
    /// Bytes that further globs may have.
    globs_left: usize,
}

impl Reader<'_> {
    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        for (key, value) in self.known(table, KEYS, &(0..0)) {
            match key.name {
                "fail-on" => config.fail_on = self.word(value, SEVERITIES).map(severity),
                "min-confidence" => config.min_confidence = self.word(value, super::keys::CONFIDENCES).map(confidence),
                "baseline" => config.baseline = self.text(value).map(|path| self.folder.join(path)),
                "rotation-days" => config.rotation_days = self.days(value),
                "exclude" => config.code.exclude = self.globs(value),
                "hosts" => self.hosts(value, &mut config.code),
                "integrations" => config.code.integrations = self.folders(value),
                "tests" => config.code.tests = self.globs(value),
                "generated" => config.code.generated = self.globs(value),
                "rules" => self.levels(value, &mut config),
                "wrapper" => self.wrappers(key, value, &mut config.code),
                _ => self.allows(key, value, &mut config),
            }
        }
        config
    }

    /// The keys of `table` that are in the list; the others, and missing ones, become problems.
    pub(super) fn known<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        keys: &'static [Key],
        place: &Range<usize>,
    ) -> Vec<(&'static Key, &'t Value<'i>)> {
        let mut known = Vec::new();
        for (name, value) in table {
            match keys.iter().find(|key| key.name == name.get_ref().as_ref()) {
                Some(key) => known.push((key, value)),
                None => self.unknown("key", name.get_ref(), name.span(), keys.iter().map(|key| key.name)),
            }
        }
        for key in keys.iter().filter(|key| key.is_required && known.iter().all(|(found, _)| found.name != key.name)) {
            self.fault(place.clone(), format!("`{}` is missing: {}", key.name, lower_first(key.does)));
        }
        known
    }

    fn levels(&mut self, value: &Value<'_>, config: &mut Config) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.fault(value.span(), "expected a table from rule id to level".to_owned());
        };
        for (name, value) in table {
            let level = self.word(value, LEVELS);
            if self.is_rule(name.get_ref(), name.span())
                && let Some(level) = level
            {
                let level = if level == "off" { Level::Off } else { Level::At(severity(level)) };
                config.levels.insert(name.get_ref().to_string(), level);
            }
        }
    }

    fn allows(&mut self, key: &'static Key, value: &Value<'_>, config: &mut Config) {
        let allows = self.tables(key, value, Self::allow);
        // one cursor for all: the sites are in order, and a config may have very many of them
        let mut cursor = self.document.cursor();
        for (span, mut allow) in allows {
            allow.site = Site::cut(&self.document, &mut cursor, &self.document.line_around(span.start), &[]);
            config.allows.push(allow);
        }
    }

    /// What `read` makes of each table of a list, with its place, in the order of the text; without those that have mistakes.
    pub(super) fn tables<T>(
        &mut self,
        key: &'static Key,
        value: &Value<'_>,
        read: fn(&mut Self, &DeTable<'_>, &'static [Key], Range<usize>) -> T,
    ) -> Vec<(Range<usize>, T)> {
        let mut found = Vec::new();
        let (DeValue::Array(items), Takes::Tables(keys)) = (value.get_ref(), key.takes) else {
            self.fault(value.span(), format!("expected [[{}]], a list of tables", key.name));
            return found;
        };
        for item in items.iter() {
            let DeValue::Table(table) = item.get_ref() else {
                self.fault(item.span(), "expected a table".to_owned());
                continue;
            };
            let n_problems = self.problems.len();
            let made = read(self, table, keys, item.span());
            if n_problems == self.problems.len() {
                found.push((item.span(), made));
            }
        }
        found.sort_by_key(|(span, _)| span.start);
        found
    }

    fn allow(&mut self, table: &DeTable<'_>, keys: &'static [Key], place: Range<usize>) -> Allow {
        let (rules, reason) = (Vec::new(), String::new());
        let mut allow = Allow { rules, path: None, digest: None, reason, site: Site::of_file(), used: false };
        for (key, value) in self.known(table, keys, &place) {
            match key.name {
                "rule" => {
                    let names = self.texts(value);
                    allow.rules = names
                        .into_iter()
                        .filter(|(name, span)| self.is_rule(name, span.clone()))
                        .map(|(name, _)| name)
                        .collect();
                }
                "path" => allow.path = self.text(value).and_then(|glob| self.glob(&glob, value.span())),
                "digest" => allow.digest = self.text(value).and_then(|digest| self.digest(digest, value.span())),
                _ => {
                    let reason = self.text(value);
                    if reason.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
                        self.fault(value.span(), "the reason is empty".to_owned());
                    }
                    allow.reason = reason.unwrap_or_default();
                }
            }
        }
        allow
    }

    fn digest(&mut self, digest: String, span: Range<usize>) -> Option<String> {
        let is_digest = digest.len() == 12 && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_digest {
            self.fault(
                span,
                "expected 12 lower-case hexadecimal digits, as `ghl-lint history` and `--format json` show them"
                    .to_owned(),
            );
        }
        is_digest.then_some(digest)
    }

    fn is_rule(&mut self, name: &str, span: Range<usize>) -> bool {
        let is_rule = self.rules.contains(&name);
        if !is_rule {
            self.unknown("rule", name, span, self.rules.iter().copied());
        }
        is_rule
    }

    pub(super) fn globs(&mut self, value: &Value<'_>) -> Vec<PathGlob> {
        self.texts(value).into_iter().filter_map(|(glob, span)| self.glob(&glob, span)).collect()
    }

    fn glob(&mut self, glob: &str, span: Range<usize>) -> Option<PathGlob> {
        if glob.trim_matches(['.', '/']).is_empty() {
            self.fault(span, "the glob is empty".to_owned());
            return None;
        }
        self.compiled(glob, span)
    }

    pub(super) fn compiled(&mut self, glob: &str, span: Range<usize>) -> Option<PathGlob> {
        if MOST_GLOB < glob.len() {
            self.fault(span, format!("the glob has more than {MOST_GLOB} bytes"));
            return None;
        }
        let Some(left) = self.globs_left.checked_sub(LEAST_GLOB + glob.len()) else {
            self.fault(span, "one glob too many: a config holds some thousands of them at most".to_owned());
            return None;
        };
        self.globs_left = left;
        match PathGlob::new(glob, self.folder) {
            Ok(glob) => Some(glob),
            Err(error) => {
                self.fault(span, format!("not a glob: {}", error.kind()));
                None
            }
        }
    }

    fn word<'w>(&mut self, value: &Value<'_>, words: &'static [&'w str]) -> Option<&'w str> {
        let list = || words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let DeValue::String(text) = value.get_ref() else {
            self.fault(value.span(), format!("expected one of {}", list()));
            return None;
        };
        let word = words.iter().find(|word| **word == text.as_ref()).copied();
        if word.is_none() {
            let hint = nearest(text, words.iter().copied())
                .map_or_else(|| format!("expected one of {}", list()), |word| format!("did you mean `{word}`?"));
            self.fault(value.span(), format!("unknown value; {hint}"));
        }
        word
    }

    pub(super) fn text(&mut self, value: &Value<'_>) -> Option<String> {
        let DeValue::String(text) = value.get_ref() else {
            self.fault(value.span(), "expected a text in quotes".to_owned());
            return None;
        };
        Some(text.to_string())
    }

    fn days(&mut self, value: &Value<'_>) -> Option<u32> {
        let days = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
        if days.is_none() {
            self.fault(value.span(), format!("expected a number of days from 1 to {MOST_DAYS}"));
        }
        days
    }

    pub(super) fn texts(&mut self, value: &Value<'_>) -> Vec<(String, Range<usize>)> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().filter_map(|item| Some((self.text(item)?, item.span()))).collect(),
            _ => self.text(value).map(|text| (text, value.span())).into_iter().collect(),
        }
    }

    fn unknown<'c>(&mut self, what: &str, name: &str, span: Range<usize>, candidates: impl Iterator<Item = &'c str>) {
        let hint =
            nearest(name, candidates).map_or_else(String::new, |candidate| format!("; did you mean `{candidate}`?"));
        self.fault(span, format!("unknown {what}{hint}"));
    }

    pub(super) fn fault(&mut self, span: Range<usize>, message: String) {
        if MOST_PROBLEMS <= self.problems.len() {
            return;
        }
        let span = span.start.min(self.document.text.len())..span.end.min(self.document.text.len());
        let line = self.document.line_around(span.start);
        let span = span.start..span.end.min(line.end.max(span.start));
        // a place between two characters is shown as the one before it
        let span = if span.is_empty() && line.start < span.start { span.start - 1..span.end } else { span };
        let site = self.site(&span);
        self.problems.push(Problem::error(self.document.path, message).at(site));
    }

    /// The sites of many places, in the order of the text. One cursor for all: a config may name very many.
    pub(super) fn sites<'s>(&self, spans: impl Iterator<Item = &'s Range<usize>>) -> Vec<Site> {
        let mut cursor = self.document.cursor();
        spans.map(|span| Site::cut(&self.document, &mut cursor, span, &[])).collect()
    }

    fn site(&self, span: &Range<usize>) -> Site {
        Site::cut(&self.document, &mut self.document.cursor(), span, &[])
    }
}

fn severity(word: &str) -> Severity {
    match word {
        "note" => Severity::Note,
        "warning" => Severity::Warning,
        _ => Severity::Error,
    }
}

fn confidence(word: &str) -> Confidence {
    match word {
        "low" => Confidence::Low,
        "medium" => Confidence::Medium,
        _ => Confidence::High,
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect::<String>().trim_end_matches('.').to_owned()
    })
}
