//! Paths of many files, each held once: a history names the same path in every version.

use std::collections::HashMap;

/// A path among [`Paths`].
pub(super) type PathId = u32;

/// The path of the tree itself.
pub(super) const TOP: PathId = 0;

/// Paths, as names below other paths.
#[derive(Debug)]
pub(super) struct Paths {
    nodes: Vec<(PathId, u32)>,
    by_node: HashMap<(PathId, u32), PathId>,
    names: Vec<Box<[u8]>>,
    by_name: HashMap<Box<[u8]>, u32>,
}

impl Paths {
    pub(super) fn new() -> Self {
        Self { nodes: vec![(TOP, 0)], by_node: HashMap::new(), names: vec![Box::default()], by_name: HashMap::new() }
    }

    /// The path called `name` in the folder `parent`.
    pub(super) fn below(&mut self, parent: PathId, name: &[u8]) -> PathId {
        let name = match self.by_name.get(name) {
            Some(known) => *known,
            None => {
                let id = self.names.len() as u32;
                self.names.push(name.into());
                self.by_name.insert(name.into(), id);
                id
            }
        };
        *self.by_node.entry((parent, name)).or_insert_with(|| {
            self.nodes.push((parent, name));
            (self.nodes.len() - 1) as PathId
        })
    }

    /// The path in words, `/` between folders; lossy where a name is not UTF-8.
    pub(super) fn text(&self, mut path: PathId) -> String {
        let mut names: Vec<&[u8]> = Vec::new();
        while path != TOP {
            let (parent, name) = self.nodes[path as usize];
            names.push(&self.names[name as usize]);
            path = parent;
        }
        names.reverse();
        String::from_utf8_lossy(&names.join(&b'/')).into_owned()
    }
}
