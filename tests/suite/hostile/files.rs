//! Trees that no editor makes: links, pipes, names, depth, masses, files that change while they are read, and a system that gives
//! less than is asked for.
#![cfg(unix)]

use super::bounds::{run, run_beside, scaled};
use crate::mint;
use crate::tree::{Tree, lines};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;

fn line(label: &str) -> String {
    format!("k = '{}'\n", mint::pit(label))
}

fn make_pipe(tree: &Tree, name: &str) {
    let made = Command::new("mkfifo").arg(tree.path().join(name)).status();
    assert!(made.expect("mkfifo runs").success(), "{name}");
}

#[test]
fn links_in_circles_and_sockets_are_told_and_not_followed() {
    let tree = Tree::new();
    tree.write("src/a.ts", line("inside"));
    let folder = tree.path();
    for (target, name) in [
        ("b", "a"),
        ("a", "b"),
        (".", "itself"),
        ("../src", "src/up"),
        ("/", "root"),
        ("/proc/self/root", "src/system"),
        ("/proc/self/mem", "memory"),
        ("/dev/random", ".env"),
    ] {
        symlink(target, folder.join(name)).expect("a link");
    }
    let _socket = UnixListener::bind(folder.join("socket")).expect("a socket");
    make_pipe(&tree, "src/.env");
    let ran = run(&tree, &["check", "--isolated", "--list-skipped", "--format", "json", "."]);
    assert_eq!(lines(&ran.report()), ["hardcoded-private-token src/a.ts:1:6-46"]);
    assert_eq!(ran.stderr.matches("symbolic link, not followed").count(), 8, "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("not a regular file").count(), 2, "{}", ran.stderr);
    for named in ["a", "memory", "socket", "src/.env", ".env", "/proc/self/mem", "/proc/kmsg", "/dev/full", "/dev/tty"]
    {
        let ran = run(&tree, &["check", "--isolated", named]);
        assert_eq!(ran.status, 2, "{named}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(&format!("error: {named}: ")), "{}", ran.stderr);
    }
    // where a link leads in a circle, the walk does not
    assert_eq!(run(&tree, &["check", "--isolated", "itself", "src/up"]).status, 1);
}

/// To open one waits for whoever writes into it; git itself waits.
#[test]
fn pipes_in_the_place_of_gits_own_files_do_not_hold_the_run() {
    let places = [
        ".gitignore",
        "src/.gitignore",
        ".git/config",
        ".git/HEAD",
        ".git/index",
        ".git/info/exclude",
        ".git/packed-refs",
        ".git/refs/heads/main",
        ".git/objects/pack/pack-1.idx",
        ".git/commondir",
    ];
    for place in places {
        let tree = Tree::new();
        tree.write("src/a.ts", line("a")).track_all();
        let _ = fs::remove_file(tree.path().join(place));
        make_pipe(&tree, place);
        let ran = run(&tree, &["check", "--isolated", "--format", "json", "."]);
        assert_eq!(ran.status, 2, "{place}: nothing is known of what git tracks");
        assert_eq!(lines(&ran.report()).len(), 1, "{place}: the files are read all the same");
        assert_eq!(run(&tree, &["check", "--isolated", "src/a.ts"]).status, 2, "{place}");
        if place.starts_with(".git/") {
            for arguments in [&["check", "--staged"] as &[&str], &["check", "--since", "main"], &["history"], &["init"]]
            {
                assert_eq!(run(&tree, arguments).status, 2, "{place}: {arguments:?}");
            }
        }
    }
}

#[test]
fn names_are_options_to_nobody_and_reach_no_terminal_raw() {
    let tree = Tree::new();
    tree.write("kept.ts", "x");
    let names: [&[u8]; 11] = [
        b"-rf",
        b"--config=x.toml",
        b"--output=kept.ts",
        b"--exit-zero",
        b"\xff\xfe.ts",
        b"new\nline.ts",
        b"\x1b]0;title\x07\x1b[31mred.ts",
        b"c1\xc2\x9b31m.ts",
        b"\xe2\x80\xaeback.ts",
        b" .ts",
        b"%2e%2e&#x1b;<b>`$(x)`.ts",
    ];
    for (at, name) in names.iter().enumerate() {
        fs::write(tree.path().join(OsStr::from_bytes(name)), line(&at.to_string())).expect("written");
    }
    for format in crate::tree::formats() {
        let ran = run(&tree, &["check", "--isolated", "--list-skipped", "--color", "never", "--format", &format, "."]);
        assert_eq!(ran.status, 1, "{format}");
        for raw in ['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}'] {
            // JSON is meant for programs: it escapes what its own rules name, and nothing else
            let is_data =
                ["json", "jsonl", "gitlab", "gitlab-codequality", "sarif"].contains(&&*format) && raw > '\u{1f}';
            assert!(is_data || !ran.stdout.contains(raw), "{format}: {raw:?}");
            assert!(!ran.stderr.contains(raw), "{format}: {raw:?}");
        }
    }
    assert_eq!(fs::read_to_string(tree.path().join("kept.ts")).expect("there"), "x");
    // handed over by a shell that made a star of them, each after `--`
    let script = format!("{} check --isolated -- *", env!("CARGO_BIN_EXE_ghl-lint"));
    let output = tree.command("bash").args(["-c", &script]).output().expect("bash runs");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn files_that_change_while_they_are_read_are_told_or_read() {
    let tree = Tree::new();
    let text = "const a = 'x';\n".repeat(scaled(40_000));
    let names: Vec<String> = (0..60).map(|n| format!("{}/{n}.ts", n % 7)).collect();
    for name in &names {
        tree.write(name, format!("{text}{}", line(name)));
    }
    for round in 0..3 {
        let mut at = round;
        let ran = run_beside(&tree, &["check", "--isolated", "--format", "json", "."], &mut || {
            at += 7;
            let path = tree.path().join(&names[at % names.len()]);
            let _ = match at % 5 {
                0 => fs::write(&path, ""),
                1 => fs::remove_file(&path),
                2 => fs::write(&path, &text).and_then(|()| fs::write(&path, format!("{text}{text}"))),
                3 => fs::remove_file(&path).and_then(|()| fs::create_dir(&path)),
                _ => fs::remove_file(&path).and_then(|()| symlink("/dev/zero", &path)),
            };
        });
        let problems = ran.report()["problems"].clone();
        for problem in problems.as_array().expect("problems") {
            let message = problem["message"].as_str().expect("a message");
            let is_known = ["vanished while", "not a regular file", "cannot read", "still growing"].iter();
            assert!(is_known.clone().any(|known| message.starts_with(known)), "{message}");
        }
    }
}

#[test]
fn a_file_that_grows_faster_than_it_is_read_has_an_end() {
    use ghl_lint::source::file::{Buffer, ReadError, read};
    let mut n_windows = 0;
    let endless = std::io::repeat(b'x');
    let ended = read(endless, Some(1000), "a", &mut Buffer::default(), &mut |_| n_windows += 1);
    assert!(matches!(ended, Err(ReadError::Growing(_))), "{ended:?}");
    assert!(0 < n_windows && n_windows < 40, "{n_windows}");
}

#[cfg(target_os = "linux")]
#[test]
fn folders_deeper_than_a_path_can_be_are_told() {
    let tree = Tree::new();
    let make = |depth: usize| {
        let made = Command::new("mkdir").current_dir(tree.path()).args(["-p", &"d/".repeat(depth)]).status();
        assert!(made.expect("mkdir runs").success());
    };
    // a path of 2,000 bytes can be read, one of 20,000 can be made
    make(1000);
    tree.write(&format!("{}a.ts", "d/".repeat(1000)), line("deep"));
    assert_eq!(run(&tree, &["check", "--isolated", "."]).status, 1);
    make(10_000);
    let ran = run(&tree, &["check", "--isolated", "--format", "json", "."]);
    assert_eq!(lines(&ran.report()).len(), 1);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains(": cannot read: "), "{}", ran.stderr.chars().rev().take(200).collect::<String>());
    // deeper than what removes temporary folders goes
    assert!(Command::new("rm").args(["-rf", "d"]).current_dir(tree.path()).status().expect("rm runs").success());
}

#[test]
fn two_hundred_thousand_files_in_a_folder_are_read() {
    let tree = Tree::new();
    let n = scaled(200_000);
    for at in 0..n {
        fs::File::create(tree.path().join(format!("f{at}.ts"))).expect("made");
    }
    tree.write("z.ts", line("last"));
    for arguments in [&["check", "--isolated", "--format", "json", "."] as &[&str], &["scopes", "--isolated"]] {
        let ran = run(&tree, arguments);
        if arguments[0] == "check" {
            assert_eq!(ran.report()["summary"]["files_read"], n + 1);
            assert_eq!(lines(&ran.report()).len(), 1);
        }
    }
}

/// Where the system gives no thread, nothing is read, and that is said: nothing found is no answer then.
#[cfg(target_os = "linux")]
#[test]
fn a_run_that_gets_no_memory_for_its_readers_is_not_clean() {
    let tree = Tree::new();
    for n in 0..30 {
        tree.write(&format!("{n}.ts"), line(&n.to_string()));
    }
    tree.write("b.ts", "const GHL_SCOPES = 'contacts.readonly'\n");
    tree.track_all();
    tree.git(&["commit", "-q", "-m", "one"]);
    let mut n_told = 0;
    let runs = [
        "check --isolated .",
        "check --isolated 1.ts",
        "check --isolated - < 1.ts",
        "check --staged",
        "history",
        "scopes",
    ];
    for arguments in runs {
        // kilobytes of addresses: enough to start with, too few for another stack
        // close together, one of them lets a thread break off before it reads, which once was waited for without end
        let step = if arguments == runs[0] { 500 } else { 15_000 };
        for limit in (40_000..=100_000).step_by(step) {
            let script = format!(
                "echo >> 1.ts; git add 1.ts; ulimit -v {limit}; exec timeout -k 5 60 {} {arguments}",
                env!("CARGO_BIN_EXE_ghl-lint")
            );
            let output = tree.command("bash").args(["-c", &script]).output().expect("bash runs");
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            let found = String::from_utf8_lossy(&output.stdout).into_owned();
            let is_killed = output.status.code() == Some(124) || output.status.signal() == Some(9);
            assert!(!is_killed, "{arguments} with {limit} hangs");
            let is_honest =
                output.status.code() != Some(0) || arguments == "check --staged" || found.contains("contacts.readonly");
            assert!(is_honest, "{arguments} with {limit}: {found}{told}");
            n_told += usize::from(told.contains("no thread could be made") && output.status.code() == Some(2));
        }
    }
    assert!(runs.len() <= n_told, "only {n_told} runs had no thread: other limits are needed");
}

#[test]
fn a_run_with_few_open_files_reads_or_tells() {
    let tree = Tree::new();
    let deep = "d/".repeat(60);
    tree.write(&format!("{deep}a.ts"), line("deep")).track_all();
    for limit in [8, 10, 14, 20, 40] {
        let script = format!("ulimit -n {limit}; exec {} check --isolated .", env!("CARGO_BIN_EXE_ghl-lint"));
        let output = tree.command("bash").args(["-c", &script]).output().expect("bash runs");
        assert_ne!(output.status.code(), Some(0), "{limit}: {}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!told.contains("internal error"), "{limit}: {told}");
    }
}
