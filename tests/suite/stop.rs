//! A run that the user ends early shows what it has found, says that this is not all, and fails.

use crate::history::{commit, line, repository};
use crate::mint;
use crate::tree::Tree;
use ghl_lint::history::{HistoryRequest, Reach};
use ghl_lint::settings::Settings;
use std::path::PathBuf;

fn stopped(tree: &Tree, paths: &[&str]) -> Settings {
    let settings = Settings {
        paths: paths.iter().map(|path| tree.path().join(path)).collect(),
        threads: Some(1),
        ..Settings::isolated(tree.path().to_owned())
    };
    settings.stop.wish();
    settings
}

#[test]
fn what_was_not_reached_is_listed_and_the_run_is_not_trusted() {
    let tree = Tree::new();
    tree.write("a.ts", line("stopped a")).write("b.ts", line("stopped b"));
    let report = ghl_lint::check(&stopped(&tree, &["a.ts", "b.ts"])).expect("settings that work").report;
    assert!(report.findings.is_empty());
    let skipped: Vec<&str> = report.skipped.iter().map(|skipped| &*skipped.path).collect();
    assert_eq!(skipped, ["a.ts", "b.ts"]);
    let messages: Vec<&str> = report.problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        messages,
        ["stopped after 0 files, at least 2 more were not read; credentials found until then are shown"]
    );
}

#[test]
fn a_history_says_how_far_it_came() {
    let tree = repository();
    tree.write("a.ts", line("stopped history"));
    commit(&tree, "add");
    let request = HistoryRequest { folder: PathBuf::from("."), since: None, branches: Vec::new(), reach: Reach::Refs };
    let report = ghl_lint::history(&stopped(&tree, &[]), &request, &mut |_| {}).expect("a repository").report;
    assert!(report.findings.is_empty());
    assert!(report.problems.iter().any(|problem| problem.message.starts_with("stopped ")), "{:?}", report.problems);
}

/// The signal comes while a file of a gigabyte is read, which takes seconds; what was named before it is read by then.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_run_with_what_it_found() {
    use std::process::Stdio;
    let tree = Tree::new();
    let token = mint::pit("stopped by a signal");
    tree.write("a.ts", format!("const token = '{token}'\n")).write("z.ts", line("never read")).write("large", "");
    let large = std::fs::File::options().write(true).open(tree.path().join("large")).expect("a file");
    large.set_len(1 << 30).expect("a sparse file");
    let mut command = tree.command(env!("CARGO_BIN_EXE_ghl-lint"));
    command.args(["check", "--isolated", "--list-skipped", "a.ts", "large", "z.ts"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the linter starts");
    std::thread::sleep(std::time::Duration::from_millis(300));
    let signal = tree.command("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(signal.success());
    let output = child.wait_with_output().expect("the linter ends");
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{said}{told}");
    assert!(said.contains("a.ts:1") && !said.contains(&token), "{said}");
    assert!(told.contains("stopped after 2 files, at least 1 more were not read"), "{told}");
    assert!(format!("{said}{told}").contains("the run was stopped before"), "{said}{told}");
}
