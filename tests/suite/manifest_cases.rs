//! `ghl-lint scopes --write`: what it writes where, what it leaves, and that a second run changes nothing.

use crate::tree::{Tree, files, folders, lines, project};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const MANIFEST: &str = "ghl-scopes.toml";

/// Code that reads and tags contacts.
fn calls(tree: &Tree, folder: &str) {
    tree.write(
        &format!("{folder}/api.ts"),
        "const BASE = 'https://services.leadconnectorhq.com';\n\
         const headers = { Authorization: `Bearer ${process.env.GHL_TOKEN}`, Version: '2021-07-28' };\n\
         export const contact = (id: string) => fetch(`${BASE}/contacts/${id}`, { headers });\n\
         export const tag = (id: string) => fetch(`${BASE}/contacts/${id}/tags`, { method: 'POST', headers });\n",
    );
}

fn package(tree: &Tree, folder: &str) {
    tree.write(&format!("{folder}/package.json"), "{}\n");
}

/// Exit code and standard error of a run with `arguments`; it prints nothing else.
fn write(tree: &Tree, arguments: &[&str]) -> (Option<i32>, String) {
    let output = tree.lint(&[&["scopes", "--write"], arguments].concat());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn read(tree: &Tree, name: &str) -> String {
    fs::read_to_string(tree.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every file with its bytes, git's own left out.
fn snapshot(tree: &Tree) -> BTreeMap<PathBuf, Vec<u8>> {
    let own = files(tree.path()).into_iter().filter(|path| !path.components().any(|part| part.as_os_str() == ".git"));
    own.map(|path| (path.clone(), fs::read(path).expect("a file can be read"))).collect()
}

#[test]
fn every_integration_gets_its_own_and_a_second_run_changes_nothing() {
    let tree = Tree::new();
    for folder in ["one", "two/deep", "quiet"] {
        package(&tree, folder);
    }
    calls(&tree, "one/src");
    calls(&tree, "two/deep");
    tree.write("two/deep/hook.ts", "// HighLevel\nexport const on = (type: string) => type === 'InvoicePaid';\n");
    tree.track_all();
    let (status, said) = write(&tree, &[]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("one/ghl-scopes.toml: written with 2 scopes\n"), "{said}");
    assert!(said.contains("two/deep/ghl-scopes.toml: written with 2 scopes\n"), "{said}");
    assert!(!tree.path().join("quiet").join(MANIFEST).exists() && !tree.path().join(MANIFEST).exists());
    let before = snapshot(&tree);
    let (status, said) = write(&tree, &[]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("one/ghl-scopes.toml: nothing to change, 2 kept\n"), "{said}");
    assert_eq!(snapshot(&tree), before);
    assert_eq!(lines(&tree.lint_json(&["--isolated", "."])), Vec::<String>::new());
}

#[test]
fn a_second_run_changes_nothing_in_any_fixture() {
    let fixtures = project().join("fixtures");
    let rules = folders(&fixtures.join("rules")).into_iter().flat_map(|rule| folders(&rule));
    let uses = folders(&fixtures.join("uses"));
    let cases = rules.chain(uses).map(|case| case.join("tree")).chain(folders(&fixtures.join("apps")));
    let mut n_written = 0;
    for case in cases.filter(|case| case.is_dir()) {
        let tree = Tree::of(&case);
        tree.track_all();
        let (_, said) = write(&tree, &["--isolated"]);
        n_written += said.matches(": written with ").count();
        let before = snapshot(&tree);
        let (status, said) = write(&tree, &["--isolated"]);
        assert_eq!(status, Some(0), "{}: {said}", case.display());
        assert_eq!(snapshot(&tree), before, "{}", case.display());
        let found =
            lines(&tree.lint_json(&["--isolated", "--rule", "unused-scope", "--rule", "excess-write-scope", "."]));
        assert!(!found.iter().any(|line| line.contains(MANIFEST)), "{}: {found:?}", case.display());
    }
    assert!(10 < n_written, "{n_written}");
}

#[test]
fn the_record_and_the_list_of_an_app_are_each_held_against_the_code() {
    let tree = Tree::new();
    calls(&tree, "src");
    tree.write("src/oauth.ts", "export const GHL_SCOPES = ['contacts.readonly', 'users.write'].join(' ');\n")
        .track_all();
    assert_eq!(write(&tree, &[]).0, Some(0));
    let found = lines(&tree.lint_json(&["--isolated", "."]));
    // a manifest that is right does not make up for a list that is not
    assert!(found.contains(&"missing-scope src/api.ts:4:50-70".to_owned()), "{found:?}");
    assert!(found.contains(&"unused-scope src/oauth.ts:1:50-61".to_owned()), "{found:?}");
    assert!(!found.iter().any(|line| line.contains(MANIFEST)), "{found:?}");
}

#[test]
fn line_ends_and_text_stay_as_they_are() {
    let tree = Tree::new();
    calls(&tree, "src");
    tree.write(MANIFEST, "\u{feff}# Ünïcode\r\n[scopes]\r\n\t'campaigns.readonly' = 'old' # gone\r\n\t'contacts.readonly' = '…' # why\r\n");
    tree.track_all();
    let (status, said) = write(&tree, &["."]);
    assert_eq!(
        (status, said.lines().next().unwrap_or_default()),
        (Some(0), "ghl-scopes.toml: 1 added, 1 taken out, 1 kept")
    );
    let expected =
        "\u{feff}# Ünïcode\r\n[scopes]\r\n\t'contacts.readonly' = '…' # why\r\n\t\"contacts.write\" = \"\"\r\n";
    assert_eq!(read(&tree, MANIFEST), expected);
    write(&tree, &["."]);
    assert_eq!(read(&tree, MANIFEST), expected);
}

#[test]
fn code_that_declaring_parts_may_share_gets_none_until_it_is_told_to() {
    let tree = Tree::new();
    for folder in [".", "app", "client"] {
        package(&tree, folder);
    }
    calls(&tree, "client");
    tree.write("app/oauth.ts", "export const GHL_SCOPES = ['contacts.readonly', 'contacts.write'].join(' ');\n")
        .track_all();
    let (status, said) = write(&tree, &[]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("app/ghl-scopes.toml: written with 2 scopes"), "{said}");
    assert!(
        said.contains("client/ghl-scopes.toml: not written; other parts of the application declare scopes"),
        "{said}"
    );
    let before = snapshot(&tree);
    write(&tree, &[]);
    assert_eq!(snapshot(&tree), before);
    tree.write("client/ghl-scopes.toml", "");
    assert!(write(&tree, &[]).1.contains("client/ghl-scopes.toml: 2 added, 0 taken out, 0 kept"));
}

#[test]
fn nothing_is_written_where_not_everything_was_looked_at() {
    let tree = Tree::new();
    package(&tree, ".");
    calls(&tree, "src");
    tree.track_all();
    let (status, said) = write(&tree, &["src"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("only a part of its integration was looked at"), "{said}");
    let (status, said) = write(&tree, &[".", "absent"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("no ghl-scopes.toml was written: not everything could be read"), "{said}");
    assert!(!tree.path().join(MANIFEST).exists());
}

#[test]
fn nothing_is_taken_out_while_some_code_is_out_of_sight() {
    let tree = Tree::new();
    calls(&tree, "src");
    tree.write("lib/ghl.ex", "HTTPoison.get(\"https://services.leadconnectorhq.com/calendars/events\")\n");
    tree.write(
        MANIFEST,
        "[scopes]\n\"calendars/events.readonly\" = \"\"\n\"contacts.readonly\" = \"\"\n\"contacts.write\" = \"\"\n",
    );
    tree.track_all();
    let before = read(&tree, MANIFEST);
    let (status, said) = write(&tree, &[]);
    assert_eq!(status, Some(0));
    assert!(said.contains("may be needed: calendars/events.readonly"), "{said}");
    assert!(said.contains("not all of the code that may need a scope was seen"), "{said}");
    assert_eq!(read(&tree, MANIFEST), before);
}

#[test]
fn a_folder_of_several_applications_is_no_integration() {
    let tree = Tree::new();
    calls(&tree, "one");
    calls(&tree, "two");
    let (status, said) = write(&tree, &[]);
    assert_eq!(status, Some(0));
    assert!(said.contains("ghl-scopes.toml: not written; several applications may lie here"), "{said}");
    tree.write("one/ghl-scopes.toml", "").write("two/ghl-scopes.toml", "");
    let (_, said) = write(&tree, &[]);
    assert!(said.contains("one/ghl-scopes.toml: 2 added") && said.contains("two/ghl-scopes.toml: 2 added"), "{said}");
}

#[test]
fn what_was_not_read_is_not_overwritten() {
    let tree = Tree::new();
    calls(&tree, "src");
    tree.write(".gitignore", "ghl-scopes.toml\n").track_all();
    tree.write(MANIFEST, "kept = true\n");
    let (status, said) = write(&tree, &[]);
    assert_eq!(status, Some(2));
    assert!(said.contains("ghl-scopes.toml: not written: it is there and was not read"), "{said}");
    assert_eq!(read(&tree, MANIFEST), "kept = true\n");
    fs::remove_file(tree.path().join(MANIFEST)).expect("removed");
    fs::create_dir(tree.path().join(MANIFEST)).expect("a folder can be made");
    let (status, said) = write(&tree, &[]);
    assert_eq!(status, Some(2));
    assert!(said.contains("it is no regular file"), "{said}");
}

#[cfg(unix)]
#[test]
fn no_link_is_written_through() {
    use std::os::unix::fs::symlink;
    let (tree, elsewhere) = (Tree::new(), Tree::new());
    package(&tree, ".");
    calls(&tree, "src");
    elsewhere.write("target.toml", "[scopes]\n\"users.write\" = \"\"\n");
    calls(&elsewhere, "inside");
    package(&elsewhere, "inside");
    let target = elsewhere.path().join("target.toml");
    symlink(&target, tree.path().join(MANIFEST)).expect("a link can be made");
    symlink(elsewhere.path().join("inside"), tree.path().join("linked")).expect("a link can be made");
    tree.track_all();
    let (status, said) = write(&tree, &[".", MANIFEST]);
    assert_eq!(status, Some(2));
    assert!(said.contains("it is no regular file"), "{said}");
    assert_eq!(fs::read_to_string(target).expect("still there"), "[scopes]\n\"users.write\" = \"\"\n");
    assert!(fs::symlink_metadata(tree.path().join(MANIFEST)).expect("still there").is_symlink());
    let (status, said) = write(&tree, &["linked"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("a link leads to it"), "{said}");
    assert!(!elsewhere.path().join("inside").join(MANIFEST).exists());
}

#[test]
fn a_layout_that_cannot_be_kept_is_left() {
    let tree = Tree::new();
    calls(&tree, "src");
    tree.write(MANIFEST, "scopes = { \"contacts.readonly\" = \"\" }\n").track_all();
    let (status, said) = write(&tree, &[]);
    assert_eq!(status, Some(2));
    assert!(said.contains("write [scopes], and below it each scope on a line of its own"), "{said}");
    assert_eq!(read(&tree, MANIFEST), "scopes = { \"contacts.readonly\" = \"\" }\n");
}

#[test]
fn huge_and_broken_manifests_are_told_in_time() {
    let start = std::time::Instant::now();
    for (text, said) in [
        ("[".repeat(200_000), "brackets inside brackets"),
        ("= ".repeat(100_000), "expected"),
        ("\"a.write\" = ''\n".repeat(15_000), "unknown key"),
        ("# \n".repeat(2_000_000), "no scope manifest is that large"),
        ("[scopes]\n\"a\0b\" = ''\n".to_owned(), "invalid"),
    ] {
        let tree = Tree::new();
        tree.write(MANIFEST, text);
        let output = tree.lint(&["check", "--isolated"]);
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(said) && told.matches("error: ").count() <= 50, "{said}: {told}");
    }
    // bounds a blow-up, not a speed
    assert!(start.elapsed() < std::time::Duration::from_secs(30), "{:?}", start.elapsed());
}
