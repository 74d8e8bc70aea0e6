//! What functions of languages and libraries do with texts and addresses.

use super::{Evaluator, Place};
use crate::catalog::method::Method;
use crate::catalog::platform::platform;
use crate::outline::{Call, Expression};
use crate::project::Project;
use crate::usage::address::{Host, address};
use crate::usage::value::{Given, Piece, Source, Value};
use regex::bytes::Regex;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::LazyLock;

impl Evaluator<'_, '_> {
    /// The address that the requests of a client begin with, where a call is given one by name.
    pub(super) fn base_of(&self, given: &[Given], depth: usize) -> Option<Value> {
        let keys = &platform().requests.keys.base;
        let named =
            given.iter().find(|given| given.name.as_ref().is_some_and(|name| keys.iter().any(|key| **key == **name)));
        if let Some(named) = named {
            return is_address(&named.value).then(|| named.value.clone());
        }
        given.iter().find_map(|given| {
            let Value::Object(entries, _) = &given.value else { return None };
            let is_request =
                platform().requests.keys.url.iter().any(|key| entries.iter().any(|(own, _)| **own == **key));
            let base = keys.iter().find(|key| entries.iter().any(|(own, _)| **own == ***key))?;
            let value = self.member(&given.value, base, depth + 1);
            (!is_request && is_address(&value)).then_some(value)
        })
    }

    /// What functions of the language give that put texts together, or hand them on.
    pub(super) fn built(&self, place: Place, call: &Call, given: &[Given], depth: usize) -> Value {
        let (receiver, name) = match &call.callee {
            Expression::Member(owner, name) => (Some(&**owner), &**name),
            Expression::Name(name) => (None, &**name),
            _ => return Value::unknown(),
        };
        let first = || given.first().map(|given| given.value.clone());
        // followed once: each call of a chain asks for the one before
        let known = OnceCell::new();
        let on = || known.get_or_init(|| receiver.map(|receiver| self.value(place, receiver, depth + 1))).clone();
        match name.to_ascii_lowercase().as_str() {
            // the texts as they are, or with other letters
            "trim" | "tostring" | "to_string" | "rstrip" | "lstrip" | "strip" | "trimend" | "as_str" | "to_owned"
            | "into" | "clone" | "geturl" | "to_s" | "chomp" | "freeze" | "removesuffix" | "touppercase"
            | "tolowercase" | "upper" | "lower" | "upcase" | "downcase" | "to_uppercase" | "to_lowercase"
            | "replace" | "tostr" | "valueof"
                if receiver.is_some() =>
            {
                on().unwrap_or_else(Value::unknown)
            }
            // an address below another
            "urljoin" | "url_join" | "resolve" if given.len() == 2 => below(&given[0].value, &given[1].value),
            "url" | "uri" if given.len() == 2 => {
                let begins = given[0].value.texts().iter().any(|pieces| is_host(self.program.project, pieces));
                let (base, path) = if begins { (0, 1) } else { (1, 0) };
                below(&given[base].value, &given[path].value)
            }
            "join" | "joinpath" if matches!(given, [first, _, ..] if first.value.texts().iter().any(|pieces| is_host(self.program.project, pieces))) => {
                given[1..].iter().fold(given[0].value.clone(), |base, part| below(&base, &part.value))
            }
            "join" | "path" | "append" | "pathsegment" | "addpathsegment" | "addpathsegments" | "appendpathsegment"
            | "appendpathsegments"
                if !given.is_empty()
                    && on().is_some_and(|on| on.texts().iter().any(|pieces| is_host(self.program.project, pieces))) =>
            {
                given.iter().fold(on().unwrap_or_else(Value::unknown), |base, part| below(&base, &part.value))
            }
            "items" | "values" | "entries" => match (&on(), given) {
                (_, [Given { value: Value::Object(entries, _), .. }]) | (Some(Value::Object(entries, _)), []) => {
                    rows(entries, name.eq_ignore_ascii_case("values"))
                }
                _ => Value::unknown(),
            },
            "concat" => {
                let mut parts: Vec<Value> = on().into_iter().collect();
                parts.extend(given.iter().map(|given| given.value.clone()));
                Value::join(&parts)
            }
            "join" => match (on(), given) {
                (Some(Value::List(parts)), [separator]) => joined(&parts, &separator.value),
                (Some(separator), [Given { value: Value::List(parts), .. }]) => joined(parts, &separator),
                _ => Value::unknown(),
            },
            "implode" => match given {
                [separator, Given { value: Value::List(parts), .. }] => joined(parts, &separator.value),
                _ => Value::unknown(),
            },
            "sprintf" | "format" | "vsprintf" | "printf" | "fmt" => {
                let template =
                    if receiver.is_some() && name == "format" && on().is_some_and(|on| on.as_hole().is_none()) {
                        on()
                    } else {
                        first()
                    };
                let is_on = receiver.is_some() && template != first();
                template.map_or_else(Value::unknown, |template| {
                    filled(&template, if is_on { given } else { given.get(1..).unwrap_or_default() })
                })
            }
            // a request is no address any more
            _ if gives_a_request(name, receiver) => Value::hole(Source::Elsewhere, name),
            // an address that goes on as it is: `.toString()`, `.build()`
            _ if on().is_some_and(|on| on.texts().iter().any(|pieces| is_host(self.program.project, pieces))) => {
                on().unwrap_or_else(Value::unknown)
            }
            // whatever it does to the text that it is given, an address stays one
            _ => match given
                .iter()
                .map(|given| given.value.clone())
                .find(|value| matches!(value, Value::Text(_) | Value::Any(_) | Value::First(_)))
            {
                Some(value) if !value.texts().is_empty() && value.has_text_or(&is_parameter) => value,
                _ => Value::hole(Source::Elsewhere, name),
            },
        }
    }
}

fn is_parameter(source: &Source) -> bool {
    matches!(source, Source::Parameter(..))
}

/// The address that the requests of a client begin with, where a call that makes it, or sets it, says it alone.
pub(super) fn base_said(project: &Project, call: &Call, given: &[Given]) -> Option<Value> {
    let words = &platform().requests;
    let (owner, name) = match &call.callee {
        Expression::Member(owner, name) => (Some(&**owner), &**name),
        Expression::Name(name) => (None, &**name),
        _ => return None,
    };
    let made = match owner {
        Some(Expression::Name(class) | Expression::Member(_, class)) if words.makes(name) => class,
        _ => name,
    };
    let first = given.first().filter(|first| first.name.as_deref().is_none_or(|name| name == "url" || name == "uri"));
    let first = match &first?.value {
        Value::Object(entries, _) => &entries.iter().find(|(key, _)| matches!(&**key, "url" | "uri"))?.1,
        // settings that say the address already: `createClient(createConfig({ baseUrl }))`
        Value::Client(base) => base,
        value => value,
    };
    let is_host = first.texts().iter().any(|pieces| is_host(project, pieces));
    (is_host && (words.sets_base(name) || words.makes_client(made))).then(|| first.clone())
}

/// Whether a text begins with a host.
pub(super) fn is_host(project: &Project, pieces: &[Piece]) -> bool {
    !matches!(address(project, pieces).host, Host::None | Host::Unknown)
}

fn is_address(value: &Value) -> bool {
    value.texts().iter().any(|pieces| match pieces.first() {
        Some(Piece::Text(text)) => text.contains('.') || text.contains("//") || text.contains('/'),
        Some(Piece::Hole(_)) => true,
        None => false,
    })
}

/// `path` as an address below `base`.
pub(in crate::usage) fn below(base: &Value, path: &Value) -> Value {
    let alternatives = path.texts().into_iter().map(|pieces| {
        let is_whole = matches!(pieces.first(), Some(Piece::Text(text)) if text.contains("://"));
        let path = Value::Text(pieces);
        if is_whole { path } else { Value::join(&[base.clone(), Value::text("/"), path]) }
    });
    Value::any(alternatives.collect())
}

fn joined(parts: &[Value], separator: &Value) -> Value {
    let mut all = Vec::new();
    for part in parts {
        if !all.is_empty() {
            all.push(separator.clone());
        }
        all.push(part.clone());
    }
    Value::join(&all)
}

/// The values of a table, or its rows: a key counts where it is a path or a method itself.
fn rows(entries: &[(Box<str>, Value)], only_values: bool) -> Value {
    let row = |(key, value): &(Box<str>, Value)| {
        let tells = key.contains('/') || Method::parse(key).is_some();
        match only_values {
            true => value.clone(),
            false if tells => Value::List([Value::text(key), value.clone()].into()),
            false => Value::List([value.clone()].into()),
        }
    };
    Value::List(entries.iter().map(row).collect())
}

/// Whether what is called so makes a request, or sends one.
fn gives_a_request(name: &str, receiver: Option<&Expression>) -> bool {
    let words = &platform().requests;
    let made = match receiver {
        Some(Expression::Name(class) | Expression::Member(_, class)) if name == "new" => class,
        _ => name,
    };
    if name.eq_ignore_ascii_case("method") || Method::parse(name).is_some() {
        return true;
    }
    let last = made.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
    const PARTS: [&str; 8] = ["url", "uri", "path", "endpoint", "link", "route", "param", "params"];
    let is_address = PARTS.iter().any(|word| last.ends_with(word));
    !is_address && words.sends(made)
}

/// A template with what is given for its `{}`, `{0}`, `{name}`, `%s` and `%1$s`, and holes for the rest.
fn filled(template: &Value, given: &[Given]) -> Value {
    static FIELD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)\{[0-9A-Za-z_.:]{0,40}\}|%(?:[0-9]{1,2}\$)?[+-]?[0-9.]{0,6}[sdvfuq]")
            .expect("a plain pattern; every test that formats uses it")
    });
    let one = |pieces: Rc<[Piece]>| {
        let (mut parts, mut next) = (Vec::new(), 0);
        for piece in pieces.iter() {
            let Piece::Text(text) = piece else {
                parts.push(Value::Text([piece.clone()].into()));
                continue;
            };
            let mut at = 0;
            for field in FIELD.find_iter(text.as_bytes()) {
                parts.push(Value::text(&text[at..field.start()]));
                parts.push(fill(&text[field.range()], given, &mut next));
                at = field.end();
            }
            parts.push(Value::text(&text[at..]));
        }
        Value::join(&parts)
    };
    Value::any(template.texts().into_iter().map(one).collect())
}

/// What stands in one field of a template; `next` counts those without a name or a number.
fn fill(field: &str, given: &[Given], next: &mut usize) -> Value {
    let name = match field.strip_prefix('{') {
        Some(name) => name.trim_end_matches('}').split([':', '.']).next().unwrap_or_default(),
        None => field.trim_start_matches('%').split_once('$').map_or("", |(number, _)| number),
    };
    let found = match name.parse::<usize>() {
        Ok(number) => given.get(if field.starts_with('%') { number.saturating_sub(1) } else { number }),
        Err(_) if name.is_empty() => {
            *next += 1;
            given.iter().filter(|given| given.name.is_none()).nth(*next - 1)
        }
        Err(_) => given.iter().find(|given| given.name.as_deref() == Some(name)),
    };
    match found {
        Some(Given { value: Value::List(values), .. }) if given.len() == 1 => {
            values.get(next.saturating_sub(1)).cloned().unwrap_or_else(Value::unknown)
        }
        Some(given) if !given.value.texts().is_empty() => given.value.clone(),
        _ => Value::unknown(),
    }
}
