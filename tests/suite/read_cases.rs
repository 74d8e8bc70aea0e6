//! `fixtures/read/<language>/<case>`: a text, and beside it `<case>.literals`, what the reader must see in it.
//!
//! A line a literal: the stretches of text that spell it (1-based lines and columns in code points), what it is there for, the
//! group it stands in, the names that lead to it, and what it says.

use crate::tree::{expect_file, files, folders, project};
use ghl_lint::document::Document;
use ghl_lint::read::{Language, read};
use std::fs;
use std::path::Path;

#[test]
fn every_text_gives_its_literals() {
    for folder in folders(&project().join("fixtures/read")) {
        let cases = files(&folder);
        for case in cases.iter().filter(|path| path.extension().is_none_or(|ending| ending != "literals")) {
            let mut expected = case.clone().into_os_string();
            expected.push(".literals");
            expect_file(Path::new(&expected), &literals(case));
        }
    }
}

fn literals(case: &Path) -> String {
    let text = fs::read(case).expect("a fixture can be read");
    let name = case.file_name().and_then(|name| name.to_str()).expect("a fixture's name is text");
    let document = Document::new(name, &text);
    let reading = read(Language::of(name, &document.text), &document.text);
    let mut out = String::new();
    for literal in &reading.literals {
        let decoded = &literal.decoded;
        let stretches: Vec<String> = decoded
            .ranges_of(&(0..decoded.text().len()))
            .iter()
            .map(|range| {
                let region = document.region(range);
                let (start, end) = (region.start, region.end);
                format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
            })
            .collect();
        let place = &literal.place;
        out.push_str(&format!(
            "{} {} #{} {} {:?}\n",
            stretches.join("+"),
            place.role.as_str(),
            place.group,
            if place.names.is_empty() { "-".to_owned() } else { place.names.join(" > ") },
            String::from_utf8_lossy(decoded.text())
        ));
    }
    if let Some(why) = reading.gave_up {
        out.push_str(&format!("gave up: {}\n", why.as_str()));
    }
    out
}
