//! The guides in docs/ keep their word: command lines are understood, configs hold no mistake, and what a command is shown to print it
//! prints.
//!
//! A block that begins with "```console in=FOLDER" is run: each line behind `$ ` by bash, one after the other, in a copy of that folder
//! of the project, committed on 2025-01-02. With `repositories=FOLDER` each folder in it is a repository of its own instead. The lines
//! below a command are what it prints; a line `…` stands for lines that are left out. Blocks without one of these are not run.

use crate::tree::{Tree, files, folders, project};
use ghl_lint::config;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// What stands for lines that are left out.
const GAP: &str = "…";

/// A fenced block of a page.
struct Block {
    /// Where it begins, as `docs/page.md:12`.
    place: String,
    /// What stands behind the opening fence.
    info: String,
    lines: Vec<String>,
}

impl Block {
    fn word(&self, name: &str) -> Option<&str> {
        self.info.split_whitespace().find_map(|word| word.strip_prefix(name))
    }
}

#[test]
fn every_command_line_is_understood() {
    let mut n_commands = 0;
    for block in
        blocks().iter().filter(|block| ["sh", "console", "yaml", "groovy"].iter().any(|it| block.info.starts_with(it)))
    {
        for words in block.lines.iter().flat_map(|line| commands(line)) {
            let parsed = ghl_lint::cli::command().try_get_matches_from(&words);
            assert!(parsed.is_ok(), "{}: {}: {}", block.place, words.join(" "), parsed.expect_err("a mistake"));
            n_commands += 1;
        }
    }
    assert!(50 < n_commands, "only {n_commands} command lines were found in the pages");
}

#[test]
fn every_config_and_manifest_is_without_mistake() {
    for block in blocks().iter().filter(|block| block.info == "toml") {
        let tree = Tree::new();
        let text = block.lines.join("\n") + "\n";
        if text.contains("[scopes]") {
            tree.write("ghl-scopes.toml", &text);
            let output = tree.lint(&["check", "--isolated"]);
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{}", block.place);
        } else {
            tree.write("ghl-lint.toml", &text);
            let read = config::read(&tree.path().join("ghl-lint.toml"), &block.place, &ghl_lint::rules::ids());
            assert!(read.is_ok(), "{read:?}");
        }
    }
}

#[test]
fn every_sample_prints_what_is_shown() {
    let mut n_samples = 0;
    for block in blocks() {
        let Some(tree) = prepared(&block) else { continue };
        for (command, shown) in samples(&block) {
            let output = shell(&tree, tree.path(), &command);
            let printed: Vec<&str> = output.lines().collect();
            assert!(shows(&shown, &printed), "{}: $ {command}\nprints:\n{output}", block.place);
            n_samples += 1;
        }
    }
    assert!(10 < n_samples, "only {n_samples} samples were run");
}

#[test]
fn a_gap_stands_for_any_lines_and_nothing_else_does() {
    let printed = ["one", "two", "three", "four"];
    for (shown, expected) in [
        (&["one", "two", "three", "four"][..], true),
        (&["one", GAP, "four"], true),
        (&[GAP, "three", "four"], true),
        (&["one", GAP], true),
        (&[GAP], true),
        (&["one", GAP, "two", "three", GAP], true),
        (&["one", "two", "three"], false),
        (&["two", "three", "four"], false),
        (&["one", GAP, "three"], false),
        (&["one", GAP, "five", GAP], false),
        (&["one", GAP, "three", GAP, "two", GAP], false),
        (&[], false),
    ] {
        let shown: Vec<String> = shown.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(shows(&shown, &printed), expected, "{shown:?}");
    }
}

/// The README's blocks, and those of all pages in docs/.
fn blocks() -> Vec<Block> {
    let mut pages = files(&project().join("docs"));
    pages.push(project().join("README.md"));
    pages.iter().flat_map(|page| blocks_of(page)).collect()
}

fn blocks_of(page: &Path) -> Vec<Block> {
    let text = fs::read_to_string(page).expect("a page");
    let name = page.strip_prefix(project()).expect("a page of the project").display().to_string();
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().enumerate() {
        match (is_open, line.trim_start().strip_prefix("```")) {
            (false, Some(info)) => {
                blocks.push(Block { place: format!("{name}:{}", at + 1), info: info.to_owned(), lines: Vec::new() });
                is_open = true;
            }
            (true, Some(_)) => is_open = false,
            (true, None) => blocks.last_mut().expect("an open block").lines.push(line.to_owned()),
            (false, None) => {}
        }
    }
    assert!(!is_open, "{name}: a block is not closed");
    blocks
}

/// The words of each call of the linter in a line of a script: up to what the shell reads for itself.
fn commands(line: &str) -> Vec<Vec<String>> {
    // `printf` writes hooks, line ends and all
    let line = line.replace("\\n", " ; ");
    let words: Vec<&str> = line.split_whitespace().take_while(|word| !word.starts_with('#')).collect();
    let is_name = |at: usize| 0 < at && ["name:", "id:", "-v", "echo"].contains(&words[at - 1]);
    let begins = |at: &usize| words[*at].trim_start_matches(['(', '\'']) == "ghl-lint" && !is_name(*at);
    let of = |at: usize| {
        let mut command = vec!["ghl-lint".to_owned()];
        for word in &words[at + 1..] {
            if ["|", ">", "2>", "&", ";", "\\"].iter().any(|sign| word.starts_with(sign)) {
                break;
            }
            command.push(word.trim_end_matches([';', ')', '\'']).trim_matches('"').to_owned());
            if word.ends_with([';', ')', '\'']) {
                break;
            }
        }
        command
    };
    (0..words.len()).filter(begins).map(of).collect()
}

/// The tree that a block is run in; `None` for a block that is not run.
fn prepared(block: &Block) -> Option<Tree> {
    let folder = block.word("in=").or(block.word("repositories="))?;
    let tree = Tree::of(&project().join(folder));
    let roots = if block.word("in=").is_some() { vec![tree.path().to_owned()] } else { folders(tree.path()) };
    for root in roots {
        let said = shell(&tree, &root, "git init -q -b main && git add -A && git commit -q -m 'As it is'");
        assert_eq!(said, "", "{}", block.place);
    }
    Some(tree)
}

/// The commands of a block, each with the lines that it is shown to print.
fn samples(block: &Block) -> Vec<(String, Vec<String>)> {
    let mut samples: Vec<(String, Vec<String>)> = Vec::new();
    for line in &block.lines {
        match line.strip_prefix("$ ") {
            Some(command) => samples.push((command.to_owned(), Vec::new())),
            None => samples.last_mut().expect("a block begins with a command").1.push(line.clone()),
        }
    }
    samples
}

/// What a command prints, on standard output and standard error as they come.
fn shell(tree: &Tree, folder: &Path, command: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_ghl-lint")).parent().expect("the binary is in a folder").to_owned();
    let others = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(std::iter::once(binary).chain(env::split_paths(&others))).expect("folders make a path");
    let mut bash: Command = tree.command("bash");
    bash.current_dir(folder).env("PATH", path).arg("-c").arg(format!("exec 2>&1\n{command}"));
    for who in ["AUTHOR", "COMMITTER"] {
        bash.env(format!("GIT_{who}_NAME"), "Ada Example").env(format!("GIT_{who}_EMAIL"), "ada@example.invalid");
        bash.env(format!("GIT_{who}_DATE"), "2025-01-02T12:00:00Z");
    }
    String::from_utf8(bash.output().expect("bash runs").stdout).expect("UTF-8")
}

/// Whether `printed` is what `shown` says, where each gap may stand for any lines.
fn shows(shown: &[String], printed: &[&str]) -> bool {
    let mut parts = shown.split(|line| line == GAP);
    let first = parts.next().unwrap_or_default();
    if !(first.len() <= printed.len() && first.iter().zip(printed).all(|(shown, line)| shown == line)) {
        return false;
    }
    let mut rest = &printed[first.len()..];
    let parts: Vec<&[String]> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between.iter().filter(|part| !part.is_empty()) {
        let Some(at) = rest.windows(part.len()).position(|lines| lines == *part) else { return false };
        rest = &rest[at + part.len()..];
    }
    last.len() <= rest.len() && rest[rest.len() - last.len()..] == **last
}
