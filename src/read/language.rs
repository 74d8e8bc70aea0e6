//! Which language a file is written in: by its name, else by its first line, else by its content.

use crate::display::file_name;

/// A language that has a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Shell scripts.
    Bash,
    /// C#.
    CSharp,
    /// Env files: `NAME=value`, with or without `export`.
    Dotenv,
    /// Dockerfile and Containerfile.
    Dockerfile,
    /// Go.
    Go,
    /// Terraform and its variable files.
    Hcl,
    /// HTML.
    Html,
    /// HTTP request files of editors.
    Http,
    /// Ini, properties, `.npmrc` and their like.
    Ini,
    /// Java.
    Java,
    /// JavaScript with or without JSX.
    JavaScript,
    /// JSON with or without comments.
    Json,
    /// Kotlin.
    Kotlin,
    /// Markdown.
    Markdown,
    /// PHP.
    Php,
    /// Text without a grammar.
    Plain,
    /// PowerShell.
    PowerShell,
    /// Python.
    Python,
    /// Ruby.
    Ruby,
    /// Rust.
    Rust,
    /// TOML.
    Toml,
    /// TypeScript with JSX.
    Tsx,
    /// TypeScript.
    TypeScript,
    /// Vue, Svelte and Astro components.
    Component,
    /// XML and property lists.
    Xml,
    /// YAML.
    Yaml,
}

/// Endings of file names, without the dot.
const ENDINGS: &[(Language, &[&str])] = &[
    (Language::Bash, &["sh", "bash", "zsh", "ksh", "command", "bats"]),
    (Language::CSharp, &["cs", "csx", "cshtml", "razor"]),
    (Language::Component, &["vue", "svelte", "astro"]),
    (Language::Dockerfile, &["dockerfile", "containerfile"]),
    (Language::Dotenv, &["env", "envrc", "vars"]),
    (Language::Go, &["go"]),
    (Language::Hcl, &["tf", "tfvars", "hcl", "nomad"]),
    (Language::Html, &["html", "htm", "xhtml", "hbs", "ejs", "liquid", "njk", "twig", "erb"]),
    (Language::Http, &["http", "rest"]),
    (Language::Ini, &["ini", "properties", "cfg", "conf", "npmrc", "pypirc", "netrc", "editorconfig", "service"]),
    (Language::Java, &["java", "groovy", "gradle"]),
    (Language::JavaScript, &["js", "mjs", "cjs", "jsx", "gs", "es6"]),
    (Language::Json, &["json", "jsonc", "json5", "jsonl", "ndjson", "ipynb", "webmanifest", "har", "tfstate", "map"]),
    (Language::Kotlin, &["kt", "kts"]),
    (Language::Markdown, &["md", "mdx", "markdown", "mdc"]),
    (Language::Php, &["php", "phtml", "php5", "php7", "inc"]),
    (
        Language::Plain,
        &["txt", "log", "csv", "tsv", "sql", "rst", "adoc", "rtf", "eml", "diff", "patch", "bat", "cmd", "css", "scss"],
    ),
    (Language::PowerShell, &["ps1", "psm1", "psd1"]),
    (Language::Python, &["py", "pyw", "pyi", "wsgi"]),
    (Language::Ruby, &["rb", "rake", "gemspec", "ru", "jbuilder"]),
    (Language::Rust, &["rs"]),
    (Language::Toml, &["toml"]),
    (Language::Tsx, &["tsx"]),
    (Language::TypeScript, &["ts", "mts", "cts"]),
    (
        Language::Xml,
        &["xml", "plist", "config", "csproj", "xaml", "wsdl", "xsd", "xsl", "storyboard", "xib", "resx", "svg"],
    ),
    (Language::Yaml, &["yaml", "yml"]),
];

/// Whole file names.
const NAMES: &[(Language, &[&str])] = &[
    (Language::Bash, &[".bashrc", ".bash_profile", ".profile", ".zshrc", ".zshenv", ".bash_history", ".zsh_history"]),
    (Language::Dockerfile, &["dockerfile", "containerfile"]),
    (Language::Ini, &[".npmrc", ".pypirc", ".netrc", "_netrc", ".gitconfig", ".editorconfig", ".flaskenv"]),
    (Language::Json, &[".babelrc", ".eslintrc", ".prettierrc", ".clasprc", "composer.lock", "pipfile.lock"]),
    (Language::Ruby, &["gemfile", "rakefile", "podfile", "fastfile", "appfile", "capfile", "vagrantfile", "guardfile"]),
    (Language::Toml, &["pipfile", "cargo.lock", "poetry.lock", "uv.lock"]),
    (Language::Java, &["jenkinsfile"]),
    (Language::Python, &["sconstruct", "wscript"]),
];

/// Programs of a first line that begins with `#!`.
const INTERPRETERS: &[(Language, &[&str])] = &[
    (Language::Bash, &["sh", "bash", "zsh", "ksh", "dash"]),
    (Language::JavaScript, &["node", "bun", "zx", "nodejs"]),
    (Language::TypeScript, &["deno", "ts-node", "tsx"]),
    (Language::Php, &["php"]),
    (Language::PowerShell, &["pwsh", "powershell"]),
    (Language::Python, &["python", "python2", "python3", "uv", "pypy3"]),
    (Language::Ruby, &["ruby"]),
    (Language::Dockerfile, &["dockerfile"]),
];

/// Words that people call languages by, on Markdown fences and in `lang` attributes.
const ALIASES: &[(Language, &[&str])] = &[
    (
        Language::Bash,
        &[
            "shell",
            "console",
            "shell-session",
            "shellsession",
            "sh-session",
            "bash-session",
            "shellscript",
            "terminal",
            "curl",
        ],
    ),
    (Language::CSharp, &["csharp", "c#", "dotnet"]),
    (Language::Dockerfile, &["docker"]),
    (Language::Dotenv, &["dotenv", "envfile"]),
    (Language::Go, &["golang"]),
    (Language::Hcl, &["terraform"]),
    (Language::JavaScript, &["javascript", "node", "nodejs", "react", "ecmascript", "babel", "module"]),
    (Language::Kotlin, &["kotlin"]),
    (Language::Plain, &["text", "plaintext"]),
    (Language::PowerShell, &["powershell", "pwsh", "posh"]),
    (Language::Python, &["python", "python3"]),
    (Language::Ruby, &["ruby", "rails"]),
    (Language::Rust, &["rust"]),
    (Language::TypeScript, &["typescript", "deno"]),
];

impl Language {
    /// Every language.
    pub const ALL: &[Self] = &[
        Self::Bash,
        Self::CSharp,
        Self::Dotenv,
        Self::Dockerfile,
        Self::Go,
        Self::Hcl,
        Self::Html,
        Self::Http,
        Self::Ini,
        Self::Java,
        Self::JavaScript,
        Self::Json,
        Self::Kotlin,
        Self::Markdown,
        Self::Php,
        Self::Plain,
        Self::PowerShell,
        Self::Python,
        Self::Ruby,
        Self::Rust,
        Self::Toml,
        Self::Tsx,
        Self::TypeScript,
        Self::Component,
        Self::Xml,
        Self::Yaml,
    ];

    /// The language of the file at `path` that begins with `head`.
    pub fn of(path: &str, head: &[u8]) -> Self {
        let name = file_name(path).to_ascii_lowercase();
        by_name(&name).or_else(|| by_first_line(head)).unwrap_or_else(|| by_content(head))
    }

    /// Whether the name of a file says that it holds words or data, or says nothing.
    pub fn is_plain_name(path: &str) -> bool {
        let name = file_name(path).to_ascii_lowercase();
        !name.trim_start_matches('.').contains('.') || by_name(&name).is_some()
    }

    /// The language that people call `word`: an ending, an interpreter or a common name.
    pub fn called(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        listed(ALIASES, &word).or_else(|| listed(ENDINGS, &word)).or_else(|| listed(INTERPRETERS, &word))
    }
}

fn listed(table: &[(Language, &[&str])], word: &str) -> Option<Language> {
    table.iter().find(|(_, words)| words.contains(&word)).map(|(language, _)| *language)
}

fn by_name(name: &str) -> Option<Language> {
    if let Some(language) = listed(NAMES, name) {
        return Some(language);
    }
    if is_env_name(name) {
        return Some(if name.ends_with(".sh") { Language::Bash } else { Language::Dotenv });
    }
    if name.starts_with("dockerfile.") || name.ends_with(".dockerfile") {
        return Some(Language::Dockerfile);
    }
    // a backup keeps the language of what it saves
    let kept =
        ["~", ".bak", ".backup", ".old", ".orig", ".save", ".disabled", ".example", ".sample", ".template", ".dist"];
    let name = kept.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    listed(ENDINGS, name.rsplit_once('.')?.1)
}

/// Env files by any of the names that people give to them.
fn is_env_name(name: &str) -> bool {
    const ENDINGS_OF_CODE: &[&str] = &[
        "ts", "js", "mjs", "cjs", "tsx", "jsx", "py", "rb", "go", "php", "rs", "json", "yaml", "yml", "toml", "md",
        "html",
    ];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let begins = [".env", "env.", "dotenv", ".dev.vars"].iter().any(|start| name.starts_with(start)) || name == "env";
    (begins || name.contains(".env.") || name.contains(".env-")) && !ENDINGS_OF_CODE.contains(&ending)
}

fn by_first_line(head: &[u8]) -> Option<Language> {
    let line = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).strip_prefix(b"#!")?;
    let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len()).min(256)];
    let line = String::from_utf8_lossy(line);
    let words = line.split_whitespace().filter(|word| !word.starts_with('-'));
    let mut programs = words.map(file_name).filter(|word| *word != "env");
    programs.find_map(|program| listed(INTERPRETERS, program))
}

/// A guess from the first bytes, for files whose name says nothing.
fn by_content(head: &[u8]) -> Language {
    let head = head[..head.len().min(4096)].trim_ascii_start();
    let lines = || head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let is_assignment = |line: &[u8]| {
        let name = line.strip_prefix(b"export ").unwrap_or(line);
        let len = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        0 < len && name.get(len) == Some(&b'=')
    };
    if head.starts_with(b"<?php") {
        Language::Php
    } else if head.starts_with(b"<?xml") {
        Language::Xml
    } else if head.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype")) || head.starts_with(b"<html")
    {
        Language::Html
    } else if head.starts_with(b"{") && memchr::memchr(b'"', head).is_some() || head.starts_with(b"[{") {
        Language::Json
    } else if lines().next().is_some() && lines().all(|line| line.starts_with(b"#") || is_assignment(line)) {
        Language::Dotenv
    } else {
        Language::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn names_first_lines_and_content_tell() {
        for (path, head, expected) in [
            ("src/a.TS", "", Language::TypeScript),
            (".env.backup-176", "", Language::Dotenv),
            ("env.temp", "", Language::Dotenv),
            (".env.ghl.sh", "", Language::Bash),
            ("env.ts", "", Language::TypeScript),
            ("prod.env.local", "", Language::Dotenv),
            (".envrc", "", Language::Dotenv),
            ("Dockerfile.prod", "", Language::Dockerfile),
            ("config.js.bak", "", Language::JavaScript),
            ("App.vue", "", Language::Component),
            ("deploy", "#!/usr/bin/env -S node --no-warnings\n", Language::JavaScript),
            ("deploy", "#!/bin/bash -eu\n", Language::Bash),
            ("hook", "# keys\nexport A=1\n\nB=2\n", Language::Dotenv),
            ("hook", "A=1 for now\nthen more", Language::Plain),
            ("data", "{\n \"a\": 1}", Language::Json),
            ("page", "<!DOCTYPE html>", Language::Html),
            ("-", "<?php echo 1;", Language::Php),
        ] {
            assert_eq!(Language::of(path, head.as_bytes()), expected, "{path}");
        }
        assert_eq!(Language::called("Shell"), Some(Language::Bash));
        assert_eq!(Language::called("ts"), Some(Language::TypeScript));
        assert_eq!(Language::called("mermaid"), None);
    }
}
