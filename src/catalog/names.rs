//! What people call HighLevel's secrets, in env files, code and prose. Parsed from `rules/names.toml`.

use super::places::any;
use serde::Deserialize;
use std::fmt;
use std::rc::Rc;

/// Lists of words and of names in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Names {
    /// Texts one of which is in every file that names HighLevel.
    pub needles: Vec<String>,
    /// Texts of files that may hold one of its secrets without naming it.
    pub secret_needles: Vec<String>,
    stems: Vec<String>,
    weak_stems: Vec<String>,
    neutral: Vec<String>,
    foreign: Vec<String>,
    transparent: Vec<String>,
    harmless: Vec<String>,
    verbs: Vec<String>,
    encrypted: Vec<String>,
    /// Beginnings of variables whose values bundlers hand to browsers.
    pub public_prefixes: Vec<String>,
    defines: Vec<Define>,
    secret_tails: Vec<String>,
    private_tokens: Vec<String>,
}

/// A setting that hands its values to browsers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Define {
    /// End of the names that lead into it.
    path: String,
    /// The files that it is a setting in; any when there are none.
    #[serde(default)]
    files: Vec<String>,
    /// Texts one of which is in every file that has it; none when the file's name is enough.
    #[serde(default)]
    texts: Vec<String>,
}

impl Define {
    fn may_be_in(&self, file: &str, text: &[u8]) -> bool {
        (self.files.is_empty() || any(&self.files, file))
            && (self.texts.is_empty()
                || self.texts.iter().any(|part| memchr::memmem::find(text, part.as_bytes()).is_some()))
    }
}

/// A name taken apart: `GHL_APP_clientSecret` is `ghl app client secret`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    words: Vec<String>,
}

/// How clearly words point to HighLevel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// They name another product.
    Foreign,
    /// They have words of their own, which may be another product's.
    Unknown,
    /// They say nothing.
    Neutral,
    /// They could mean HighLevel, beside a second sign.
    Weak,
    /// They name HighLevel.
    HighLevel,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.join(" "))
    }
}

impl Name {
    /// Splits `text` where signs, case and digits split it.
    pub fn of(text: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut word = String::new();
        let mut before: Option<char> = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let before = before.replace(c);
            if !c.is_alphanumeric() {
                words.extend(take(&mut word));
                continue;
            }
            // clientSecret, and the last capital of GHLClient
            let begins = c.is_uppercase()
                && before.is_some_and(|before| {
                    before.is_lowercase()
                        || before.is_ascii_digit()
                        || before.is_uppercase() && chars.peek().is_some_and(|after| after.is_lowercase())
                });
            if begins {
                words.extend(take(&mut word));
            }
            if c.is_ascii() {
                word.push(c.to_ascii_lowercase());
            } else {
                word.extend(c.to_lowercase());
            }
        }
        words.extend(take(&mut word));
        Self { words }
    }

    /// Its words, in lower case.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// True when nothing is left of it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words before `tail`, a name in words, where this name ends with it; written together or apart.
    pub fn before(&self, tail: &str) -> Option<&[String]> {
        if tail.is_empty() {
            return self.is_empty().then_some(&[]);
        }
        let mut wanted = tail.bytes().rev().filter(|byte| *byte != b' ').peekable();
        for (at, word) in self.words.iter().enumerate().rev() {
            for byte in word.bytes().rev() {
                match wanted.next() {
                    Some(sign) if sign == byte => {}
                    Some(_) => return None,
                    // `clientsecret` inside `ghlclientsecret`; a short word there would be chance
                    None => return (6 <= tail.len()).then_some(&self.words[..=at]),
                }
            }
            if wanted.peek().is_none() {
                return Some(&self.words[..at]);
            }
        }
        None
    }

    fn is(&self, text: &str) -> bool {
        self.before(text).is_some_and(<[String]>::is_empty)
    }
}

fn take(word: &mut String) -> Option<String> {
    (!word.is_empty()).then(|| std::mem::take(word))
}

impl Names {
    /// Parses the embedded lists.
    ///
    /// # Panics
    ///
    /// When the embedded file is malformed; `tests/records.rs` parses it.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("rules/names.toml: {error}"))
    }

    /// Whose the words are.
    pub fn owner(&self, words: &[String]) -> Owner {
        let joined = words.concat();
        let names_it = |stem: &String| {
            words.iter().any(|word| word == stem) || 4 <= stem.len() && joined.contains(stem.as_str())
                // ghlapikey, written in one
                || words.iter().any(|word| stem.len() + 3 <= word.len() && word.starts_with(stem.as_str()))
        };
        let is_foreign = words.iter().any(|word| self.foreign.contains(word) && !self.neutral.contains(word));
        if is_foreign {
            Owner::Foreign
        } else if self.stems.iter().any(names_it) {
            Owner::HighLevel
        } else if words.iter().any(|word| self.weak_stems.contains(word)) {
            Owner::Weak
        } else if words.iter().all(|word| self.is_neutral(word)) || self.begins_with_verb(words) {
            Owner::Neutral
        } else {
            Owner::Unknown
        }
    }

    /// Whether a file's path names HighLevel.
    pub fn is_highlevels_path(&self, path: &str) -> bool {
        path.split('/').any(|part| self.owner_of(&Name::of(part)) == Owner::HighLevel)
    }

    fn begins_with_verb(&self, words: &[String]) -> bool {
        words.first().is_some_and(|first| self.verbs.contains(first))
    }

    /// Whether `name` is a function's that does something, rather than a value's.
    pub fn is_action(&self, name: &Name) -> bool {
        self.begins_with_verb(&name.words)
    }

    /// Whether what stands under `name` is stored encrypted.
    pub fn is_encrypted(&self, name: &Name) -> bool {
        self.encrypted.iter().any(|encrypted| name.is(encrypted))
    }

    /// Whose `name` is, all of it.
    pub fn owner_of(&self, name: &Name) -> Owner {
        self.owner(&name.words)
    }

    /// Whether `text`, in lower case, begins with a word of three letters or more that names are made of: one that says nothing of
    /// whose something is, or the first of a secret's.
    pub fn begins_with_word(&self, text: &[u8]) -> bool {
        let of_secrets = self.secret_tails.iter().filter_map(|tail| tail.split(' ').next());
        let mut words = self.neutral.iter().map(String::as_str).chain(of_secrets);
        words.any(|word| 3 <= word.len() && text.starts_with(word.as_bytes()))
    }

    fn is_neutral(&self, word: &str) -> bool {
        word.chars().all(|c| c.is_ascii_digit()) || self.neutral.iter().any(|neutral| neutral == word)
    }

    /// `name` without what at its end says only which of several it is: `GHL_CLIENT_SECRET_PROD_2`, `ghlToken2`.
    pub fn trimmed(&self, name: &Name) -> Name {
        let mut words = name.words.clone();
        while let Some(last) = words.pop() {
            let letters = last.trim_end_matches(|c: char| c.is_ascii_digit());
            let last = if letters.is_empty() { last.clone() } else { letters.to_owned() };
            if words.is_empty() || !self.is_neutral(&last) || self.is_telling(&last) {
                words.push(last);
                break;
            }
        }
        Name { words }
    }

    /// `name` without its last word, which may be whose it is: `GHL_API_KEY_ACME`.
    pub fn without_last(&self, name: &Name) -> Option<Name> {
        let (_, words) = name.words.split_last()?;
        Some(Name { words: words.to_vec() })
    }

    /// Whether `word` alone is the end of some secret's name.
    pub fn is_telling(&self, word: &str) -> bool {
        self.secret_tails.iter().any(|tail| tail.split(' ').next_back() == Some(word))
    }

    /// Whether `name` leads to a value without saying what it is.
    pub fn is_transparent(&self, name: &Name) -> bool {
        let says_nothing = |word: &String| self.is_neutral(word) && !self.is_telling(word);
        name.words.iter().all(says_nothing) || self.transparent.iter().any(|transparent| name.is(transparent))
    }

    /// Whether `name` ends as names of harmless things do.
    pub fn is_harmless(&self, name: &Name) -> bool {
        self.harmless.iter().any(|tail| name.before(tail).is_some())
    }

    /// Whether `variable` is handed to browsers by its prefix; what follows the prefix.
    pub fn public_rest<'v>(&self, variable: &'v str) -> Option<&'v str> {
        self.public_prefixes.iter().find_map(|prefix| variable.strip_prefix(prefix.as_str()))
    }

    /// Whether `file`, with this `text`, may hold a setting whose values a bundler hands to browsers.
    pub fn may_define(&self, file: &str, text: &[u8]) -> bool {
        self.defines.iter().any(|define| define.may_be_in(file, text))
    }

    /// The names of `path` that lie inside a setting of `file` whose values a bundler hands to browsers.
    pub fn defined<'p>(&self, file: &str, path: &'p [Rc<str>]) -> Option<&'p [Rc<str>]> {
        let defines = || self.defines.iter().filter(|define| define.files.is_empty() || any(&define.files, file));
        (1..=path.len()).find_map(|end| {
            let nearest = Name::of(&path[end.saturating_sub(3)..end].join(" "));
            defines().any(|define| nearest.before(&define.path).is_some()).then(|| &path[end..])
        })
    }

    /// Where `name` ends as a secret's, the words before that; of several ends the longest counts.
    pub fn before_tail<'n>(&self, name: &'n Name, tails: &[String]) -> Option<&'n [String]> {
        tails.iter().filter_map(|tail| self.before_one(name, tail)).min_by_key(|before| before.len())
    }

    fn before_one<'n>(&self, name: &'n Name, tail: &str) -> Option<&'n [String]> {
        let before = name.before(tail)?;
        // many things have keys: rows, caches, locks, stages
        let is_plain =
            |word: &String| self.is_neutral(word) || self.owner(std::slice::from_ref(word)) != Owner::Unknown;
        (tail != "key" || before.iter().all(is_plain)).then_some(before)
    }

    /// Whether `name` ends as a secret's, whoever's it is.
    pub fn is_secret(&self, name: &Name) -> bool {
        let trimmed = self.trimmed(name);
        !self.is_harmless(name)
            && !self.is_harmless(&trimmed)
            && self.before_tail(&trimmed, &self.secret_tails).is_some()
    }

    /// Whether what is called `name` can only be a private integration token of HighLevel's.
    pub fn is_private_token(&self, name: &Name) -> bool {
        let begins = |words: &[String], wanted: &str| {
            wanted.split(' ').map(Some).eq(words.iter().map(|word| Some(&**word)).take(wanted.split(' ').count()))
        };
        let says = |wanted: &String| (0..name.words.len()).any(|at| begins(&name.words[at..], wanted));
        self.owner_of(name) == Owner::HighLevel && self.private_tokens.iter().any(says)
    }

    /// Whether `name` is HighLevel's and a secret's.
    pub fn is_highlevel_secret(&self, name: &Name) -> bool {
        const QUESTIONS: &[&str] = &["has", "is", "use", "enable", "show", "require", "no", "missing"];
        self.is_secret(name)
            && self.owner_of(name) == Owner::HighLevel
            && !name.words.iter().any(|word| QUESTIONS.contains(&word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::catalog;

    #[test]
    fn names_split_into_words() {
        for (text, expected) in [
            ("GHL_CLIENT_SECRET", "ghl client secret"),
            ("GHLClientSecret", "ghl client secret"),
            ("ghlClientSecret2", "ghl client secret2"),
            ("x-ghl-client-secret", "x ghl client secret"),
            ("**Client Secret:**", "client secret"),
            ("v2Token", "v2 token"),
            ("", ""),
        ] {
            assert_eq!(Name::of(text).words.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn owners_show_in_words() {
        let names = &catalog().names;
        for (text, expected) in [
            ("ghl", Owner::HighLevel),
            ("my highLevel app", Owner::HighLevel),
            ("ghlapi", Owner::HighLevel),
            ("GO_HIGH_LEVEL", Owner::HighLevel),
            ("oauth app", Owner::Neutral),
            ("", Owner::Neutral),
            ("hl", Owner::Weak),
            ("supabase", Owner::Foreign),
            ("ghl supabase", Owner::Foreign),
            ("frobnicator", Owner::Unknown),
            ("highlight", Owner::Unknown),
        ] {
            assert_eq!(names.owner(&Name::of(text).words), expected, "{text}");
        }
    }

    #[test]
    fn secrets_of_highlevel_by_name() {
        let names = &catalog().names;
        for (text, expected) in [
            ("GHL_API_KEY", true),
            ("GHL_CLIENT_SECRET_PROD", true),
            ("HIGHLEVEL_TOKEN_2", true),
            ("ghlapikey", true),
            ("GHL_LOCATION_ID", false),
            ("GHL_CLIENT_ID", false),
            ("GHL_WEBHOOK_PUBLIC_KEY", false),
            ("SUPABASE_KEY", false),
            ("GHL_SUPABASE_KEY", false),
            ("API_KEY", false),
        ] {
            assert_eq!(names.is_highlevel_secret(&Name::of(text)), expected, "{text}");
        }
    }
}
