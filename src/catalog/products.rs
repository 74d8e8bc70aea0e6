//! What a product of HighLevel's API is called where. Parsed from `rules/catalog/products.tsv`, which holds the exceptions:
//! a product that is not in there has one name.

use super::endpoint::Api;
use super::table::{rows, value};

/// Where another name is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    V3,
    Mcp,
}

/// Other names of products.
#[derive(Debug)]
pub struct Products {
    others: Vec<(&'static str, &'static str, Where)>,
}

impl Products {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        const FILE: &str = "products.tsv";
        let parse = |text: &str| match text {
            "v3" => Some(Where::V3),
            "mcp" => Some(Where::Mcp),
            _ => None,
        };
        let other = |[product, other, place]: [&'static str; 3]| (product, other, value(FILE, place, parse));
        Self { others: rows(FILE, text, ["product", "other", "where"]).map(other).collect() }
    }

    /// The name by which endpoints know the product that somebody calls `name`.
    pub fn usual<'n>(&self, name: &'n str) -> &'n str {
        self.others.iter().find(|(_, other, _)| *other == name).map_or(name, |(product, _, _)| product)
    }

    /// What `api` calls `product`.
    pub fn name_in(&self, api: Api, product: &'static str) -> &'static str {
        let is_it = |(usual, _, place): &&(&str, &str, Where)| *usual == product && *place == Where::V3;
        self.others.iter().find(|other| api == Api::V3 && is_it(other)).map_or(product, |(_, other, _)| other)
    }
}
