//! Tokens: JSON Web Tokens, UUIDs and the other shapes, alone and with anything around them.

use super::{detect, fuzz};
use ghl_lint::detect::Detector;
use ghl_lint::document::Document;
use ghl_lint::fact::Wrapping;
use ghl_lint::secret::digest;

#[test]
fn no_text_breaks_the_check_of_a_token() {
    fuzz("token", Vec::new(), |name, text| {
        let detected = Detector::embedded().credentials(&Document::new(name, text));
        detect::check(&detected, text);
        for credential in &detected.credentials {
            let span = credential.site.region.span;
            let place = |at: u64| usize::try_from(at).expect("an offset into a text in memory");
            // its place is its text, where nothing wraps it
            if credential.wrapping == Wrapping::Plain && credential.pieces.is_empty() && !text.starts_with(b"\xff\xfe")
            {
                let found = &text[place(span.start)..place(span.end)];
                assert_eq!(digest(found), credential.secret.digest(), "{}", credential.secret);
            }
        }
        let shown = String::from_utf8_lossy(text);
        let masked = Detector::embedded().masked(&shown);
        for credential in detected.credentials.iter().filter(|credential| credential.kind.secret) {
            let span = credential.site.region.span;
            let found =
                std::str::from_utf8(text).ok().and_then(|text| text.get(span.start as usize..span.end as usize));
            let is_plain = credential.wrapping == Wrapping::Plain && credential.pieces.is_empty();
            // what a name alone makes a secret looks like anything
            let has_shape = !matches!(credential.kind.shape, ghl_lint::catalog::kind::Shape::Named(_));
            if let Some(found) = found.filter(|_| is_plain && has_shape) {
                assert!(!masked.contains(found), "{} is found and not masked", credential.secret);
            }
        }
    });
}
