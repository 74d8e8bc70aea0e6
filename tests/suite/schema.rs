//! The config's JSON Schema in the repository is the one that the reader follows.

use crate::tree::{expect_file, project};
use ghl_lint::config::keys;

#[test]
fn the_checked_in_schema_is_current() {
    let schema = serde_json::to_string_pretty(&keys::schema(&ghl_lint::rules::ids())).expect("a schema is JSON") + "\n";
    expect_file(&project().join("ghl-lint.schema.json"), &schema);
}
