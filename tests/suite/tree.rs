//! Throw-away trees for tests, and the binary run in them.

use crate::mint;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The root of the project.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The name of every output format.
pub(crate) fn formats() -> Vec<String> {
    use clap::ValueEnum;
    let values = ghl_lint::report::Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}

/// A folder that goes away with the value.
pub(crate) struct Tree {
    folder: TempDir,
}

impl Tree {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    /// A copy of `fixture`, stand-ins replaced by made-up credentials. Control files of a case stay behind.
    pub(crate) fn of(fixture: &Path) -> Self {
        let tree = Self::new();
        copy(fixture, tree.path());
        tree
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Adds a copy of `fixture` as `folder`, stand-ins replaced.
    pub(crate) fn add(&self, fixture: &Path, folder: &str) -> &Self {
        let target = self.path().join(folder);
        fs::create_dir_all(&target).expect("a folder can be made");
        copy(fixture, &target);
        self
    }

    /// Writes a file, stand-ins replaced.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, substitute(text.as_ref())).expect("a file can be written");
        self
    }

    /// Runs git, whatever the machine's own configuration says.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self
            .command("git")
            .args(["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "protocol.file.allow=always"])
            .args(arguments)
            .output()
            .expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Makes it a repository that tracks everything.
    pub(crate) fn track_all(&self) -> &Self {
        self.git(&["init", "-q", "-b", "main"]);
        self.git(&["add", "-A", "-f"]);
        self
    }

    /// Runs the linter.
    pub(crate) fn lint(&self, arguments: &[&str]) -> Output {
        self.lint_with_stdin(arguments, b"")
    }

    /// Runs the linter in a folder of the tree.
    pub(crate) fn lint_in(&self, folder: &str, arguments: &[&str]) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_ghl-lint"));
        command.current_dir(self.path().join(folder)).args(arguments).output().expect("the binary runs")
    }

    /// Runs the linter with text on standard input.
    pub(crate) fn lint_with_stdin(&self, arguments: &[&str], stdin: &[u8]) -> Output {
        use std::io::Write;
        let mut child = self
            .command(env!("CARGO_BIN_EXE_ghl-lint"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut pipe = child.stdin.take().expect("stdin is piped");
        let text = substitute(stdin);
        let writer = std::thread::spawn(move || {
            // the binary need not read it
            let _ = pipe.write_all(&text);
        });
        let output = child.wait_with_output().expect("the binary ends");
        writer.join().expect("the writer ends");
        output
    }

    /// Commits what is staged on a day, `YYYY-MM-DD`.
    pub(crate) fn commit_on(&self, day: &str) -> &Self {
        let date = format!("--date={day}T12:00:00Z");
        self.git(&["commit", "-q", "-m", "as it is", &date]);
        self
    }

    /// Runs `check` for JSON and parses it.
    pub(crate) fn lint_json(&self, arguments: &[&str]) -> serde_json::Value {
        self.report("check", arguments)
    }

    /// Runs a command of the linter for JSON and parses it.
    pub(crate) fn report(&self, command: &str, arguments: &[&str]) -> serde_json::Value {
        let output = self.lint(&[&[command, "--format", "json"], arguments].concat());
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// A command in this tree, free of the machine's own configuration.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path());
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["CI_", "GIT_", "GHL_", "CLICOLOR", "NO_COLOR", "COLUMNS", "XDG_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
            {
                command.env_remove(name);
            }
        }
        command
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", self.global_config())
            .env("HOME", self.path().join(".no-home"))
            // 2026-01-01: what a message says of dates must not change from day to day
            .env("SOURCE_DATE_EPOCH", "1767225600");
        command
    }

    /// The machine-wide git configuration of this tree's world; tests may write it.
    pub(crate) fn global_config(&self) -> PathBuf {
        self.path().join(".git-global-config")
    }
}

/// The lines `rule path:line:col-col` of a JSON report, for short assertions.
pub(crate) fn lines(report: &serde_json::Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("findings");
    findings
        .iter()
        .map(|finding| {
            let (start, end) = (&finding["span"]["start"], &finding["span"]["end"]);
            let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
            format!(
                "{} {}:{}:{}-{}",
                text(&finding["rule"]),
                text(&finding["path"]),
                start["line"],
                start["column"],
                end["column"]
            )
        })
        .collect()
}

/// Replaces `{{kind:label}}` and the stand-ins of the rules' pages by made-up credentials.
pub(crate) fn substitute(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(&byte) = rest.first() {
        match stand_in(rest) {
            Some((credential, len)) => {
                out.extend_from_slice(credential.as_bytes());
                rest = &rest[len..];
            }
            None => {
                out.push(byte);
                rest = &rest[1..];
            }
        }
    }
    out
}

const PAGE_STAND_INS: &[(&str, mint::Mint)] = &[
    ("<private integration token>", mint::pit),
    ("<v1 location key>", mint::v1_location),
    ("<v1 agency key>", mint::v1_agency),
    ("<OAuth access token>", mint::oauth_access),
    ("<OAuth refresh token>", mint::oauth_refresh),
    ("<web app session token>", mint::session),
    ("<inbound webhook URL>", mint::webhook),
    ("<client secret>", mint::uuid4),
    ("<SSO key>", mint::uuid4),
    ("<opaque secret>", mint::opaque),
];

fn stand_in(text: &[u8]) -> Option<(String, usize)> {
    if let Some((name, mint)) = PAGE_STAND_INS.iter().find(|(name, _)| text.starts_with(name.as_bytes())) {
        return Some((mint("page"), name.len()));
    }
    let body = text.strip_prefix(b"{{")?;
    let len = body.windows(2).take(200).position(|pair| pair == b"}}")?;
    let (kind, label) = std::str::from_utf8(&body[..len]).ok()?.split_once(':')?;
    Some((minted(kind, label)?, len + 4))
}

fn minted(kind: &str, label: &str) -> Option<String> {
    let inner = || label.split_once(':').and_then(|(kind, label)| minted(kind, label));
    match kind {
        "base64" => Some(mint::base64(inner()?.as_bytes())),
        "hex" => Some(inner()?.bytes().map(|byte| format!("\\x{byte:02x}")).collect()),
        _ => mint::minted(kind, label),
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            fs::create_dir_all(&target).expect("a folder can be made");
            copy(&entry.path(), &target);
        } else {
            fs::write(target, substitute(&fs::read(entry.path()).expect("a fixture"))).expect("a file can be written");
        }
    }
}

/// The folders in `folder`, sorted.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// Every file below `folder`, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// Holds `actual` against the text of `file`; with UPDATE=1 writes it there instead.
pub(crate) fn expect_file(file: &Path, actual: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file, actual).expect("an expectation can be written");
        return;
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    assert_eq!(expected, actual, "{} (UPDATE=1 writes it anew; then read it)", file.display());
}
