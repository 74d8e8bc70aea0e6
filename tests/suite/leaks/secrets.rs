//! What must never be seen: every run of eight characters in the random parts of made-up secrets.
//!
//! In: texts that hold secrets. Out: whether another text shows one, plainly or in base64, escapes or colors. Secrets are found
//! here by other means than the linter's own, so that both are not blind to the same.

use crate::mint;
use crate::tree::files;
use std::collections::HashSet;
use std::path::Path;

/// Characters in a row that would help somebody.
pub(super) const TELLING: usize = 8;

/// Random parts, cut into runs of [`TELLING`] characters.
#[derive(Default)]
pub(super) struct Secrets {
    runs: HashSet<u64>,
    /// Answers most questions without the set: its hash is slow in the builds that run tests.
    may_hold: Vec<bool>,
}

impl Secrets {
    /// Those of the files below `folder`, whatever wraps them.
    pub(super) fn below(folder: &Path) -> Self {
        let mut secrets = Self::default();
        for file in files(folder).iter().filter(|file| file.components().all(|part| part.as_os_str() != ".git")) {
            let text = text_of(&std::fs::read(file).expect("a fixture"));
            secrets.add_of(&text);
            secrets.add_of(&decoded(&text));
        }
        secrets
    }

    /// A made-up secret of every kind, and what must not be seen of them.
    pub(super) fn minted(label: &str) -> (Vec<String>, Self) {
        let kinds: [mint::Mint; 6] =
            [mint::pit, mint::v1_location, mint::v1_agency, mint::oauth_refresh, mint::session, mint::webhook];
        let texts: Vec<String> = kinds.iter().map(|mint| mint(label)).collect();
        let mut secrets = Self::default();
        texts.iter().for_each(|text| secrets.add_of(text));
        (texts, secrets)
    }

    /// Adds the secrets that stand in `text`: whatever follows a known start up to the first foreign sign.
    pub(super) fn add_of(&mut self, text: &str) {
        for (start, _) in text.match_indices("pit-") {
            let run: String = text[start + 4..].chars().take(36).collect();
            let is_typed = run.contains("12345678") || run.contains("0000");
            if is_uuid4(&run) && !is_typed {
                self.add(&run);
            }
        }
        for (start, _) in text.match_indices("eyJhbGciOi") {
            let run: String =
                text[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c)).collect();
            // the last part alone is random; ids in the payload are tested through their own masks
            if let Some(signature) = run.split('.').nth(2).filter(|signature| 40 <= signature.len()) {
                self.add(signature);
            }
        }
        for (start, _) in text.match_indices("/webhook-trigger/") {
            let run: String =
                text[start + 17..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            if 20 <= run.len() && !run.contains("0000") {
                self.add(&run);
            }
        }
        self.add_unnamed(text);
    }

    /// UUIDs of version 4, and runs of forty letters and digits: whatever their names are, no excerpt shows one.
    fn add_unnamed(&mut self, text: &str) {
        for run in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            let is_typed = ["1234", "abcd", "0000", "1111"].iter().any(|typed| run.contains(typed));
            let is_opaque = run.len() == 40 && run.chars().all(|c| c.is_ascii_alphanumeric());
            if is_uuid4(run) && !is_typed || is_opaque && run.chars().any(|c| c.is_ascii_uppercase()) {
                self.add(run);
            }
        }
    }

    /// Adds a random part.
    pub(super) fn add(&mut self, random: &str) {
        self.may_hold.resize(SLOTS, false);
        for run in runs(random.as_bytes()) {
            self.may_hold[slot(run)] = true;
            self.runs.insert(run);
        }
    }

    /// Number of runs.
    pub(super) fn len(&self) -> usize {
        self.runs.len()
    }

    /// The first run that `text` shows and `known` does not.
    pub(super) fn leak_in(&self, text: &[u8], known: &[u8]) -> Option<String> {
        let views = views(text);
        let mut found = views.iter().flat_map(|view| self.shown(view));
        let known: HashSet<u64> = if known.is_empty() { HashSet::new() } else { self.shown(known).collect() };
        let leak = found.find(|run| !known.contains(run));
        leak.map(|run| String::from_utf8_lossy(&run.to_be_bytes()).into_owned())
    }

    fn shown<'s>(&'s self, text: &'s [u8]) -> impl Iterator<Item = u64> + 's {
        let may_hold = |run: u64| self.may_hold.get(slot(run)).copied().unwrap_or(false);
        runs(text).filter(move |run| may_hold(*run) && self.runs.contains(run))
    }
}

/// Slots of the table that answers first: far more than runs.
const SLOTS: usize = 1 << 20;

fn slot(run: u64) -> usize {
    // the upper bits of a product hang on all of the lower ones
    (run.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 44) as usize
}

/// Every run of telling length, eight bytes in one number.
fn runs(text: &[u8]) -> impl Iterator<Item = u64> + '_ {
    text.windows(TELLING).map(|run| run.iter().fold(0, |run, byte| run << 8 | u64::from(*byte)))
}

fn is_uuid4(run: &str) -> bool {
    run.len() == 36
        && run.as_bytes()[14] == b'4'
        && run.matches('-').count() == 4
        && run.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

/// What `text` says to whoever looks at it: as it stands, without colors, and with its base64 taken apart.
fn views(text: &[u8]) -> Vec<Vec<u8>> {
    let mut views = vec![text.to_vec()];
    if text.contains(&0x1b) {
        views.push(without_colors(text));
    }
    views.push(decoded(&String::from_utf8_lossy(text)).into_bytes());
    views
}

fn without_colors(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut parts = text.split(|byte| *byte == 0x1b);
    plain.extend(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.iter().position(u8::is_ascii_alphabetic).map_or(part.len(), |end| end + 1);
        plain.extend(&part[end..]);
    }
    plain
}

fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => {
            char::decode_utf16(rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])))
                .map(|c| c.unwrap_or('?'))
                .collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// What the runs of base64 in `text` say, wherever their groups begin: a mask may have taken the first signs away.
fn decoded(text: &str) -> String {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '/';
    let runs = text.split(|c| !is_sign(c)).filter(|run| 16 <= run.len());
    runs.flat_map(|run| (0..4).map(|start| format!("{}\n", decode(&run.as_bytes()[start..])))).collect()
}

fn decode(run: &[u8]) -> String {
    let value = |sign: u8| match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let bytes: Vec<u8> = run
        .chunks(4)
        .flat_map(|group| {
            let place = |(n, sign): (usize, &u8)| u32::from(value(*sign)) << (18 - 6 * n);
            let bits: u32 = group.iter().enumerate().map(place).sum();
            [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8].into_iter().take(group.len() * 6 / 8)
        })
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
