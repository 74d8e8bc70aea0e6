//! Keys of v1: each once, with all places that hold it.

use super::gather::Lists;
use super::{Checklist, Key, KeyPlace, Place};
use crate::catalog::catalog;
use crate::excerpt::Site;
use crate::fact::{Credential, FileFacts};
use std::collections::{BTreeMap, BTreeSet};

/// Lists the keys that stand anywhere.
pub(super) fn list(lists: &mut Lists<'_>) {
    let evidence = lists.evidence;
    for file in &evidence.files {
        for credential in file.credentials.iter().filter(|credential| credential.kind.retired) {
            let is_left = lists.open.key(file, credential);
            let list = lists.list(&file.integration);
            if is_left {
                add(&mut list.keys, file, credential);
            } else {
                list.n_accepted += 1;
            }
        }
    }
}

fn add(keys: &mut Vec<Key>, file: &FileFacts, credential: &Credential) {
    let place = KeyPlace { place: Place::of(file, &credential.site), variable: variable(&file.path, &credential.site) };
    match keys.iter_mut().find(|key| key.kind.id == credential.kind.id && key.secret == credential.secret) {
        Some(key) => key.places.push(place),
        None => keys.push(Key {
            kind: credential.kind,
            secret: credential.secret.clone(),
            account: credential.details.account.clone(),
            issued: credential.details.issued,
            places: vec![place],
            elsewhere: Vec::new(),
        }),
    }
}

/// The variable whose value stands at `site`, in an env file; there the line begins with it.
///
/// The one place that asks for names of variables: a fact that names them would answer here for all other files.
fn variable(path: &str, site: &Site) -> Option<String> {
    let before = site.excerpt.text.get(..site.excerpt.marked.start).filter(|_| catalog().places.is_env_file(path))?;
    let before = before.trim_start().trim_start_matches("export ").trim_end_matches(['"', '\'', ' ']);
    let name = before.strip_suffix('=')?.trim_end();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then(|| name.to_owned())
}

/// Tells each key which other integrations hold it, too.
pub(super) fn tell_of_others(lists: &mut BTreeMap<&str, Checklist>) {
    let mut roots: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let is_secret = |key: &&Key| key.kind.secret;
    for list in lists.values() {
        for key in list.keys.iter().filter(is_secret) {
            roots.entry(key.secret.digest().to_owned()).or_default().insert(list.root.clone());
        }
    }
    for list in lists.values_mut() {
        for key in list.keys.iter_mut().filter(|key| key.kind.secret) {
            let others = roots.get(key.secret.digest()).into_iter().flatten();
            key.elsewhere = others.filter(|root| **root != list.root).cloned().collect();
        }
    }
}
