//! The command line: arguments to [`Settings`], a report to its destination, everything to an exit code.

mod arguments;
mod init;
mod inventory;
mod migrate;
mod output;
mod progress;
mod scopes;

use crate::history::{HistoryRequest, Reach};
use crate::problem::{Problem, reason};
use crate::report::{self, Look, Report};
use crate::rules::RULES;
use crate::settings::Settings;
use crate::triage::baseline::Baseline;
use crate::{Outcome, baseline, check, history, masked, rules, unknown_rule};
use arguments::{
    BaselineArgs, CheckArgs, Cli, ColorArg, Command, HistoryArgs, ReportArgs, RulesArgs, RulesFormat, SourceArgs,
    check_settings, settings,
};
use clap::{CommandFactory, Parser};
use clap_complete::Shell;
use progress::ProgressLine;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Nothing found at or above the level that fails.
pub const CLEAN: u8 = 0;
/// Something found.
pub const FOUND: u8 = 1;
/// The run cannot be trusted.
pub const BROKEN: u8 = 2;

/// Runs the command line `arguments` and returns the exit code.
pub fn run(arguments: impl Iterator<Item = std::ffi::OsString>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, out, err),
    };
    let done = match cli.command {
        None => run_check(&cli.check, out, err),
        Some(Command::Check(arguments)) => run_check(&arguments, out, err),
        Some(Command::History(arguments)) => run_history(&arguments, out, err),
        Some(Command::Scopes(arguments)) => scopes::run(&arguments, out, err),
        Some(Command::Inventory(arguments)) => inventory::run(&arguments, out, err),
        Some(Command::Migrate(arguments)) => migrate::run(&arguments, out, err),
        Some(Command::Baseline(arguments)) => run_baseline(&arguments, err),
        Some(Command::Init(arguments)) => init::run(&arguments, err),
        Some(Command::Rules(arguments)) => run_rules(&arguments, out),
        Some(Command::Explain { rule }) => run_explain(&rule, out, err),
        Some(Command::Completions { shell }) => run_completions(shell, out),
    };
    match done.and_then(|code| still_there(out.flush()).map(|()| code)) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(err, "error: cannot write the report: {}", reason(error.kind()));
            BROKEN
        }
    }
}

/// A reader that goes away, as `head` does, is no failure of ours; what was found stays found.
fn still_there(written: std::io::Result<()>) -> std::io::Result<()> {
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn usage(error: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let wants_color = |is_terminal: bool| wants_color(ColorArg::Auto, is_terminal);
    // what was typed can be a token in the wrong place
    let text =
        |color: bool| masked(&if color { error.render().ansi().to_string() } else { error.render().to_string() });
    // whoever cannot be told cannot be helped: the exit code says the rest
    if error.use_stderr() {
        let _ = write!(err, "{}", text(wants_color(std::io::stderr().is_terminal())));
        BROKEN
    } else {
        let _ = write!(out, "{}", text(wants_color(std::io::stdout().is_terminal())));
        CLEAN
    }
}

fn run_check(arguments: &CheckArgs, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    let start = Instant::now();
    let CheckArgs { source, report, .. } = arguments;
    let checked = check_settings(arguments).and_then(|settings| check(&with_report(settings, report)));
    show(checked, source, report, start, out, err)
}

fn run_history(arguments: &HistoryArgs, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    let start = Instant::now();
    let HistoryArgs { source, report, since_commit, branch, unreachable } = arguments;
    let request = HistoryRequest {
        folder: source.paths.first().cloned().unwrap_or_else(|| PathBuf::from(".")),
        since: since_commit.clone(),
        branches: branch.clone(),
        reach: if *unreachable { Reach::Everything } else { Reach::Refs },
    };
    let is_watched = std::io::stderr().is_terminal() && !source.quiet;
    let mut progress = ProgressLine::new(is_watched, err);
    let checked = settings(source)
        .and_then(|settings| history(&with_report(settings, report), &request, &mut |done| progress.show(done)));
    progress.clear();
    show(checked, source, report, start, out, err)
}

fn with_report(settings: Settings, report: &ReportArgs) -> Settings {
    Settings { baseline: report.baseline.clone(), min_confidence: report.min_confidence.map(Into::into), ..settings }
}

/// Shows what a run gave, or why it did not begin.
fn show(
    outcome: Result<Outcome, Vec<Problem>>,
    source: &SourceArgs,
    arguments: &ReportArgs,
    start: Instant,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> std::io::Result<u8> {
    let err_look = err_look(source);
    let mut outcome = match outcome {
        Ok(outcome) => outcome,
        Err(problems) => return refuse(&problems, err_look, err),
    };
    outcome.report.list_skipped = arguments.list_skipped;
    outcome.report.commit = commit_of_job();
    if let Some(severity) = arguments.fail_on.map(Into::into).or(outcome.fail_on) {
        outcome.report.fail_on = severity;
    }
    let is_watched = arguments.output.is_none() && std::io::stdout().is_terminal();
    let look = Look {
        width: if is_watched { terminal_width() } else { DEFAULT_WIDTH },
        color: wants_color(source.color, is_watched),
        quiet: source.quiet,
        seconds: is_watched.then(|| start.elapsed().as_secs_f64()),
    };
    // a standard error that nobody reads must not cost the report
    let _ = tell_run(&outcome.report, err_look, err);
    let write = |out: &mut dyn Write| report::write(&outcome.report, arguments.format, look, out);
    let is_written = deliver(arguments.output.as_deref(), write, out, err)?;
    Ok(if is_written { exit_code(&outcome.report, arguments.exit_zero) } else { BROKEN })
}

/// Writes to the file that the user named, or to standard output. False when the file cannot be written, which is told.
fn deliver(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> std::io::Result<bool> {
    let Some(path) = path.filter(|path| !output::is_standard(path)) else {
        return still_there(write(out)).map(|()| true);
    };
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    if let Err(error) = output::replace(path, &bytes) {
        writeln!(err, "error: {}: cannot write: {}", shown(path), reason(error.kind()))?;
        return Ok(false);
    }
    Ok(true)
}

fn run_baseline(arguments: &BaselineArgs, err: &mut dyn Write) -> std::io::Result<u8> {
    let look = err_look(&arguments.source);
    let settings = match settings(&arguments.source) {
        Ok(settings) => settings,
        Err(problems) => return refuse(&problems, look, err),
    };
    let shown = shown(&arguments.output);
    let old = match arguments.prune {
        false => None,
        true => match Baseline::read(&arguments.output) {
            Ok(old) => Some(old),
            Err(error) => return refuse(&[Problem::error(shown, error.to_string())], look, err),
        },
    };
    if old.is_some() && !settings.is_here(&arguments.output) {
        let message = "its paths are those of its own folder: prune it from there";
        return refuse(&[Problem::error(shown, message)], look, err);
    }
    let n_before = old.as_ref().map(Baseline::len);
    let (baseline, report) = match baseline(&settings, old) {
        Ok(done) => done,
        Err(problems) => return refuse(&problems, look, err),
    };
    tell_problems(&report.problems, look, err)?;
    if report.is_broken() {
        writeln!(err, "{shown} was not written: not everything could be read")?;
        return Ok(BROKEN);
    }
    let text = match baseline.to_json() {
        Ok(text) => text,
        Err(error) => return refuse(&[Problem::error(shown, error.to_string())], look, err),
    };
    if let Err(error) = output::replace(&arguments.output, text.as_bytes()) {
        writeln!(err, "error: {shown}: cannot write: {}", reason(error.kind()))?;
        return Ok(BROKEN);
    }
    if !arguments.source.quiet {
        let pruned = n_before.map_or_else(String::new, |n| format!(", {} taken out", n - baseline.len()));
        writeln!(err, "{shown} accepts {} findings{pruned}", baseline.len())?;
    }
    Ok(CLEAN)
}

fn run_rules(arguments: &RulesArgs, out: &mut dyn Write) -> std::io::Result<u8> {
    let metas = RULES.iter().map(|rule| rule.meta());
    match arguments.format {
        RulesFormat::Human => {
            let width = metas.clone().map(|meta| meta.id.len()).max().unwrap_or(0);
            for meta in metas {
                writeln!(out, "{:width$}  {:7}  {}", meta.id, meta.severity.as_str(), meta.summary)?;
            }
        }
        RulesFormat::Json => {
            let rules: Vec<_> = metas
                .map(|meta| serde_json::json!({ "id": meta.id, "severity": meta.severity, "summary": meta.summary, "url": report::docs_url(meta.id) }))
                .collect();
            serde_json::to_writer_pretty(&mut *out, &rules)?;
            writeln!(out)?;
        }
        RulesFormat::Markdown => write!(out, "{}", rules_table())?,
    }
    Ok(CLEAN)
}

/// The rules as a Markdown table, as the README holds it.
pub fn rules_table() -> String {
    let rows = RULES.iter().map(|rule| rule.meta()).map(|meta| {
        format!("| [`{0}`](rules/docs/{0}.md) | {1} | {2} |\n", meta.id, meta.severity.as_str(), meta.summary)
    });
    "| rule | default | reports |\n|---|---|---|\n".to_owned() + &rows.collect::<String>()
}

fn run_explain(id: &str, out: &mut dyn Write, err: &mut dyn Write) -> std::io::Result<u8> {
    match rules::rule(id) {
        Some(meta) => {
            write!(out, "{}", meta.docs)?;
            Ok(CLEAN)
        }
        None => {
            let look = Look { width: DEFAULT_WIDTH, color: false, quiet: false, seconds: None };
            refuse(&[unknown_rule(id)], look, err)
        }
    }
}

fn run_completions(shell: Shell, out: &mut dyn Write) -> std::io::Result<u8> {
    // the generator writes to a stream or panics
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "ghl-lint", &mut script);
    still_there(out.write_all(&script))?;
    Ok(CLEAN)
}

/// The command line with all its options, for a manual page.
pub fn command() -> clap::Command {
    Cli::command()
}

/// A path that was typed, safe to print: it can hold a token in the wrong place.
fn shown(path: &Path) -> String {
    masked(&report::printable(&path.to_string_lossy()))
}

fn refuse(problems: &[Problem], look: Look, err: &mut dyn Write) -> std::io::Result<u8> {
    let shown = |problem: &Problem| Problem { path: masked(&problem.path), ..problem.clone() };
    let problems: Vec<Problem> = problems.iter().map(shown).collect();
    report::write_problems(&problems, look, err)?;
    Ok(BROKEN)
}

/// Says on standard error what happened to the run. SARIF and GitHub annotations carry it themselves, too.
fn tell_run(report: &Report, look: Look, err: &mut dyn Write) -> std::io::Result<()> {
    tell_problems(&report.problems, look, err)?;
    if report.list_skipped {
        for skipped in &report.skipped {
            writeln!(err, "skipped: {}: {}", report::printable(&skipped.path), skipped.reason.as_str())?;
        }
    }
    Ok(())
}

/// Says what happened to the run; quietly, only after what it cannot be trusted.
fn tell_problems(problems: &[Problem], look: Look, err: &mut dyn Write) -> std::io::Result<()> {
    let told = problems.iter().filter(|problem| !look.quiet || is_error(problem));
    report::write_problems(&told.cloned().collect::<Vec<_>>(), look, err)
}

fn is_error(problem: &Problem) -> bool {
    problem.severity == crate::problem::ProblemSeverity::Error
}

/// The commit that GitLab checked out for the job that this runs in, as its reports name it.
fn commit_of_job() -> Option<String> {
    let is_id = |id: &String| matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    std::env::var("CI_COMMIT_SHA").ok().filter(is_id)
}

fn exit_code(report: &Report, exit_zero: bool) -> u8 {
    if report.is_broken() {
        BROKEN
    } else if !exit_zero && report.findings.iter().any(|finding| report.fails(finding)) {
        FOUND
    } else {
        CLEAN
    }
}

/// Columns where nobody's terminal says otherwise.
const DEFAULT_WIDTH: usize = 100;

fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0)).min(120)
}

fn err_look(source: &SourceArgs) -> Look {
    let is_watched = std::io::stderr().is_terminal();
    Look {
        width: if is_watched { terminal_width() } else { DEFAULT_WIDTH },
        color: wants_color(source.color, is_watched),
        quiet: source.quiet,
        seconds: None,
    }
}

fn wants_color(choice: ColorArg, is_terminal: bool) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            !is_set("NO_COLOR")
                && (is_terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
                    || std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0"))
        }
    }
}
