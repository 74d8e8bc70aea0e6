//! No output of any command, format or error path holds as much as eight characters of a secret's random part.

use crate::mint;
use crate::tree::{Tree, files, folders, formats, project};
use std::collections::HashSet;
use std::path::Path;

/// Characters in a row that would help somebody.
const TELLING: usize = 8;

#[test]
fn no_format_shows_a_secret_of_any_fixture() {
    let apps = folders(&project().join("fixtures/apps"));
    let cases = folders(&project().join("fixtures/rules"))
        .into_iter()
        .flat_map(|rule| folders(&rule))
        .map(|case| case.join("tree"));
    let cli =
        folders(&project().join("fixtures/cli")).into_iter().map(|case| case.join("tree")).filter(|tree| tree.is_dir());
    let mut n_secrets = 0;
    for fixture in apps.into_iter().chain(cases).chain(cli) {
        let tree = Tree::of(&fixture);
        let secrets = windows_of_secrets(tree.path());
        n_secrets += secrets.len();
        tree.track_all();
        for format in formats() {
            check(
                &tree,
                &secrets,
                &[
                    "check",
                    "--isolated",
                    "--all-files",
                    "--list-skipped",
                    "--color",
                    "always",
                    "--format",
                    &format,
                    ".",
                ],
            );
        }
        for arguments in [
            &["scopes", "--isolated"] as &[&str],
            &["scopes", "--isolated", "--format", "json"],
            &["migrate", "--isolated", "--all-files"],
            &["migrate", "--isolated", "--all-files", "--format", "json"],
        ] {
            check(&tree, &secrets, arguments);
        }
        for format in ["human", "json", "markdown"] {
            check(
                &tree,
                &secrets,
                &["inventory", "--isolated", "--all-files", "--color", "always", "--format", format],
            );
        }
        check(&tree, &secrets, &["baseline", "--output", "baseline.json", "."]);
        assert_holds_none(
            &std::fs::read(tree.path().join("baseline.json")).unwrap_or_default(),
            &secrets,
            "a baseline",
        );
    }
    assert!(1_000 < n_secrets, "only {n_secrets} windows: the fixtures hold secrets, the test does not see them");
}

#[test]
fn no_format_shows_a_secret_of_a_history() {
    for fixture in folders(&project().join("fixtures/apps")) {
        let tree = Tree::of(&fixture);
        let mut secrets = windows_of_secrets(tree.path());
        tree.track_all();
        let words = mint::pit("in the words of a commit");
        add_windows(&words[4..], &mut secrets);
        tree.git(&["-c", &format!("user.name={words}"), "commit", "-q", "-m", &words]);
        tree.git(&["tag", "-a", &words, "-m", &words]);
        tree.git(&["rm", "-q", "-r", "."]);
        tree.git(&["commit", "-q", "-m", "all gone"]);
        for format in &formats() {
            check(
                &tree,
                &secrets,
                &["history", "--isolated", "--list-skipped", "--color", "always", "--format", format],
            );
        }
        for argument in ["--branch", "--since-commit"] {
            check(&tree, &secrets, &["history", "--isolated", argument, &words]);
        }
        check(&tree, &secrets, &["history", "--isolated", &words]);
    }
}

#[test]
fn no_error_shows_a_secret() {
    let tree = Tree::new();
    let secret = mint::pit("error path");
    tree.write(
        "ghl-lint.toml",
        format!("token = \"{secret}\"\nfail-on = \"{secret}\"\n[[allow]]\nrule = \"{secret}\"\n= {secret}"),
    );
    tree.write("baseline.json", format!("{{\"schema\": \"{secret}\"}}"));
    tree.write(
        "a.ts",
        format!("// ghl-lint: allow({secret}) why\n// ghl-lint: allow(legacy-api-key) {secret}\nx = 1\n"),
    );
    tree.write(
        "ghl-scopes.toml",
        format!("level = \"{secret}\"\n{secret} = 1\n[scopes]\n\"{secret}\" = \"{secret}\"\n\"{secret}.write\" = 1\n= {secret}"),
    );
    let mut secrets = HashSet::new();
    add_windows(&secret[4..], &mut secrets);
    // one that nothing names is told
    let unnamed = mint::pit("unnamed");
    add_windows(&unnamed[4..], &mut secrets);
    let words = format!(
        "hosts = [\"{secret}\", \"a.example.com/{secret}\"]\n[[wrapper]]\nfunction = \"{unnamed}\"\nmethod = \"{secret}\"\npath = 1\n"
    );
    tree.write("words.toml", words);
    for arguments in [
        vec!["scopes", "--isolated"],
        vec!["inventory", "--isolated"],
        vec!["inventory", "--config", "words.toml"],
        vec!["scopes", "--isolated", "--write"],
        vec!["check"],
        vec!["check", "--format", "json"],
        vec!["check", "--config", "words.toml"],
        vec!["check", "--config", "words.toml", "--format", "json"],
        vec!["scopes", "--config", "words.toml"],
        vec!["migrate"],
        vec!["migrate", "--isolated"],
        vec!["check", "--isolated"],
        vec!["check", "--isolated", "--baseline", "baseline.json"],
        vec!["baseline", "--isolated", "--prune", "--output", "baseline.json"],
    ] {
        check(&tree, &secrets, &arguments);
    }
    for format in formats() {
        check(&tree, &secrets, &["check", "--isolated", "--format", &format]);
    }
}

fn check(tree: &Tree, secrets: &HashSet<Vec<u8>>, arguments: &[&str]) {
    let output = tree.lint(arguments);
    assert_holds_none(&output.stdout, secrets, &format!("{arguments:?}"));
    assert_holds_none(&output.stderr, secrets, &format!("{arguments:?}"));
}

fn assert_holds_none(text: &[u8], secrets: &HashSet<Vec<u8>>, what: &str) {
    let leak = text.windows(TELLING).find(|window| secrets.contains(*window));
    assert!(leak.is_none(), "{what} shows {}", String::from_utf8_lossy(leak.unwrap_or_default()));
}

/// Every window of telling length in the random parts of every secret below `folder`, whatever wraps it.
fn windows_of_secrets(folder: &Path) -> HashSet<Vec<u8>> {
    let mut windows = HashSet::new();
    for file in files(folder) {
        let bytes = std::fs::read(file).expect("a fixture");
        let text = match bytes.as_slice() {
            [0xFF, 0xFE, rest @ ..] => {
                char::decode_utf16(rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])))
                    .map(|c| c.unwrap_or('?'))
                    .collect()
            }
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        let decoded = decoded_runs(&text);
        for text in [text, decoded] {
            add_secrets(&text, &mut windows);
        }
    }
    windows
}

/// Tokens are found here by other means than the linter's: whatever follows a known start up to the first foreign sign.
fn add_secrets(text: &str, windows: &mut HashSet<Vec<u8>>) {
    for (start, _) in text.match_indices("pit-") {
        let run: String = text[start + 4..].chars().take(36).collect();
        let is_typed = run.contains("12345678") || run.contains("0000");
        if run.len() == 36
            && run.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
            && run.as_bytes()[14] == b'4'
            && !is_typed
        {
            add_windows(&run, windows);
        }
    }
    add_named(text, windows);
    for (start, _) in text.match_indices("eyJhbGciOi") {
        let run: String =
            text[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c)).collect();
        // the last part alone is random; ids in the payload are tested through their own masks
        if let Some(signature) = run.split('.').nth(2).filter(|signature| 40 <= signature.len()) {
            add_windows(signature, windows);
        }
    }
    for (start, _) in text.match_indices("/webhook-trigger/") {
        let run: String = text[start + 17..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if 20 <= run.len() && !run.contains("0000") {
            add_windows(&run, windows);
        }
    }
}

/// UUIDs of version 4, and runs of forty letters and digits: whatever their names are, no excerpt shows one.
fn add_named(text: &str, windows: &mut HashSet<Vec<u8>>) {
    for run in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
        let is_uuid = run.len() == 36 && run.as_bytes()[14] == b'4' && run.matches('-').count() == 4;
        let is_random = is_uuid && run.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        let is_typed = run.contains("1234") || run.contains("abcd") || run.contains("0000") || run.contains("1111");
        let is_opaque = run.len() == 40 && run.chars().all(|c| c.is_ascii_alphanumeric());
        if is_random && !is_typed || is_opaque && run.chars().any(|c| c.is_ascii_uppercase()) {
            add_windows(run, windows);
        }
    }
}

fn add_windows(secret: &str, windows: &mut HashSet<Vec<u8>>) {
    windows.extend(secret.as_bytes().windows(TELLING).map(<[u8]>::to_vec));
}

fn decoded_runs(text: &str) -> String {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '/';
    text.split(|c| !is_sign(c))
        .filter(|run| 40 <= run.len())
        .map(|run| format!("{}\n", decode(run.as_bytes())))
        .collect()
}

fn decode(run: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values: Vec<u32> = run
        .iter()
        .filter_map(|sign| ALPHABET.iter().position(|known| known == sign))
        .map(|value| value as u32)
        .collect();
    let bytes: Vec<u8> = values
        .chunks(4)
        .flat_map(|group| {
            let bits = group.iter().enumerate().fold(0, |bits, (n, value)| bits | value << (18 - 6 * n));
            [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8].into_iter().take(group.len() * 6 / 8)
        })
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn no_name_and_no_argument_shows_a_secret() {
    let secret = mint::pit("in a name");
    let mut secrets = HashSet::new();
    add_windows(&secret[4..], &mut secrets);
    let tree = Tree::new();
    tree.write(&format!("{secret}/package.json"), "{}").write(&format!("{secret}/a.ts"), format!("k = '{secret}'"));
    let scopes = "export const GHL_SCOPES = ['contacts.readonly', 'users.write'].join(' ');";
    let call = |path: &str| format!("fetch(`https://services.leadconnectorhq.com/{path}`, {{}});\n");
    let old = format!(
        "{}fetch('https://rest.gohighlevel.com/v1/contacts/{secret}/odd');\n",
        "k = '{{v1-location:in a name}}';\n"
    );
    tree.write(&format!("{secret}/old.ts"), old)
        .write(&format!("{secret}/.env"), "GHL_API_KEY={{v1-location:in a name}}\n");
    tree.write("b.ts", "k = 1").write(&format!("{secret}/c.ts"), format!("{scopes}\n{}", call("contacts/${id}")));
    tree.write(&format!("{secret}/b.ts"), [call("contacts/1"), call(&format!("contacts/{secret}/odd"))].concat());
    for format in formats() {
        check(&tree, &secrets, &["check", "--isolated", "--list-skipped", "--format", &format, "."]);
    }
    for arguments in [
        vec!["scopes", "--isolated"],
        vec!["inventory", "--isolated"],
        vec!["inventory", "--config", "words.toml"],
        vec!["scopes", "--isolated", "--format", "json"],
        vec!["scopes", "--isolated", "--write"],
        vec!["scopes", "--isolated"],
        vec!["inventory", "--isolated"],
        vec!["inventory", "--config", "words.toml"],
        vec!["scopes", "--isolated", "--write"],
        vec!["migrate", "--isolated"],
        vec!["migrate", "--isolated", "--format", "json"],
        vec!["migrate", "--isolated", "--output", &format!("no/{secret}")],
        vec!["migrate", &format!("{secret}/absent")],
        vec!["check", "--rule", &secret],
        vec!["check", "--config", &secret],
        vec!["check", "--baseline", &secret],
        vec!["check", "--fail-on", &secret],
        vec!["check", "-j", &secret],
        vec!["check", "b.ts", "--output", &format!("no/{secret}")],
        vec!["check", &format!("--{secret}")],
        vec!["check", &format!("{secret}/absent")],
        vec!["scopes", "--isolated"],
        vec!["inventory", "--isolated"],
        vec!["inventory", "--config", "words.toml"],
        vec!["scopes", "--isolated", "--format", "json"],
        vec!["explain", &secret],
        vec!["rules", &secret],
        vec!["baseline", "--isolated", "--output", &format!("no/{secret}")],
    ] {
        check(&tree, &secrets, &arguments);
    }
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
    let mut secrets = HashSet::new();
    add_windows(&inner[4..], &mut secrets);
    for format in formats() {
        let output = tree.lint(&["check", "--isolated", "--format", &format, "--color", "never", "."]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            !output.stdout.contains(&0x1b) && !String::from_utf8_lossy(&output.stdout).contains("\n::error::"),
            "{format}"
        );
        assert_holds_none(&output.stdout, &secrets, &format);
    }
}
