//! `ghl-lint init`: a starting config and a hook, each with consent. Writes only what is not there yet.

mod managers;
mod plan;

use super::arguments::{ColorArg, InitArgs};
use super::{CLEAN, DEFAULT_WIDTH, output, refuse, shown, wants_color};
use crate::display::display_path;
use crate::problem::{Problem, reason};
use crate::report::Look;
use plan::{Action, Mode, Step, Template, plan};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// Who says that a file may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Consent {
    /// `--yes`.
    Given,
    /// Whoever sits at the terminal, file by file.
    Asked,
    /// Nobody.
    Missing,
}

/// Runs the command. All that it says goes to `err`.
pub(super) fn run(arguments: &InitArgs, err: &mut dyn Write) -> io::Result<u8> {
    let is_watched = io::stderr().is_terminal();
    let consent = match arguments.yes {
        true => Consent::Given,
        false if is_watched && io::stdin().is_terminal() => Consent::Asked,
        false => Consent::Missing,
    };
    let color = wants_color(ColorArg::Auto, is_watched);
    let look = Look { width: DEFAULT_WIDTH, color, quiet: false, seconds: None };
    let Ok(working_directory) = std::env::current_dir() else {
        return refuse(&[Problem::error("", "the working directory does not exist")], look, err);
    };
    let steps = match plan(&working_directory) {
        Ok(steps) => steps,
        Err(problems) => return refuse(&problems, look, err),
    };
    let mut problems = Vec::new();
    for step in &steps {
        let path = display_path(&step.file, &working_directory);
        if let Err(message) = carry_out(step, &shown(Path::new(&path)), consent, err)? {
            problems.push(Problem::error(path, message));
        }
    }
    if consent == Consent::Missing && steps.iter().any(|step| matches!(step.action, Action::Write(_))) {
        writeln!(err, "nothing was written; `ghl-lint init --yes` writes, and on a terminal `ghl-lint init` asks")?;
    }
    if problems.is_empty() { Ok(CLEAN) } else { refuse(&problems, look, err) }
}

/// Does `step`, with consent, and says so; or why it could not be done.
fn carry_out(step: &Step, path: &str, consent: Consent, err: &mut dyn Write) -> io::Result<Result<(), String>> {
    match step.action {
        Action::Leave(why) => writeln!(err, "{path}: {why}")?,
        Action::Advise(how, text) => {
            writeln!(err, "{path}: not written by ghl-lint; {how}:\n")?;
            writeln!(err, "{text}")?;
        }
        Action::Write(template) => {
            let what = template.what;
            match consent {
                Consent::Missing => writeln!(err, "{path}: would be written: {what}")?,
                Consent::Asked if !is_wanted(path, what, err)? => writeln!(err, "{path}: not written")?,
                Consent::Asked | Consent::Given => {
                    if let Err(error) = write(&step.file, template) {
                        return Ok(Err(format!("cannot write: {}", reason(error.kind()))));
                    }
                    writeln!(err, "{path}: written: {what}")?;
                }
            }
        }
    }
    Ok(Ok(()))
}

fn is_wanted(path: &str, what: &str, err: &mut dyn Write) -> io::Result<bool> {
    write!(err, "{path}: {what}\n  write it? [y/N] ")?;
    err.flush()?;
    let mut answer = String::new();
    if io::stdin().read_line(&mut answer)? == 0 {
        writeln!(err)?;
    }
    Ok(is_yes(&answer))
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

/// Never over something that is there, a link that leads nowhere included.
fn write(file: &Path, template: &Template) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    match template.mode {
        Mode::Plain => output::create(file, template.text.as_bytes()),
        Mode::Executable => output::create_executable(file, template.text.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for (answer, expected) in [
            ("y\n", true),
            ("Y\r\n", true),
            (" yes \n", true),
            ("\n", false),
            ("", false),
            ("yep\n", false),
            ("n\n", false),
        ] {
            assert_eq!(is_yes(answer), expected, "{answer:?}");
        }
    }
}
