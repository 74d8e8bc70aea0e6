//! A function that calls HighLevel's API and whose body need not be known: of a package, native, or written by a program.

use crate::catalog::method::Method;

/// A function, by name, and where its calls say what they ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapper {
    /// What it belongs to, as a class, a module or a variable is called; `None` for a plain function.
    pub owner: Option<String>,
    /// Its name.
    pub name: String,
    /// Where the method is from; `None` where no call says it.
    pub method: Option<Origin<Method>>,
    /// Where the path is from.
    pub path: Origin<String>,
}

/// Where a part of a request is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin<T> {
    /// It is always this.
    Fixed(T),
    /// The caller gives it.
    Given(Spot),
}

/// Where in a call something is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// At this position, from 1.
    Position(usize),
    /// Under this name, of an argument or a key.
    Named(String),
}

/// The owner and the name of `text`, a function as languages spell it: `send`, `ApiClient.send`, `ApiClient::send`, `$api->send`.
pub fn function(text: &str) -> Option<(Option<String>, String)> {
    let text = text.replace("::", ".").replace("->", ".").replace(['#', '\\'], ".");
    let mut parts = text.split('.').map(|part| part.trim_start_matches(['$', '@']));
    let (first, second) = (parts.next()?, parts.next());
    let is_whole = parts.next().is_none() && is_name(first) && second.is_none_or(is_name);
    is_whole.then(|| match second {
        Some(name) => (Some(first.to_owned()), name.to_owned()),
        None => (None, first.to_owned()),
    })
}

/// Whether `text` is a name in code.
pub fn is_name(text: &str) -> bool {
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '!' | '?');
    text.len() <= 128 && text.starts_with(|c: char| c.is_alphabetic() || c == '_') && text.chars().all(is_sign)
}

impl Wrapper {
    /// Whether what is called `name` is its owner, give or take case and signs: `api_client` is one of `ApiClient`.
    pub fn is_owner(&self, name: &str) -> bool {
        let letters = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        self.owner.as_deref().is_some_and(|owner| letters(owner) == letters(name))
    }
}

#[cfg(test)]
mod tests {
    use super::function;

    #[test]
    fn functions_are_named_as_languages_do() {
        for (text, expected) in [
            ("crmRequest", Some((None, "crmRequest"))),
            ("ApiClient.send", Some((Some("ApiClient"), "send"))),
            ("ApiClient::send", Some((Some("ApiClient"), "send"))),
            ("$api->send", Some((Some("api"), "send"))),
            ("Invoke-Crm", Some((None, "Invoke-Crm"))),
            ("a.b.c", None),
            ("a.", None),
            ("", None),
            ("crm request", None),
            ("crmRequest()", None),
        ] {
            let named = function(text);
            let named = named.as_ref().map(|(owner, name)| (owner.as_deref(), &**name));
            assert_eq!(named, expected, "{text}");
        }
    }
}
