//! How programs send requests, in words. Parsed from `rules/requests.toml`.

use super::method::Method;
use super::names::Name;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requests {
    /// Texts one of which is in code that sends requests.
    pub senders: Vec<String>,
    alone: Vec<String>,
    methods: BTreeMap<String, Vec<String>>,
    words: Words,
    /// Keys and names of arguments.
    pub keys: Keys,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Words {
    sends: Vec<String>,
    gets_by_default: Vec<String>,
    routers: Vec<String>,
    settings: Vec<String>,
    servers: Vec<String>,
    no_requests: Vec<String>,
    clients: Vec<String>,
    makes: Vec<String>,
    of_addresses: Vec<String>,
    stores: Vec<String>,
    own_origin: Vec<String>,
    any_webhook: Vec<String>,
    plain: Vec<String>,
    plain_owners: Vec<String>,
    plain_packages: Vec<String>,
    plain_globals: Vec<String>,
    intercepts: Vec<String>,
}

/// Keys and names of arguments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Keys {
    /// Of the address.
    pub url: Vec<String>,
    /// Of the method.
    pub method: Vec<String>,
    /// Of the address that all requests of a client begin with.
    pub base: Vec<String>,
    /// Those of `base` that only a client has.
    pub clients: Vec<String>,
    /// Of the path of an address that is an object.
    pub paths: Vec<String>,
    /// Of all of an address that is an object.
    pub wholes: Vec<String>,
    /// Of what answers a route.
    pub route: Vec<String>,
    /// Of a bare host.
    pub host: Vec<String>,
    /// Of headers.
    pub headers: Vec<String>,
    /// Of headers that are set on the handle of a request.
    pub headers_of_handle: Vec<String>,
    /// Of a body that makes the request a POST.
    pub posts: Vec<String>,
}

impl Requests {
    /// Parses the embedded file.
    ///
    /// # Panics
    ///
    /// When it is malformed; every test of a scope rule reads it.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("rules/requests.toml: {error}"))
    }

    /// Whether `word`, the first of a path, tells even without a slash.
    pub fn tells_alone(&self, word: &[u8]) -> bool {
        self.alone.iter().any(|known| known.as_bytes() == word)
    }

    /// The method that the last word of a callee says, else an earlier one: `wp_remote_post`, `PostAsync`, `deleteContact`.
    pub fn method_of(&self, callee: &str) -> Option<Method> {
        self.method_in(&Name::of(callee))
    }

    fn method_in(&self, callee: &Name) -> Option<Method> {
        let method = |word: &String| {
            let named = self.methods.iter().find(|(_, words)| words.contains(word));
            named.and_then(|(method, _)| Method::parse(method))
        };
        callee.words().iter().rev().find_map(method)
    }

    /// Whether a callee of this name sends requests, as far as its name tells.
    pub fn sends(&self, callee: &str) -> bool {
        let is_sender = |callee: Name| {
            callee.words().iter().any(|word| self.words.sends.contains(word)) || self.method_in(&callee).is_some()
        };
        !self.is_no_request(callee) && is_sender(Name::of(callee))
    }

    /// Whether a callee reads with GET when nothing says otherwise.
    pub fn gets_by_default(&self, callee: &str) -> bool {
        self.words.gets_by_default.iter().any(|name| name.eq_ignore_ascii_case(callee))
    }

    /// Whether a call of this name sets the address that all requests of a client begin with.
    pub fn sets_base(&self, callee: &str) -> bool {
        let name = callee.strip_prefix("set").or_else(|| callee.strip_prefix("Set")).unwrap_or(callee);
        let is_host = |key: &str| self.keys.host.iter().any(|host| host == key);
        self.keys.base.iter().any(|key| !is_host(key) && key.eq_ignore_ascii_case(name))
    }

    /// Whether a class of this name is a client that is made with its address.
    pub fn makes_client(&self, class: &str) -> bool {
        Name::of(class).words().last().is_some_and(|word| self.words.clients.contains(word))
    }

    /// Whether a call of this name on the class of a client makes one.
    pub fn makes(&self, name: &str) -> bool {
        self.words.makes.iter().any(|make| make == name)
    }

    /// The method of a callee that sends a request to the address that it is called on.
    pub fn method_of_address(&self, callee: &str) -> Option<Method> {
        let name = Name::of(callee);
        let is_it = name.words().iter().any(|word| self.words.of_addresses.contains(word));
        self.method_in(&name).filter(|_| is_it)
    }

    /// Whether `receiver` keeps values by keys that may look like paths.
    pub fn is_store(&self, receiver: &str) -> bool {
        Name::of(receiver).words().last().is_some_and(|word| self.words.stores.contains(word))
    }

    /// Whether a callee, or what it is called on, sends a path alone to where the page came from.
    pub fn is_own_origin(&self, name: &str) -> bool {
        self.words.own_origin.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// Whether a route that goes on with `rest` behind `webhook` takes whichever event comes.
    pub fn is_any_webhook(&self, rest: &str) -> bool {
        Name::of(rest).words().iter().all(|word| self.words.any_webhook.contains(word))
    }

    /// Whether what is called `name` holds headers.
    pub fn are_headers(&self, name: &str) -> bool {
        self.keys.headers.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether a callee sends only the headers that it is given: `name` itself, where that is called, else a method of it.
    pub fn sends_plainly(&self, name: &str, is_called: bool) -> bool {
        let known = if is_called { &self.words.plain } else { &self.words.plain_owners };
        known.iter().any(|known| known == name)
    }

    /// Whether `package` gives such callees.
    pub fn is_plain_package(&self, package: &str) -> bool {
        let package = package.strip_prefix("node:").unwrap_or(package);
        self.words.plain_packages.iter().any(|known| known == package)
    }

    /// Whether `name` is such a callee, or has one, that no file imports.
    pub fn is_plain_global(&self, name: &str) -> bool {
        self.words.plain_globals.iter().any(|known| known == name)
    }

    /// Whether what is called so changes what other requests are sent with.
    pub fn intercepts(&self, name: &str) -> bool {
        self.words.intercepts.iter().any(|known| known == name)
    }

    /// Whether `owner`, asked for `key`, hands a constant on that a file of settings binds.
    pub fn is_setting(&self, owner: &str, key: &str) -> bool {
        let is_constant = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        key.contains('_')
            && key.chars().all(is_constant)
            && Name::of(owner).words().last().is_some_and(|word| self.words.settings.contains(word))
    }

    /// Whether `receiver` holds the routes of a server.
    pub fn is_router(&self, receiver: &str) -> bool {
        Name::of(receiver).words().last().is_some_and(|word| self.words.routers.contains(word))
    }

    /// Whether `receiver` does where it is given a function.
    pub fn may_be_router(&self, receiver: &str) -> bool {
        Name::of(receiver).words().last().is_some_and(|word| self.words.servers.contains(word))
    }

    /// Whether a callee takes addresses for something else than a request.
    pub fn is_no_request(&self, callee: &str) -> bool {
        self.words.no_requests.iter().any(|name| name.eq_ignore_ascii_case(callee))
    }
}
