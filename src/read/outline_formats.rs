//! Outlines of the languages that have no grammar here, and of documents that hold requests.
//!
//! In: text and its language. Out: its [`Outline`]; nothing for a language whose outline others make or that makes no calls.
//! A JSON document is known by its shape and never by its name.

mod adopt;
mod http;
mod json;
mod make;
mod mcp;
mod n8n;
mod postman;
mod template;

use super::{Language, tokens};
use crate::decoded::Decoded;
use crate::outline::Outline;

/// Makes the outline of code in a document; its ranges are those of the decoded text.
pub(super) type OutlineCode<'c> = &'c dyn Fn(Language, &Decoded) -> Outline;

/// The outline of `text`; `None` where `language` is none of those that are read here.
pub(super) fn outline_of_format(language: Language, text: &[u8], outline_code: OutlineCode<'_>) -> Option<Outline> {
    match language {
        Language::CSharp | Language::Kotlin | Language::PowerShell | Language::Rust => {
            Some(tokens::outline(language, text))
        }
        Language::Http => Some(http::outline(text, outline_code)),
        Language::Json => Some(outline_of_json(text, outline_code)),
        _ => None,
    }
}

fn outline_of_json(text: &[u8], outline_code: OutlineCode<'_>) -> Outline {
    let mut draft = super::draft::Draft::default();
    let Some(root) = json::parse(text) else { return draft.outline };
    postman::outline(&root, &mut draft);
    n8n::outline(&root, &mut draft, outline_code);
    make::outline(&root, &mut draft);
    mcp::outline(&root, &mut draft);
    draft.outline
}
