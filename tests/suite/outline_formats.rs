//! Whatever the readers of outlines are given, they come to an end, and what they say points into the text. What it says is
//! held by `outline_cases`.

use crate::mutation::changes;
use crate::tree::{files, project};
use ghl_lint::outline::{Expression, Outline};
use ghl_lint::read::{Language, outline};
use proptest::test_runner::{Config, TestRunner};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The folders of these languages; others have tests of their own.
const FOLDERS: &[&str] = &["csharp", "http", "json", "kotlin", "powershell", "rust"];

/// The texts of these languages in `fixtures/<kind>`.
fn texts(kind: &str) -> Vec<(PathBuf, Language, Vec<u8>)> {
    let folders = FOLDERS.iter().map(|name| project().join("fixtures").join(kind).join(name));
    folders
        .flat_map(|folder| files(&folder))
        .filter(|path| path.extension().is_none_or(|ending| ending != "outline" && ending != "literals"))
        .map(|path| {
            let text = fs::read(&path).expect("a fixture can be read");
            let name = path.file_name().and_then(|name| name.to_str()).expect("a fixture's name is text");
            (path.clone(), Language::of(name, &text), text)
        })
        .collect()
}

fn seeds() -> Vec<(PathBuf, Language, Vec<u8>)> {
    [texts("outline"), texts("read")].concat()
}

/// Holds what `outline` says of `text` against its promises.
fn check(language: Language, text: &[u8], outline: &Outline) {
    let is_boundary = |at: usize| std::str::from_utf8(text).is_ok_and(|text| text.is_char_boundary(at));
    let is_text = std::str::from_utf8(text).is_ok();
    let range = |range: &std::ops::Range<usize>| {
        assert!(range.start <= range.end && range.end <= text.len(), "{language:?}: {range:?} of {}", text.len());
        if is_text {
            assert!(is_boundary(range.start) && is_boundary(range.end), "{language:?}: {range:?}");
        }
    };
    let expression = |expression: &Expression| walk(expression, outline, &range);
    for function in &outline.functions {
        range(&function.range);
        function.returns.iter().for_each(expression);
        function.parameters.iter().filter_map(|parameter| parameter.default.as_ref()).for_each(expression);
    }
    outline.classes.iter().for_each(|class| range(&class.range));
    for binding in &outline.bindings {
        expression(&binding.target);
        expression(&binding.value);
    }
    for call in &outline.calls {
        range(&call.range);
        expression(&call.callee);
        call.arguments.iter().for_each(|argument| expression(&argument.value));
    }
}

fn walk(expression: &Expression, outline: &Outline, range: &dyn Fn(&std::ops::Range<usize>)) {
    let index = |id: u32| usize::try_from(id).expect("an id is an index");
    match expression {
        Expression::Text(_, place) => range(place),
        Expression::Member(inner, _) | Expression::Element(inner) => walk(inner, outline, range),
        Expression::Join(all) | Expression::Choice(all) | Expression::List(all) => {
            all.iter().for_each(|inner| walk(inner, outline, range));
        }
        Expression::Object(entries) => entries.iter().for_each(|(_, inner)| walk(inner, outline, range)),
        Expression::Call(id) => assert!(index(*id) < outline.calls.len()),
        Expression::Function(id) => assert!(index(*id) < outline.functions.len()),
        Expression::Name(_) | Expression::Environment(_) | Expression::Unknown => {}
    }
}

#[test]
fn prefixes_of_texts_keep_the_promises() {
    for (_, language, text) in seeds() {
        for end in (0..=text.len()).step_by(3) {
            check(language, &text[..end], &outline(language, &text[..end]));
        }
    }
}

/// Cut, doubled, spliced with another language's text, with bytes of any kind thrown in.
#[test]
fn broken_texts_keep_the_promises() {
    let seeds = seeds();
    let n_seeds = seeds.len();
    let change = (0..n_seeds, changes(n_seeds));
    let mut runner = TestRunner::new(Config { cases: 1000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&change, |(seed, change)| {
        let (_, language, text) = &seeds[seed];
        let broken = change.applied(text, &seeds[change.other].2);
        check(*language, &broken, &outline(*language, &broken));
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

/// What opens and never closes, what chains without end.
#[test]
fn depth_and_length_have_no_price() {
    const OPENERS: &[&str] = &[
        "(",
        "[",
        "{",
        "<",
        "a(",
        "a.",
        "a[",
        "a+",
        "a{",
        "{a(",
        "({",
        "a=>",
        "a=>{",
        "|a|",
        "|a|{",
        "||",
        "if(",
        "if x {",
        "match x {a=>",
        "when(x){a->",
        "x ? ",
        "a ?? ",
        "a ?: ",
        "new A{a=",
        "new A(",
        "new(",
        "A{a:",
        "fn f(){",
        "fun f(){",
        "class A{",
        "impl A{",
        "void f(){",
        "function f{",
        "@{a=",
        "$(",
        "@(",
        "\"$(",
        "\"${",
        "$\"{",
        "a -b ",
        "a | ",
        "let ",
        "let x=",
        "val x=",
        "var x=",
        "x=",
        "return ",
        "await ",
        "&",
        "*",
        "!",
        "-",
        "f!(",
        "json!({\"a\":",
        "use a::{",
        "format!(\"{",
        "a b ",
        "a, ",
        "a;",
        "::",
        "try{",
        "for(x in ",
        "foreach(",
        "else ",
        "else if ",
        "if x ",
        "do ",
        "x to ",
        "(a)",
        "a<",
        "a<b,",
        "{\"a\":",
        "{\"item\":[",
        "{\"nodes\":[",
        "{\"flow\":[",
        "{\"tools\":[",
        "\"a\",",
        "GET http://a\n\n###\n",
        "{{",
        "@a=b\n",
        "get { ",
        "int A { get ",
        "public ",
        "[A] ",
        "#[a] ",
        "a.b",
        "a()",
        "a().b",
        "using ",
        "case ",
        "\"{0}\" -f ",
        "static ",
    ];
    let languages: std::collections::BTreeSet<Language> =
        texts("outline").into_iter().map(|(_, language, _)| language).collect();
    for language in languages {
        for opener in OPENERS {
            let start = Instant::now();
            let text = opener.repeat(20_000 / opener.len());
            check(language, text.as_bytes(), &outline(language, text.as_bytes()));
            // bounds a blow-up, not a speed: debug builds on a loaded machine pass by far
            assert!(start.elapsed() < Duration::from_secs(10), "{language:?} {opener:?}: {:?}", start.elapsed());
        }
    }
    for language in [Language::CSharp, Language::Json, Language::Kotlin, Language::PowerShell, Language::Rust] {
        for sign in ["(", "[", "{", ")", "}"] {
            let text = sign.repeat(200_000);
            check(language, text.as_bytes(), &outline(language, text.as_bytes()));
        }
    }
}
