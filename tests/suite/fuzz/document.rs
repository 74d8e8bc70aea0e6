//! Texts in any encoding, in windows: places are the same, whichever way a text is read.

use super::fuzz;
use ghl_lint::document::Document;
use ghl_lint::source::file::{Buffer, read};

#[test]
fn no_bytes_break_a_document() {
    fuzz("document", Vec::new(), |name, text| {
        let document = Document::new(name, text);
        let n = document.text.len();
        let mut cursor = document.cursor();
        // places are those of whole characters, and only of these the same from wherever it is counted
        for at in (0..n).filter(|at| document.text[*at].is_ascii()).step_by(3) {
            let line = document.line_around(at);
            assert!(line.start <= at && at <= line.end.max(at) && line.end <= n);
            let range = at..at + 1;
            let region = cursor.region(&range);
            assert_eq!(region, document.region(&range), "a cursor and a fresh look differ at {at}");
            assert!(region.span.end <= text.len() as u64 + 1);
        }
        let mut n_windows = 0;
        let read = read(text, Some(text.len() as u64), name, &mut Buffer::default(), &mut |window| {
            n_windows += 1;
            assert_eq!(window.document.text, document.text);
        });
        assert!(read.is_ok_and(|n_bytes| n_bytes == text.len() as u64) && n_windows == 1);
    });
}
