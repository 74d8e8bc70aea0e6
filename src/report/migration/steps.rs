//! A checklist as steps, in the order in which one would work: what every format for people shows, before it becomes markup.
//!
//! Texts are messages: names stand between backticks. Names of files stand apart, since anything can be in them.

mod code;
mod scopes;

use super::token;
use crate::calendar::day;
use crate::catalog::endpoint::Endpoint;
use crate::fact::LegacyStanding;
use crate::listing::first_of;
use crate::migration::{Checklist, Key, Mention, Place, Successor};
use crate::report::prose::number;
pub(super) use code::versions;
use code::{bases, calls, headers, nodes, packages};
use scopes::scopes;
use std::collections::BTreeMap;

/// Where the calls of v2 go.
pub(super) const V2: &str = "https://services.leadconnectorhq.com";
/// Most calls listed on one line.
const MOST_CALLS: usize = 12;

/// One step.
#[derive(Debug)]
pub(in crate::report) struct Step {
    /// What to do, as a heading.
    pub(in crate::report) title: &'static str,
    /// What to know first, sentences; may be empty.
    pub(in crate::report) lead: String,
    /// Each thing to do.
    pub(in crate::report) items: Vec<Item>,
}

/// One thing to do: once, or at each of its places.
#[derive(Debug, Default)]
pub(in crate::report) struct Item {
    /// What.
    pub(in crate::report) text: String,
    /// What else there is to know.
    pub(in crate::report) notes: Vec<String>,
    /// Where.
    pub(in crate::report) spots: Vec<Spot>,
}

/// A place of a thing to do.
#[derive(Debug)]
pub(in crate::report) struct Spot {
    /// `path:line`.
    pub(in crate::report) place: String,
    /// What to know of it; may be empty.
    pub(in crate::report) note: String,
    /// Other places that belong to it, `path:line`.
    pub(in crate::report) others: Vec<String>,
}

impl Item {
    pub(super) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A name in a message.
pub(super) fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}

/// Method and path in a message.
pub(super) fn call(endpoint: &Endpoint) -> String {
    format!("`{} {}`", endpoint.method.name(), endpoint.path)
}

fn line(place: &Place) -> String {
    format!("{}:{}", place.path, place.region.start.line)
}

fn spot(place: &Place) -> Spot {
    Spot { place: line(place), note: String::new(), others: Vec::new() }
}

/// The steps of `list`; none where nothing is left.
pub(in crate::report) fn steps(list: &Checklist) -> Vec<Step> {
    if list.n_left() == 0 {
        return Vec::new();
    }
    let code = [packages(list), bases(list), calls(list), headers(list), nodes(list)];
    let steps: Vec<Step> = if list.keys_in.is_empty() {
        let (before, after) = ([token::step(list), scopes(list)], [keys(list), tests(list), token::last(list)]);
        before.into_iter().chain(code).chain(after).collect()
    } else {
        [token::step_elsewhere(list)].into_iter().chain(code).chain([tests(list)]).collect()
    };
    steps.into_iter().filter(|step| !step.items.is_empty()).collect()
}

fn keys(list: &Checklist) -> Step {
    Step {
        title: "Put the new token in the place of the old key",
        lead: String::new(),
        items: list.keys.iter().map(key).chain(token::places(list)).collect(),
    }
}

fn key(key: &Key) -> Item {
    let spots = key.places.iter().map(|held| {
        let variable = held.variable.as_ref().map(|variable| format!("the value of {}, ", quoted(variable)));
        let note = format!("{}{}", variable.unwrap_or_default(), token::standing(held.place.vcs));
        Spot { note, ..spot(&held.place) }
    });
    // what HighLevel fills in is no key that could be kept elsewhere
    let notes = if key.kind.secret { Vec::new() } else { vec![key.kind.instead.clone()] };
    Item { text: title(key), notes, spots: spots.collect() }
}

/// What a key is, with what it says of itself.
pub(super) fn title(key: &Key) -> String {
    let masked = if key.kind.secret { format!(" `{}`", key.secret.masked()) } else { String::new() };
    let account = key.account.as_ref().map(|account| format!("account {}", quoted(account)));
    let issued = key.issued.map(|issued| format!("issued {}", day(issued)));
    let about: Vec<String> = account.into_iter().chain(issued).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    format!("{}{masked}{about}", key.kind.name)
}

fn tests(list: &Checklist) -> Step {
    let (mut writes, mut reads): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for called in &list.calls {
        let text = match called.successor {
            Successor::One(endpoint) if endpoint.is_write() => format!("{}, which changes something", call(endpoint)),
            Successor::One(endpoint) => call(endpoint),
            Successor::OneOf(_) if called.may_write() => {
                format!("what {} becomes, which may change something", quoted(&called.name()))
            }
            Successor::OneOf(_) => format!("what {} becomes", quoted(&called.name())),
            Successor::Nothing | Successor::Unknown => continue,
        };
        let of = if called.may_write() { &mut writes } else { &mut reads };
        if !of.contains(&text) {
            of.push(text);
        }
    }
    let mut items: Vec<Item> = writes.into_iter().map(Item::of).collect();
    if !reads.is_empty() {
        items.push(Item::of(format!("what is read of the answers of {}", first_of(&reads, MOST_CALLS, ", "))));
    }
    if !list.nodes.is_empty() {
        items.push(Item::of("each workflow that was changed"));
    }
    Step {
        title: "Test",
        lead: "With an account for tests first. How the answers differ, field by field, stands in none of the sources of this list."
            .to_owned(),
        items,
    }
}

/// Places that name v1 without any effect: one item for what is said, and where.
pub(in crate::report) fn mentions(list: &Checklist) -> Vec<Item> {
    let mut found: BTreeMap<(LegacyStanding, &str), Vec<&Mention>> = BTreeMap::new();
    for mention in &list.mentions {
        found.entry((mention.standing, &mention.what)).or_default().push(mention);
    }
    let item = |((standing, what), mentions): ((LegacyStanding, &str), Vec<&Mention>)| {
        let place = if standing == LegacyStanding::Test { "in tests" } else { "in words" };
        let spots = mentions.iter().map(|mention| {
            let note = match mention.n_more {
                0 => String::new(),
                n_more => format!("and {} more of the file", number(n_more as u64, "line")),
            };
            Spot { note, ..spot(&mention.place) }
        });
        Item { text: format!("{what}, {place}"), notes: Vec::new(), spots: spots.collect() }
    };
    found.into_iter().map(item).collect()
}
