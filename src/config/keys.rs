//! The keys of the config and what each takes.

use serde_json::{Map, Value, json};

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Any text.
    Text,
    /// Text, or a list of texts.
    Texts,
    /// A number of days, from 1 to [`MOST_DAYS`].
    Days,
    /// Text, or a position in a list, from 1.
    TextOrPosition,
    /// A table from rule id to one of these words.
    RuleTable(&'static [&'static str]),
    /// A list of tables with these keys.
    Tables(&'static [Key]),
}

/// One key.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it does, one sentence.
    pub does: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether its table is nothing without it.
    pub is_required: bool,
}

const fn key(name: &'static str, takes: Takes, does: &'static str) -> Key {
    Key { name, does, takes, is_required: false }
}

const fn required(name: &'static str, takes: Takes, does: &'static str) -> Key {
    Key { name, does, takes, is_required: true }
}

/// Severities, least first.
pub const SEVERITIES: &[&str] = &["note", "warning", "error"];
/// Confidences, least first.
pub const CONFIDENCES: &[&str] = &["low", "medium", "high"];
/// Levels of a rule.
pub const LEVELS: &[&str] = &["off", "note", "warning", "error"];

/// The keys at the top.
pub const KEYS: &[Key] = &[
    key("fail-on", Takes::OneOf(SEVERITIES), "Least severity that makes the exit code 1."),
    key("min-confidence", Takes::OneOf(CONFIDENCES), "Least confidence that is reported."),
    key("baseline", Takes::Text, "Baseline file, relative to the folder of this config."),
    key(
        "rotation-days",
        Takes::Days,
        "Days after which a key that lives until it is rotated is overdue; 90 when left out, as HighLevel advises.",
    ),
    key("exclude", Takes::Texts, "Globs of paths that are not read; they are counted as skipped."),
    key(
        "hosts",
        Takes::Texts,
        "Own addresses in front of HighLevel's API: hosts, each with the path that comes before HighLevel's, if any.",
    ),
    key(
        "integrations",
        Takes::Texts,
        "Globs of folders that are an integration each; elsewhere the nearest manifest marks one.",
    ),
    key("tests", Takes::Texts, "Globs of further tests: their calls need no scope, and they ask for none."),
    key(
        "generated",
        Takes::Texts,
        "Globs of further code that a program wrote: its calls count where other code makes them.",
    ),
    key("rules", Takes::RuleTable(LEVELS), "Levels of rules, by rule id."),
    key(
        "wrapper",
        Takes::Tables(WRAPPER_KEYS),
        "Functions that call HighLevel's API and whose code is not here, or cannot be followed.",
    ),
    key("allow", Takes::Tables(ALLOW_KEYS), "Findings that are accepted, with the reason."),
];

/// The keys of an `[[allow]]`.
pub const ALLOW_KEYS: &[Key] = &[
    required("rule", Takes::Texts, "The rule, or several."),
    key("path", Takes::Text, "Glob of the paths in which it holds; everywhere when left out."),
    key("digest", Takes::Text, "First 12 hexadecimal digits of the credential's SHA-256, as reports show it."),
    required("reason", Takes::Text, "Why it is accepted."),
];

/// The keys of a `[[wrapper]]`.
pub const WRAPPER_KEYS: &[Key] = &[
    required("function", Takes::Text, "The function: `crmRequest`, or with what it belongs to, `ApiClient.send`."),
    key(
        "method",
        Takes::TextOrPosition,
        "The position of the argument that is the method, from 1, or its name; or the method itself, such as `GET`.",
    ),
    required(
        "path",
        Takes::TextOrPosition,
        "The position of the argument that is the path, from 1, or its name; or the path itself, such as `/contacts/`.",
    ),
];

/// Most arguments that a position counts to.
pub const MOST_POSITIONS: i64 = 20;

/// Most days: ten years.
pub const MOST_DAYS: u32 = 3650;

/// The JSON Schema of the config, where `rules` are the ids that it may name.
pub fn schema(rules: &[&str]) -> Value {
    let mut schema = object(KEYS, rules);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("ghl-lint.toml");
    schema
}

fn object(keys: &[Key], rules: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key, rules))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut object = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

fn property(key: &Key, rules: &[&str]) -> Value {
    let mut property = match key.takes {
        Takes::OneOf(words) => json!({ "enum": words }),
        Takes::Text => json!({ "type": "string" }),
        Takes::Texts => json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }),
        Takes::Days => json!({ "type": "integer", "minimum": 1, "maximum": MOST_DAYS }),
        Takes::TextOrPosition => {
            json!({ "anyOf": [{ "type": "string" }, { "type": "integer", "minimum": 1, "maximum": MOST_POSITIONS }] })
        }
        Takes::RuleTable(words) => {
            let rules: Map<String, Value> =
                rules.iter().map(|rule| ((*rule).to_owned(), json!({ "enum": words }))).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": rules })
        }
        Takes::Tables(keys) => json!({ "type": "array", "items": object(keys, rules) }),
    };
    property["description"] = json!(key.does);
    property
}
