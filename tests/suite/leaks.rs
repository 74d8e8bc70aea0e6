//! No output of any command, format or error path holds as much as eight characters of a secret's random part.
//!
//! Every command is run over every fixture, in every format, then with a secret in the place of everything that can come from
//! outside: names, arguments, the config and other files of ours, git's own files. All that it says and writes is searched.

mod commands;
mod errors;
mod places;
mod secrets;

use crate::mint;
use crate::tree::{Tree, files, folders, formats, project};
use commands::{in_every_format, runs};
use secrets::{Secrets, TELLING};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::SystemTime;

/// Runs commands in a tree, and searches all that they say and write.
struct Watch<'w> {
    tree: &'w Tree,
    secrets: &'w Secrets,
    /// What the files held before the first command.
    first: HashMap<PathBuf, Vec<u8>>,
}

/// When a file was last written, and its bytes.
type Stamp = (SystemTime, u64);

impl<'w> Watch<'w> {
    fn new(tree: &'w Tree, secrets: &'w Secrets) -> Self {
        let mut watch = Self { tree, secrets, first: HashMap::new() };
        let files = watch.written().into_keys();
        watch.first = files.filter_map(|path| Some((path.clone(), std::fs::read(&path).ok()?))).collect();
        watch
    }

    /// Runs the linter; what it shows of a secret fails the test.
    fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Output {
        let (output, leak) = self.leak_of(self.tree.command(env!("CARGO_BIN_EXE_ghl-lint")).args(arguments));
        let shown: Vec<_> = arguments.iter().map(|argument| argument.as_ref().to_string_lossy()).collect();
        assert!(leak.is_none(), "{shown:?}: {}", leak.unwrap_or_default());
        output
    }

    /// Runs `command`, and says what of a secret it shows, and where.
    fn leak_of(&self, command: &mut Command) -> (Output, Option<String>) {
        let before = self.written();
        let output = command.stdin(std::process::Stdio::null()).output().expect("the command runs");
        let said = [("standard output", &output.stdout), ("standard error", &output.stderr)];
        let leak = said.into_iter().find_map(|(place, text)| {
            let leak = self.secrets.leak_in(text, b"")?;
            Some(format!("{place} shows {leak}"))
        });
        let leak = leak.or_else(|| self.leak_in_files(&before));
        (output, leak)
    }

    /// What a file shows that was not there `before`, or that was written since, beyond what it held at first.
    fn leak_in_files(&self, before: &HashMap<PathBuf, Stamp>) -> Option<String> {
        let mut changed: Vec<PathBuf> = self
            .written()
            .into_iter()
            .filter(|(path, now)| before.get(path) != Some(now))
            .map(|(path, _)| path)
            .collect();
        changed.sort();
        changed.into_iter().find_map(|path| {
            let known = self.first.get(&path).map(Vec::as_slice).unwrap_or_default();
            let leak = self.secrets.leak_in(&std::fs::read(&path).ok()?, known)?;
            Some(format!("{} shows {leak}", path.strip_prefix(self.tree.path()).unwrap_or(&path).display()))
        })
    }

    /// The files that a command may have written: all but objects of git, which hold what was committed.
    fn written(&self) -> HashMap<PathBuf, Stamp> {
        let is_object = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "objects");
        let all = files(self.tree.path()).into_iter().filter(|path| !is_object(path));
        all.filter_map(|path| {
            let metadata = std::fs::symlink_metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
            Some((path, (metadata.modified().ok()?, metadata.len())))
        })
        .collect()
    }
}

/// The fixtures, as few trees as keep their cases apart: each rule, each application, all of the command line's.
fn worlds() -> Vec<Tree> {
    let fixtures = project().join("fixtures");
    let shelf = |cases: Vec<PathBuf>| {
        let tree = Tree::new();
        for (at, case) in cases.iter().enumerate().filter(|(_, case)| case.join("tree").is_dir()) {
            tree.add(&case.join("tree"), &format!("case-{at}"));
        }
        tree
    };
    let rules = folders(&fixtures.join("rules")).into_iter().map(|rule| shelf(folders(&rule)));
    let others = ["cli", "declared", "uses"].map(|name| shelf(folders(&fixtures.join(name))));
    rules.chain(others).collect()
}

/// Whole integrations, side by side.
fn applications() -> Tree {
    let tree = Tree::new();
    for (at, app) in folders(&project().join("fixtures/apps")).iter().enumerate() {
        tree.add(app, &format!("app-{at}"));
    }
    tree
}

#[test]
fn no_format_shows_a_secret_of_any_fixture() {
    let mut n_runs = 0;
    for tree in worlds() {
        let secrets = Secrets::below(tree.path());
        n_runs += secrets.len();
        tree.track_all();
        let watch = Watch::new(&tree, &secrets);
        let check = ["check", "--isolated", "--all-files", "--list-skipped", "--color", "always", "."];
        for run in in_every_format(&check.map(str::to_owned)) {
            watch.run(&run);
        }
        for run in in_every_format(&["scopes", "--isolated"].map(str::to_owned)) {
            watch.run(&run);
        }
        watch.run(&["baseline", "--isolated"]);
    }
    assert!(1_000 < n_runs, "only {n_runs} runs of eight: the fixtures hold secrets, the test does not see them");
}

#[test]
fn no_command_shows_a_secret_of_an_application() {
    let tree = applications();
    let mut secrets = Secrets::below(tree.path());
    tree.track_all();
    // in the words of commits and tags, in names of people and branches, and in a commit that took everything away
    let words = mint::pit("in the words of a commit");
    secrets.add_of(&words);
    let name = format!("user.name={words}");
    tree.git(&["-c", &name, "commit", "-q", "-m", &words]);
    tree.git(&["tag", "-a", &words, "-m", &words]);
    tree.git(&["checkout", "-q", "-b", &format!("{words}-gone")]);
    tree.git(&["rm", "-q", "-r", "."]);
    tree.git(&["-c", &name, "commit", "-q", "-m", "all gone"]);
    // and back again, not yet committed
    tree.git(&["checkout", "-q", "main", "--", "."]);
    let watch = Watch::new(&tree, &secrets);
    for run in runs() {
        let output = watch.run(&run);
        assert_ne!(output.status.code(), Some(2), "{run:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    for arguments in [["--branch", &words], ["--since-commit", &words], ["--since-commit", "HEAD~1"]] {
        watch.run(&[&["history", "--isolated"], arguments.as_slice()].concat());
    }
}

/// The proof sees what leaks, wherever it leaks to: else all of the above says nothing.
#[test]
fn a_leak_would_be_seen() {
    let trees: Vec<Tree> = worlds().into_iter().chain([applications()]).collect();
    let mut n_seen = 0;
    for tree in &trees {
        let secrets = Secrets::below(tree.path());
        let watch = Watch::new(tree, &secrets);
        let (_, leak) = watch.leak_of(tree.command("bash").args(["-c", "grep -rh . ."]));
        assert_eq!(leak.is_some(), 0 < secrets.len(), "{}", tree.path().display());
        n_seen += usize::from(leak.is_some());
    }
    assert!(10 < n_seen, "only {n_seen} of {} trees show what they hold", trees.len());
    let tree = Tree::new();
    let (texts, secrets) = Secrets::minted("self-test");
    let watch = Watch::new(&tree, &secrets);
    for secret in &texts {
        let part = |len: usize| &secret[secret.len() - len..];
        let base64 = |text: &str| mint::base64(text.as_bytes());
        for (script, is_leak) in [
            (format!("echo '{secret}'"), true),
            (format!("echo '{secret}' >&2"), true),
            (format!("echo '{secret}' > out"), true),
            (format!("echo '.{}.'", part(TELLING)), true),
            (format!("echo '.{}.'", part(TELLING - 1)), false),
            (format!("printf '{}\\033[1;31m{}'", &part(8)[..4], &part(4)), true),
            (format!("echo '{}'", base64(secret)), true),
            (format!("echo 'a{}'", base64(&format!("x{}", part(30)))), true),
            (format!("echo '{}'", mint::base64url(b"nothing to see here, nothing at all")), false),
        ] {
            let (_, leak) = watch.leak_of(tree.command("bash").args(["-c", &script]));
            assert_eq!(leak.is_some(), is_leak, "{script}: {leak:?}");
        }
    }
    // a file that held it before says nothing new
    tree.write("kept", &texts[0]);
    let watch = Watch::new(&tree, &secrets);
    let (_, leak) = watch.leak_of(tree.command("bash").args(["-c", "echo more >> kept"]));
    assert_eq!(leak, None);
    let (_, leak) = watch.leak_of(tree.command("bash").args(["-c", &format!("echo '{}' >> kept", texts[1])]));
    assert!(leak.is_some());
}

#[test]
fn no_claim_of_a_token_reaches_a_terminal_raw() {
    let tree = Tree::new();
    let inner = mint::pit("scope");
    let payload = format!(
        r#"{{"authClass":"Location","authClassId":"{}","oauthMeta":{{"scopes":["{inner}.x","contacts.readonly"],"client":"\u001b[2J\n::error::{inner}"}},"iat":1750000000.4,"exp":1750086400.4}}"#,
        mint::id20("claims")
    );
    tree.write("a.ts", mint::jwt("claims", mint::RS256, &payload, 683));
    let mut secrets = Secrets::default();
    secrets.add_of(&inner);
    let watch = Watch::new(&tree, &secrets);
    for format in formats() {
        let output = watch.run(&["check", "--isolated", "--format", &format, "--color", "never", "."]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            !output.stdout.contains(&0x1b) && !String::from_utf8_lossy(&output.stdout).contains("\n::error::"),
            "{format}"
        );
    }
}
