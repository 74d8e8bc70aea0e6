//! How scopes are spelled: which names could be one, and which name another spelling of a scope stands for.

/// What a scope's name ends in, in any spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Ending {
    /// `readonly`, `read`.
    Read,
    /// `write`.
    Write,
    /// `readwrite`, `all`: both at once.
    ReadAndWrite,
}

/// The longest name that HighLevel takes, in bytes. Source: SOURCES.md, section SCOPES.
const LONGEST: usize = 200;

/// Whether `name` has the form of nearly every scope: `<area>[/<sub-area>].<readonly|write|read>`.
pub(super) fn is_plausible(name: &str) -> bool {
    let Some((area, access)) = name.rsplit_once('.') else { return false };
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphanumeric())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    name.len() <= LONGEST
        && matches!(access, "readonly" | "write" | "read")
        && area.split('/').count() <= 2
        && area.split('/').all(is_word)
}

/// `name` without what people get wrong: case, hyphens, plural, separators, the word for reading.
pub(super) fn essence(name: &str) -> Option<(String, Ending)> {
    let (area, access) = name.rsplit_once(['.', '/', ':'])?;
    let ending = match bare(access).as_str() {
        "readonly" | "read" => Ending::Read,
        "write" => Ending::Write,
        "readwrite" | "all" | "*" => Ending::ReadAndWrite,
        _ => return None,
    };
    let words: Vec<String> = area.split(['.', '/', ':']).map(|word| singular(bare(word))).collect();
    Some((words.join("/"), ending))
}

fn bare(word: &str) -> String {
    word.chars().filter(|c| *c != '-' && *c != '_').collect::<String>().to_ascii_lowercase()
}

fn singular(word: String) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.ends_with('s') => word,
        Some(stem) => stem.strip_suffix("ie").map_or_else(|| stem.to_owned(), |stem| format!("{stem}y")),
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::{essence, is_plausible};

    #[test]
    fn names_are_plausible_by_their_form() {
        for (name, expected) in [
            ("contacts.readonly", true),
            ("payments/orders.write", true),
            ("phonenumbers.read", true),
            ("new-area/newThing.readonly", true),
            ("documents_contracts/list.readonly", true),
            ("contacts", false),
            ("contacts.readwrite", false),
            ("a/b/c.write", false),
            ("/b.write", false),
            (".write", false),
            ("a b.write", false),
            ("", false),
        ] {
            assert_eq!(is_plausible(name), expected, "{name}");
        }
        assert!(!is_plausible(&format!("{}.write", "a".repeat(200))));
    }

    #[test]
    fn spellings_of_one_scope_have_one_essence() {
        for (one, other) in [
            ("campaign.readonly", "campaigns.readonly"),
            ("knowledgebase.read", "knowledge-bases.readonly"),
            ("opportunity.write", "opportunities.write"),
            ("conversations.messages.write", "conversations/message.write"),
            ("contacts:read", "contacts.readonly"),
            ("Contacts.ReadOnly", "contacts.readonly"),
            ("locations/custom_fields.write", "locations/customFields.write"),
            ("locations/write", "locations.write"),
        ] {
            assert_eq!(essence(one), essence(other), "{one}");
        }
        for name in ["contacts", "contacts.delete", "payments/orders.collectPayment", ""] {
            assert_eq!(essence(name), None, "{name}");
        }
    }
}
