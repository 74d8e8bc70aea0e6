//! One credential kind: how to find it, what proves it, how to speak of it. Parsed from `rules/credentials/<kind>.toml`.

use crate::finding::Confidence;
use crate::secret::MaskShape;
use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A credential kind as its record tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Kind {
    /// Stable name, the same as the record's file name.
    pub id: String,
    /// What people call it, with its article left out.
    pub name: String,
    /// The rule that reports it.
    pub rule: String,
    /// Whether its text must be masked; a merge field is no secret itself.
    #[serde(default = "yes")]
    pub secret: bool,
    /// Whether it has no business in code that runs in a browser.
    #[serde(default)]
    pub server_only: bool,
    /// Fixed strings without one of which the kind cannot be in a text; the prefilter is made of them.
    #[serde(default)]
    pub anchors: Vec<String>,
    /// Anchors of rarer spellings, looked for as they stand but not in base64 and escapes: needles are dear.
    #[serde(default)]
    pub plain_anchors: Vec<String>,
    /// How it is recognized.
    pub shape: Shape,
    /// What whoever holds it can do, to follow "this".
    pub grants: String,
    /// Why it matters, where the place of the file does not decide that.
    #[serde(default)]
    pub why: Option<String>,
    /// How to make it useless, as a command.
    pub revoke: String,
    /// Where it should live instead, as a command.
    pub instead: String,
    /// Whether the kind itself is at its end, so that even a well-kept one must be replaced.
    #[serde(default)]
    pub retired: bool,
    /// Whether it opens an agency with all its sub-accounts, by what it is.
    #[serde(default)]
    pub agency_wide: bool,
    /// Whether it lives until somebody rotates it, so that its age says how long it may have been in wrong hands.
    #[serde(default)]
    pub lives_until_rotated: bool,
    /// Whether each integration should have one of its own; what belongs to an app is shared by all of its parts.
    #[serde(default)]
    pub one_for_each: bool,
    /// What a masked form shows.
    #[serde(default = "default_mask")]
    pub mask: MaskRecord,
    /// Sections of `rules/catalog/SOURCES.md` that back the record.
    pub sources: Vec<String>,
    /// What must be found.
    #[serde(default)]
    pub examples: Vec<Sample>,
    /// What looks like it and must not be found.
    #[serde(default)]
    pub counter_examples: Vec<Sample>,
}

/// The ways to recognize a kind.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Text that a pattern matches.
    Pattern(Pattern),
    /// A JSON Web Token with certain claims.
    Jwt(JwtShape),
    /// Values in a file known by its name and its keys.
    File(FileShape),
    /// Values that only the name beside them tells.
    Named(NamedShape),
}

/// Text that a pattern matches and whose random part looks random.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pattern {
    /// Bytes regex; the parts that must look random stand in groups whose names begin with `random`.
    pub regex: String,
    /// How many bytes of the match may stand before the anchor.
    #[serde(default)]
    pub before: usize,
    /// Matches of this regex are less sure.
    #[serde(default)]
    pub doubtful: Option<String>,
    /// What may stand to its left and right.
    #[serde(default)]
    pub boundary: Boundary,
    /// Looked for in page sources alone (`pages` of `rules/places.toml`).
    #[serde(default)]
    pub pages_only: bool,
    #[serde(skip)]
    compiled: OnceLock<Regex>,
    #[serde(skip)]
    doubt: OnceLock<Regex>,
}

/// What may stand beside a match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Boundary {
    /// Nothing that could belong to a longer token.
    #[default]
    Token,
    /// Anything.
    Any,
}

/// A signed JSON Web Token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct JwtShape {
    /// The header's `alg`.
    pub alg: String,
    /// Least and most characters of the signature.
    pub signature: [usize; 2],
    /// Claims that must be there and the form of each; a dot descends into an object.
    pub claims: BTreeMap<String, Form>,
    /// Claims that must not be there.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Least and most seconds between `iat` and `exp`.
    #[serde(default)]
    pub lifetime: Option<[f64; 2]>,
    /// Claims worth telling the user.
    #[serde(default)]
    pub tell: Tell,
}

/// Which claims carry what a message can say. Ids are shown masked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tell {
    /// When the token was issued.
    #[serde(default)]
    pub issued: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub expires: Option<String>,
    /// The sub-account or agency it opens.
    #[serde(default)]
    pub account: Option<String>,
    /// The level it works on.
    #[serde(default)]
    pub class: Option<String>,
    /// The app it was made for.
    #[serde(default)]
    pub app: Option<String>,
    /// The scopes it carries.
    #[serde(default)]
    pub scopes: Option<String>,
}

/// The form of a claim's value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Twenty letters and digits, as HighLevel's own ids are.
    Id20,
    /// [`Form::Id20`], or the literal text `user_id` that some older keys carry.
    UserId,
    /// A whole number of Unix milliseconds between 2014 and 2100.
    Millis,
    /// Unix seconds between 2014 and 2100, with or without a fraction.
    Seconds,
    /// This number.
    Number(u64),
    /// One of these texts.
    Text(Vec<String>),
    /// Anything.
    Any,
}

/// Values in a file that is known by its name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileShape {
    /// The file's name.
    pub name: String,
    /// Folder names that make it certain; elsewhere the confidence is medium.
    pub sure_folders: Vec<String>,
    /// Texts that must all stand in the file.
    pub requires: Vec<String>,
    /// Bytes regex with a group `secret`, looked for in the whole file.
    pub regex: String,
    #[serde(skip)]
    compiled: OnceLock<Regex>,
}

/// A value without a shape of its own: the name that the code gives it decides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NamedShape {
    /// Ends of names, in words, that say what the value is.
    pub tails: Vec<String>,
    /// Ends that are enough where a client id stands in the same object; the empty one is no name at all.
    #[serde(default)]
    pub tails_beside_client_id: Vec<String>,
    /// Functions that are given the value, in a file that holds one of `signs`.
    #[serde(default)]
    pub callees: Vec<String>,
    /// Texts of files in which `callees` count.
    #[serde(default)]
    pub signs: Vec<String>,
    /// What the value looks like.
    pub form: ValueForm,
    /// Whether the names themselves must point to HighLevel; else it is enough that the file does.
    #[serde(default)]
    pub needs_stem: bool,
}

/// What a named value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueForm {
    /// A random UUID of version 4.
    Uuid4,
    /// Long and random, whatever its alphabet.
    Opaque,
}

/// What a masked form shows, and what counts as the public start.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaskRecord {
    /// Characters shown at the start.
    pub head: usize,
    /// Characters shown at the end.
    pub tail: usize,
}

/// An example in a record: text as it stands, or the payload of a token that the test mints.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// What it shows.
    pub why: String,
    /// The text, verbatim.
    #[serde(default)]
    pub text: Option<String>,
    /// The file name to find it under.
    #[serde(default)]
    pub file: Option<String>,
    /// JSON of a token's header; the kind's own algorithm when left out.
    #[serde(default)]
    pub header: Option<String>,
    /// JSON of a token's payload.
    #[serde(default)]
    pub payload: Option<String>,
    /// Length of the minted signature in characters; the least that the kind allows when left out.
    #[serde(default)]
    pub signature: Option<usize>,
}

fn yes() -> bool {
    true
}

fn default_mask() -> MaskRecord {
    MaskRecord { head: 8, tail: 4 }
}

impl Kind {
    /// Parses one record.
    ///
    /// # Panics
    ///
    /// When the embedded record is malformed; `tests/records.rs` parses every one.
    pub fn parse(name: &str, record: &str) -> Self {
        let kind: Self =
            toml::from_str(record).unwrap_or_else(|error| panic!("rules/credentials/{name}.toml: {error}"));
        assert_eq!(kind.id, name, "a record is named like its file");
        kind
    }

    /// What its masked form shows.
    pub fn mask_shape(&self) -> MaskShape {
        MaskShape { head: self.mask.head, tail: self.mask.tail }
    }
}

impl Pattern {
    /// The compiled pattern, made when the first candidate turns up.
    pub fn compiled(&self) -> &Regex {
        self.compiled.get_or_init(|| compile(&self.regex))
    }

    /// How sure a match of this pattern is by itself.
    pub fn confidence(&self, matched: &[u8]) -> Confidence {
        let Some(doubtful) = &self.doubtful else { return Confidence::High };
        if self.doubt.get_or_init(|| compile(doubtful)).is_match(matched) {
            Confidence::Medium
        } else {
            Confidence::High
        }
    }
}

impl FileShape {
    /// The compiled pattern, made when the first such file turns up.
    pub fn compiled(&self) -> &Regex {
        self.compiled.get_or_init(|| compile(&self.regex))
    }
}

fn compile(pattern: &str) -> Regex {
    RegexBuilder::new(pattern)
        .unicode(false)
        .build()
        .expect("an embedded pattern compiles; tests/records.rs compiles every one")
}
