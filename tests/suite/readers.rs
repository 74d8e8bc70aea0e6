//! Whatever a reader is given, it comes to an end, and what it says points into the text.

use crate::mutation::changes;
use crate::tree::{files, folders, project};
use ghl_lint::outline::{Expression, Outline};
use ghl_lint::read::{GaveUp, LARGEST, Language, outline, read};
use ghl_lint::span::TextRange;
use proptest::test_runner::{Config, TestRunner};
use std::fs;

/// Texts of every language, by the fixtures' names.
pub(crate) fn seeds() -> Vec<(Language, Vec<u8>)> {
    ["fixtures/read", "fixtures/outline"]
        .iter()
        .flat_map(|path| folders(&project().join(path)))
        .flat_map(|folder| files(&folder))
        .filter(|path| path.extension().is_none_or(|ending| ending != "literals" && ending != "outline"))
        .map(|path| {
            let text = fs::read(&path).expect("a fixture can be read");
            let name = path.file_name().and_then(|name| name.to_str()).expect("a fixture's name is text");
            (Language::of(name, &text), text)
        })
        .collect()
}

/// Holds what the readers say of `text` against their promises.
pub(crate) fn check(language: Language, text: &[u8]) {
    check_outline(language, text);
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

/// What an outline says points into the text, and to what the outline has.
fn check_outline(language: Language, text: &[u8]) {
    let outline = outline(language, text);
    let whole = std::str::from_utf8(text).ok();
    let check_range = |range: &TextRange| {
        assert!(range.start <= range.end && range.end <= text.len(), "{language:?}: {range:?} of {}", text.len());
        let is_boundary = |at: usize| whole.is_none_or(|text| text.is_char_boundary(at));
        assert!(is_boundary(range.start) && is_boundary(range.end), "{language:?}: {range:?} cuts a character");
    };
    outline.functions.iter().for_each(|function| check_range(&function.range));
    outline.classes.iter().for_each(|class| check_range(&class.range));
    outline.calls.iter().for_each(|call| check_range(&call.range));
    for value in expressions(&outline) {
        match value {
            Expression::Text(text, range) => {
                check_range(range);
                assert!(text.len() <= 4 << 10, "{language:?}: a text of {} bytes", text.len());
            }
            Expression::Call(id) => assert!((*id as usize) < outline.calls.len()),
            Expression::Function(id) => assert!((*id as usize) < outline.functions.len()),
            _ => {}
        }
    }
    let functions = outline.functions.iter().map(|function| function.scope);
    let calls = outline.calls.iter().map(|call| call.scope);
    for scope in outline.bindings.iter().map(|binding| binding.scope).chain(functions).chain(calls) {
        assert!(scope.function.is_none_or(|id| (id as usize) < outline.functions.len()));
        assert!(scope.class.is_none_or(|id| (id as usize) < outline.classes.len()));
    }
    let lists = [outline.functions.len(), outline.bindings.len(), outline.calls.len(), outline.classes.len()];
    assert!(lists.iter().all(|n| *n <= 20_000));
}

/// All expressions of `outline`, those inside others included.
fn expressions(outline: &Outline) -> Vec<&Expression> {
    let mut stack: Vec<&Expression> = Vec::new();
    for function in &outline.functions {
        stack.extend(&function.returns);
        stack.extend(function.parameters.iter().filter_map(|parameter| parameter.default.as_ref()));
        let fields = function.parameters.iter().flat_map(|parameter| &parameter.fields);
        stack.extend(fields.filter_map(|field| field.default.as_ref()));
    }
    stack.extend(outline.bindings.iter().flat_map(|binding| [&binding.target, &binding.value]));
    for call in &outline.calls {
        stack.push(&call.callee);
        stack.extend(call.arguments.iter().map(|argument| &argument.value));
    }
    let mut all = Vec::new();
    while let Some(value) = stack.pop() {
        all.push(value);
        match value {
            Expression::Member(inner, _) | Expression::Element(inner) => stack.push(inner),
            Expression::Join(inner) | Expression::Choice(inner) | Expression::List(inner) => stack.extend(inner),
            Expression::Object(entries) => stack.extend(entries.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    all
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
    let change = (0..n_seeds, changes(n_seeds));
    let mut runner = TestRunner::new(Config { cases: 1500, failure_persistence: None, ..Config::default() });
    let result = runner.run(&change, |(seed, change)| {
        let (language, text) = &seeds[seed];
        check(*language, &change.applied(text, &seeds[change.other].1));
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

/// A parser that is stopped late and goes on gave names the range of their neighbours; where it is stopped depends on the size.
#[test]
fn names_are_one_word_however_long_the_text() {
    let method = "  stats() {\n    return {\n      size: this.size,\n      expired,\n      hits,\n      ttl: this.ttl,\n    };\n  }\n";
    for n in 1..200 {
        let text = format!("class Cache {{\n{}}}\n", method.repeat(n));
        let outline = outline(Language::TypeScript, text.as_bytes());
        let expressions = expressions(&outline);
        let names = expressions.iter().filter_map(|expression| match expression {
            Expression::Name(name) | Expression::Member(_, name) => Some(name),
            _ => None,
        });
        assert_eq!(names.clone().count(), 6 * n, "of {n} methods");
        names.for_each(|name| assert!(name.chars().all(char::is_alphabetic), "{name:?} in a text of {n} methods"));
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
