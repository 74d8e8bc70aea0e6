//! The ways in which the proof drives the command line. What a command's formats and options are, it asks the command line
//! itself, so that a new one is driven without being told.

use clap::{Arg, Command};

/// The runs of each command, in every format that it takes where they name none. A new command fails a test until it has its line.
const RUNS: &[&[&str]] = &[
    &["--all-files", "--format", "human", "."],
    &["check", "--all-files", "--list-skipped", "--color", "always", "."],
    &["check", "--staged", "--list-skipped"],
    &["check", "--since", "HEAD"],
    &["check", "--output", "written-report", "--format", "sarif"],
    &["history", "--list-skipped", "--color", "always"],
    &["history", "--unreachable", "--output", "written-history", "--format", "json"],
    &["scopes", "--color", "always"],
    &["scopes", "--write"],
    &["inventory", "--all-files", "--color", "always"],
    &["inventory", "--output", "written-inventory", "--format", "json"],
    &["migrate", "--all-files", "--check"],
    &["migrate", "--output", "written-list", "--format", "markdown"],
    &["baseline", "--output", "written-baseline.json"],
    &["baseline", "--output", "written-baseline.json", "--prune"],
    &["check", "--baseline", "written-baseline.json", "--format", "human"],
    &["rules"],
    &["explain", "hardcoded-private-token"],
    &["init"],
    &["init", "--yes"],
    &["completions", "bash"],
];

/// All runs, in every format that each takes.
pub(super) fn runs() -> Vec<Vec<String>> {
    let owned = |run: &&[&str]| run.iter().map(|word| (*word).to_owned()).collect();
    RUNS.iter().map(owned).flat_map(|run: Vec<String>| in_every_format(&run)).collect()
}

/// `run` as it is, where it takes no format, else once with each.
pub(super) fn in_every_format(run: &[String]) -> Vec<Vec<String>> {
    let formats = run.first().map_or_else(Vec::new, |name| formats_of(name));
    let with = |format: &String| [run, &["--format".to_owned(), format.clone()]].concat();
    let all: Vec<Vec<String>> = formats.iter().map(with).filter(|run| is_understood(run)).collect();
    if all.is_empty() { vec![run.to_vec()] } else { all }
}

/// `command` with `secret` as the value of each of its options, one at a time, in both spellings, and in the places of paths
/// and of options that do not exist.
pub(super) fn with_secret_arguments(name: &str, secret: &str) -> Vec<Vec<String>> {
    let command = subcommand(name);
    let of_option = |argument: &Arg| {
        let long = argument.get_long().map(|long| vec![format!("--{long}={secret}")]);
        let apart = argument.get_long().map(|long| vec![format!("--{long}"), secret.to_owned()]);
        let short = argument.get_short().map(|short| vec![format!("-{short}{secret}")]);
        [long, apart, short].into_iter().flatten().collect::<Vec<_>>()
    };
    let known: Vec<Vec<String>> = command.get_arguments().flat_map(of_option).collect();
    let others = [vec![secret.to_owned()], vec![format!("--{secret}")], vec![format!("./{secret}"), secret.to_owned()]];
    known.into_iter().chain(others).map(|arguments| [vec![name.to_owned()], arguments].concat()).collect()
}

/// The names of all commands.
pub(super) fn names() -> Vec<String> {
    let command = ghl_lint::cli::command();
    command.get_subcommands().map(|command| command.get_name().to_owned()).filter(|name| name != "help").collect()
}

fn subcommand(name: &str) -> Command {
    let mut command = ghl_lint::cli::command();
    command.build();
    command.find_subcommand(name).cloned().unwrap_or(command)
}

fn formats_of(name: &str) -> Vec<String> {
    let command = subcommand(name);
    let format = command.get_arguments().find(|argument| argument.get_id() == "format");
    let values = format.map(Arg::get_possible_values).unwrap_or_default();
    values.iter().map(|value| value.get_name().to_owned()).collect()
}

fn is_understood(run: &[String]) -> bool {
    let words = std::iter::once("ghl-lint").chain(run.iter().map(String::as_str));
    ghl_lint::cli::command().try_get_matches_from(words).is_ok()
}

#[test]
fn every_command_is_driven() {
    let driven = |name: &String| RUNS.iter().any(|run| run.first() == Some(&name.as_str()));
    let missing: Vec<String> = names().into_iter().filter(|name| !driven(name)).collect();
    assert!(missing.is_empty(), "no run of {missing:?}: each needs a line in RUNS");
    let n_formats = runs().iter().filter(|run| run.first().is_some_and(|name| name == "history")).count();
    assert!(10 <= n_formats, "the formats of a command are found: {n_formats}");
}
