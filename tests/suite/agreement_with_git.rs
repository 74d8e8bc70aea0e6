//! What we say of tracked, untracked and ignored files is what git says: on generated repositories, git itself is the oracle.

use crate::mint;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// Paths by what git says of them.
type Answer = BTreeMap<String, BTreeSet<String>>;

/// Git's own answer, for the files of one repository.
fn git_says(tree: &Tree, folder: &str) -> Answer {
    let list = |arguments: &[&str]| -> BTreeSet<String> {
        let output = tree.git(&[&["-C", folder, "ls-files", "-z"], arguments].concat());
        let prefix = if folder == "." { String::new() } else { format!("{folder}/") };
        output
            .split('\0')
            .filter(|path| !path.is_empty() && !path.ends_with('/'))
            .map(|path| format!("{prefix}{path}"))
            .collect()
    };
    BTreeMap::from([
        ("tracked".to_owned(), list(&["--cached"])),
        ("untracked".to_owned(), list(&["--others", "--exclude-standard"])),
        ("ignored".to_owned(), list(&["--others", "--ignored", "--exclude-standard"])),
    ])
}

/// Ours: every file holds a v1 key, which is reported wherever it stands.
fn we_say(tree: &Tree) -> Answer {
    let report = tree.lint_json(&["--isolated", "--all-files", "--rule", "legacy-api-key", "."]);
    assert_eq!(report["problems"], serde_json::json!([]));
    let mut answer: Answer = ["tracked", "untracked", "ignored"].map(|vcs| (vcs.to_owned(), BTreeSet::new())).into();
    for finding in report["findings"].as_array().expect("findings") {
        let text = |name: &str| finding[name].as_str().expect("a text").to_owned();
        answer.entry(text("vcs")).or_default().insert(text("path"));
    }
    answer
}

fn write_keys(tree: &Tree, names: &[&str]) {
    for name in names {
        tree.write(name, mint::v1_location(name));
    }
}

/// Only the files that hold a key can be compared.
fn without(mut answer: Answer, names: &[&str]) -> Answer {
    answer.values_mut().for_each(|paths| paths.retain(|path| !names.iter().any(|name| path.ends_with(name))));
    answer
}

const CONTROL: &[&str] = &[".gitignore", ".git-global-config", ".gitmodules", "my-excludes", "ignore"];

#[test]
fn nested_and_negated_patterns_are_gits() {
    let tree = Tree::new();
    tree.write(
        ".gitignore",
        "*.log\n!keep.log\n/only-top.txt\nbuilt/\n.env*\n!.env.example\nsp\\ ace.txt\n**/deep/*.key\n[abc].txt\n",
    );
    tree.write("src/.gitignore", "local.*\n!important.log\n");
    tree.write("src/lib/.gitignore", "!local.ts\n*\n!.gitignore\n!kept.ts\n");
    write_keys(
        &tree,
        &[
            "a.log",
            "keep.log",
            "only-top.txt",
            "sub/only-top.txt",
            "built/x.js",
            "sub/built/y.js",
            ".env",
            ".env.local",
            ".env.example",
            "sub/.env",
            "sp ace.txt",
            "x/deep/y.key",
            "x/deep/z/y.key",
            "a.txt",
            "d.txt",
            "src/local.ts",
            "src/important.log",
            "src/lib/local.ts",
            "src/lib/kept.ts",
            "src/lib/other.ts",
            "src/main.ts",
            "tracked.log",
            "built/tracked.js",
            "ünïcode/ключ.ts",
            "emoji 🔑.ts",
        ],
    );
    tree.git(&["init", "-q"]);
    tree.git(&["add", "src/main.ts", "d.txt", "emoji 🔑.ts"]);
    tree.git(&["add", "-f", "tracked.log", "built/tracked.js"]);
    assert_eq!(we_say(&tree), without(git_says(&tree, "."), CONTROL));
}

#[test]
fn excludes_outside_of_the_tree_are_gits() {
    let tree = Tree::new();
    write_keys(&tree, &["a.secret", "b.private", "c.personal", "d.ts"]);
    tree.git(&["init", "-q"]);
    std::fs::write(tree.path().join(".git/info/exclude"), "*.private\n").expect("written");
    tree.write("my-excludes", "*.personal\n");
    let excludes = tree.path().join("my-excludes");
    std::fs::write(tree.global_config(), format!("[core]\n\texcludesFile = {}\n", excludes.display()))
        .expect("written");
    let ours = we_say(&tree);
    assert_eq!(ours, without(git_says(&tree, "."), CONTROL));
    assert_eq!(ours["ignored"].len(), 2);
}

#[test]
fn what_a_stronger_pattern_takes_back_is_not_ignored_by_a_weaker_one() {
    let tree = Tree::new();
    tree.write(".gitignore", "!/docs\n!/src/kept/\n*.tmp\n/docs/hidden.ts\n");
    write_keys(
        &tree,
        &[
            "docs/a.ts",
            "docs/b.tmp",
            "docs/hidden.ts",
            "docs/in/c.ts",
            "src/d.ts",
            "src/kept/e.ts",
            "other/f.ts",
            "g.ts",
        ],
    );
    tree.git(&["init", "-q"]);
    std::fs::write(tree.path().join(".git/info/exclude"), "/*\n").expect("written");
    assert_eq!(we_say(&tree), without(git_says(&tree, "."), CONTROL));
}

#[test]
fn submodules_and_nested_clones_answer_for_themselves() {
    let origin = Tree::new();
    write_keys(&origin, &["lib.ts", "ignored.tmp"]);
    origin.write(".gitignore", "*.tmp\n").git(&["init", "-q"]);
    origin.git(&["add", ".gitignore", "lib.ts"]);
    origin.git(&["commit", "-q", "-m", "first"]);
    let tree = Tree::new();
    tree.write(".gitignore", "clients/\n*.ts\n");
    tree.git(&["init", "-q"]);
    tree.git(&["submodule", "--quiet", "add", &origin.path().to_string_lossy(), "module"]);
    tree.git(&["clone", "-q", &origin.path().to_string_lossy(), "clients/nested"]);
    write_keys(&tree, &["module/new.ts", "module/new.tmp", "clients/nested/new.ts", "clients/loose.ts", "top.ts"]);
    let ours = we_say(&tree);
    for (folder, n_tracked) in [("module", 1), ("clients/nested", 1)] {
        let gits = without(git_says(&tree, folder), CONTROL);
        assert_eq!(gits["tracked"].len(), n_tracked);
        for (vcs, paths) in gits {
            let here: BTreeSet<String> = ours[&vcs].iter().filter(|path| path.starts_with(folder)).cloned().collect();
            assert_eq!(here, paths, "{folder} {vcs}");
        }
    }
    assert!(ours["ignored"].contains("clients/loose.ts") && ours["ignored"].contains("top.ts"));
}

#[test]
fn a_linked_worktree_has_its_own_index() {
    let tree = Tree::new();
    write_keys(&tree, &["main/a.ts"]);
    tree.write("main/.gitignore", "*.tmp\n");
    tree.git(&["-C", "main", "init", "-q"]);
    tree.git(&["-C", "main", "add", "-A"]);
    tree.git(&["-C", "main", "commit", "-q", "-m", "first"]);
    tree.git(&["-C", "main", "worktree", "add", "-q", "../linked", "-b", "other"]);
    write_keys(&tree, &["linked/b.ts", "linked/c.tmp"]);
    let ours = we_say(&tree);
    for vcs in ["tracked", "untracked", "ignored"] {
        let gits = without(git_says(&tree, "linked"), CONTROL).remove(vcs).unwrap_or_default();
        let here: BTreeSet<String> = ours[vcs].iter().filter(|path| path.starts_with("linked/")).cloned().collect();
        assert_eq!(here, gits, "{vcs}");
    }
}

#[test]
fn a_folder_inside_a_repository_and_named_files_get_the_same_answer() {
    let tree = Tree::new();
    tree.write(".gitignore", "*.tmp\n/app/out.ts\n");
    write_keys(&tree, &["app/a.ts", "app/b.ts", "app/c.tmp", "app/out.ts"]);
    tree.git(&["init", "-q"]);
    tree.git(&["add", "app/a.ts"]);
    let whole = we_say(&tree);
    for paths in [vec!["app"], vec!["app/a.ts", "app/b.ts", "app/c.tmp", "app/out.ts"]] {
        let report = tree.lint_json(&[&["--isolated", "--all-files"], paths.as_slice()].concat());
        for finding in report["findings"].as_array().expect("findings") {
            let (vcs, path) = (finding["vcs"].as_str().expect("a text"), finding["path"].as_str().expect("a text"));
            assert!(whole[vcs].contains(path), "{path} is not {vcs}");
        }
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(4));
    }
}

#[test]
fn ignored_dependencies_are_counted_and_not_entered_unless_tracked() {
    let tree = Tree::new();
    tree.write(".gitignore", "node_modules/\ndist/\nprivate/\n");
    write_keys(&tree, &["node_modules/a/index.js", "dist/kept.js", "dist/new.js", "private/notes.txt", "private/.env"]);
    tree.git(&["init", "-q"]);
    tree.git(&["add", "-f", "dist/kept.js"]);
    let report = tree.lint_json(&["--isolated", "--list-skipped", "."]);
    assert_eq!(
        crate::tree::lines(&report).iter().map(|line| line.split(':').next().unwrap_or_default()).collect::<Vec<_>>(),
        ["legacy-api-key dist/kept.js", "legacy-api-key private/.env"]
    );
    let skipped: Vec<String> = report["summary"]["skipped_paths"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|skipped| {
            format!("{}: {}", skipped["path"].as_str().expect("a path"), skipped["reason"].as_str().expect("a reason"))
        })
        .collect();
    assert_eq!(
        skipped,
        [
            "dist/new.js: ignored by git",
            "node_modules: folder of dependencies or build output, ignored by git",
            "private/notes.txt: ignored by git",
        ]
    );
}

#[test]
fn a_folder_that_the_user_names_is_read_whatever_ignores_it() {
    let tree = Tree::new();
    tree.write(".gitignore", "node_modules/\n").write("ghl-lint.toml", "exclude = [\"vendored\"]\n");
    write_keys(&tree, &["node_modules/a/dist/index.js", "vendored/b/c.js"]);
    tree.git(&["init", "-q"]);
    assert_eq!(crate::tree::lines(&tree.lint_json(&["."])), Vec::<String>::new());
    for (named, n) in
        [("node_modules", 1), ("node_modules/a", 1), ("vendored", 1), ("vendored/b", 1), ("vendored/b/c.js", 1)]
    {
        assert_eq!(crate::tree::lines(&tree.lint_json(&[named])).len(), n, "{named}");
    }
}

#[test]
fn a_repository_of_sha256_objects_is_read() {
    let tree = Tree::new();
    write_keys(&tree, &["a.ts", "b.ts"]);
    tree.git(&["init", "-q", "--object-format=sha256"]);
    tree.git(&["add", "a.ts"]);
    assert_eq!(we_say(&tree), without(git_says(&tree, "."), CONTROL));
}
