//! `ghl-lint scopes`: the table, or with `--write` the scope manifests.

use super::arguments::{ScopesArgs, TableFormat, settings};
use super::{BROKEN, CLEAN, FOUND, err_look, is_error, output, refuse, still_there, tell_problems, wants_color};
use crate::display::normal;
use crate::kept::note;
use crate::listing::first_of;
use crate::privilege::weigh;
use crate::problem::{Problem, reason};
use crate::report::{self, Look};
use crate::scope_manifest::{self, FILE_NAME, edit};
use crate::settings::Settings;
use crate::upkeep::{Action, Change, Plan, Reason};
use crate::{Scopes, masked, scopes, upkeep};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// Runs the command.
pub(super) fn run(arguments: &ScopesArgs, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let look = err_look(&arguments.source);
    let settings = match settings(&arguments.source) {
        Ok(settings) => settings,
        Err(problems) => return refuse(&problems, look, err),
    };
    if arguments.write {
        return write_manifests(&settings, look, err);
    }
    let Scopes { evidence, open, accepted, problems } = match scopes(&settings) {
        Ok(scopes) => scopes,
        Err(problems) => return refuse(&problems, look, err),
    };
    tell_problems(&problems, look, err)?;
    let mut privileges = weigh(&evidence);
    note(&mut privileges, &open, &accepted);
    let is_watched = io::stdout().is_terminal();
    let look = Look { color: wants_color(arguments.source.color, is_watched), ..look };
    still_there(match arguments.format {
        TableFormat::Human => report::scopes::write(&privileges, look, out),
        TableFormat::Json => report::scopes::write_json(&privileges, out),
    })?;
    let has_faults =
        privileges.iter().any(|privilege| privilege.unused().next().is_some() || !privilege.missing.is_empty());
    Ok(match has_faults {
        _ if problems.iter().any(is_error) => BROKEN,
        true if !arguments.exit_zero => FOUND,
        _ => CLEAN,
    })
}

/// Brings the manifest of every integration up to date and says what was done.
fn write_manifests(settings: &Settings, look: Look, err: &mut dyn Write) -> io::Result<u8> {
    let upkeep = match upkeep(settings) {
        Ok(upkeep) => upkeep,
        Err(problems) => return refuse(&problems, look, err),
    };
    tell_problems(&upkeep.problems, look, err)?;
    if upkeep.problems.iter().any(is_error) {
        writeln!(err, "no {FILE_NAME} was written: not everything could be read")?;
        return Ok(BROKEN);
    }
    if upkeep.plans.is_empty() && !look.quiet {
        writeln!(err, "no {FILE_NAME} was written: no scopes are declared here, and no code uses HighLevel's API")?;
    }
    let mut problems = Vec::new();
    for plan in &upkeep.plans {
        match carry_out(plan, &settings.working_directory) {
            Ok(said) if !look.quiet => write!(err, "{said}")?,
            Ok(_) => {}
            Err(message) => problems.push(Problem::error(&*plan.path, message)),
        }
    }
    if problems.is_empty() { Ok(CLEAN) } else { refuse(&problems, look, err) }
}

/// Does what `plan` says; returns what to tell of it, or why it could not be done.
fn carry_out(plan: &Plan, working_directory: &Path) -> Result<String, String> {
    let path = working_directory.join(&plan.path);
    let shown = masked(&report::printable(&plan.path));
    match &plan.action {
        Action::Leave(Reason::Partial) => {
            Err("not written: only a part of its integration was looked at; name the whole folder".to_owned())
        }
        Action::Leave(reason) => Ok(format!("{shown}: not written; {}\n", why(*reason))),
        Action::Create(change) => {
            create(change, &path, working_directory)?;
            let n = change.added.len();
            let said = format!("{shown}: written with {n} scope{}\n", if n == 1 { "" } else { "s" });
            Ok(said + &caveats(change))
        }
        Action::Update(change) => {
            let n_kept = update(change, &path, working_directory)?;
            let (n_added, n_out) = (change.added.len(), change.taken_out.len());
            let said = match n_added + n_out {
                0 => format!("{shown}: nothing to change, {n_kept} kept\n"),
                _ => format!("{shown}: {n_added} added, {n_out} taken out, {n_kept} kept\n"),
            };
            let lists = [line("added", &change.added), line("taken out", &change.taken_out)].concat();
            Ok(said + &lists + &caveats(change))
        }
    }
}

fn create(change: &Change, path: &Path, working_directory: &Path) -> Result<(), String> {
    // a link, an ignored file: something that was not looked at, and nobody's to overwrite
    if let Ok(metadata) = fs::symlink_metadata(path) {
        let is =
            if metadata.is_file() { "it is there and was not read (--list-skipped)" } else { "it is no regular file" };
        return Err(format!("not written: {is}"));
    }
    let added: Vec<&str> = change.added.iter().map(String::as_str).collect();
    replace(path, working_directory, &edit::new(&added))
}

/// Returns how many scopes stay.
fn update(change: &Change, path: &Path, working_directory: &Path) -> Result<usize, String> {
    if !fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return Err("not changed: it is no regular file".to_owned());
    }
    let bytes = fs::read(path).map_err(|error| format!("cannot read: {}", reason(error.kind())))?;
    let changed = || "not changed: it has become another file since it was looked at".to_owned();
    let text = std::str::from_utf8(&bytes).map_err(|_| "not changed: it is not UTF-8".to_owned())?;
    let manifest = scope_manifest::read(&bytes).map_err(|_| changed())?;
    let (added, taken_out): (Vec<&str>, Vec<&str>) =
        (change.added.iter().map(String::as_str).collect(), change.taken_out.iter().map(String::as_str).collect());
    let n_kept = manifest.entries.iter().filter(|entry| !taken_out.contains(&&*entry.name)).count();
    let new = edit::edited(text, &manifest, &added, &taken_out)
        .ok_or("not changed: write [scopes], and below it each scope on a line of its own")?;
    if new != text {
        replace(path, working_directory, &new)?;
    }
    Ok(n_kept)
}

/// Writes through a temporary file beside `path`, and never out of the working directory by a link.
fn replace(path: &Path, working_directory: &Path, text: &str) -> Result<(), String> {
    let cannot_write = |error: io::Error| format!("cannot write: {}", reason(error.kind()));
    let folder = path.parent().unwrap_or(working_directory);
    let is_inside = |path: &Path| path.starts_with(working_directory);
    if is_inside(&normal(folder)) {
        let real = folder.canonicalize().map_err(cannot_write)?;
        if !real.starts_with(working_directory.canonicalize().map_err(cannot_write)?) {
            return Err("not written: a link leads to it, out of the working directory".to_owned());
        }
    }
    output::replace(path, text.as_bytes()).map_err(cannot_write)
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::NothingNeeded => "no call is known that needs a scope",
        Reason::Shared => {
            "other parts of the application declare scopes, and this may be code of theirs \
             (an empty file there gives it scopes of its own)"
        }
        Reason::NoRoot => {
            "several applications may lie here; put an empty file of this name into the folder of each that is one"
        }
        Reason::Partial => "only a part of it was looked at",
    }
}

/// What else there is to know of a manifest.
fn caveats(change: &Change) -> String {
    let unseen = if change.is_in_sight { "" } else { "  not all of the code that may need a scope was seen\n" };
    line("may be needed", &change.open) + unseen
}

/// Most scopes that one line names.
const MOST_SCOPES: usize = 20;

fn line(what: &str, scopes: &[String]) -> String {
    if scopes.is_empty() {
        String::new()
    } else {
        format!("  {what}: {}\n", report::printable(&first_of(scopes, MOST_SCOPES, " ")))
    }
}
