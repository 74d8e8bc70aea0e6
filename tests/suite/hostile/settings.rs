//! Files of ours that somebody else wrote: configs and baselines with a million entries, or none at all behind their names.

use super::bounds::{Ran, run, scaled};
use crate::mint;
use crate::tree::Tree;

fn tree() -> Tree {
    let tree = Tree::new();
    tree.write("a.ts", format!("k = '{}'", mint::pit("settings")));
    tree
}

fn assert_refused(ran: &Ran, why: &str, what: &str) {
    assert_eq!(ran.status, 2, "{what}: {}", ran.stdout);
    assert!(ran.stderr.contains(why), "{what}: {}", ran.stderr.chars().take(500).collect::<String>());
}

#[test]
fn a_config_of_a_million_entries_is_refused_or_read() {
    let tree = tree();
    let list = |n: usize, item: fn(usize) -> String| (0..n).map(item).collect::<String>();
    // the first of each is refused for its size, the second is as large as one may be
    for (what, item, end) in [
        ("exclude = [", (|n| format!("'a{n}/**',")) as fn(usize) -> String, "]"),
        ("hosts = [", |n| format!("'a{n}.example.com',"), "]"),
        ("integrations = [", |n| format!("'a{n}',"), "]"),
        ("tests = [", |_| "'?????????????????????????????????',".to_owned(), "]"),
        ("[rules]\n", |n| format!("r{n} = 'off'\n"), ""),
        ("", |n| format!("[[allow]]\nrule = 'legacy-api-key'\npath = 'a{n}'\nreason = 'x'\n"), ""),
        ("", |n| format!("[[wrapper]]\nfunction = 'f{n}'\nmethod = 'GET'\npath = 1\n"), ""),
        ("", |n| format!("a{n} = 1\n"), ""),
        ("", |n| format!("[a{n}]\n"), ""),
        ("", |_| "= \n".to_owned(), ""),
    ] {
        tree.write("ghl-lint.toml", format!("{what}{}{end}", list(1_000_000 / item(1_000_000).len() * 11, item)));
        assert_refused(&run(&tree, &["check", "."]), "no regular file of at most 1 MiB", what);
        tree.write("ghl-lint.toml", format!("{what}{}{end}", list(scaled(1_000_000) / item(1_000_000).len(), item)));
        let ran = run(&tree, &["check", "."]);
        assert!(ran.status != 0, "{what}: what is in the tree is found, or the config refused");
    }
    let many = list(9_000, |n| format!("'a{n}/**',"));
    tree.write("ghl-lint.toml", format!("exclude = [{many}]"));
    assert_refused(&run(&tree, &["check", "."]), "one glob too many", "globs");
}

#[test]
fn depth_in_a_config_is_refused() {
    let tree = tree();
    let n = scaled(1_000_000);
    for text in [
        format!("a = {}", "[".repeat(n)),
        format!("a = {}", "{a=".repeat(n / 3)),
        format!("{}b = 1", "a.".repeat(n / 2)),
        format!("exclude = '{}'", "{a,".repeat(n / 3)),
        format!("exclude = '{}'", "?".repeat(n)),
        format!("exclude = '{}'", "[".repeat(1000)),
        "\"".repeat(n),
    ] {
        tree.write("ghl-lint.toml", &text);
        assert_eq!(run(&tree, &["check", "."]).status, 2, "{}", &text[..40]);
    }
}

/// Globs that take forever where each star is tried at each place.
#[test]
fn globs_are_matched_in_one_go() {
    let tree = tree();
    let name = "a".repeat(200);
    for n in 0..200 {
        tree.write(&format!("{name}/{name}/{n}{name}"), "x");
    }
    let stars = "*a".repeat(300);
    let alternatives = (0..20).map(|n| format!("{}{n}", "*a".repeat(20))).collect::<Vec<_>>().join(",");
    tree.write(
        "ghl-lint.toml",
        format!(
            "exclude = ['{stars}b', '**/{{{alternatives}}}', '{}b', '{}']",
            "**/a*/".repeat(100),
            "{a,b}".repeat(20)
        ),
    );
    assert_eq!(run(&tree, &["check", "."]).status, 1);
    tree.track_all();
    tree.write(".gitignore", format!("{stars}b\n{}b\n{}b\n", "**/".repeat(100), "[a-z]*".repeat(100)));
    assert_eq!(run(&tree, &["check", "--isolated", "."]).status, 1);
}

#[test]
fn a_baseline_of_a_million_entries_is_refused_or_read() {
    let tree = tree();
    let baseline = |n: usize| {
        let entry = |n| format!(r#"{{"rule":"legacy-api-key","about":"{n:012x}","places":{{"a{n}.ts":1}}}}"#);
        let entries: Vec<String> = (0..n).map(entry).collect();
        format!(r#"{{"schema":1,"tool":"ghl-lint","entries":[{}]}}"#, entries.join(","))
    };
    tree.write("b.json", baseline(1_000_000));
    for arguments in [&["check", "--isolated", "--baseline", "b.json"], &["baseline", "--prune", "--output", "b.json"]]
    {
        assert_refused(&run(&tree, arguments), "no regular file of at most 32 MiB", "baseline");
    }
    tree.write("b.json", baseline(scaled(400_000)));
    assert_eq!(run(&tree, &["check", "--isolated", "--baseline", "b.json"]).status, 1);
    let most = usize::MAX;
    for text in [
        "[".repeat(1_000_000),
        format!(r#"{{"schema":1,"tool":{}"#, "[".repeat(1_000_000)),
        format!("{{\"schema\":{}", "9".repeat(1_000_000)),
        format!(r#"{{"schema":1,"tool":"x","entries":[{{"rule":"r","about":"x","places":{{"a":{most},"a":-1}}}}]}}"#),
        format!(r#"{{"schema":1,"tool":"x","entries":[{{"rule":"r","about":"x","places":{{"a":{most}0}}}}]}}"#),
    ] {
        tree.write("b.json", text);
        assert_refused(&run(&tree, &["check", "--isolated", "--baseline", "b.json"]), "not a baseline", "broken");
    }
    // numbers that overflow when they are added up accept no more than they say
    let entry = format!(r#"{{"rule":"r","about":"x","places":{{"a":{most},"b":{most}}}}}"#);
    tree.write("b.json", format!(r#"{{"schema":1,"tool":"x","entries":[{entry},{entry}]}}"#));
    assert_eq!(run(&tree, &["check", "--isolated", "--baseline", "b.json"]).status, 1);
    assert_eq!(run(&tree, &["baseline", "--isolated", "--prune", "--output", "b.json"]).status, 0);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_in_the_place_of_one_is_refused() {
    let tree = tree();
    let make = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(tree.path().join(name)).status();
        assert!(made.expect("mkfifo runs").success());
    };
    make("pipe");
    let devices = ["pipe", "/dev/zero", "."];
    for name in devices {
        for arguments in [
            vec!["check", "--isolated", "--baseline", name, "a.ts"],
            vec!["baseline", "--isolated", "--prune", "--output", name, "a.ts"],
            vec!["check", "--config", name, "a.ts"],
        ] {
            assert_eq!(run(&tree, &arguments).status, 2, "{arguments:?}");
        }
    }
    // found, not named: whoever made it meant it
    let config = tree.path().join("ghl-lint.toml");
    make("ghl-lint.toml");
    assert_refused(&run(&tree, &["check", "a.ts"]), "the config is no regular file", "a pipe");
    std::fs::remove_file(&config).expect("made above");
    std::fs::create_dir(&config).expect("a folder");
    assert_refused(&run(&tree, &["check", "a.ts"]), "the config is no regular file", "a folder");
    std::fs::remove_dir(&config).expect("made above");
    std::os::unix::fs::symlink("nowhere", &config).expect("a link");
    assert_refused(&run(&tree, &["check", "a.ts"]), "cannot read the config", "a link to nowhere");
    std::fs::remove_file(&config).expect("made above");
    // manifests of packages and of scopes say less, and less hangs on them
    for name in ["package.json", "ghl-scopes.toml", ".env", "pyproject.toml", ".mcp.json"] {
        make(name);
    }
    tree.write(
        "b.ts",
        "const scopes = 'contacts.readonly'; fetch('https://services.leadconnectorhq.com/contacts/1')\n",
    );
    for arguments in [&["check", "--isolated"] as &[&str], &["scopes", "--isolated"], &["scopes", "--write"]] {
        run(&tree, arguments);
    }
}
