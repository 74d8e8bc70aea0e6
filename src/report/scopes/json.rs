//! Least privilege for programs. The fields are a promise (CONTRIBUTING.md, "What is fixed").

use crate::fact::EndpointUsed;
use crate::privilege::{Privilege, Reason, Verdict};
use crate::span::Region;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Whole<'p> {
    schema: u32,
    integrations: Vec<Integration<'p>>,
}

/// One integration.
#[derive(Serialize)]
pub(in crate::report) struct Integration<'p> {
    root: &'p str,
    declarations: Vec<Declaration<'p>>,
    needed: Vec<Need<'p>>,
    unused: Vec<&'p str>,
    kept: Vec<Kept<'p>>,
    missing: Vec<Need<'p>>,
    possible: Vec<Need<'p>>,
    unresolved_calls: Vec<Unresolved<'p>>,
}

#[derive(Serialize)]
struct Declaration<'p> {
    path: &'p str,
    span: Span,
    form: &'static str,
    scopes: Vec<&'p str>,
}

#[derive(Serialize)]
struct Span {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    byte: u64,
    line: u64,
    column: u64,
}

#[derive(Serialize)]
struct Need<'p> {
    scope: &'p str,
    why: Vec<Why<'p>>,
}

#[derive(Serialize)]
struct Kept<'p> {
    scope: &'p str,
    reason: &'p str,
}

#[derive(Serialize)]
struct Why<'p> {
    path: &'p str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'static str>,
}

#[derive(Serialize)]
struct Unresolved<'p> {
    path: &'p str,
    line: u64,
    text: &'p str,
}

/// Writes one object.
///
/// # Errors
///
/// When the stream fails.
pub fn write(privileges: &[Privilege<'_>], out: &mut dyn Write) -> io::Result<()> {
    let whole = Whole { schema: 1, integrations: privileges.iter().map(integration).collect() };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

impl<'p> Integration<'p> {
    /// One that neither declares nor needs any scope.
    pub(in crate::report) fn without(root: &'p str) -> Self {
        Self {
            root,
            declarations: Vec::new(),
            needed: Vec::new(),
            unused: Vec::new(),
            kept: Vec::new(),
            missing: Vec::new(),
            possible: Vec::new(),
            unresolved_calls: Vec::new(),
        }
    }
}

/// The object of `privilege`.
pub(in crate::report) fn integration<'p>(privilege: &'p Privilege<'p>) -> Integration<'p> {
    let own = privilege.declarations.iter();
    let need =
        |(scope, reasons): (&&'static str, &Vec<Reason<'p>>)| Need { scope, why: reasons.iter().map(why).collect() };
    Integration {
        root: privilege.root,
        declarations: own
            .map(|(file, declaration)| Declaration {
                path: &file.path,
                span: span(declaration.site.region),
                form: declaration.form.as_str(),
                scopes: declaration.scopes.iter().map(|scope| &*scope.name).collect(),
            })
            .collect(),
        needed: privilege.needed.iter().map(need).collect(),
        unused: privilege.unused().collect(),
        kept: privilege.verdicts.iter().filter_map(|(scope, verdict)| kept(scope, verdict)).collect(),
        missing: privilege
            .missing
            .iter()
            .map(|missing| Need {
                scope: missing.scope.name,
                why: missing.calls.iter().map(|(used, endpoint)| why(&Reason::Call(used, endpoint))).collect(),
            })
            .collect(),
        possible: privilege.possible.iter().map(need).collect(),
        unresolved_calls: privilege.unresolved.iter().map(|used| unresolved(used)).collect(),
    }
}

fn why<'p>(reason: &Reason<'p>) -> Why<'p> {
    let (method, endpoint, event) = match reason {
        Reason::Call(_, endpoint) => (Some(endpoint.method.name()), Some(endpoint.path), None),
        Reason::Event(_, event) => (None, None, Some(event.event)),
    };
    Why { path: reason.path(), line: reason.site().region.start.line, method, endpoint, event }
}

fn kept<'p>(scope: &'p str, verdict: &'p Verdict<'p>) -> Option<Kept<'p>> {
    match verdict {
        Verdict::Kept { reason, .. } => Some(Kept { scope, reason }),
        _ => None,
    }
}

fn unresolved(used: &EndpointUsed) -> Unresolved<'_> {
    Unresolved { path: &used.path, line: used.site.region.start.line, text: used.site.excerpt.text.trim() }
}

fn span(region: Region) -> Span {
    let position =
        |byte: u64, position: crate::span::Position| Position { byte, line: position.line, column: position.column };
    Span { start: position(region.span.start, region.start), end: position(region.span.end, region.end) }
}
