//! Globs, held against paths: the first line is the glob, the others are paths.

use super::fuzz;
use ghl_lint::glob::PathGlob;
use std::path::Path;

#[test]
fn no_text_breaks_a_glob() {
    fuzz("glob", Vec::new(), |_, text| {
        let text = String::from_utf8_lossy(text);
        let mut lines = text.lines();
        let Ok(glob) = PathGlob::new(lines.next().unwrap_or_default(), Path::new("/base")) else { return };
        for path in lines {
            let path = Path::new("/base").join(path);
            let is_in = glob.is_match(&path);
            assert!(!is_in || glob.is_match(&path.join("below")), "what is below a folder goes with it: {path:?}");
        }
    });
}
