//! The arguments, as clap reads them, and what they say of a run.

use crate::finding::{Confidence, Severity};
use crate::problem::Problem;
use crate::report::Format;
use crate::report::inventory::InventoryFormat;
use crate::settings::{ConfigSource, Extent, Settings};
use crate::stop::Stop;
use clap::{Arg, ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Finds hard-coded HighLevel (GoHighLevel, LeadConnector) keys. Offline: nothing that it reads leaves the machine.
#[derive(Debug, Parser)]
#[command(name = "ghl-lint", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 the run cannot be trusted.")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint folders, files, or standard input (the default)
    Check(CheckArgs),
    /// Lint every version of every file in a repository's history, and every message
    #[command(mut_arg("paths", repository))]
    #[command(mut_arg("stdin_filename", |argument| argument.hide(true)))]
    #[command(mut_arg("all_files", |argument| argument.help("Read excluded files, too")))]
    History(HistoryArgs),
    /// Compare the scopes that each integration asks for with those that its code needs
    Scopes(ScopesArgs),
    /// List what is left until nothing speaks to the v1 API, and what takes its place
    #[command(mut_arg("rule", |argument| argument.hide(true)), mut_arg("skip", |argument| argument.hide(true)))]
    Migrate(MigrateArgs),
    /// Show what each integration is: keys, environment, hosts, endpoints, scopes, packages, findings
    Inventory(InventoryArgs),
    /// Write a baseline that accepts what is found today, or prune one
    Baseline(BaselineArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Show one rule's page
    Explain {
        /// The rule's id
        rule: String,
    },
    /// Write a starting config and a git hook, each only with consent and only where none is
    Init(InitArgs),
    /// Print what a shell needs to complete commands and options
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// Lint what the next commit adds, as the git index holds it (for a pre-commit hook)
    #[arg(long, conflicts_with = "since")]
    pub(super) staged: bool,
    /// Report only what was added since the merge base of REV and HEAD, uncommitted changes included
    #[arg(long, value_name = "REV")]
    pub(super) since: Option<String>,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

#[derive(Debug, Args)]
pub(super) struct HistoryArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    #[command(flatten)]
    pub(super) report: ReportArgs,
    /// Only what came after this revision
    #[arg(long, value_name = "REV")]
    pub(super) since_commit: Option<String>,
    /// Only what this branch holds (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(super) branch: Vec<String>,
    /// Also what no ref leads to any more
    #[arg(long, conflicts_with_all = ["since_commit", "branch"])]
    pub(super) unreachable: bool,
}

/// The one folder that a history is read of, in the place of many paths.
fn repository(argument: Arg) -> Arg {
    argument.value_name("REPO").action(ArgAction::Set).num_args(0..=1).help("A folder in the repository [default: .]")
}

/// What is done with what was found.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// Output format
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(super) format: Format,
    /// Write the report to FILE, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) fail_on: Option<SeverityArg>,
    /// Least confidence that is reported [default: low]
    #[arg(long, value_enum, value_name = "CONFIDENCE")]
    pub(super) min_confidence: Option<ConfidenceArg>,
    /// Accept what this baseline holds
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Exit with 0 even when something was found (2 stays 2)
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Name what was not read, and why, on standard error
    #[arg(long)]
    pub(super) list_skipped: bool,
}

#[derive(Debug, Args)]
pub(super) struct ScopesArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// Output format
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(super) format: TableFormat,
    /// Write ghl-scopes.toml for each integration instead, or bring it up to date; reasons and comments stay
    #[arg(long, conflicts_with_all = ["format", "exit_zero"])]
    pub(super) write: bool,
    /// Exit with 0 even when scopes are unused or missing (2 stays 2)
    #[arg(long)]
    pub(super) exit_zero: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// Output format
    #[arg(long, value_enum, default_value = "markdown", value_name = "FORMAT")]
    pub(super) format: MigrateFormat,
    /// Write the list to FILE, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Exit with 1 while anything is left; documentation, comments and tests that name v1 do not count
    #[arg(long)]
    pub(super) check: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MigrateFormat {
    /// A checklist
    Markdown,
    /// One JSON object
    Json,
}

#[derive(Debug, Args)]
pub(super) struct InventoryArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// Output format
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(super) format: InventoryFormat,
    /// Write the inventory to FILE, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct BaselineArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// The baseline file
    #[arg(long, value_name = "FILE", default_value = "ghl-lint-baseline.json")]
    pub(super) output: PathBuf,
    /// Only take out what is not found any more; accept nothing new
    #[arg(long)]
    pub(super) prune: bool,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Write without asking; without it and without a terminal nothing is written
    #[arg(long)]
    pub(super) yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// Output format
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(super) format: RulesFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
pub(super) struct SourceArgs {
    /// Folders and files; `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Name under which standard input is judged and reported
    #[arg(long, value_name = "NAME", default_value = "<stdin>", hide_default_value = true)]
    pub(super) stdin_filename: String,
    /// Read ignored and excluded files, too
    #[arg(long)]
    pub(super) all_files: bool,
    /// Run only this rule (repeatable)
    #[arg(long, value_name = "ID")]
    pub(super) rule: Vec<String>,
    /// Do not run this rule (repeatable)
    #[arg(long, value_name = "ID")]
    pub(super) skip: Vec<String>,
    /// Use this config
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Use no config
    #[arg(long)]
    pub(super) isolated: bool,
    /// When to color
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(super) color: ColorArg,
    /// Say nothing but findings and errors
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Number of readers [default: all cores]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SeverityArg {
    Error,
    Warning,
    Note,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ConfidenceArg {
    High,
    Medium,
    Low,
}

/// What the arguments say of a run.
pub(super) fn settings(source: &SourceArgs) -> Result<Settings, Vec<Problem>> {
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
        paths,
        stdin,
        all_files: source.all_files,
        threads: source.jobs.map(usize::from),
        config,
        only: source.rule.iter().cloned().collect(),
        skip: source.skip.iter().cloned().collect(),
        stop: Stop::of_process(),
        now: now(),
        ..Settings::isolated(working_directory)
    })
}

/// What the arguments of `check` say of a run.
pub(super) fn check_settings(arguments: &CheckArgs) -> Result<Settings, Vec<Problem>> {
    let settings = settings(&arguments.source)?;
    let extent = match (&arguments.since, arguments.staged) {
        (_, true) => Extent::Staged,
        (Some(revision), false) => Extent::Since(revision.clone()),
        (None, false) => Extent::Whole,
    };
    if settings.stdin.is_some() && extent != Extent::Whole {
        return Err(vec![Problem::error("", "`-` is no file of git's: it goes with neither --staged nor --since")]);
    }
    // a commit takes the whole index, wherever it is made
    let takes_all = extent == Extent::Staged && arguments.source.paths.is_empty();
    Ok(Settings { paths: if takes_all { Vec::new() } else { settings.paths }, extent, ..settings })
}

/// Unix seconds; `SOURCE_DATE_EPOCH`, the convention of reproducible builds, sets another clock.
fn now() -> f64 {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    set.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64()))
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
