//! Texts of one kind, in masses: lines without an end, tokens, base64 in base64, comments that suppress.

use super::bounds::{run, scaled};
use crate::mint;
use crate::tree::{Tree, lines};
use std::fmt::Write;

#[test]
fn lines_of_megabytes_are_read_to_their_end() {
    let tree = Tree::new();
    let size = scaled(12 << 20);
    for (what, piece) in [
        ("addresses", "fetch(\"https://services.leadconnectorhq.com/contacts/\"); "),
        ("words", "a "),
        ("scopes", "contacts.readonly contacts.write "),
        ("headers", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ.AAAA "),
        ("names", "GHL_API_KEY='x' "),
        ("slashes", "\\\\\\"),
        ("quotes", "'\"`"),
    ] {
        for name in ["a.ts", "a.json", "a.md", "a.yaml"] {
            let text = format!("{} '{}'", piece.repeat(size / piece.len()), mint::pit(what));
            tree.write(name, text);
            let report = run(&tree, &["check", "--isolated", "--format", "json", name]).report();
            let n_tokens = lines(&report).iter().filter(|line| line.starts_with("hardcoded-private-token")).count();
            assert_eq!(n_tokens, 1, "{what} in {name}");
        }
    }
}

#[test]
fn tokens_by_the_hundred_thousand_are_cut_with_a_word() {
    let tree = Tree::new();
    let n = scaled(100_000).max(10_001);
    let token = |label: String, location: &str| {
        let payload = format!(r#"{{"location_id":"{location}","version":1,"iat":1690000000123,"sub":"{location}"}}"#);
        mint::jwt(&label, mint::HS256, &payload, 43)
    };
    let all = |label: &str, location: &dyn Fn(usize) -> String| {
        (0..n).fold(String::new(), |mut text, at| {
            let _ = writeln!(text, "{}", token(format!("{label} {at}"), &location(at)));
            text
        })
    };
    tree.write("look-alikes.txt", all("alike", &|at| format!("{at:020}x")));
    assert_eq!(run(&tree, &["check", "--isolated", "look-alikes.txt"]).status, 0);
    tree.write("keys.json", all("key", &|at| mint::id20(&at.to_string())));
    for format in ["human", "json", "sarif"] {
        let ran = run(&tree, &["check", "--isolated", "--format", format, "keys.json"]);
        assert_eq!(ran.status, 2, "not all were looked at");
        assert!(ran.stderr.contains("more than 10000 credentials or suppressions"), "{}", ran.stderr);
    }
}

#[test]
fn base64_in_base64_is_followed_a_little_and_ends() {
    let tree = Tree::new();
    let mut text = mint::pit("deep").into_bytes();
    for depth in 0..24 {
        text = mint::base64(&[b"key = ", text.as_slice(), b"\n"].concat()).into_bytes();
        tree.write("a.txt", &text);
        let status = run(&tree, &["check", "--isolated", "a.txt"]).status;
        // once is what config stores do; twice nobody does, and deeper is a game
        assert_eq!(status, i32::from(depth == 0), "depth {depth}");
    }
    let long = mint::base64(mint::base64(&mint::pit("long").into_bytes().repeat(scaled(100_000))).as_bytes());
    tree.write("a.yaml", format!("key: {long}\nurl: services.leadconnectorhq.com\n"));
    run(&tree, &["check", "--isolated", "a.yaml"]);
}

/// What begins a suppression; spelled so that none begins here.
const MARK: &str = concat!("ghl-", "lint:");

#[test]
fn half_a_million_suppressions_are_cut_with_a_word() {
    let tree = Tree::new();
    let n = scaled(500_000);
    tree.write("lines.ts", format!("x // {MARK} allow(legacy-api-key) y\n").repeat(n));
    tree.write("line.ts", format!("/* {MARK} allow(legacy-api-key) y */").repeat(n));
    for name in ["lines.ts", "line.ts"] {
        let ran = run(&tree, &["check", "--isolated", name]);
        assert_eq!(ran.status, 2, "{name}");
        assert!(ran.stderr.contains("not all of them were looked at"), "{}", ran.stderr);
    }
    tree.write("list.ts", format!("// {MARK} allow({}) y\n", "legacy-api-key,".repeat(n)));
    assert_eq!(run(&tree, &["check", "--isolated", "list.ts"]).status, 1, "it is no suppression");
    let reason = "y".repeat(10 * n);
    tree.write("reason.ts", format!("k = '{{{{pit:r}}}}' // {MARK} allow(hardcoded-private-token) {reason}\n"));
    assert_eq!(run(&tree, &["check", "--isolated", "reason.ts"]).status, 0);
}

#[test]
fn half_a_million_suppressions_in_the_history_are_cut_with_a_word() {
    let tree = Tree::new();
    let line = format!("x // {MARK} allow(legacy-api-key) y\n");
    tree.write("lines.ts", format!("k = '{{{{pit:past}}}}'\n{}", line.repeat(scaled(500_000))));
    tree.track_all();
    tree.git(&["commit", "-q", "-m", "one"]);
    tree.write("lines.ts", "");
    let ran = run(&tree, &["history", "--format", "json"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("more than 10000 credentials or suppressions in one version"), "{}", ran.stderr);
    assert_eq!(lines(&ran.report()).len(), 1, "what was found stays");
}

/// Many addresses, each of which may be any of those before it.
#[test]
fn an_address_that_changes_thousands_of_times_is_followed_within_bounds() {
    let tree = Tree::new();
    let n = scaled(3_500);
    let base = "base = 'https://services.leadconnectorhq.com'\ndef f():\n url = base\n while x:\n";
    let each = |line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    tree.write(
        "grows.py",
        base.to_owned() + &each(&|at| format!("  if a: url = url + '/contacts/{at}'\n  get(url)\n")),
    );
    tree.write(
        "changes.py",
        base.to_owned() + &each(&|at| format!("  if a: url = base + '/contacts/x/{at}'\n  get(url)\n")),
    );
    let arms: String = (0..8).map(|at| format!("  if a: url = base + '/contacts/x/{at}'\n")).collect();
    tree.write("used.py", base.to_owned() + &arms + &each(&|_| "  get(url)\n  get(url)\n".to_owned()));
    let rounds = each(&|at| format!("url = url + '/contacts/{at}'; fetch(url);\n"));
    let open = "for(;;){".repeat(150);
    tree.write("rounds.js", format!("let url = 'https://services.leadconnectorhq.com';\n{open}{rounds}"));
    for name in ["grows.py", "changes.py", "used.py", "rounds.js"] {
        assert_eq!(run(&tree, &["check", "--isolated", name]).status, 0, "{name}");
    }
}

/// Texts on which searchers that go back take a time beyond all bounds.
#[test]
fn nothing_is_gone_through_twice() {
    let tree = Tree::new();
    let n = scaled(1_000_000);
    for (name, text) in [
        ("prefixes.txt", "pit-".repeat(n)),
        ("almost.txt", "pit-00000000-0000-4000-8000-00000000000".repeat(n / 20)),
        ("hex.txt", "0123456789abcdef-".repeat(n / 8)),
        ("dots.txt", format!("eyJhbGciOi{}", ".".repeat(n))),
        ("escapes.txt", "\\x70\\u0069%74%2d".repeat(n / 8)),
        ("hooks.txt", "https://services.leadconnectorhq.com/hooks/".repeat(n / 20)),
        ("spaces.ts", format!("GHL_API_KEY ={}'x'", " ".repeat(n))),
        ("scopes.txt", "contacts.".repeat(n / 4)),
        ("markers.txt", "ghl-lint: allow(".repeat(n / 8)),
        ("names.env", format!("GHL_{}=x\n", "A".repeat(n))),
        ("carriage.env", "GHL_TOKEN=x\r".repeat(n / 8)),
        ("zeros.bin", "\0".repeat(4 * n)),
    ] {
        tree.write(name, text);
        assert!(run(&tree, &["check", "--isolated", "--exit-zero", name]).status != 1, "{name}");
    }
}

#[test]
fn halves_of_encodings_and_archives_are_read_as_far_as_they_go() {
    let tree = Tree::new();
    let token = mint::pit("wide");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let marked = |text: &[u8]| [b"\xff\xfe", text].concat();
    let line = wide(&format!("k = '{token}'"));
    let filler = wide(&"const k = 'x'; ".repeat(scaled(400_000)));
    for (name, text, status) in [
        ("odd.ts", marked(&[&line, &b"\0"[..]].concat()), 1),
        ("half.ts", marked(&line[..line.len() - 3]), 0),
        ("lone.ts", marked(&[&b"\x00\xd8".repeat(scaled(1_000_000)), &line[..]].concat()), 1),
        ("long.ts", marked(&[&filler[..], &line].concat()), 1),
        ("unmarked.ts", line.clone(), 1),
        // a member of an archive that is stored as it is can be seen, one that is packed cannot: it is no text
        ("stored.zip", [b"PK\x03\x04\x0a\0\0\0\0\0", token.as_bytes(), b"\0PK\x05\x06"].concat(), 1),
        (
            "noise.gz",
            [&b"\x1f\x8b\x08"[..], &mint::bytes("noise").take(scaled(1_000_000)).collect::<Vec<u8>>()].concat(),
            0,
        ),
    ] {
        std::fs::write(tree.path().join(name), text).expect("written");
        assert_eq!(run(&tree, &["check", "--isolated", name]).status, status, "{name}");
    }
}
