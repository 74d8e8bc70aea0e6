//! Who made the commits and tags in which something was found; asked for those alone.

use super::adapter::{Kind, ObjectId};
use super::object;
use super::survey::open;
use std::collections::HashMap;
use std::path::Path;

/// The authors of commits and the taggers of tags, `Name <address>`, by id in hexadecimal digits.
pub(crate) fn people<'i>(folder: &Path, ids: impl Iterator<Item = &'i str>) -> HashMap<String, String> {
    // what is wrong with the repository was told when it was walked
    let Ok(repository) = open(folder) else { return HashMap::new() };
    let mut people = HashMap::new();
    let mut buffer = Vec::new();
    for hex in ids {
        let Ok(id) = ObjectId::from_hex(hex.as_bytes()) else { continue };
        let signature = match repository.read(&id, &mut buffer) {
            Ok(Kind::Commit) => object::commit(&buffer).author,
            Ok(Kind::Tag) => object::tag(&buffer).tagger,
            _ => None,
        };
        if let Some(signature) = signature {
            people.insert(hex.to_owned(), String::from_utf8_lossy(signature.who).into_owned());
        }
    }
    people
}
