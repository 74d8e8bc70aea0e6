//! Tables with a named header row: `rules/catalog/*.tsv`. Embedded text in, cells out.
//!
//! Lines that begin with `#` before the header are comments. A cell that says `-` is empty; a cell may hold several values, by
//! comma.

/// The rows of `text`, the content of `rules/catalog/<file>`, each with the cells of `header` in this order.
///
/// # Panics
///
/// When the header is another one or a row has another number of cells; `tests/suite/catalog.rs` reads every table.
pub(super) fn rows<const N: usize>(
    file: &'static str,
    text: &'static str,
    header: [&'static str; N],
) -> impl Iterator<Item = [&'static str; N]> {
    let mut lines = text.lines().skip_while(|line| line.starts_with('#'));
    let named = lines.next().map(|line| cells(file, line));
    assert!(named == Some(header), "rules/catalog/{file}: the columns are not {header:?}");
    lines.map(move |line| cells(file, line).map(|cell| if cell == "-" { "" } else { cell }))
}

fn cells<const N: usize>(file: &str, line: &'static str) -> [&'static str; N] {
    let cells: Vec<&str> = line.split('\t').collect();
    cells.try_into().unwrap_or_else(|_| panic!("rules/catalog/{file}: not {N} cells: {line}"))
}

/// The values of a cell.
pub(super) fn list(cell: &'static str) -> Vec<&'static str> {
    cell.split(',').filter(|value| !value.is_empty()).collect()
}

/// What `parse` makes of `cell`.
///
/// # Panics
///
/// When it makes nothing of it; `tests/suite/catalog.rs` reads every table.
pub(super) fn value<T>(file: &str, cell: &str, parse: impl Fn(&str) -> Option<T>) -> T {
    parse(cell).unwrap_or_else(|| panic!("rules/catalog/{file}: unknown value {cell:?}"))
}

/// The answer that a cell gives.
pub(super) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
