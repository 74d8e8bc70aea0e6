//! Which scopes a document asks for: install addresses, texts and lists in code and settings, env values, manifests.
//!
//! In: the literals of a document. Out: declarations, and what stored tokens carry, each scope at its own text. A list is a request
//! where its name says so, or where it is long enough to be nothing else; tables, descriptions of APIs, tests and other
//! products' scopes are none. Documentation gives only install addresses, marked as what they are.

mod address;
mod around;
mod candidate;
mod manifest;
mod words;

use crate::catalog::Catalog;
use crate::catalog::level::Level;
use crate::catalog::platform::platform;
use crate::display::file_name;
use crate::fact::{DeclarationForm, Standing};
use crate::literal::{Literal, Role};
use crate::read::{Language, Reading};
use crate::span::TextRange;
use candidate::{Candidate, Verdict};
pub(super) use manifest::in_manifest;
use std::collections::HashMap;
use std::rc::Rc;
use words::{Word, Words};

/// A document whose literals are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'s> {
    pub(super) path: &'s str,
    pub(super) language: Language,
    pub(super) text: &'s [u8],
    pub(super) reading: &'s Reading,
    pub(super) look: Look,
}

/// How the document came to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// It names HighLevel itself.
    First,
    /// Other files of its integration do; more is asked of what it shows.
    Second,
}

/// A scope in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScopeHit {
    pub(super) name: String,
    pub(super) has_reason: bool,
    pub(super) range: TextRange,
}

/// Scopes that are asked for in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeclarationHit {
    pub(super) scopes: Vec<ScopeHit>,
    pub(super) form: DeclarationForm,
    pub(super) standing: Standing,
    pub(super) level: Option<Level>,
    pub(super) range: TextRange,
}

/// Scopes that a stored token carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GrantHit {
    pub(super) scopes: Vec<ScopeHit>,
    pub(super) range: TextRange,
}

/// All of a document, by place.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ScopeHits {
    pub(super) declarations: Vec<DeclarationHit>,
    pub(super) grants: Vec<GrantHit>,
    /// Whether there was more than is kept.
    pub(super) truncated: bool,
}

impl ScopeHits {
    pub(super) fn is_empty(&self) -> bool {
        self.declarations.is_empty() && self.grants.is_empty()
    }

    /// Every range that needs a site.
    pub(super) fn ranges(&self) -> impl Iterator<Item = &TextRange> {
        let declared = self.declarations.iter().map(|hit| (&hit.range, &hit.scopes));
        let granted = self.grants.iter().map(|hit| (&hit.range, &hit.scopes));
        declared
            .chain(granted)
            .flat_map(|(whole, scopes)| std::iter::once(whole).chain(scopes.iter().map(|scope| &scope.range)))
    }
}

/// Most places of one document that are held for a declaration: a file of more is data.
const MOST_CANDIDATES: usize = 500;

/// Most scopes of one document that are kept.
const MOST_SCOPES: usize = 10_000;

/// The app manifest of the marketplace command line, which need not name HighLevel.
const APP_MANIFEST: &str = "ghl-app.json";

/// Whether the file at `path` asks for scopes by its name alone.
pub(super) fn is_manifest(path: &str) -> bool {
    file_name(path) == APP_MANIFEST
}

/// Whether `text` may name a scope: the question before the dear work of reading.
pub(super) fn may_be_in(text: &[u8]) -> bool {
    // `.write(` and `.readFile` are calls
    let ends = |at: usize| {
        let rest = &text[at..];
        let rest = rest.strip_prefix(b"only").unwrap_or(rest);
        !rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'('))
    };
    let names = |access: &[u8]| memchr::memmem::find_iter(text, access).any(|at| ends(at + access.len()));
    names(b".read") || names(b".write") || memchr::memmem::find(text, b"scope=").is_some()
}

/// Finds what `source` asks for.
pub(super) fn find(catalog: &Catalog, source: &Source<'_>) -> ScopeHits {
    let mut hits = ScopeHits::default();
    let is_documentation = source.language == Language::Markdown
        || catalog.places.is_prose(source.path)
        || catalog.declaring.is_documentation(source.path);
    hits.declarations = addresses(catalog, source, is_documentation);
    if !is_documentation && !describes_an_api(source.reading) {
        let mut candidates = values(catalog, source);
        candidates.extend(lists(catalog, source));
        candidates.retain(|candidate| candidate.words.has_highlevels());
        hits.truncated = MOST_CANDIDATES < candidates.len();
        candidates.truncate(MOST_CANDIDATES);
        let mut n_left = MOST_SCOPES;
        for candidate in &candidates {
            let verdict = candidate::judge(catalog, source, candidate, &candidates);
            let n_words = candidate.words.words.len();
            if verdict != Verdict::Nothing && n_left < n_words {
                hits.truncated = true;
                break;
            }
            match verdict {
                Verdict::Request => hits.declarations.extend(declaration(catalog, source, candidate)),
                Verdict::Grant => hits.grants.extend(grant(candidate)),
                Verdict::Nothing => continue,
            }
            n_left -= n_words;
        }
    }
    hits.declarations.sort_by_key(|hit| (hit.range.start, hit.range.end));
    hits.declarations.dedup_by(|second, first| second.scopes == first.scopes);
    hits.grants.sort_by_key(|hit| (hit.range.start, hit.range.end));
    hits
}

fn addresses(catalog: &Catalog, source: &Source<'_>, is_documentation: bool) -> Vec<DeclarationHit> {
    let literals = source.reading.literals.iter();
    let found = literals.flat_map(|literal| {
        let is_remark = is_documentation || literal.place.role == Role::Comment;
        address::find(catalog, &literal.decoded).into_iter().filter_map(move |address| {
            let scopes = scopes_of(&address.words);
            Some(DeclarationHit {
                range: whole(&scopes)?,
                scopes,
                form: DeclarationForm::InstallAddress,
                standing: if is_remark { Standing::Documentation } else { Standing::Own },
                level: address.level,
            })
        })
    });
    found.take(MOST_CANDIDATES).collect()
}

/// Whether a document says in a field of its own that it describes an API.
fn describes_an_api(reading: &Reading) -> bool {
    reading.literals.iter().any(|literal| match &*literal.place.names {
        [name] => literal.place.role == Role::Value && (**name == *"openapi" || **name == *"swagger"),
        _ => false,
    })
}

fn is_code(literal: &&Literal) -> bool {
    matches!(literal.place.role, Role::Value | Role::Argument | Role::Fallback)
}

/// Texts that hold several scopes, or one under a name.
fn values<'s>(catalog: &Catalog, source: &Source<'s>) -> Vec<Candidate<'s>> {
    let mut found = Vec::new();
    for literal in source.reading.literals.iter().filter(is_code) {
        if address::holds_scopes(literal.decoded.text()) {
            continue;
        }
        let (variable, decoded) = words::without_variable(&literal.decoded);
        let Some(words) = words::split(catalog, &decoded) else { continue };
        // one alone is the item of a list, and looked at with the others
        if words.is_single() && variable.is_none() {
            continue;
        }
        let place = &literal.place;
        let (base, group, role) = (candidate::base(&place.names), place.group, place.role);
        found.push(Candidate { words, base, group, variable, role, form: DeclarationForm::Text });
    }
    found
}

/// Stands for the groups of an object whose values are taken all together.
const WHOLE: u32 = u32::MAX;

/// Values of one group, and of one name, that are a scope each.
fn lists<'s>(catalog: &Catalog, source: &Source<'s>) -> Vec<Candidate<'s>> {
    let mut by_place: HashMap<(u32, &[Rc<str>]), usize> = HashMap::new();
    let mut found: Vec<Candidate<'s>> = Vec::new();
    let mut command = None;
    for literal in source.reading.literals.iter().filter(is_code) {
        let place = &literal.place;
        let text = literal.decoded.text();
        let names = |word: &str| place.names.last().is_some_and(|name| **name == *word);
        if text == b"scopes" && place.role == Role::Argument && names("app") {
            command = Some(place.group);
        }
        let Some(words) = words::split(catalog, &literal.decoded).filter(Words::is_single) else { continue };
        let is_command = command == Some(place.group) && place.names.iter().any(|name| is_cli(name));
        let base = candidate::base(&place.names);
        let all = candidate::all_of(catalog, source.text, base);
        let base = all.unwrap_or(base);
        let group = if all.is_some() { WHOLE } else { place.group };
        let key = (group, if is_command { &[] } else { base });
        let at = *by_place.entry(key).or_insert_with(|| {
            let form = if is_command { DeclarationForm::Command } else { DeclarationForm::List };
            let words = Words::default();
            found.push(Candidate { words, base, group, variable: None, role: place.role, form });
            found.len() - 1
        });
        if let Some(list) = found.get_mut(at) {
            list.words.append(words);
        }
    }
    found
}

/// The marketplace command line, called by itself or through a runner of packages.
fn is_cli(name: &str) -> bool {
    matches!(name, "ghl" | "npx" | "pnpm" | "bunx" | "yarn")
}

fn declaration(catalog: &Catalog, source: &Source<'_>, candidate: &Candidate<'_>) -> Option<DeclarationHit> {
    let scopes = scopes_of(&candidate.words.words);
    Some(DeclarationHit {
        range: whole(&scopes)?,
        scopes,
        form: form(source, candidate),
        standing: Standing::Own,
        level: around::level(catalog, source.reading, candidate.base),
    })
}

fn grant(candidate: &Candidate<'_>) -> Option<GrantHit> {
    let scopes = scopes_of(&candidate.words.words);
    Some(GrantHit { range: whole(&scopes)?, scopes })
}

fn form(source: &Source<'_>, candidate: &Candidate<'_>) -> DeclarationForm {
    let is_n8n = || {
        let types = source.reading.literals.iter().map(|literal| literal.decoded.text());
        types.filter_map(|text| std::str::from_utf8(text).ok()).any(|text| platform().n8n.credential(text).is_some())
    };
    if is_manifest(source.path) {
        DeclarationForm::AppManifest
    } else if candidate.form == DeclarationForm::Command {
        DeclarationForm::Command
    } else if candidate.is_variable(source.language) {
        DeclarationForm::Env
    } else if source.language == Language::Json && is_n8n() {
        DeclarationForm::N8nCredential
    } else {
        candidate.form
    }
}

fn scopes_of(words: &[Word]) -> Vec<ScopeHit> {
    let hit = |word: &Word| ScopeHit { name: word.name.clone(), has_reason: false, range: word.range.clone() };
    words.iter().map(hit).collect()
}

/// From the first scope of the text to the last.
fn whole(scopes: &[ScopeHit]) -> Option<TextRange> {
    let start = scopes.iter().map(|scope| scope.range.start).min()?;
    let end = scopes.iter().map(|scope| scope.range.end).max()?;
    Some(start..end)
}
