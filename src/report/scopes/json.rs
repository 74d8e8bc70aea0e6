//! Least privilege for programs. The fields are a promise (CONTRIBUTING.md, "What is fixed").

use crate::fact::{EndpointUsed, Standing};
use crate::masked;
use crate::privilege::{Privilege, Reason};
use crate::span::Region;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Whole<'p> {
    schema: u32,
    integrations: Vec<Integration<'p>>,
}

#[derive(Serialize)]
struct Integration<'p> {
    root: String,
    declarations: Vec<Declaration<'p>>,
    needed: Vec<Need<'p>>,
    unused: Vec<&'p str>,
    missing: Vec<Need<'p>>,
    possible: Vec<Need<'p>>,
    unresolved_calls: Vec<Unresolved>,
}

#[derive(Serialize)]
struct Declaration<'p> {
    path: String,
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
    why: Vec<Why>,
}

#[derive(Serialize)]
struct Why {
    path: String,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'static str>,
}

#[derive(Serialize)]
struct Unresolved {
    path: String,
    line: u64,
    text: String,
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

fn integration<'p>(privilege: &'p Privilege<'p>) -> Integration<'p> {
    let own = privilege.declarations.iter().filter(|(_, declaration)| declaration.standing == Standing::Own);
    let need =
        |(scope, reasons): (&&'static str, &Vec<Reason<'_>>)| Need { scope, why: reasons.iter().map(why).collect() };
    Integration {
        root: masked(privilege.root),
        declarations: own
            .map(|(file, declaration)| Declaration {
                path: masked(&file.path),
                span: span(declaration.site.region),
                form: declaration.form.as_str(),
                scopes: declaration.scopes.iter().map(|scope| &*scope.name).collect(),
            })
            .collect(),
        needed: privilege.needed.iter().map(need).collect(),
        unused: privilege.unused().collect(),
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

fn why(reason: &Reason<'_>) -> Why {
    let (method, endpoint, event) = match reason {
        Reason::Call(_, endpoint) => (Some(endpoint.method.name()), Some(endpoint.path), None),
        Reason::Event(_, event) => (None, None, Some(event.event)),
    };
    Why { path: masked(reason.path()), line: reason.site().region.start.line, method, endpoint, event }
}

fn unresolved(used: &EndpointUsed) -> Unresolved {
    Unresolved {
        path: masked(&used.path),
        line: used.site.region.start.line,
        text: used.site.excerpt.text.trim().to_owned(),
    }
}

fn span(region: Region) -> Span {
    let position =
        |byte: u64, position: crate::span::Position| Position { byte, line: position.line, column: position.column };
    Span { start: position(region.span.start, region.start), end: position(region.span.end, region.end) }
}
