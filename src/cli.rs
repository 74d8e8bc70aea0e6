//! The command line: arguments to [`Settings`], a report to its destination, everything to an exit code.

mod output;

use crate::finding::{Confidence, Severity};
use crate::problem::Problem;
use crate::report::{self, Format, Look, Report};
use crate::rules::RULES;
use crate::triage::baseline::Baseline;
use crate::{ConfigSource, Settings, baseline, check, rules, unknown_rule};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Nothing found at or above the level that fails.
pub const CLEAN: u8 = 0;
/// Something found.
pub const FOUND: u8 = 1;
/// The run cannot be trusted.
pub const BROKEN: u8 = 2;

/// Finds hard-coded HighLevel (GoHighLevel, LeadConnector) keys. Offline: nothing that it reads leaves the machine.
#[derive(Debug, Parser)]
#[command(name = "ghl-lint", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 the run cannot be trusted.")]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: CheckArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lint folders, files, or standard input (the default)
    Check(CheckArgs),
    /// Write a baseline that accepts what is found today, or prune one
    Baseline(BaselineArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Show one rule's page
    Explain {
        /// The rule's id
        rule: String,
    },
}

#[derive(Debug, Args)]
struct CheckArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Output format
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    format: Format,
    /// Write the report to FILE, whole or not at all
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<SeverityArg>,
    /// Least confidence that is reported [default: low]
    #[arg(long, value_enum, value_name = "CONFIDENCE")]
    min_confidence: Option<ConfidenceArg>,
    /// Accept what this baseline holds
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Exit with 0 even when something was found (2 stays 2)
    #[arg(long)]
    exit_zero: bool,
    /// Name what was not read, and why, on standard error
    #[arg(long)]
    list_skipped: bool,
}

#[derive(Debug, Args)]
struct BaselineArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// The baseline file
    #[arg(long, value_name = "FILE", default_value = "ghl-lint-baseline.json")]
    output: PathBuf,
    /// Only take out what is not found any more; accept nothing new
    #[arg(long)]
    prune: bool,
}

#[derive(Debug, Args)]
struct RulesArgs {
    /// Output format
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    format: RulesFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RulesFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
struct SourceArgs {
    /// Folders and files; `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Name under which standard input is judged and reported
    #[arg(long, value_name = "NAME", default_value = "<stdin>", hide_default_value = true)]
    stdin_filename: String,
    /// Read ignored and excluded files, too
    #[arg(long)]
    all_files: bool,
    /// Run only this rule (repeatable)
    #[arg(long, value_name = "ID")]
    rule: Vec<String>,
    /// Do not run this rule (repeatable)
    #[arg(long, value_name = "ID")]
    skip: Vec<String>,
    /// Use this config
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Use no config
    #[arg(long)]
    isolated: bool,
    /// When to color
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    color: ColorArg,
    /// Say nothing but findings and errors
    #[arg(long, short)]
    quiet: bool,
    /// Number of readers [default: all cores]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SeverityArg {
    Error,
    Warning,
    Note,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ConfidenceArg {
    High,
    Medium,
    Low,
}

/// Runs the command line `arguments` and returns the exit code.
pub fn run(arguments: impl Iterator<Item = std::ffi::OsString>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, out, err),
    };
    let done = match cli.command {
        None => run_check(&cli.check, out, err),
        Some(Command::Check(arguments)) => run_check(&arguments, out, err),
        Some(Command::Baseline(arguments)) => run_baseline(&arguments, err),
        Some(Command::Rules(arguments)) => run_rules(&arguments, out),
        Some(Command::Explain { rule }) => run_explain(&rule, out, err),
    };
    match done {
        Ok(code) => code,
        // the reader of our output went away, as `head` does: that is no failure of ours
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => CLEAN,
        Err(error) => {
            let _ = writeln!(err, "error: cannot write the report: {}", error.kind());
            BROKEN
        }
    }
}

fn usage(error: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let wants_color = |is_terminal: bool| wants_color(ColorArg::Auto, is_terminal);
    let text = |color: bool| if color { error.render().ansi().to_string() } else { error.render().to_string() };
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
    let err_look = err_look(&arguments.source);
    let settings = match settings(&arguments.source) {
        Ok(settings) => settings,
        Err(problems) => return refuse(&problems, err_look, err),
    };
    let settings = Settings {
        baseline: arguments.baseline.clone(),
        min_confidence: arguments.min_confidence.map(Into::into),
        ..settings
    };
    let mut outcome = match check(&settings) {
        Ok(outcome) => outcome,
        Err(problems) => return refuse(&problems, err_look, err),
    };
    outcome.report.list_skipped = arguments.list_skipped;
    let is_watched = arguments.output.is_none() && std::io::stdout().is_terminal();
    let look = Look {
        width: if is_watched { terminal_width() } else { DEFAULT_WIDTH },
        color: wants_color(arguments.source.color, is_watched),
        quiet: arguments.source.quiet,
        seconds: is_watched.then(|| start.elapsed().as_secs_f64()),
    };
    tell_run(&outcome.report, arguments, err_look, err)?;
    match &arguments.output {
        None => report::write(&outcome.report, arguments.format, look, out)?,
        Some(path) => {
            let mut bytes = Vec::new();
            report::write(&outcome.report, arguments.format, look, &mut bytes)?;
            if let Err(error) = output::replace(path, &bytes) {
                let shown = report::printable(&path.to_string_lossy());
                writeln!(err, "error: {shown}: cannot write: {}", error.kind())?;
                return Ok(BROKEN);
            }
        }
    }
    let fail_on = arguments.fail_on.map(Into::into).or(outcome.fail_on).unwrap_or(Severity::Warning);
    Ok(exit_code(&outcome.report, fail_on, arguments.exit_zero))
}

fn run_baseline(arguments: &BaselineArgs, err: &mut dyn Write) -> std::io::Result<u8> {
    let look = err_look(&arguments.source);
    let settings = match settings(&arguments.source) {
        Ok(settings) => settings,
        Err(problems) => return refuse(&problems, look, err),
    };
    let shown = report::printable(&arguments.output.to_string_lossy());
    let old = match arguments.prune {
        false => None,
        true => match Baseline::read(&arguments.output) {
            Ok(old) => Some(old),
            Err(error) => return refuse(&[Problem::error(shown, error.to_string())], look, err),
        },
    };
    let n_before = old.as_ref().map(Baseline::len);
    let (baseline, report) = match baseline(&settings, old) {
        Ok(done) => done,
        Err(problems) => return refuse(&problems, look, err),
    };
    report::write_problems(&report.problems, look, err)?;
    if report.is_broken() {
        writeln!(err, "{shown} was not written: not everything could be read")?;
        return Ok(BROKEN);
    }
    if let Err(error) = output::replace(&arguments.output, baseline.to_json()?.as_bytes()) {
        writeln!(err, "error: {shown}: cannot write: {}", error.kind())?;
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

fn refuse(problems: &[Problem], look: Look, err: &mut dyn Write) -> std::io::Result<u8> {
    report::write_problems(problems, look, err)?;
    Ok(BROKEN)
}

/// Says on standard error what happened to the run. SARIF and GitHub annotations carry it themselves, too.
fn tell_run(report: &Report, arguments: &CheckArgs, look: Look, err: &mut dyn Write) -> std::io::Result<()> {
    let problems: Vec<Problem> = report
        .problems
        .iter()
        .filter(|problem| !arguments.source.quiet || report.is_broken() && is_error(problem))
        .cloned()
        .collect();
    report::write_problems(&problems, look, err)?;
    if arguments.list_skipped {
        for skipped in &report.skipped {
            writeln!(err, "skipped: {}: {}", report::printable(&skipped.path), skipped.reason.as_str())?;
        }
    }
    Ok(())
}

fn is_error(problem: &Problem) -> bool {
    problem.severity == crate::problem::ProblemSeverity::Error
}

fn exit_code(report: &Report, fail_on: Severity, exit_zero: bool) -> u8 {
    if report.is_broken() {
        BROKEN
    } else if !exit_zero && report.findings.iter().any(|finding| fail_on <= finding.severity) {
        FOUND
    } else {
        CLEAN
    }
}

fn settings(source: &SourceArgs) -> Result<Settings, Vec<Problem>> {
    let working_directory =
        std::env::current_dir().map_err(|_| vec![Problem::error("", "the working directory does not exist")])?;
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    let stdin = source.paths.iter().any(is_stdin).then(|| source.stdin_filename.clone());
    let mut paths: Vec<PathBuf> = source.paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
    if source.paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let config = match &source.config {
        Some(path) => ConfigSource::File(path.clone()),
        None if source.isolated => ConfigSource::Isolated,
        None => ConfigSource::Discover,
    };
    Ok(Settings {
        working_directory,
        paths,
        stdin,
        all_files: source.all_files,
        threads: source.jobs.map(usize::from),
        config,
        baseline: None,
        min_confidence: None,
        only: source.rule.iter().cloned().collect(),
        skip: source.skip.iter().cloned().collect(),
        now: now(),
    })
}

/// Unix seconds; `SOURCE_DATE_EPOCH`, the convention of reproducible builds, sets another clock.
fn now() -> f64 {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    set.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64()))
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
                    || is_set("CLICOLOR_FORCE"))
        }
    }
}

impl From<SeverityArg> for Severity {
    fn from(argument: SeverityArg) -> Self {
        match argument {
            SeverityArg::Error => Self::Error,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Note => Self::Note,
        }
    }
}

impl From<ConfidenceArg> for Confidence {
    fn from(argument: ConfidenceArg) -> Self {
        match argument {
            ConfidenceArg::High => Self::High,
            ConfidenceArg::Medium => Self::Medium,
            ConfidenceArg::Low => Self::Low,
        }
    }
}
