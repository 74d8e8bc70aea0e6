//! Changes to the text of a scope manifest, line by line, so that every other byte stays as somebody wrote it.

use super::{Entry, ScopeManifest, parse};
use crate::span::TextRange;

/// What a new manifest begins with.
const HEAD: &str = "\
# The scopes that this integration needs. `ghl-lint scopes --write` adds those that its code needs and takes out those that
# nothing needs; reasons, comments and order stay. Write the reason between the quotes.

[scopes]
";

/// The text of a new manifest.
pub fn new(scopes: &[&str]) -> String {
    let lines: String = scopes.iter().map(|scope| line(scope)).collect();
    format!("{HEAD}{lines}")
}

fn line(scope: &str) -> String {
    format!("\"{scope}\" = \"\"\n")
}

/// `text` with `added` and without `taken_out`; `None` where its layout keeps the change from being made without touching
/// anything else, as with several scopes on one line.
pub fn edited(text: &str, manifest: &ScopeManifest, added: &[&str], taken_out: &[&str]) -> Option<String> {
    let ending = if text.find('\n').is_some_and(|feed| text[..feed].ends_with('\r')) { "\r\n" } else { "\n" };
    if manifest.table.is_none() && !added.is_empty() {
        let mut text = ended(text, ending);
        if !text.is_empty() {
            text.push_str(ending);
        }
        text.push_str(&format!("[scopes]{ending}"));
        return edited(&text, &parse(&text).ok()?, added, taken_out);
    }
    // what is to stand in place of which bytes
    let mut changes: Vec<(TextRange, String)> = Vec::new();
    for entry in manifest.entries.iter().filter(|entry| taken_out.contains(&&*entry.name)) {
        changes.push((lines_of(text, entry)?, String::new()));
    }
    for scope in added {
        let (at, indent) = place(text, manifest, scope);
        changes.push((at..at, format!("{indent}{}", line(scope).replace('\n', ending))));
    }
    // stable: what is put in at one place keeps its order
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len() + 64 * changes.len());
    let mut at = 0;
    for (range, new) in &changes {
        out.push_str(text.get(at..range.start)?);
        if !new.is_empty() {
            out = ended(&out, ending);
        }
        out.push_str(new);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    is_as_meant(text, manifest, &out, added, taken_out).then_some(out)
}

/// `text` with its last line ended.
fn ended(text: &str, ending: &str) -> String {
    let is_ended = text.is_empty() || text.ends_with('\n');
    format!("{text}{}", if is_ended { "" } else { ending })
}

/// The whole lines of `entry`, where nothing else but a comment stands on them.
fn lines_of(text: &str, entry: &Entry) -> Option<TextRange> {
    let start = text[..entry.range.start].rfind('\n').map_or(0, |feed| feed + 1);
    let end = text[entry.range.end..].find('\n').map_or(text.len(), |feed| entry.range.end + feed + 1);
    let before = text[start..entry.range.start].trim_start_matches('\u{feff}').trim();
    let after = text[entry.range.end..end].trim();
    (before.is_empty() && (after.is_empty() || after.starts_with('#'))).then_some(start..end)
}

/// Where a line for `scope` goes, and how far it is indented: into the order by name where there is one, else to the end.
fn place<'t>(text: &'t str, manifest: &ScopeManifest, scope: &str) -> (usize, &'t str) {
    let entries = &manifest.entries;
    let is_in_order = entries.is_sorted_by(|a, b| a.name < b.name);
    let before = if is_in_order { entries.iter().rfind(|entry| *entry.name < *scope) } else { entries.last() };
    let indent = before.or(entries.first()).map_or("", |entry| indent(text, entry));
    let end = match (before, &manifest.table) {
        (Some(entry), _) => entry.range.end,
        (None, Some(table)) => table.end,
        (None, None) => text.len(),
    };
    (text[end..].find('\n').map_or(text.len(), |feed| end + feed + 1), indent)
}

fn indent<'t>(text: &'t str, entry: &Entry) -> &'t str {
    let start = text[..entry.range.start].rfind('\n').map_or(0, |feed| feed + 1);
    let before = &text[start..entry.range.start];
    if before.trim().is_empty() { before } else { "" }
}

/// Whether `new` holds what it should, and every other entry as it was.
fn is_as_meant(text: &str, old: &ScopeManifest, new: &str, added: &[&str], taken_out: &[&str]) -> bool {
    let Ok(read) = parse(new) else { return false };
    let spelled = |text: &'_ str, entry: &Entry| text[entry.range.clone()].to_owned();
    let kept = old.entries.iter().filter(|entry| !taken_out.contains(&&*entry.name));
    let mut expected: Vec<String> = kept.map(|entry| spelled(text, entry)).collect();
    expected.extend(added.iter().map(|scope| line(scope).trim_end().to_owned()));
    let mut found: Vec<String> = read.entries.iter().map(|entry| spelled(new, entry)).collect();
    expected.sort_unstable();
    found.sort_unstable();
    expected == found && read.level == old.level
}

#[cfg(test)]
mod tests {
    use super::{edited, new};
    use crate::scope_manifest::parse;

    fn edit(text: &str, added: &[&str], taken_out: &[&str]) -> Option<String> {
        edited(text, &parse(text).expect("the text is a manifest"), added, taken_out)
    }

    #[test]
    fn lines_come_and_go_and_nothing_else_changes() {
        const SORTED: &str = "[scopes]\n\"b.write\" = \"why\" # so\n\n# d\n\"d.write\" = ''\n";
        for (text, added, taken_out, expected) in [
            (SORTED, &[] as &[&str], &[] as &[&str], SORTED),
            (
                SORTED,
                &["c.write"],
                &[],
                "[scopes]\n\"b.write\" = \"why\" # so\n\"c.write\" = \"\"\n\n# d\n\"d.write\" = ''\n",
            ),
            (SORTED, &["a.write"], &["d.write"], "[scopes]\n\"a.write\" = \"\"\n\"b.write\" = \"why\" # so\n\n# d\n"),
            (
                SORTED,
                &["e.write", "f.write"],
                &["b.write"],
                "[scopes]\n\n# d\n\"d.write\" = ''\n\"e.write\" = \"\"\n\"f.write\" = \"\"\n",
            ),
            // the line before goes, the new one takes its place
            (SORTED, &["c.write"], &["b.write"], "[scopes]\n\"c.write\" = \"\"\n\n# d\n\"d.write\" = ''\n"),
            // an order of its own is kept
            (
                "[scopes]\n\"z.write\" = ''\n\"b.write\" = ''",
                &["c.write"],
                &[],
                "[scopes]\n\"z.write\" = ''\n\"b.write\" = ''\n\"c.write\" = \"\"\n",
            ),
            ("", &["a.write"], &[], "[scopes]\n\"a.write\" = \"\"\n"),
            ("# mine", &["a.write"], &[], "# mine\n\n[scopes]\n\"a.write\" = \"\"\n"),
            ("[scopes]", &["a.write", "b.write"], &[], "[scopes]\n\"a.write\" = \"\"\n\"b.write\" = \"\"\n"),
            (
                "[scopes] # none yet\n# nor here\n",
                &["a.write"],
                &[],
                "[scopes] # none yet\n\"a.write\" = \"\"\n# nor here\n",
            ),
            (
                "\u{feff}[scopes]\r\n  \"b.write\" = ''\r\n",
                &["c.write"],
                &[],
                "\u{feff}[scopes]\r\n  \"b.write\" = ''\r\n  \"c.write\" = \"\"\r\n",
            ),
            (
                "[scopes]\n\"a.write\" = \"\"\"\ntwo\nlines\"\"\" # so\n\"b.write\" = ''\n",
                &[],
                &["a.write"],
                "[scopes]\n\"b.write\" = ''\n",
            ),
            ("scopes.\"b.write\" = ''\n", &[], &[], "scopes.\"b.write\" = ''\n"),
        ] {
            assert_eq!(edit(text, added, taken_out).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_changed_alone_is_left() {
        for (text, added, taken_out) in [
            ("scopes = { \"a.write\" = '', \"b.write\" = '' }\n", &[] as &[&str], &["a.write"] as &[&str]),
            ("scopes = { \"a.write\" = '' }\n", &["b.write"], &[]),
            ("scopes = {}\n", &["b.write"], &[]),
            ("scopes.\"b.write\" = ''\n", &["c.write"], &[]),
            ("scopes.\"b.write\" = ''\n", &[], &["b.write"]),
        ] {
            assert_eq!(edit(text, added, taken_out), None, "{text}");
        }
    }

    #[test]
    fn a_new_manifest_can_be_read() {
        let manifest = parse(&new(&["a.readonly", "b/c.write"])).expect("it has no mistakes");
        let names: Vec<&str> = manifest.entries.iter().map(|entry| &*entry.name).collect();
        assert_eq!(
            (names, manifest.entries.iter().any(|entry| entry.has_reason)),
            (vec!["a.readonly", "b/c.write"], false)
        );
    }
}
