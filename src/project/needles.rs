//! What a text is searched for before anything of it is read: the words of the config that have to do with HighLevel.

use super::host::OwnHost;
use super::wrapper::Wrapper;
use crate::catalog::names::Name;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::atomic::{AtomicBool, Ordering};

/// What the words of a text tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// A host or a function of the config's is named, with what it belongs to: enough to go by.
    pub is_whole: bool,
    /// What a function belongs to is named: other files of the same application may call it.
    pub names_owner: bool,
    /// A call may be one of a function of the config's.
    pub may_call: bool,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The host of this index.
    Host(usize),
    /// The function of the wrapper of this index, which belongs to nothing.
    Function(usize),
    /// What that wrapper belongs to.
    Owner(usize),
    /// The function of that wrapper, which belongs to something.
    Owned(usize),
}

/// The words, and their searcher.
#[derive(Debug)]
pub(super) struct Needles {
    words: Vec<String>,
    /// Whether some text had the word of this index.
    seen: Vec<AtomicBool>,
    roles: Vec<Vec<Role>>,
    searcher: AhoCorasick,
    n_wrappers: usize,
}

impl Needles {
    /// `None` where the config names nothing.
    pub(super) fn new(hosts: &[OwnHost], wrappers: &[Wrapper]) -> Option<Self> {
        let mut words: Vec<String> = Vec::new();
        let mut roles: Vec<Vec<Role>> = Vec::new();
        let mut add = |word: &str, role: Role| {
            let word = word.to_ascii_lowercase();
            match words.iter().position(|known| *known == word) {
                Some(at) => roles[at].push(role),
                None => {
                    words.push(word);
                    roles.push(vec![role]);
                }
            }
        };
        hosts.iter().enumerate().for_each(|(at, host)| add(host.name(), Role::Host(at)));
        for (at, wrapper) in wrappers.iter().enumerate() {
            match &wrapper.owner {
                Some(owner) => {
                    add(owner, Role::Owner(at));
                    // what is called like it: `api_client`
                    add(&Name::of(owner).words().join("_"), Role::Owner(at));
                    add(&wrapper.name, Role::Owned(at));
                }
                None => add(&wrapper.name, Role::Function(at)),
            }
        }
        if words.is_empty() {
            return None;
        }
        // fails only for more words than fit into memory
        let searcher = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(&words)
            .ok()?;
        let seen = words.iter().map(|_| AtomicBool::new(false)).collect();
        Some(Self { words, seen, roles, searcher, n_wrappers: wrappers.len() })
    }

    /// Remembers the words that `text` has.
    pub(super) fn note(&self, text: &[u8]) {
        if self.seen.iter().all(|seen| seen.load(Ordering::Relaxed)) {
            return;
        }
        for found in self.searcher.find_iter(text) {
            let index = found.pattern().as_usize();
            if self.roles[index].iter().any(|role| is_word(text, found.start(), found.end(), *role)) {
                self.seen[index].store(true, Ordering::Relaxed);
            }
        }
    }

    /// Whether no text that was noted had `word`.
    pub(super) fn is_idle(&self, word: &str) -> bool {
        let Some(meant) = self.words.iter().position(|known| known.eq_ignore_ascii_case(word)) else { return false };
        let means_it = |roles: &Vec<Role>| roles.iter().any(|role| self.roles[meant].contains(role));
        let mut alike = self.roles.iter().zip(&self.seen).filter(|(roles, _)| means_it(roles));
        alike.all(|(_, seen)| !seen.load(Ordering::Relaxed))
    }

    /// What `text` tells.
    pub(super) fn told(&self, text: &[u8]) -> Told {
        let mut told = Told::default();
        let (mut owners, mut owned) = (vec![false; self.n_wrappers], vec![false; self.n_wrappers]);
        for found in self.searcher.find_iter(text) {
            for role in &self.roles[found.pattern().as_usize()] {
                if !is_word(text, found.start(), found.end(), *role) {
                    continue;
                }
                let is_whole = match *role {
                    Role::Host(_) | Role::Function(_) => true,
                    Role::Owner(at) => {
                        (told.names_owner, owners[at]) = (true, true);
                        owned[at]
                    }
                    Role::Owned(at) => {
                        (told.may_call, owned[at]) = (true, true);
                        owners[at]
                    }
                };
                if is_whole {
                    return Told { is_whole: true, names_owner: true, may_call: true };
                }
            }
        }
        told
    }
}

/// Whether a match is a word of its own, and no part of a longer one.
fn is_word(text: &[u8], start: usize, end: usize, role: Role) -> bool {
    let is_host = matches!(role, Role::Host(_));
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || is_host && *byte == b'-';
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    let is_below_another = is_host && before == Some(&b'.');
    !is_below_another && !before.is_some_and(is_sign) && !text.get(end).is_some_and(is_sign)
}

#[cfg(test)]
mod tests {
    use super::{Needles, OwnHost, Told, Wrapper};
    use crate::project::wrapper::{Origin, function};

    #[test]
    fn words_tell_and_parts_of_words_do_not() {
        let wrapper = |text: &str| {
            let (owner, name) = function(text).expect("a function");
            Wrapper { owner, name, method: None, path: Origin::Fixed("/".to_owned()) }
        };
        let hosts = [OwnHost::parse("proxy.example.com/x").expect("a host")];
        let needles =
            Needles::new(&hosts, &[wrapper("crm"), wrapper("Api.send"), wrapper("MailBox.push")]).expect("words");
        let whole = Told { is_whole: true, names_owner: true, may_call: true };
        let owner = Told { names_owner: true, ..Told::default() };
        let call = Told { may_call: true, ..Told::default() };
        let both = Told { names_owner: true, may_call: true, is_whole: false };
        for (text, expected) in [
            ("fetch('https://Proxy.example.com/y')", whole),
            ("https://not-proxy.example.com and a.proxy.example.com", Told::default()),
            ("crm('GET')", whole),
            ("crm_x my_crm crms acrm", Told::default()),
            ("const api = make()", owner),
            ("mail_box.push(1)", whole),
            ("api.send('/contacts/')", whole),
            ("other.send('/contacts/')", call),
            ("api.push()", both),
        ] {
            assert_eq!(needles.told(text.as_bytes()), expected, "{text}");
        }
    }
}
