//! Runs the linter and holds it to its bounds: processor time, memory, an end, an exit code, no trace of a panic.

use crate::tree::Tree;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Seconds of processor time that a run may take, on all cores together. A release build stays below two; a debug build of the same
/// code is ten to thirty times slower, and is given smaller input by [`scaled`]. It bounds a blow-up and is no measure of speed.
const MOST_SECONDS: f64 = if cfg!(debug_assertions) { 20.0 } else { 2.0 };

/// Bytes of memory that a run may hold at once, in any build.
const MOST_MEMORY: u64 = 256 << 20;

/// Seconds after which a run hangs: whoever waits for something takes no processor time. Loaded machines need room.
const MOST_WAITING: Duration = Duration::from_secs(120);

/// The size of an input: `n` for a release build, a part of it for a debug build.
pub(super) const fn scaled(n: usize) -> usize {
    if cfg!(debug_assertions) { n / 10 } else { n }
}

/// What a run that kept its bounds came to.
pub(super) struct Ran {
    pub(super) status: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ran {
    /// The report, of a run for JSON.
    pub(super) fn report(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }
}

/// Runs the linter in `tree`.
pub(super) fn run(tree: &Tree, arguments: &[&str]) -> Ran {
    run_beside(tree, arguments, &mut || {})
}

/// The same, while `meanwhile` happens again and again.
pub(super) fn run_beside(tree: &Tree, arguments: &[&str], meanwhile: &mut dyn FnMut()) -> Ran {
    run_command(tree.command(env!("CARGO_BIN_EXE_ghl-lint")).args(arguments), &format!("{arguments:?}"), meanwhile)
}

/// Runs `command`, which is the linter or ends as it; `what` names it in messages.
pub(super) fn run_command(command: &mut Command, what: &str, meanwhile: &mut dyn FnMut()) -> Ran {
    // files, not pipes: nothing here waits for anything there
    let folder = TempDir::new().expect("a temporary folder");
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let file = |name: &str| File::create(path(name)).expect("a file");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file("stdout"))
        .stderr(file("stderr"))
        .spawn()
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    let used = watch(&mut child, what, meanwhile);
    let status = child.wait().expect("the binary ends");
    let text = |name: &str| String::from_utf8_lossy(&std::fs::read(path(name)).expect("a file")).into_owned();
    let (stdout, stderr) = (text("stdout"), text("stderr"));
    let told = stderr.chars().take(2000).collect::<String>();
    assert!(used.memory <= MOST_MEMORY, "{what}: {} MiB\n{told}", used.memory >> 20);
    assert!(used.seconds <= MOST_SECONDS, "{what}: {} s of processor time\n{told}", used.seconds);
    for trace in ["internal error", "panicked"] {
        assert!(!stderr.contains(trace) && !stdout.contains(trace), "{what}: {told}");
    }
    let status = status.code().unwrap_or_else(|| panic!("{what}: {status}\n{told}"));
    assert!((0..=2).contains(&status), "{what}: {status}\n{told}");
    if std::env::var_os("SHOW_BOUNDS").is_some() {
        let line = format!("{:6.2} s {:4} MiB  exit {status}  {what}\n", used.seconds, used.memory >> 20);
        std::io::stdout().write_all(line.as_bytes()).expect("standard output is there");
    }
    Ran { status, stdout, stderr }
}

/// What a run took.
#[derive(Debug, Default)]
struct Used {
    seconds: f64,
    memory: u64,
}

/// Waits for the end of `child` and ends it when it does not come.
fn watch(child: &mut Child, what: &str, meanwhile: &mut dyn FnMut()) -> Used {
    let start = Instant::now();
    let mut used = Used::default();
    while !is_over(child, &mut used) {
        let is_far_over = 2.0 * MOST_SECONDS < used.seconds || 4 * MOST_MEMORY < used.memory;
        if is_far_over || MOST_WAITING < start.elapsed() {
            child.kill().expect("it is ours");
            child.wait().expect("it was ended");
            panic!("{what}: ended after {:?}: {used:?}", start.elapsed());
        }
        meanwhile();
        std::thread::sleep(Duration::from_millis(1));
    }
    used
}

/// Whether `child` has ended; notes what it used. What it took in the last millisecond of its memory is not seen: a few MiB.
#[cfg(target_os = "linux")]
fn is_over(child: &mut Child, used: &mut Used) -> bool {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default();
    // the name in parentheses can hold anything; behind it: state, ten numbers, user and system time in hundredths
    let stat = read("stat");
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u32>().ok()).map_or(0.0, f64::from);
    used.seconds = used.seconds.max((ticks(11) + ticks(12)) / 100.0);
    let status = read("status");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or(0);
    used.memory = used.memory.max(peak << 10);
    // one that has ended and that nobody has asked for keeps its times
    fields.first().is_none_or(|state| matches!(*state, "Z" | "X" | ""))
}

#[cfg(not(target_os = "linux"))]
fn is_over(child: &mut Child, _: &mut Used) -> bool {
    child.try_wait().expect("it is ours").is_some()
}

/// The bounds bite: else all tests here say nothing.
#[cfg(target_os = "linux")]
#[test]
fn what_breaks_a_bound_is_seen() {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    let tree = Tree::new();
    let fails = |script: &str| {
        let command = || run_command(tree.command("bash").args(["-c", script]), script, &mut || {});
        catch_unwind(AssertUnwindSafe(command)).is_err()
    };
    assert!(!fails("exit 2"));
    for script in [
        "exit 3",
        "exit 101",
        "kill -ABRT $$",
        "echo 'thread main panicked' >&2; exit 1",
        "echo 'error: a.ts: internal error while this file was read; please report it' >&2; exit 2",
        // 400 MiB in one variable
        "x=$(head -c 400M /dev/zero | tr '\\0' x); exit 0",
    ] {
        assert!(fails(script), "{script}");
    }
    // the clock of a process counts, not that of the wall
    assert!(!fails("sleep 0.2"));
}
