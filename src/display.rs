//! Paths as they are shown: relative to the working directory where possible, with `/` between folders.

use std::path::{Component, Path, PathBuf};

/// The form of `path` that reports use, where `working_directory` is absolute. Lossy where a name is not UTF-8.
pub fn display_path(path: &Path, working_directory: &Path) -> String {
    let path = if path.is_relative() { path } else { path.strip_prefix(working_directory).unwrap_or(path) };
    if let Some(shown) = as_walked(path) {
        return shown.to_owned();
    }
    let mut components = path.components().filter(|component| *component != Component::CurDir).peekable();
    if components.peek().is_none() {
        return ".".to_owned();
    }
    let clean: PathBuf = components.collect();
    let shown = clean.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' { shown.replace('\\', "/") } else { shown.into_owned() }
}

/// `path` without `.` and `..`, by its text alone: no link is asked where it leads.
pub fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut clean, component| {
        match component {
            Component::CurDir => {}
            Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            component => clean.push(component),
        }
        clean
    })
}

/// The last part of a path as it is shown.
pub fn file_name(path: &str) -> &str {
    &path[memchr::memrchr(b'/', path.as_bytes()).map_or(0, |slash| slash + 1)..]
}

/// Whether the folder shown as `inner` lies below the one shown as `outer`, and is another.
pub fn lies_in(inner: &str, outer: &str) -> bool {
    inner != outer && (outer == "." || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/')))
}

/// The usual case, a path as a walk of `.` makes it, without a second look at each component.
fn as_walked(path: &Path) -> Option<&str> {
    let path = path.to_str()?;
    let path = path.strip_prefix("./").unwrap_or(path);
    let is_plain = std::path::MAIN_SEPARATOR == '/' && !path.is_empty() && path != "." && !path.ends_with(['/', '.']);
    let ends_none = |slash: usize| slash == 0 || !matches!(path.as_bytes()[slash - 1], b'.' | b'/');
    (is_plain && memchr::memchr_iter(b'/', path.as_bytes()).all(ends_none)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short() {
        let here = Path::new("/home/me/app");
        for (path, expected) in [
            (".", "."),
            ("./src/a.ts", "src/a.ts"),
            ("/home/me/app/src/a.ts", "src/a.ts"),
            ("/home/me/app", "."),
            ("/etc/hosts", "/etc/hosts"),
            ("../b/c", "../b/c"),
            ("a/./b//c/", "a/b/c"),
            ("./", "."),
            ("a/.", "a"),
        ] {
            assert_eq!(display_path(Path::new(path), here), expected);
        }
    }
}
