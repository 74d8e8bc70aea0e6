//! Packages that speak to HighLevel, and which endpoint a method of an official SDK calls. Parsed from `rules/catalog/sdk.tsv`.
//!
//! The official SDKs are generated: a service is a product, a method is an operation, both in camel case, or in snake case for
//! Python. So the table of endpoints is the table of methods. SOURCES.md, section SDK, says how that was checked.

use super::endpoint::{Api, Endpoint};
use super::endpoints::Endpoints;
use super::products::Products;
use super::table::{list, rows, value, yes_or_no};
use std::collections::HashMap;

/// A language that has an official SDK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SdkLanguage {
    /// TypeScript and JavaScript.
    TypeScript,
    /// PHP.
    Php,
    /// Python.
    Python,
}

impl SdkLanguage {
    /// The generation of the API whose names the SDK has.
    pub fn api(self) -> Api {
        match self {
            Self::TypeScript | Self::Php => Api::V2,
            Self::Python => Api::V3,
        }
    }
}

/// A package that speaks to HighLevel.
#[derive(Debug)]
pub struct Package {
    /// Its name in the registry.
    pub name: &'static str,
    /// The registry: `npm`, `pypi`, `packagist`, `go`, `rubygems`.
    pub registry: &'static str,
    /// The language it is used from.
    pub language: &'static str,
    /// The generations of the API that it speaks to; empty where that is not known.
    pub apis: Vec<Api>,
    /// Whether it is HighLevel's, so that its methods can be looked up.
    pub is_official: bool,
    /// What code imports.
    pub imports: Vec<&'static str>,
    /// What code constructs or calls to get a client.
    pub classes: Vec<&'static str>,
}

type Methods = HashMap<String, Vec<usize>>;

/// Packages, and methods of the official ones.
#[derive(Debug)]
pub struct Sdk {
    packages: Vec<Package>,
    services: HashMap<String, Methods>,
    by_method: Methods,
}

impl Sdk {
    /// Parses the embedded table; methods are those of `endpoints`.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str, endpoints: &Endpoints, products: &Products) -> Self {
        let header = ["package", "registry", "language", "api", "official", "imports", "classes"];
        let packages = rows("sdk.tsv", text, header).map(package).collect();
        let mut services: HashMap<String, Methods> = HashMap::new();
        for (index, endpoint) in endpoints.all().iter().enumerate() {
            for api in &endpoint.apis {
                let service = services.entry(camel(products.name_in(*api, endpoint.product))).or_default();
                let method = service.entry(camel(endpoint.operation_id)).or_default();
                if !method.contains(&index) {
                    method.push(index);
                }
            }
        }
        let mut by_method = Methods::new();
        for (index, endpoint) in endpoints.all().iter().enumerate() {
            by_method.entry(camel(endpoint.operation_id)).or_default().push(index);
        }
        Self { packages, services, by_method }
    }

    /// Every package, official ones first.
    pub fn packages(&self) -> &[Package] {
        &self.packages
    }

    /// Whether an official SDK for `language` calls a service so.
    pub fn is_service(&self, language: SdkLanguage, service: &str) -> bool {
        self.services.contains_key(&in_camel_case(language, service))
    }

    /// What `<client>.<service>.<method>(...)` calls; nothing where no official SDK has such a method. A name that the SDK's
    /// own generation of the API does not have is looked for in the other: SDKs change generations with a release.
    pub fn method<'e>(
        &self,
        endpoints: &'e Endpoints,
        language: SdkLanguage,
        service: &str,
        method: &str,
    ) -> Vec<&'e Endpoint> {
        let methods = self.services.get(&in_camel_case(language, service));
        let indices = methods.and_then(|methods| methods.get(&in_camel_case(language, method))).into_iter().flatten();
        own(language, indices.filter_map(|index| endpoints.all().get(*index)).collect())
    }

    /// Names of methods that are of more than one word, in camel case and in snake case: one word alone can be anybody's.
    pub fn method_names(&self) -> impl Iterator<Item = String> {
        let is_long = |name: &&String| name.bytes().any(|byte| byte.is_ascii_uppercase());
        self.by_method.keys().filter(is_long).flat_map(|name| [name.clone(), snake(name)])
    }

    /// What a method of this name calls, of whichever service.
    pub fn methods<'e>(&self, endpoints: &'e Endpoints, language: SdkLanguage, method: &str) -> Vec<&'e Endpoint> {
        let method = in_camel_case(language, method);
        let indices = self.by_method.get(&method).into_iter().flatten();
        own(language, indices.filter_map(|index| endpoints.all().get(*index)).collect())
    }
}

/// Those of `found` that the SDK's own generation of the API has; all, where that has none.
fn own(language: SdkLanguage, found: Vec<&Endpoint>) -> Vec<&Endpoint> {
    let own: Vec<&Endpoint> = found.iter().copied().filter(|endpoint| endpoint.is_in(language.api())).collect();
    if own.is_empty() { found } else { own }
}

fn package([name, registry, language, api, official, imports, classes]: [&'static str; 7]) -> Package {
    Package {
        name,
        registry,
        language,
        apis: list(api).into_iter().map(|api| value("sdk.tsv", api, Api::parse)).collect(),
        is_official: value("sdk.tsv", official, yes_or_no),
        imports: list(imports),
        classes: list(classes),
    }
}

fn in_camel_case(language: SdkLanguage, name: &str) -> String {
    match language {
        SdkLanguage::TypeScript | SdkLanguage::Php => name.to_owned(),
        SdkLanguage::Python => camel(name),
    }
}

/// `getContact` as `get_contact`.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// `get-contact` and `get_contact` as `getContact`. A capital letter stays one, so `GET-all` is `gETAll`, as in the SDKs.
fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let (first, rest) = word.split_at(1);
        let first = if out.is_empty() { first.to_ascii_lowercase() } else { first.to_ascii_uppercase() };
        out.push_str(&first);
        out.push_str(rest);
    }
    out
}
