//! A secret in what ghl-lint is told and cannot take: arguments, the config, a baseline, a manifest, a comment, the environment.

use super::Watch;
use super::commands::{in_every_format, names, with_secret_arguments};
use super::secrets::Secrets;
use crate::tree::Tree;
use ghl_lint::config::keys::{KEYS, Key, Takes};

/// A tree with something to find, and no secret of its own.
fn tree() -> Tree {
    let tree = Tree::new();
    tree.write("a.ts", "fetch('https://services.leadconnectorhq.com/contacts/1')\n").track_all();
    tree
}

#[test]
fn no_argument_shows_a_secret() {
    let tree = tree();
    tree.git(&["commit", "-q", "-m", "one"]);
    let (texts, secrets) = Secrets::minted("argument");
    let watch = Watch::new(&tree, &secrets);
    for secret in &texts {
        for arguments in [
            vec![secret.as_str()],
            vec!["check", "--since", secret],
            vec!["check", "b.ts", "--output", &format!("no/{secret}")],
            vec!["check", &format!("{secret}/absent")],
            vec!["check", "--config", &format!("{secret}/absent.toml")],
            vec!["check", "--baseline", "/proc/self/mem"],
            vec!["baseline", "--isolated", "--output", &format!("no/{secret}")],
            vec!["explain", secret],
            vec!["history", secret],
        ] {
            let output = watch.run(&arguments);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        }
    }
    let n_runs: usize = names()
        .iter()
        .map(|name| {
            // all kinds are masked alike: one that is a name of a file as it is, one that is a path with folders
            let runs: Vec<_> =
                [&texts[0], &texts[5]].iter().flat_map(|secret| with_secret_arguments(name, secret)).collect();
            runs.iter().for_each(|run| drop(watch.run(run)));
            runs.len()
        })
        .sum();
    assert!(100 < n_runs, "the options of commands are found: {n_runs}");
}

#[cfg(unix)]
#[test]
fn no_argument_that_is_no_text_shows_a_secret() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    let tree = tree();
    let (texts, secrets) = Secrets::minted("bytes");
    let watch = Watch::new(&tree, &secrets);
    let bytes = |text: &str| OsString::from_vec([b"\xff/", text.as_bytes(), b"\xff"].concat());
    for name in names() {
        watch.run(&[OsString::from(&name), bytes(&texts[0])]);
        watch.run(&[OsString::from(&name), bytes(&format!("--{}", texts[0]))]);
        watch.run(&[OsString::from(&name), OsString::from("--output"), bytes(&texts[0])]);
        watch.run(&[OsString::from(&name), OsString::from("--config"), bytes(&texts[0])]);
    }
}

#[test]
fn no_mistake_of_a_config_shows_a_secret() {
    let tree = tree();
    let (texts, secrets) = Secrets::minted("config");
    let watch = Watch::new(&tree, &secrets);
    let mut configs: Vec<String> = KEYS.iter().flat_map(|key| mistakes(key, &texts[0])).collect();
    for secret in &texts {
        configs.extend([
            format!("\"{secret}\" = 1"),
            format!("[\"{secret}\"]\na = 1\n"),
            format!("[rules]\n\"{secret}\" = \"off\"\nlegacy-api-key = \"{secret}\""),
            format!("fail-on = \"{secret}\"\n= {secret}\n{secret}\n"),
            format!("exclude = \"\"\"\n{secret}"),
            format!("# {secret}\nfail-on = error # {secret}\n"),
            format!("hosts = [\"{secret}\", \"a.example.com/{secret}\", \"https://u:{secret}@b.example.com\"]"),
            format!("exclude = [\"[{secret}\", \"{{{secret}\", \"{secret}/**\"]"),
        ]);
    }
    for config in &configs {
        tree.write("ghl-lint.toml", config);
        for command in ["check", "scopes", "history", "baseline", "init"] {
            watch.run(&[command]);
        }
    }
    // whatever the format, the last and worst of them
    for name in names() {
        in_every_format(&[name]).iter().for_each(|run| drop(watch.run(run)));
    }
}

/// Tables in which `key` holds `secret` in all the ways that it does not take, and in those that it takes.
fn mistakes(key: &Key, secret: &str) -> Vec<String> {
    let name = key.name;
    let mut made = vec![
        format!("{name} = \"{secret}\""),
        format!("{name} = [\"{secret}\", 1, [\"{secret}\"]]"),
        format!("{name} = {{ \"{secret}\" = \"{secret}\" }}"),
        format!("{name} = 1 # {secret}"),
        format!("[[{name}]]\n\"{secret}\" = \"{secret}\""),
    ];
    if let Takes::Tables(keys) = key.takes {
        let all = |value: &str| keys.iter().map(|key| format!("{} = {value}\n", key.name)).collect::<String>();
        for value in [format!("\"{secret}\""), format!("[\"{secret}\"]"), "1".to_owned()] {
            made.push(format!("[[{name}]] # {secret}\n{}", all(&value)));
        }
    }
    made
}

#[test]
fn no_mistake_of_another_file_of_ours_shows_a_secret() {
    let tree = tree();
    let (texts, secrets) = Secrets::minted("files");
    let watch = Watch::new(&tree, &secrets);
    for secret in &texts {
        tree.write(
            "a.ts",
            format!("// ghl-lint: allow({secret}) why\n// ghl-lint: allow(legacy-api-key) {secret}\n// ghl-lint: allow-file {secret}\nx = 1\n"),
        );
        let entry = |rule: &str, about: &str, place: &str| {
            format!(
                r#"{{"schema":1,"tool":"{secret}","entries":[{{"rule":"{rule}","about":"{about}","places":{{"{place}":1}}}}]}}"#
            )
        };
        for baseline in [
            format!("{{\"schema\": \"{secret}\"}}"),
            format!("{{\"schema\": 2, \"{secret}\": 1}}"),
            secret.clone(),
            entry(secret, "x", "a.ts"),
            entry("legacy-api-key", secret, "a.ts"),
            entry("legacy-api-key", "x", secret),
        ] {
            tree.write("baseline.json", baseline);
            for format in ["human", "json"] {
                watch.run(&["check", "--isolated", "--baseline", "baseline.json", "--format", format]);
            }
            watch.run(&["history", "--isolated", "--baseline", "baseline.json"]);
            watch.run(&["baseline", "--isolated", "--prune", "--output", "baseline.json"]);
        }
        tree.write(
            "ghl-scopes.toml",
            format!("level = \"{secret}\"\n{secret} = 1\n[scopes]\n\"{secret}\" = \"{secret}\"\n\"{secret}.write\" = 1\n= {secret}"),
        );
        for run in in_every_format(&["check".to_owned(), "--isolated".to_owned()]) {
            watch.run(&run);
        }
        watch.run(&["scopes", "--isolated"]);
        watch.run(&["scopes", "--isolated", "--write"]);
        std::fs::remove_file(tree.path().join("ghl-scopes.toml")).expect("written above");
    }
}

/// What a job's environment holds is not ours to show.
#[test]
fn no_variable_shows_a_secret() {
    let tree = tree();
    let (texts, secrets) = Secrets::minted("variables");
    let watch = Watch::new(&tree, &secrets);
    for name in ["CI_COMMIT_SHA", "SOURCE_DATE_EPOCH", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "COLUMNS", "TERM"]
    {
        for run in [&["check", "--isolated", "--format", "gitlab"] as &[&str], &["check", "--staged"], &["history"]] {
            let mut command = tree.command(env!("CARGO_BIN_EXE_ghl-lint"));
            let (_, leak) = watch.leak_of(command.args(run).env(name, &texts[0]));
            assert_eq!(leak, None, "{name}: {run:?}");
        }
    }
}
