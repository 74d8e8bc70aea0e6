//! The config: whatever stands in it, it is read or its mistakes are told, each at its place.

use super::fuzz;
use ghl_lint::{config, rules};
use std::cell::RefCell;
use tempfile::TempDir;

thread_local! {
    static FOLDER: RefCell<Option<TempDir>> = const { RefCell::new(None) };
}

#[test]
fn no_text_breaks_the_config() {
    fuzz("config", Vec::new(), |_, text| {
        FOLDER.with_borrow_mut(|folder| {
            let folder = folder.get_or_insert_with(|| TempDir::new().expect("a temporary folder"));
            let path = folder.path().join(config::FILE_NAME);
            std::fs::write(&path, text).expect("written");
            let Err(problems) = config::read(&path, config::FILE_NAME, &rules::ids()) else { return };
            assert!(!problems.is_empty());
            for problem in problems {
                assert_eq!(problem.path, config::FILE_NAME);
                let span = problem.site.map(|site| site.region.span);
                assert!(span.is_none_or(|span| span.start <= span.end && span.end <= text.len() as u64), "{span:?}");
            }
        });
    });
}
