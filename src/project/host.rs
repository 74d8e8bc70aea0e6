//! An address in front of HighLevel's API: a proxy or gateway of the user's, whose host no catalog knows.

use crate::decoded::HOLE;

/// A host whose calls are HighLevel's, all of them or those below a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHost {
    name: String,
    port: Option<String>,
    prefix: Vec<String>,
}

/// What follows the address of an [`OwnHost`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind<'t> {
    /// HighLevel's path.
    Path(&'t str),
    /// What only the run knows: it may lead to HighLevel.
    Unknown,
}

impl OwnHost {
    /// The host that `text` names: `proxy.example.com`, `https://api.example.com/highlevel`, `gateway:8080/crm`.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = match text.split_once("://") {
            Some(("http" | "https", rest)) => rest,
            Some(_) => return None,
            None => text,
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (name, port) = authority.split_once(':').map_or((authority, None), |(name, port)| (name, Some(port)));
        let is_label = |label: &str| {
            let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            (1..=63).contains(&label.len()) && label.bytes().all(is_sign) && !label.starts_with('-')
        };
        let prefix: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let is_segment = |part: &String| !part.contains(|c: char| c.is_whitespace() || "?#*{}<>$".contains(c));
        let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| 0 < port);
        let is_address = name.split('.').all(is_label) && port.is_none_or(is_port) && prefix.iter().all(is_segment);
        is_address.then(|| Self { name: name.to_owned(), port: port.map(str::to_owned), prefix })
    }

    /// The host's name, without port and path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is called `name`, in either case.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// What follows it in `path`, a path with [`HOLE`] for what is not known, of the host `name` at `port`; `None` when that is
    /// another address. Without a port of its own it is every port's.
    pub fn behind<'t>(&self, name: &str, port: Option<&str>, path: &'t str) -> Option<Behind<'t>> {
        if !self.is_called(name) || self.port.is_some() && self.port.as_deref() != port {
            return None;
        }
        let mut rest = path;
        for wanted in &self.prefix {
            let trimmed = rest.trim_start_matches('/');
            let (segment, after) = trimmed.split_at(trimmed.find(['/', '?', '#']).unwrap_or(trimmed.len()));
            if segment.contains(HOLE) {
                return Some(Behind::Unknown);
            }
            if segment != wanted {
                return None;
            }
            rest = after;
        }
        Some(Behind::Path(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::Behind::{Path, Unknown};
    use super::OwnHost;

    #[test]
    fn addresses_are_taken_apart() {
        for (text, name, port, path, expected) in [
            ("proxy.example.com", "Proxy.Example.com", Some("8443"), "/contacts/1", Some(Path("/contacts/1"))),
            ("proxy.example.com", "example.com", None, "/contacts", None),
            ("https://proxy.example.com/", "proxy.example.com", None, "", Some(Path(""))),
            ("https://a.example.com/crm/v2/", "a.example.com", None, "/crm//v2/contacts/", Some(Path("/contacts/"))),
            ("a.example.com/crm", "a.example.com", None, "/crm?x=1", Some(Path("?x=1"))),
            ("a.example.com/crm", "a.example.com", None, "/crmx/contacts", None),
            ("a.example.com/crm", "a.example.com", None, "/billing/contacts", None),
            ("a.example.com/crm", "a.example.com", None, "", None),
            ("a.example.com/crm/v2", "a.example.com", None, "/crm/\u{fffc}/contacts", Some(Unknown)),
            ("gateway:8080", "gateway", Some("8080"), "/contacts", Some(Path("/contacts"))),
            ("gateway:8080", "gateway", None, "/contacts", None),
        ] {
            let host = OwnHost::parse(text).expect("an address");
            assert_eq!(host.behind(name, port, path), expected, "{text} {name}{path}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "/",
            "https://",
            "ftp://a.example.com",
            "*.example.com",
            "a..b",
            "a.example.com:",
            "a.example.com:99999",
            "a.example.com/{tenant}",
            "a.example.com?x=1",
            "user@a.example.com",
            "a b",
            "-a.example.com",
            "https://a.example.com/x y",
        ] {
            assert_eq!(OwnHost::parse(text), None, "{text}");
        }
    }
}
