//! Lists for people: the first items by name, the others by number.

/// The first `n_most` of `items` between `separator`s, and how many more there are; empty when there are none.
pub(crate) fn first_of<T: AsRef<str>>(items: &[T], n_most: usize, separator: &str) -> String {
    let (shown, others) = items.split_at(n_most.min(items.len()));
    let shown = shown.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(separator);
    if others.is_empty() { shown } else { format!("{shown} and {} more", others.len()) }
}
