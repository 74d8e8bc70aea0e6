//! What `ghl-lint init` would do in a folder, from what is there. Changes nothing.

use super::managers;
use crate::config;
use crate::problem::Problem;
use crate::source::hooks::Hooks;
use std::path::{Path, PathBuf};

/// A step, and the file that it is about.
#[derive(Debug)]
pub(super) struct Step {
    /// The file, absolute.
    pub(super) file: PathBuf,
    /// What is to be done.
    pub(super) action: Action,
}

/// What is to be done with a file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    /// Write it: it is not there yet.
    Write(&'static Template),
    /// Nothing, for this reason.
    Leave(&'static str),
    /// A person should do this with this text.
    Advise(&'static str, &'static str),
}

/// A file to be written.
#[derive(Debug)]
pub(super) struct Template {
    /// What it is, in words.
    pub(super) what: &'static str,
    /// What it holds.
    pub(super) text: &'static str,
    /// Whether git must be able to run it.
    pub(super) mode: Mode,
}

/// Whether a file is to be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is read.
    Plain,
    /// It is run.
    Executable,
}

const CONFIG: Template = Template {
    what: "a config that explains every key and sets none",
    text: include_str!("config.toml"),
    mode: Mode::Plain,
};

const HOOK: Template = Template {
    what: "a hook that runs `ghl-lint check --staged` before each commit",
    text: include_str!("pre-commit.sh"),
    mode: Mode::Executable,
};

/// The steps for `working_directory`.
///
/// # Errors
///
/// When its repository cannot be read.
pub(super) fn plan(working_directory: &Path) -> Result<Vec<Step>, Vec<Problem>> {
    let hooks = Hooks::around(working_directory).map_err(|_| {
        vec![Problem::error("", "the git repository cannot be read, or does not say where its hooks are")]
    })?;
    let top = hooks.as_ref().map_or(working_directory, |hooks| &hooks.top);
    Ok(vec![config_step(working_directory, top), hook_step(working_directory, hooks.as_ref())])
}

/// The hook runs at the top of the work tree: there it finds the config.
fn config_step(working_directory: &Path, top: &Path) -> Step {
    if let Some(file) = config::find(working_directory) {
        return Step { file, action: Action::Leave("is there; left as it is") };
    }
    let file = top.join(config::FILE_NAME);
    let is_taken = file.symlink_metadata().is_ok();
    let action = if is_taken { Action::Leave("is there, and is no regular file") } else { Action::Write(&CONFIG) };
    Step { file, action }
}

fn hook_step(working_directory: &Path, hooks: Option<&Hooks>) -> Step {
    const RUNS_US: Action = Action::Leave("runs ghl-lint already");
    let Some(hooks) = hooks else {
        let action = Action::Leave("no hook: this is no git repository");
        return Step { file: working_directory.to_owned(), action };
    };
    let managed: Vec<_> = managers::of(&hooks.top).collect();
    if let Some((_, file)) = managed.iter().find(|(_, file)| managers::names_us(file)) {
        return Step { file: file.clone(), action: RUNS_US };
    }
    if let Some((manager, file)) = managed.first() {
        return Step { file: file.clone(), action: Action::Advise(manager.how, manager.snippet) };
    }
    let file = hooks.folder.join("pre-commit");
    let action = if managers::names_us(&file) {
        RUNS_US
    } else if !hooks.is_own {
        let how = "it is outside of this repository, where others may share it: add this line to it";
        Action::Advise(how, managers::LINE)
    } else if file.symlink_metadata().is_ok() {
        Action::Advise("another hook is there: add this line to it", managers::LINE)
    } else {
        Action::Write(&HOOK)
    };
    Step { file, action }
}
