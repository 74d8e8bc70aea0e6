//! What opens and never closes, in every language, all the way through the linter.

use super::bounds::{run, scaled};
use crate::mint;
use crate::tree::Tree;
use ghl_lint::read::Language;

/// A name by which each language is known.
const NAMES: &[(Language, &str)] = &[
    (Language::Bash, "a.sh"),
    (Language::CSharp, "a.cs"),
    (Language::Component, "a.vue"),
    (Language::Dockerfile, "Dockerfile"),
    (Language::Dotenv, "a.env"),
    (Language::Go, "a.go"),
    (Language::Hcl, "a.tf"),
    (Language::Html, "a.html"),
    (Language::Http, "a.http"),
    (Language::Ini, "a.ini"),
    (Language::Java, "a.java"),
    (Language::JavaScript, "a.js"),
    (Language::Json, "a.json"),
    (Language::Kotlin, "a.kt"),
    (Language::Markdown, "a.md"),
    (Language::Php, "a.php"),
    (Language::Plain, "a.txt"),
    (Language::PowerShell, "a.ps1"),
    (Language::Python, "a.py"),
    (Language::Ruby, "a.rb"),
    (Language::Rust, "a.rs"),
    (Language::Toml, "a.toml"),
    (Language::Tsx, "a.tsx"),
    (Language::TypeScript, "a.ts"),
    (Language::Xml, "a.xml"),
    (Language::Yaml, "a.yaml"),
];

/// What goes a level down in one language or another, and what is read on and on until it ends.
const OPENERS: &[&str] = &[
    "(", "[", "{", "<a>", "<!--", "\"", "`${", "f\"{", "a(", "a.", "a+", "- ", "> ", "a: ", "$(", "{\"a\":", "<div>",
    "<script>", "```\n", "> - ", "a = [", "[[a]]\n", "[a.", "#{", "begin ", "<<A ", "=> ", "|a|", "a?b:", "a<",
    "&a [*a,", "if x {", "a => {",
];

#[test]
fn every_language_is_tried() {
    for language in Language::ALL {
        let (_, name) = NAMES.iter().find(|(known, _)| known == language).unwrap_or_else(|| panic!("{language:?}"));
        assert_eq!(Language::of(name, b""), *language, "{name}");
    }
}

#[test]
fn no_depth_in_any_language_costs_a_token_beside_it() {
    // as large as what is parsed at all
    let size = scaled(250_000);
    for (language, name) in NAMES {
        let head = if *language == Language::Php { "<?php " } else { "" };
        // the bound is meant for one text; several in a run leave no room for a text that takes a second alone
        for (part, openers) in OPENERS.chunks(OPENERS.len().div_ceil(3)).enumerate() {
            let tree = Tree::new();
            for (at, opener) in openers.iter().enumerate() {
                let token = mint::pit(&format!("{name} {part} {at}"));
                // the name of the API makes the readers look
                let line = format!("{head}services.leadconnectorhq.com/contacts/ {token} ");
                tree.write(&format!("{at}/{name}"), format!("{line}\n{}", opener.repeat(size / opener.len())));
            }
            let ran = run(&tree, &["check", "--isolated", "--format", "json", "."]);
            // an env file outside of a repository is no error
            let n_found = ran.report()["findings"].as_array().map_or(0, Vec::len);
            assert!(openers.len() <= n_found, "{name}: {n_found} of {}\n{}", openers.len(), ran.stderr);
        }
    }
}

#[test]
fn depth_beyond_what_is_parsed_is_read_as_plain_text() {
    let tree = Tree::new();
    let mut n_written = 0;
    for (_, name) in NAMES {
        for opener in ["[", "{\"a\":", "<a>", "a: "] {
            n_written += 1;
            let token = mint::pit(&format!("{n_written}"));
            tree.write(
                &format!("{n_written}/{name}"),
                format!("{} {token}\n", opener.repeat(scaled(3 << 20) / opener.len())),
            );
        }
    }
    let ran = run(&tree, &["check", "--isolated", "--format", "json", "."]);
    assert_eq!(ran.report()["findings"].as_array().map_or(0, Vec::len), n_written);
}

#[test]
fn aliases_and_entities_do_not_explode() {
    let tree = Tree::new();
    let token = mint::pit("bomb");
    let lists: String =
        (1..40).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(","))).collect();
    tree.write("lists.yaml", format!("a0: &a0 [x]\n{lists}url: services.leadconnectorhq.com\nkey: {token}\n"));
    let merges: String =
        (1..scaled(2000)).map(|n| format!("a{n}: &a{n}\n  <<: [*a{0}, *a{0}]\n  b: *a{0}\n", n - 1)).collect();
    tree.write("merges.yaml", format!("a0: &a0 {{x: y}}\n{merges}url: services.leadconnectorhq.com\nkey: {token}\n"));
    tree.write("itself.yaml", format!("{}key: {token}\n", "a: &a\n  - *a\n".repeat(scaled(50_000))));
    let entities: String =
        (1..30).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    tree.write(
        "entities.xml",
        format!("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e0 \"lol\">{entities}]><a>&e29; {token}</a>"),
    );
    for name in ["lists.yaml", "merges.yaml", "itself.yaml", "entities.xml"] {
        assert_eq!(run(&tree, &["check", "--isolated", name]).status, 1, "{name}");
    }
}
