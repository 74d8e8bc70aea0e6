//! Secrets that only their names tell: each random value in a file, held against the names that its reader saw.

use super::credential::{Hit, main_piece};
use super::label::{Label, label, label_above};
use super::opaque::{self, Candidate};
use super::{MOST_CREDENTIALS, boundary, client_id, secret_of};
use crate::catalog::Catalog;
use crate::catalog::kind::{Kind, NamedShape, Shape, ValueForm};
use crate::catalog::names::{Name, Owner};
use crate::fact::{Details, Wrapping};
use crate::finding::Confidence;
use crate::literal::{Literal, Role};
use crate::read::Reading;
use crate::span::TextRange;
use memchr::memmem;
use std::collections::{HashMap, HashSet};

/// Names that are looked through from the value outwards for one that says what it is.
const FARTHEST_NAME: usize = 5;

/// Shortest value that is looked for elsewhere in its file, in bytes.
const SHORTEST_SPREAD: usize = 20;
/// Values of one file that are: a file of many has its names beside them.
const MOST_SPREAD: usize = 100;

/// Longest name that is told, in bytes: a longer one is no name but a sentence, and may hold anything.
const LONGEST_NAME: usize = 40;

/// Whether `text` holds a value that a name could make a secret: the question before the dear work of reading.
pub(super) fn may_be_in(text: &[u8]) -> bool {
    opaque::is_in(text) || has_piece_of_uuid(text)
}

/// Whether a quote cuts a UUID behind its first or second dash, since code may put one together.
fn has_piece_of_uuid(text: &[u8]) -> bool {
    let is_hex = |range: TextRange| text.get(range).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    memchr::memchr_iter(b'-', text).any(|dash| {
        let Some(start) = dash.checked_sub(8) else { return false };
        let rest = text.get(dash + 5..).unwrap_or_default();
        let end = rest.strip_prefix(b"-").unwrap_or(rest).first();
        matches!(end, Some(b'\'' | b'"' | b'`')) && is_hex(start..dash) && is_hex(dash + 1..dash + 5)
    })
}

/// Whether `text` may hold one without naming HighLevel: beside a client id, or where the user context is asked for.
pub(super) fn may_be_anonymous(text: &[u8]) -> bool {
    client_id::is_in(text) || memmem::find(text, b"REQUEST_USER_DATA").is_some()
}

/// What is known of a document beyond one literal.
struct File<'f> {
    catalog: &'static Catalog,
    text: &'f [u8],
    /// Whether its path or its text names HighLevel.
    is_highlevels: bool,
    has_client_id: bool,
    /// Client ids, and what else is called so, by the group they stand in.
    client_ids: HashMap<u32, Vec<ClientId>>,
}

/// A value that is called a client id, or is one.
struct ClientId {
    /// The words before `client id` in its name: `CLIENT_SECRET` with the same ones belongs to it.
    owner: Vec<String>,
    /// Whether it is HighLevel's.
    is_highlevels: bool,
}

/// Finds the secrets among the literals of a document.
pub(super) fn find(
    catalog: &'static Catalog,
    is_highlevels: bool,
    text: &[u8],
    reading: &Reading,
    found: &mut Vec<Hit>,
) {
    let literals = || reading.literals.iter().filter(|literal| literal.place.role != Role::EnvRead);
    let has_client_id = client_id::is_in(text);
    let mut client_ids: HashMap<u32, Vec<ClientId>> = HashMap::new();
    for literal in literals() {
        if let Some(id) = called_client_id(catalog, literal) {
            client_ids.entry(literal.place.group).or_default().push(id);
        }
    }
    let file = File { catalog, text, is_highlevels, has_client_id, client_ids };
    let n_before = found.len();
    for literal in literals() {
        if MOST_CREDENTIALS < found.len() {
            break;
        }
        for candidate in opaque::candidates(literal.decoded.text()) {
            if let Some(judged) = file.judge(literal, &candidate) {
                found.extend(file.hit(judged, literal, &candidate.range));
            }
        }
    }
    file.spread(n_before, found);
}

/// What `literal` tells of a client id: its name says that it is one, or its form does.
fn called_client_id(catalog: &Catalog, literal: &Literal) -> Option<ClientId> {
    const TAILS: [&str; 5] = ["client id", "client key", "clientid", "app id", "id"];
    let text = literal.decoded.text();
    let is_highlevels = client_id::is_in(text);
    let name = literal.place.names.last().map(|name| catalog.names.trimmed(&Name::of(name)));
    let owner = name.as_ref().and_then(|name| TAILS.iter().take(3).find_map(|tail| name.before(tail)));
    match owner {
        Some(owner) if is_highlevels || is_real_id(catalog, text) => {
            Some(ClientId { owner: owner.to_vec(), is_highlevels })
        }
        None if is_highlevels => {
            let owner =
                name.as_ref().and_then(|name| TAILS.iter().find_map(|tail| name.before(tail))).unwrap_or_default();
            Some(ClientId { owner: owner.to_vec(), is_highlevels })
        }
        _ => None,
    }
}

/// An id that is neither a placeholder nor, as some write in its place, the id of an app.
fn is_real_id(catalog: &Catalog, text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_placeholder = catalog.placeholders.words.iter().any(|word| memmem::find(&lower, word.as_bytes()).is_some());
    let is_app_id = text.len() >= 24 && text[..24].iter().all(u8::is_ascii_hexdigit);
    4 <= text.len() && !is_placeholder && !is_app_id && !lower.contains(&b'<') && !lower.contains(&b'$')
}

/// What stands around the name of a value.
#[derive(Clone, Copy)]
struct Around<'a> {
    /// Names outside of the one that decides.
    outer: &'a [&'a str],
    group: u32,
    /// Whether the text around the value says what it is, rather than the code.
    is_told: bool,
}

/// What a value is, by its names.
struct Judged {
    /// The kind, by its place in the catalog.
    order: usize,
    confidence: Confidence,
    /// The name that decided.
    name: String,
}

impl File<'_> {
    /// The kind that the names around `candidate` make it, by its place in the catalog, and how sure that is.
    fn judge(&self, literal: &Literal, candidate: &Candidate) -> Option<Judged> {
        let text = literal.decoded.text();
        let mut names: Vec<&str> = literal.place.names.iter().map(|name| &**name).collect();
        if names.iter().any(|name| self.catalog.names.is_encrypted(&Name::of(name))) || text.starts_with(b"ENC[") {
            return None;
        }
        let own = match label(text, candidate.range.start) {
            Label::Name(name) => Some(name),
            Label::Missing if is_alone(text, &candidate.range) && names.is_empty() => self.label_above(literal),
            Label::Missing if is_alone(text, &candidate.range) => None,
            Label::Missing | Label::Unclear => return None,
        };
        let is_labelled = own.is_some();
        names.extend(own.as_deref());
        self.deciding(&names)?;
        let judged = self.judge_under(literal, candidate, &names, is_labelled);
        // the cell of a table is named by its row, and by its column
        if judged.is_none() && !is_labelled && literal.place.role == Role::Text && 2 <= names.len() {
            names.pop();
            return self.judge_under(literal, candidate, &names, is_labelled);
        }
        judged
    }

    fn judge_under(
        &self,
        literal: &Literal,
        candidate: &Candidate,
        names: &[&str],
        is_labelled: bool,
    ) -> Option<Judged> {
        let (name, outer) = self.deciding(names)?;
        // what a function does says nothing of its argument: getGhlToken(row)
        if literal.place.role == Role::Argument && !is_labelled && self.catalog.names.is_action(&name) {
            return None;
        }
        let kinds = self.catalog.kinds.iter().enumerate();
        let mut named = kinds.filter_map(|(order, kind)| match &kind.shape {
            Shape::Named(shape) => Some((order, shape)),
            _ => None,
        });
        named.find_map(|(order, shape)| {
            // a bare value beside a client id counts in code alone; in text it could be anything
            if name.is_empty() && literal.place.role == Role::Text {
                return None;
            }
            let context = Around { outer, group: literal.place.group, is_told: is_labelled };
            let confidence = self.fits(shape, candidate, &name, context)?;
            Some(Judged { order, confidence, name: name.to_string() })
        })
    }

    /// A value alone on its line, in text for people, is named by the line above.
    fn label_above(&self, literal: &Literal) -> Option<String> {
        if !matches!(literal.place.role, Role::Text | Role::Comment) {
            return None;
        }
        let start = literal.decoded.range_of(&(0..1))?.start;
        label_above(self.text, start)
    }

    /// The nearest name that says what the value is, and the names around it. `None` when it says that it is no secret.
    fn deciding<'n>(&self, names: &'n [&'n str]) -> Option<(Name, &'n [&'n str])> {
        let known = &self.catalog.names;
        // `key` below `Shared Secret` is a shared secret key
        let mut ending = String::new();
        for (at, own) in names.iter().enumerate().rev().take(FARTHEST_NAME) {
            let whole = Name::of(own);
            let alone = known.trimmed(&whole);
            if known.is_harmless(&whole) || known.is_harmless(&alone) {
                return None;
            }
            if !known.is_transparent(&alone) {
                return Some((known.trimmed(&Name::of(&format!("{own} {ending}"))), &names[..at]));
            }
            if known.is_telling(&own.to_lowercase()) {
                ending = format!("{own} {ending}");
            }
        }
        Some((Name::of(&ending), &[]))
    }

    fn fits(&self, shape: &NamedShape, candidate: &Candidate, name: &Name, around: Around<'_>) -> Option<Confidence> {
        if shape.form == ValueForm::Uuid4 && candidate.form != ValueForm::Uuid4 {
            return None;
        }
        let known = &self.catalog.names;
        let siblings = self.client_ids.get(&around.group).map(Vec::as_slice).unwrap_or_default();
        if siblings.iter().any(|id| id.is_highlevels)
            && let Some(before) = known.before_tail(name, &shape.tails_beside_client_id)
            && siblings.iter().any(|id| id.is_highlevels && id.owner == before)
        {
            return Some(if name.is_empty() { Confidence::Medium } else { Confidence::High });
        }
        if self.is_handed_to(shape, name) {
            return Some(Confidence::Medium);
        }
        let shorter = known.without_last(name).filter(|_| known.before_tail(name, &shape.tails).is_none());
        let before = match &shorter {
            // GHL_API_KEY_ACME, but nothing that HighLevel's name does not begin
            Some(shorter) => {
                known.before_tail(shorter, &shape.tails).filter(|before| known.owner(before) == Owner::HighLevel)?
            }
            None => known.before_tail(name, &shape.tails)?,
        };
        // the id beside it, under the same name, tells whose the secret is
        if let Some(id) = siblings.iter().find(|id| id.owner == before) {
            return match id.is_highlevels {
                true if !shape.needs_stem => Some(Confidence::High),
                false if known.owner(before) != Owner::HighLevel => None,
                _ => self.by_owner(shape, before, around),
            };
        }
        self.by_owner(shape, before, around)
    }

    /// Whose the name is decides, and where it says nothing, the names around it; at last the file.
    fn by_owner(&self, shape: &NamedShape, before: &[String], around: Around<'_>) -> Option<Confidence> {
        let owner = match self.catalog.names.owner(before) {
            owner @ (Owner::Neutral | Owner::Weak) => self.owner_around(around, shape.needs_stem).unwrap_or(owner),
            owner => owner,
        };
        match owner {
            Owner::HighLevel => Some(Confidence::High),
            Owner::Foreign | Owner::Unknown => None,
            Owner::Weak if shape.needs_stem => self.is_highlevels.then_some(Confidence::Medium),
            Owner::Neutral if shape.needs_stem => None,
            Owner::Weak | Owner::Neutral => (self.is_highlevels || self.has_client_id).then_some(Confidence::Medium),
        }
    }

    /// Whether the value is given to a function that only this kind of secret is for, in a file that shows so.
    fn is_handed_to(&self, shape: &NamedShape, name: &Name) -> bool {
        let is_callee = shape.callees.iter().any(|callee| name.before(callee).is_some());
        is_callee && shape.signs.iter().any(|sign| memmem::find(self.text, sign.as_bytes()).is_some())
    }

    /// Whose the nearest of the outer names is that says anything. A name of another thing in between ends the reach of
    /// HighLevel's: what stands below `Payments` in a list of HighLevel's neighbours is not HighLevel's. Where the form of the
    /// value speaks, too, only the nearest name can do so.
    fn owner_around(&self, around: Around<'_>, needs_stem: bool) -> Option<Owner> {
        let owners = around.outer.iter().rev().map(|name| self.catalog.names.owner_of(&Name::of(name)));
        let mut telling = owners.enumerate().filter(|(distance, owner)| match owner {
            Owner::Foreign | Owner::HighLevel => true,
            Owner::Unknown => needs_stem || *distance == 0 && !around.is_told,
            Owner::Neutral | Owner::Weak => false,
        });
        telling.next().map(|(_, owner)| owner)
    }

    fn hit(&self, judged: Judged, literal: &Literal, range: &TextRange) -> Option<Hit> {
        let Judged { order, confidence, name } = judged;
        let kind = self.kind(order)?;
        let text = literal.decoded.text().get(range.clone())?;
        let secret = secret_of(kind, text);
        if self.catalog.placeholders.published.iter().any(|digest| digest == secret.digest()) {
            return None;
        }
        let (main, pieces) = main_piece(literal.decoded.ranges_of(range))?;
        let is_base64 = pieces.is_empty() && text.len() < main.len() && !self.text[main.clone()].contains(&b'\\');
        let wrapping = if is_base64 { Wrapping::Base64 } else { Wrapping::Plain };
        Some(Hit {
            kind,
            order,
            range: main,
            pieces,
            secret,
            details: Details {
                name: Some(name).filter(|name| (1..=LONGEST_NAME).contains(&name.len())),
                ..Details::default()
            },
            wrapping,
            confidence,
        })
    }

    fn kind(&self, order: usize) -> Option<&'static Kind> {
        self.catalog.kinds.get(order)
    }

    /// A value once known is the same secret wherever else the file holds it, under whatever name.
    fn spread(&self, n_before: usize, found: &mut Vec<Hit>) {
        let mut taken: Vec<TextRange> = found.iter().map(|hit| hit.range.clone()).collect();
        taken.sort_by_key(|range| range.start);
        let is_free =
            |range: &TextRange| super::is_free(&taken, range, |known| known) && boundary::is_free(self.text, range);
        let mut values = HashSet::new();
        let mut others = Vec::new();
        for hit in &found[n_before..] {
            let is_plain = hit.pieces.is_empty() && hit.wrapping == Wrapping::Plain;
            let value = &self.text[hit.range.clone()];
            if !is_plain || value.len() < SHORTEST_SPREAD || MOST_SPREAD < values.len() || !values.insert(value) {
                continue;
            }
            let ranges = memmem::find_iter(self.text, value).map(|at| at..at + value.len()).filter(is_free);
            others.extend(ranges.map(|range| Hit { range, confidence: Confidence::Medium, ..hit.clone() }));
        }
        found.extend(others);
    }
}

/// Whether nothing but signs, and the word that names how a token is sent, is beside the value.
fn is_alone(text: &[u8], range: &TextRange) -> bool {
    !text[range.end..].iter().any(u8::is_ascii_alphanumeric)
}
