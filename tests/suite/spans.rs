//! A span holds the token, byte for byte, in every encoding and wrapping: generated documents.

use crate::mint;
use crate::tree::Tree;
use ghl_lint::detect::Detector;
use ghl_lint::document::{Base, Document, Encoding};
use proptest::prelude::*;

/// How a token is written into a document.
#[derive(Debug, Clone, Copy)]
enum Wrapping {
    Plain,
    JsonUnicode,
    UpperUnicodeHyphen,
    Percent,
    Entity,
    Base64 { before: usize },
}

/// How a document is written into a file.
#[derive(Debug, Clone, Copy)]
enum Spelling {
    Utf8,
    Utf8Mark,
    Utf16LeMark,
    Utf16BeMark,
    Latin1,
}

fn token(kind: usize, seed: u64) -> String {
    let label = seed.to_string();
    match kind {
        0 => mint::pit(&label),
        1 => mint::v1_location(&label),
        2 => mint::v1_agency(&label),
        3 => mint::oauth_access(&label),
        4 => mint::oauth_refresh(&label),
        5 => mint::session(&label),
        _ => mint::webhook(&label),
    }
}

fn wrap(token: &str, wrapping: Wrapping) -> String {
    match wrapping {
        Wrapping::Plain => token.to_owned(),
        Wrapping::JsonUnicode => token.bytes().map(|byte| format!("\\u{byte:04x}")).collect(),
        Wrapping::UpperUnicodeHyphen => token.replace('-', "\\u002D").replace('/', "\\/"),
        Wrapping::Percent => token.replace('-', "%2D").replace('/', "%2F").replace(':', "%3a"),
        Wrapping::Entity => token.replace('/', "&#x2f;").replace(':', "&#58;"),
        Wrapping::Base64 { before } => mint::base64(format!("{}{token}", &"x: user:"[8 - before..]).as_bytes()),
    }
}

/// Undoes [`wrap`] for the text under a span.
fn unwrap(text: &str, wrapping: Wrapping) -> String {
    match wrapping {
        Wrapping::Plain => text.to_owned(),
        Wrapping::JsonUnicode => {
            text.split("\\u").skip(1).map(|digits| char::from(u8::from_str_radix(digits, 16).expect("hex"))).collect()
        }
        Wrapping::UpperUnicodeHyphen => text.replace("\\u002D", "-").replace("\\/", "/"),
        Wrapping::Percent => text.replace("%2D", "-").replace("%2F", "/").replace("%3a", ":"),
        Wrapping::Entity => text.replace("&#x2f;", "/").replace("&#58;", ":"),
        Wrapping::Base64 { .. } => text.to_owned(),
    }
}

/// Base64 of the token at this offset: the characters that hold its bits, and no others.
fn expected_base64(token: &str, before: usize) -> String {
    let all = mint::base64(format!("{}{token}", &"x: user:"[8 - before..]).as_bytes());
    all[before * 8 / 6..((before + token.len()) * 8).div_ceil(6)].to_owned()
}

fn spell(text: &str, spelling: Spelling) -> (Vec<u8>, Encoding) {
    let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        [mark.to_vec(), text.encode_utf16().flat_map(bytes).collect()].concat()
    };
    match spelling {
        Spelling::Utf8 => (text.as_bytes().to_vec(), Encoding::Utf8),
        Spelling::Utf8Mark => ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8),
        Spelling::Utf16LeMark => (utf16(b"\xFF\xFE", u16::to_le_bytes), Encoding::Utf16Le),
        Spelling::Utf16BeMark => (utf16(b"\xFE\xFF", u16::to_be_bytes), Encoding::Utf16Be),
        Spelling::Latin1 => {
            (text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(0xE9)).collect(), Encoding::Utf8)
        }
    }
}

fn unspell(bytes: &[u8], encoding: Encoding) -> String {
    let units = |unit: fn([u8; 2]) -> u16| {
        char::decode_utf16(bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])))
            .map(|c| c.unwrap_or('?'))
            .collect()
    };
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16Le => units(u16::from_le_bytes),
        Encoding::Utf16Be => units(u16::from_be_bytes),
    }
}

fn wrappings() -> impl Strategy<Value = Wrapping> {
    prop_oneof![
        Just(Wrapping::Plain),
        Just(Wrapping::JsonUnicode),
        Just(Wrapping::UpperUnicodeHyphen),
        Just(Wrapping::Percent),
        Just(Wrapping::Entity),
        (0..=8usize).prop_map(|before| Wrapping::Base64 { before }),
    ]
}

fn spellings() -> impl Strategy<Value = Spelling> {
    prop_oneof![
        Just(Spelling::Utf8),
        Just(Spelling::Utf8Mark),
        Just(Spelling::Utf16LeMark),
        Just(Spelling::Utf16BeMark),
        Just(Spelling::Latin1),
    ]
}

/// Text between tokens: words, quotes, other scripts, line ends of both kinds, the left neighbors that look dangerous.
fn filler() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\"".to_owned()),
        Just("=".to_owned()),
        Just("Bearer ".to_owned()),
        Just("\t| ".to_owned()),
        "[a-zé𝄞ß日 ]{0,12}",
        "[ -,:-~]{0,8}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_source_under_a_span_is_the_token(
        parts in prop::collection::vec((filler(), 0..7usize, wrappings(), any::<u64>()), 1..5),
        tail in filler(),
        spelling in spellings(),
    ) {
        let mut text = String::new();
        let mut tokens = Vec::new();
        for (filler, kind, wrapping, seed) in parts {
            let token = token(kind, seed);
            text.push_str(&filler);
            text.push_str(" '");
            tokens.push((text.chars().count(), token.clone(), wrapping));
            text.push_str(&wrap(&token, wrapping));
            text.push_str("' ");
        }
        text.push_str(&tail);
        let (bytes, encoding) = spell(&text, spelling);
        let document = Document::window("a.txt", &bytes, Base::START, encoding);
        let found = Detector::embedded().detect(&document).credentials;
        prop_assert_eq!(found.len(), tokens.len(), "in {:?}", text);
        for (credential, (n_before, token, wrapping)) in found.iter().zip(&tokens) {
            let region = credential.site.region;
            let under = unspell(&bytes[region.span.start as usize..region.span.end as usize], encoding);
            match wrapping {
                Wrapping::Base64 { before } => prop_assert_eq!(&under, &expected_base64(token, *before)),
                _ => prop_assert_eq!(&unwrap(&under, *wrapping), token),
            }
            prop_assert_eq!(credential.secret.digest(), ghl_lint::secret::digest(token.as_bytes()));
            // line and column by the plainest count there is
            let offset = match wrapping { Wrapping::Base64 { before } => before * 8 / 6, _ => 0 };
            let before: String = text.chars().take(n_before + offset).collect();
            prop_assert_eq!(region.start.line, 1 + before.matches('\n').count() as u64);
            prop_assert_eq!(region.start.column, 1 + before.rsplit('\n').next().unwrap_or_default().chars().count() as u64);
            let excerpt = &credential.site.excerpt;
            prop_assert!(excerpt.text.is_char_boundary(excerpt.marked.start) && excerpt.text.is_char_boundary(excerpt.marked.end));
            prop_assert!(!excerpt.marked.is_empty() && !excerpt.text.contains('\n'));
        }
    }

    #[test]
    fn no_bytes_at_all_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000), cut in 0..200usize) {
        let seeds = [mint::pit("noise"), mint::v1_location("noise"), mint::base64(mint::pit("noise").as_bytes()), "// ghl-lint: allow(".to_owned()];
        for seed in seeds {
            let mut noisy = bytes.clone();
            let at = cut.min(noisy.len());
            noisy.splice(at..at, seed.bytes().take(20 + cut));
            for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
                let document = Document::window("a.ts", &noisy, Base::START, encoding);
                for credential in Detector::embedded().detect(&document).credentials {
                    prop_assert!(credential.site.region.span.end <= noisy.len() as u64);
                }
            }
        }
    }
}

#[test]
fn wrapped_lines_of_base64_are_read_as_one() {
    let secret = mint::base64(format!("GHL_API_KEY={}\nOTHER=1\n", mint::v1_location("wrapped")).as_bytes());
    for (width, feed) in [(76, "\n"), (64, "\r\n"), (60, "\n    "), (61, "\n\t")] {
        let lines: Vec<&str> =
            secret.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
        let tree = Tree::new();
        tree.write("secret.yaml", format!("data:\n  env: |\n    {}\nnext: 1\n", lines.join(feed)));
        let report = tree.lint_json(&["--isolated", "secret.yaml"]);
        assert_eq!(
            report["findings"][0]["secret"]["digest"],
            ghl_lint::secret::digest(mint::v1_location("wrapped").as_bytes()),
            "width {width}"
        );
    }
}

#[test]
fn unpadded_base64_ends_where_its_line_ends() {
    // 213 bytes need no padding, so only the line end says that `other` is no part of it
    let token = mint::v1_location("kubernetes");
    assert_eq!(token.len() % 3, 0);
    let tree = Tree::new();
    tree.write(
        "secret.yaml",
        format!("kind: Secret\ndata:\n  key: {}\n  other: eA==\n", mint::base64(token.as_bytes())),
    );
    let report = tree.lint_json(&["--isolated", "secret.yaml"]);
    assert_eq!(report["findings"][0]["secret"]["digest"], ghl_lint::secret::digest(token.as_bytes()));
    assert_eq!(report["findings"][0]["span"]["start"], serde_json::json!({ "byte": 26, "line": 3, "column": 8 }));
}

#[test]
fn windows_of_a_large_file_lose_nothing_and_count_right() {
    let mut text = "é filler line without anything\n".repeat(100_000);
    // one token across the first window's end, one on a line of megabytes, one at the very end
    text.truncate(4 * 1024 * 1024 - 40);
    text.push('\n');
    text.push_str(&mint::oauth_refresh("border"));
    text.push('\n');
    text.push_str(&"ü".repeat(3 * 1024 * 1024));
    text.push(' ');
    text.push_str(&mint::pit("long line"));
    text.push_str(&" x".repeat(2 * 1024 * 1024));
    text.push('\n');
    text.push_str(&mint::pit("end"));
    for spelling in [Spelling::Utf8, Spelling::Utf8Mark, Spelling::Utf16LeMark] {
        let (bytes, encoding) = spell(&text, spelling);
        let tree = Tree::new();
        std::fs::write(tree.path().join("dump.log"), &bytes).expect("written");
        let report = tree.lint_json(&["--isolated", "dump.log"]);
        let findings = report["findings"].as_array().expect("findings");
        let expected = [mint::oauth_refresh("border"), mint::pit("long line"), mint::pit("end")];
        assert_eq!(findings.len(), expected.len(), "{spelling:?}");
        for (finding, token) in findings.iter().zip(expected) {
            let at =
                |end: &str| usize::try_from(finding["span"][end]["byte"].as_u64().expect("a number")).expect("fits");
            assert_eq!(unspell(&bytes[at("start")..at("end")], encoding), token, "{spelling:?}");
            let before = &text[..text.find(&token).expect("planted")];
            assert_eq!(finding["span"]["start"]["line"], 1 + before.matches('\n').count(), "{spelling:?}");
            assert_eq!(
                finding["span"]["start"]["column"],
                1 + before.rsplit('\n').next().unwrap_or_default().chars().count(),
                "{spelling:?}"
            );
        }
    }
}

#[test]
fn a_pair_of_surrogates_across_a_window_is_counted_once() {
    for shift in 0..4 {
        let text =
            format!("{}{}{}\n{}", "x".repeat(shift), "😀".repeat(1_100_000), mint::pit("first"), mint::pit("second"));
        let (bytes, encoding) = spell(&text, Spelling::Utf16LeMark);
        let tree = Tree::new();
        std::fs::write(tree.path().join("a.txt"), &bytes).expect("written");
        let report = tree.lint_json(&["--isolated", "a.txt"]);
        for (finding, label) in report["findings"].as_array().expect("findings").iter().zip(["first", "second"]) {
            let at =
                |end: &str| usize::try_from(finding["span"][end]["byte"].as_u64().expect("a number")).expect("fits");
            assert_eq!(unspell(&bytes[at("start")..at("end")], encoding), mint::pit(label), "{shift}");
        }
        assert_eq!(report["findings"][0]["span"]["start"]["column"], shift + 1_100_001);
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn what_leans_on_a_token_or_stands_before_it_hides_nothing() {
    let (pit, key, token) = (mint::pit("lean"), mint::v1_location("lean"), mint::oauth_access("lean"));
    for text in [
        format!("_{key}_"),
        format!("__{key}__"),
        format!("<!--{key}-->"),
        format!("_{token}_"),
        format!("<!--{token}-->"),
        format!("https://services.leadconnectorhq.com/cb?state={}", mint::base64(pit.as_bytes())),
        format!("a=pit-xxx&b={}", mint::base64(key.as_bytes())),
        format!("\"{}\"", pit.replace('-', "\\\\u002d")),
        format!("x = \"{}\"", pit.replace('-', "\\x2d")),
        format!("<p>{}</p>", pit.replace('-', "&#45;")),
        format!("a=3D{pit}=0A"),
        format!("\\042{pit}\\042"),
        format!("\"`n{pit}\""),
    ] {
        let document = Document::new("a.txt", text.as_bytes());
        let found = Detector::embedded().detect(&document).credentials;
        let digests: Vec<&str> = found.iter().map(|credential| credential.secret.digest()).collect();
        let known = [&pit, &key, &token].map(|secret| ghl_lint::secret::digest(secret.as_bytes()));
        assert!(digests.len() == 1 && known.iter().any(|digest| digest == digests[0]), "{text}: {digests:?}");
    }
}
