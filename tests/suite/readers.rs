//! Whatever a reader is given, it comes to an end, and what it says points into the text.

use crate::tree::{files, folders, project};
use ghl_lint::read::{GaveUp, LARGEST, Language, read};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::fs;

/// Texts of every language, by the fixtures' names.
fn seeds() -> Vec<(Language, Vec<u8>)> {
    folders(&project().join("fixtures/read"))
        .iter()
        .flat_map(|folder| files(folder))
        .filter(|path| path.extension().is_none_or(|ending| ending != "literals"))
        .map(|path| {
            let text = fs::read(&path).expect("a fixture can be read");
            let name = path.file_name().and_then(|name| name.to_str()).expect("a fixture's name is text");
            (Language::of(name, &text), text)
        })
        .collect()
}

fn check(language: Language, text: &[u8]) {
    let reading = read(language, text);
    for literal in &reading.literals {
        let decoded = &literal.decoded;
        let whole = 0..decoded.text().len();
        let range = decoded.range_of(&whole).expect("a literal has a place");
        assert!(range.end <= text.len(), "{language:?}: {range:?} is outside of {} bytes", text.len());
        let pieces = decoded.ranges_of(&whole);
        assert!(pieces.iter().all(|piece| piece.end <= text.len() && !piece.is_empty()));
        if decoded.is_verbatim() {
            assert_eq!(decoded.text().len(), range.len(), "{language:?}");
        }
        if let Ok(text) = std::str::from_utf8(text) {
            let is_boundary = |at| text.is_char_boundary(at);
            assert!(pieces.iter().all(|p| is_boundary(p.start) && is_boundary(p.end)), "{language:?}: {literal:?}");
        }
    }
}

#[test]
fn every_language_has_fixtures() {
    let seen: std::collections::BTreeSet<Language> = seeds().into_iter().map(|(language, _)| language).collect();
    let missing: Vec<&Language> = Language::ALL.iter().filter(|language| !seen.contains(language)).collect();
    assert!(missing.is_empty(), "no text in {missing:?}");
}

#[test]
fn fixtures_keep_the_promises() {
    seeds().iter().for_each(|(language, text)| check(*language, text));
}

/// Cut, doubled, spliced with another language's text, with bytes of any kind thrown in: half-typed, merged, broken.
#[test]
fn broken_texts_are_read_as_far_as_they_go() {
    let seeds = seeds();
    let n_seeds = seeds.len();
    let noise = prop::collection::vec(any::<u8>(), 0..6);
    let change = (0..n_seeds, 0..n_seeds, any::<prop::sample::Index>(), any::<prop::sample::Index>(), noise, 0..4_u8);
    let mut runner = TestRunner::new(Config { cases: 1500, failure_persistence: None, ..Config::default() });
    let result = runner.run(&change, |(seed, other, at, to, noise, how)| {
        let (language, text) = &seeds[seed];
        let (at, to) = (at.index(text.len() + 1), to.index(text.len() + 1));
        let (from, to) = (at.min(to), at.max(to));
        let broken: Vec<u8> = match how {
            0 => [&text[..from], &noise].concat(),
            1 => [&text[..from], &noise, &text[to..]].concat(),
            2 => [&text[..to], &noise, &text[from..]].concat(),
            _ => [&text[..from], &noise, &seeds[other].1, &text[from..]].concat(),
        };
        check(*language, &broken);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// What opens and never closes, what chains without end: the shapes that make parsers run long or deep.
#[test]
fn nesting_and_chains_have_no_bottom_and_no_price() {
    const OPENERS: &[&str] = &[
        "(",
        "[",
        "{",
        "<",
        "<a>",
        "<!--",
        "\"",
        "'",
        "`",
        "/*",
        "{{",
        "${",
        "#{",
        "`${",
        "f\"{",
        "\"\"\"",
        "'''",
        "<<A ",
        "a(",
        "a.",
        "a[",
        "a+",
        "a||",
        "- ",
        "> ",
        "* ",
        "&a [*a,",
        "{a: ",
        "[a, ",
        "a: ",
        "\\",
        "\\u",
        "$(",
        "%w(",
        "@\"",
        "r#",
        "<?php ",
        "<![CDATA[",
        "|a",
        "# ",
        "=begin\n",
        "if x\n",
        "?:",
        "a:\n ",
        "begin ",
        "\u{feff}",
        "\0",
        "\u{fffc}",
        "&lt;",
        "=>",
        "\t",
        "1 ",
        "x=y ",
        "function(",
        "() => ",
        "!",
        "@a ",
        "::",
        ";",
        ",",
    ];
    for language in Language::ALL {
        for opener in OPENERS {
            check(*language, opener.repeat(4000).as_bytes());
        }
        // indents that only grow, and words that end what they began
        let stairs: String = (0..600).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
        check(*language, stairs.as_bytes());
        let heredocs: String = (0..300).map(|n| format!("<<WORD{} ", "X".repeat(n))).collect();
        check(*language, heredocs.as_bytes());
    }
}

/// Mistakes that parsers take hundreds of steps to get over, forks that they follow both ways, and what is open at the end.
#[test]
fn what_parsers_choke_on_is_read_as_plain_text() {
    for (language, head, piece) in [
        (Language::Php, "<?php\n", "$x //\n"),
        (Language::Ruby, "", "a?b:"),
        (Language::TypeScript, "", "a<"),
        (Language::TypeScript, "", "^ !"),
        (Language::Java, "", "a<"),
        (Language::Tsx, "", "/`<afunction "),
        (Language::Tsx, "", "*/<a"),
        (Language::Bash, "", "|&esac "),
    ] {
        let text = format!("{head}{}", piece.repeat((LARGEST - head.len()) / piece.len()));
        assert_eq!(read(language, text.as_bytes()).gave_up, Some(GaveUp::Slow), "{language:?}: {piece}");
    }
}

/// The scanner reads on to the end of the comment from each of its lines.
#[test]
fn a_long_comment_is_not_tangled() {
    let comment = "# one line of a license, a history or a manual\n".repeat(200);
    assert_eq!(read(Language::Python, format!("x = 0\n{comment}x = 1\n").as_bytes()).gave_up, None);
}

/// The bounds are for what parsers choke on, not for code without spaces, nor for code that is half typed.
#[test]
fn dense_and_broken_code_is_parsed() {
    let dense = "if(a.open){this.key='x'}else call(item,'y');".repeat(2000);
    assert_eq!(read(Language::JavaScript, dense.as_bytes()).gave_up, None);
    let broken = "export function f() {\n  const key = 'x'\n  return { key, other: [1, 2 }\n}\n".repeat(200);
    assert_eq!(read(Language::TypeScript, broken.as_bytes()).gave_up, None);
}
