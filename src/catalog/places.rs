//! What a file's name and folder tell: env files, other homes of secrets, pages, samples. Parsed from `rules/places.toml`.

use crate::display::file_name;
use serde::Deserialize;

/// Name patterns. `*` stands for any text within a name; a pattern with `/` is held against the end of the path.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Places {
    /// Env files.
    env: Vec<String>,
    /// Env files made to be committed, without values.
    env_samples: Vec<String>,
    /// Other files in which people keep secrets on purpose.
    homes: Vec<String>,
    /// Sources of web pages.
    pages: Vec<String>,
    /// Prose, where only an HTML comment is sure to be one.
    prose: Vec<String>,
    /// What tells how a project changed.
    changelogs: Vec<String>,
    /// Folders of dependencies.
    dependency_folders: Vec<String>,
    /// Folders of build output and caches.
    build_folders: Vec<String>,
    /// Folders of tests.
    test_folders: Vec<String>,
    /// Tests.
    test_files: Vec<String>,
    /// What a build made of other code.
    compiled: Vec<String>,
    /// Code put aside, under a name that nothing runs.
    backups: Vec<String>,
    /// Copies of code beside it.
    copies: Vec<String>,
    /// Code that a program wrote.
    generated: Vec<String>,
    /// Files that mark the root of an integration.
    pub manifests: Vec<String>,
}

impl Places {
    /// Parses the embedded lists.
    ///
    /// # Panics
    ///
    /// When the embedded file is malformed; `tests/records.rs` parses it.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("rules/places.toml: {error}"))
    }

    /// An env file that holds real values.
    pub fn is_env_file(&self, path: &str) -> bool {
        any(&self.env, path) && !any(&self.env_samples, path)
    }

    /// An env file, or a sample of one.
    pub fn is_settings(&self, path: &str) -> bool {
        any(&self.env, path)
    }

    /// A file in which secrets live on purpose, so that it is read even where git ignores it.
    pub fn is_secret_home(&self, path: &str) -> bool {
        any(&self.env, path) || any(&self.homes, path)
    }

    /// The source of a web page.
    pub fn is_page(&self, path: &str) -> bool {
        any(&self.pages, path)
    }

    /// Prose rather than code.
    pub fn is_prose(&self, path: &str) -> bool {
        any(&self.prose, path)
    }

    /// An account of how a project changed: it speaks of what is gone.
    pub fn is_changelog(&self, path: &str) -> bool {
        any(&self.changelogs, path) && (self.is_prose(path) || !file_name(path).contains('.'))
    }

    /// Code that only tries other code.
    pub fn is_test(&self, path: &str) -> bool {
        let folders = path.rsplit('/').skip(1);
        any(&self.test_files, path)
            || folders.into_iter().any(|name| self.test_folders.iter().any(|pattern| matches(pattern, name)))
    }

    /// What a build made of other code, or types without code.
    pub fn is_compiled(&self, path: &str) -> bool {
        any(&self.compiled, path)
    }

    /// Code that was put aside: nothing runs it.
    pub fn is_backup(&self, path: &str) -> bool {
        any(&self.backups, path)
    }

    /// A copy of code beside it: most likely nothing runs it.
    pub fn is_copy(&self, path: &str) -> bool {
        any(&self.copies, path)
    }

    /// Code that a program wrote.
    pub fn is_generated(&self, path: &str) -> bool {
        any(&self.generated, path)
    }

    /// A folder that package managers and builds fill.
    pub fn is_build_folder(&self, name: &str) -> bool {
        self.dependency_folders.iter().chain(&self.build_folders).any(|pattern| matches(pattern, name))
    }

    /// Code of others, in a folder that a package manager fills.
    pub fn is_dependency(&self, path: &str) -> bool {
        let is_filled = |name: &str| self.dependency_folders.iter().any(|pattern| matches(pattern, name));
        path.rsplit('/').skip(1).any(is_filled)
    }
}

/// Whether the file at `path` is one of `patterns`.
pub(super) fn any(patterns: &[String], path: &str) -> bool {
    let name = file_name(path);
    patterns.iter().any(|pattern| {
        if pattern.contains('/') {
            matches(pattern, path) || path.match_indices('/').any(|(at, _)| matches(pattern, &path[at + 1..]))
        } else {
            matches(pattern, name)
        }
    })
}

/// Holds `text` against a pattern in which `*` stands for any text; ASCII letters match in either case.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    // most texts are none by their first or last byte
    let (signs, bytes) = (pattern.as_bytes(), text.as_bytes());
    if differs(signs.first(), bytes.first()) || differs(signs.last(), bytes.last()) {
        return false;
    }
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = strip_prefix(text, first) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(middle) = last.replace(part) {
            let Some(after) = find(rest, middle) else { return false };
            rest = after;
        }
    }
    match last {
        None => rest.is_empty(),
        Some(tail) => {
            tail.len() <= rest.len() && rest.as_bytes()[rest.len() - tail.len()..].eq_ignore_ascii_case(tail.as_bytes())
        }
    }
}

/// Whether a pattern cannot match where it has `sign` and the text `byte`.
fn differs(sign: Option<&u8>, byte: Option<&u8>) -> bool {
    sign.is_some_and(|sign| *sign != b'*' && !byte.is_some_and(|byte| byte.eq_ignore_ascii_case(sign)))
}

fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

fn find<'t>(text: &'t str, part: &str) -> Option<&'t str> {
    (0..=text.len().checked_sub(part.len())?).find_map(|at| strip_prefix(text.get(at..)?, part))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_any_text() {
        for (pattern, text, expected) in [
            (".env*", ".env", true),
            (".env*", ".ENV.local", true),
            (".env*", "x.env", false),
            ("*.tfvars", "prod.tfvars", true),
            ("*.tfvars", "prod.tfvars.bak", false),
            ("a*b*c", "a-b-c", true),
            ("a*b*c", "abc", true),
            ("a*b*c", "acb", false),
            ("*é*", "caféx", true),
            ("env", "env", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
