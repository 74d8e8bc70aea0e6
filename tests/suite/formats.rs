//! What the programs that read our reports insist on, and what names and excerpts must not do to them.

use crate::mint;
use crate::tree::{Tree, formats};
use quick_xml::events::Event;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Names that mean something to a terminal, a log, a table, a page or a parser.
pub(crate) const HOSTILE_NAMES: &[&str] = &[
    "new\nline.ts",
    "esc\u{1b}[31m.ts",
    "emoji 🔑.ts",
    "pipe|tick`.ts",
    "x\\|<img src=x onerror=alert(1)>|@team #1.ts",
    "]]>&amp;\"'<script>alert(1)<script>.ts",
    "noncharacter\u{ffff}.ts",
    "a,b:c%25\r::error::x.ts",
    "${{ x }} $a$ _b_ [c](d).ts",
];

fn report(tree: &Tree, format: &str, arguments: &[&str]) -> String {
    let output = tree.lint(&[&["check", "--isolated", "--format", format], arguments].concat());
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(tree: &Tree, format: &str, arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&report(tree, format, arguments)).expect("JSON")
}

#[cfg(unix)]
fn hostile() -> Tree {
    let tree = Tree::new();
    for (n, name) in HOSTILE_NAMES.iter().enumerate() {
        let token = mint::pit(&format!("hostile {n}"));
        tree.write(name, format!("const k = '{token}' // <b>|`@x` \u{1b}[2J ]]> & \u{ffff} \u{b}\n"));
    }
    tree
}

#[test]
fn every_format_has_the_same_exit_codes() {
    let tree = Tree::new();
    tree.write("bad.ts", "k = '{{pit:exit}}'").write("good.ts", "k = 1");
    for format in formats() {
        for (arguments, status) in
            [(&["good.ts"][..], 0), (&["bad.ts"], 1), (&["--exit-zero", "bad.ts"], 0), (&["bad.ts", "absent"], 2)]
        {
            let output = tree.lint(&[&["check", "--isolated", "--format", &format], arguments].concat());
            assert_eq!(output.status.code(), Some(status), "{format} {arguments:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn no_name_escapes_into_a_terminal_or_a_page() {
    let tree = hostile();
    for format in formats() {
        let text = report(&tree, &format, &["."]);
        assert!(!text.contains(['\u{1b}', '\r', '\u{b}']), "{format}");
        assert!(!text.contains("\n::error::"), "{format}");
    }
    let page = report(&tree, "html", &["."]);
    assert!(!page.contains("<img") && !page.contains("<script") && !page.contains("<b>"));
}

#[cfg(unix)]
#[test]
fn annotations_keep_names_in_their_property() {
    let shown = report(&hostile(), "github", &["."]);
    assert_eq!(shown.lines().count(), HOSTILE_NAMES.len());
    assert!(shown.lines().all(|line| line.starts_with("::error file=")));
    assert!(shown.contains("file=a%2Cb%3Ac%2525␍%3A%3Aerror%3A%3Ax.ts,line=1,"), "{shown}");
}

#[test]
fn gitlab_gets_every_field_that_it_requires() {
    let tree = Tree::new();
    tree.write("package.json", "{}").write("a.ts", "const k = '{{pit:gitlab}}'").write("b.ts", SCOPES);
    let whole = json(&tree, "gitlab", &["."]);
    assert_eq!(whole["version"], "15.2.1");
    for of in ["analyzer", "scanner"] {
        for field in ["/id", "/name", "/version", "/vendor/name"] {
            assert!(whole["scan"][of].pointer(field).is_some_and(serde_json::Value::is_string), "{of}{field}");
        }
    }
    assert_eq!((&whole["scan"]["type"], &whole["scan"]["status"]), (&"secret_detection".into(), &"success".into()));
    for time in ["start_time", "end_time"] {
        assert_eq!(whole["scan"][time], "2026-01-01T00:00:00");
    }
    let found = whole["vulnerabilities"].as_array().expect("a list");
    assert_eq!(found.len(), 1, "only credentials: {found:?}");
    let location =
        serde_json::json!({ "file": "a.ts", "start_line": 1, "end_line": 1, "commit": { "sha": "0000000" } });
    assert_eq!(found[0]["location"], location);
    assert_eq!(found[0]["identifiers"][0]["value"], "hardcoded-private-token");
    assert!(found[0].get("raw_source_code_extract").is_none(), "GitLab wants the secret there");
    let message = whole["scan"]["messages"][0]["value"].as_str().expect("a hint at the other findings");
    assert!(message.contains("gitlab-codequality"), "{message}");
}

#[test]
fn gitlab_is_told_the_commit_of_its_job() {
    let tree = Tree::new();
    tree.write("a.ts", "const k = '{{pit:commit}}'");
    for (set, expected) in
        [("9fceb02d0ae598e95dc970b74767f19372d61af8", "9fceb02d0ae598e95dc970b74767f19372d61af8"), ("main", "0000000")]
    {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_ghl-lint"))
            .args(["check", "--isolated", "--format", "gitlab", "."])
            .env("CI_COMMIT_SHA", set)
            .current_dir(tree.path())
            .output()
            .expect("the binary runs");
        let whole: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(whole["vulnerabilities"][0]["location"]["commit"]["sha"], expected);
    }
}

#[test]
fn code_quality_holds_everything_once() {
    let tree = Tree::new();
    tree.write("package.json", "{}").write("b.ts", SCOPES);
    tree.write("a.ts", "const k = ['{{pit:twice}}',\n '{{pit:twice}}', '{{pit:other}}']");
    let entries = json(&tree, "gitlab-codequality", &[".", "absent.ts"]);
    let entries = entries.as_array().expect("a list");
    let n_findings = json(&tree, "json", &[".", "absent.ts"])["findings"].as_array().map_or(0, Vec::len);
    assert!(4 <= n_findings);
    assert_eq!(entries.len(), n_findings + 1, "and the problem");
    let fingerprints: BTreeSet<&str> = entries.iter().filter_map(|entry| entry["fingerprint"].as_str()).collect();
    assert_eq!(fingerprints.len(), entries.len());
    for entry in entries {
        let has_text =
            |pointer: &str| entry.pointer(pointer).and_then(|text| text.as_str()).is_some_and(|text| !text.is_empty());
        assert!(["/description", "/check_name", "/location/path"].iter().all(|pointer| has_text(pointer)), "{entry}");
        assert!(["info", "minor", "major", "critical", "blocker"].iter().any(|known| entry["severity"] == *known));
        assert!(entry.pointer("/location/lines/begin").is_some_and(serde_json::Value::is_u64), "{entry}");
    }
}

#[cfg(unix)]
#[test]
fn junit_is_well_formed_and_its_cases_are_told_apart() {
    let tree = hostile();
    tree.write("same.ts", "const k = ['{{pit:1}}',\n '{{pit:2}}', '{{pit:3}}']");
    let xml = report(&tree, "junit", &[".", "absent.ts"]);
    let forbidden = |c: char| c < ' ' && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!xml.contains(forbidden));
    let (mut names, mut n_failures, mut n_errors) = (Vec::new(), 0, 0);
    let mut reader = quick_xml::Reader::from_str(&xml);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => break,
            Event::Start(tag) => match tag.name().as_ref() {
                "testcase" => {
                    let name = tag.try_get_attribute("name").expect("well-formed").expect("a name");
                    names.push(name.value.into_owned());
                }
                "failure" => n_failures += 1,
                "error" => n_errors += 1,
                _ => {}
            },
            _ => {}
        }
    }
    assert_eq!((n_failures, n_errors), (HOSTILE_NAMES.len() + 3, 1));
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    assert!(names.iter().any(|name| name.ends_with("same.ts: private integration token in a file (3)")), "{names:?}");
}

#[test]
fn junit_fails_what_fails_the_run() {
    let tree = Tree::new();
    tree.write("a.js", "const hook = '{{webhook:junit}}'");
    assert!(report(&tree, "junit", &["a.js"]).contains("failures=\"0\" errors=\"0\" skipped=\"1\""));
    assert!(
        report(&tree, "junit", &["--fail-on", "note", "a.js"]).contains("failures=\"1\" errors=\"0\" skipped=\"0\"")
    );
}

#[test]
fn a_summary_of_ten_thousand_findings_fits_and_says_what_it_left_out() {
    let tree = Tree::new();
    let long = "deep/".repeat(20);
    for file in 0..100 {
        let tokens: String = (0..100).map(|n| format!("k = '{}'\n", mint::pit(&format!("{file} {n}")))).collect();
        tree.write(&format!("{long}{file}.ts"), tokens);
    }
    let text = report(&tree, "markdown", &["."]);
    assert!(text.starts_with("## ghl-lint: 10000 errors in 100 files\n"));
    assert!(text.len() <= 1 << 20, "{} bytes", text.len());
    let n_rows = text.lines().filter(|line| line.starts_with("| **error**")).count();
    assert!(text.contains(&format!("**{} rows left out here:** ", 10_000 - n_rows)));
    assert!(text.contains("### What to do\n\n- **hardcoded-private-token:**"), "the cure is never cut away");
}

#[test]
fn a_page_is_whole_and_nothing_in_it_runs() {
    let tree = Tree::new();
    tree.write("package.json", "{}").write("a.ts", "const k = '{{pit:page}}'").write("b.ts", SCOPES);
    let page = report(&tree, "html", &["."]);
    for active in
        ["<script", "<img", "<link", "<iframe", "<form", " style=\"", " src=", "url(", "@import", "javascript:"]
    {
        assert!(!page.contains(active), "{active}");
    }
    let (_, style) = page.split_once("<style>").expect("a style");
    let (style, _) = style.split_once("</style>").expect("it ends");
    let (_, policy) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").expect("a policy");
    let (policy, _) = policy.split_once('"').expect("it ends");
    let allowed = policy.split("sha256-").nth(1).expect("a hash").trim_end_matches("&#39;").trim_end_matches('\'');
    assert_eq!(mint::base64(&Sha256::digest(style.as_bytes())), allowed);
    assert!(policy.starts_with("default-src 'none'; "));
    assert!(
        page.contains("<html lang=\"en\">") && page.contains("<th scope=\"row\" role=\"rowheader\"><code>users.write")
    );
}

#[test]
fn every_shell_gets_completions() {
    let tree = Tree::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = tree.lint(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        let script = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(script.contains("gitlab-codequality") || shell == "elvish" || shell == "powershell", "{shell}");
        assert!(script.contains("list-skipped"), "{shell}");
    }
}

/// Asks for more than the call needs.
const SCOPES: &str = "export const SCOPES = ['contacts.readonly', 'users.write'].join(' ');
export const INSTALL = `https://marketplace.gohighlevel.com/oauth/chooselocation?scope=${SCOPES}`;
export const get = (id: string) => fetch(`https://services.leadconnectorhq.com/contacts/${id}`);
";
