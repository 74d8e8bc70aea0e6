//! The files of one integration as one program: which name of which file means what of which other.

mod bound;

use super::value::Key;
use crate::display::file_name;
use crate::outline::{Call, Class, Expression, Function, Import, Outline, Scope};
use crate::project::Project;
use std::cell::RefCell;
use std::collections::HashMap;

/// One file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'o> {
    /// Display path.
    pub(super) path: &'o str,
    /// What it says of its calls.
    pub(super) outline: &'o Outline,
    /// Whether a program wrote it, so that what it can call is used where other files call it.
    pub(super) is_generated: bool,
}

/// What a name means beyond the file that uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Function(Key),
    Class(Key),
    /// A name that a file binds at its top.
    Top(usize),
    File(usize),
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) scope: Scope,
}

impl Place {
    /// Somewhere outside of all functions of a file.
    pub(super) fn top(file: usize) -> Self {
        Self { file, scope: Scope::default() }
    }

    /// The inside of `function`: where, is not said.
    pub(super) fn inside(program: &Program<'_>, function: Key) -> Self {
        let class = program.function(function).scope.class;
        Self { file: function.file, scope: Scope { function: Some(function.index), class, at: None } }
    }
}

/// All files, and where each name is.
#[derive(Debug)]
pub(super) struct Program<'o> {
    /// What the config says of it.
    pub(super) project: &'o Project,
    units: &'o [Unit<'o>],
    functions: HashMap<&'o str, Vec<Key>>,
    classes: HashMap<&'o str, Vec<Key>>,
    /// Files that bind a name at their top.
    tops: HashMap<&'o str, Vec<usize>>,
    /// Files by name without folders and ending.
    files: HashMap<&'o str, Vec<usize>>,
    /// Calls that call a closure for each element of something, by the closure.
    loops: HashMap<Key, Key>,
    /// Classes by the names of those that they are made from.
    below: HashMap<&'o str, Vec<Key>>,
    /// Calls that make an object, by the name of its class.
    makings: HashMap<&'o str, Vec<Key>>,
    /// Classes by what is left of their names without signs and case.
    essences: HashMap<String, Vec<Key>>,
    // within one file: by function, or by class, and by name
    methods: HashMap<(usize, u32, &'o str), u32>,
    inner: HashMap<(usize, u32, &'o str), u32>,
    properties: HashMap<(usize, u32, &'o str), Vec<usize>>,
    bound: HashMap<(usize, Option<u32>, &'o str), Vec<usize>>,
    members: HashMap<(usize, Option<u32>, &'o str), Vec<usize>>,
    calls: HashMap<Key, Vec<u32>>,
    imports: HashMap<(usize, &'o str), usize>,
    /// The file that each import of each file comes from, once somebody asked.
    sources: RefCell<HashMap<(usize, usize), Option<usize>>>,
    /// Functions that a program wrote, wherever they stand.
    generated: HashMap<&'o str, Vec<Key>>,
}

impl<'o> Program<'o> {
    pub(super) fn new(project: &'o Project, units: &'o [Unit<'o>]) -> Self {
        let mut program = Self {
            project,
            units,
            functions: HashMap::new(),
            classes: HashMap::new(),
            tops: HashMap::new(),
            files: HashMap::new(),
            loops: HashMap::new(),
            below: HashMap::new(),
            makings: HashMap::new(),
            essences: HashMap::new(),
            methods: HashMap::new(),
            inner: HashMap::new(),
            properties: HashMap::new(),
            bound: HashMap::new(),
            members: HashMap::new(),
            calls: HashMap::new(),
            imports: HashMap::new(),
            sources: RefCell::new(HashMap::new()),
            generated: HashMap::new(),
        };
        for (file, unit) in units.iter().enumerate() {
            let key = |index: usize| Key { file, index: u32::try_from(index).unwrap_or(u32::MAX) };
            for (index, function) in unit.outline.functions.iter().enumerate() {
                if unit.is_generated && !function.name.is_empty() {
                    program.generated.entry(&function.name).or_default().push(key(index));
                }
                if function.scope.function.is_none() {
                    program.functions.entry(&function.name).or_default().push(key(index));
                }
            }
            for (index, class) in unit.outline.classes.iter().enumerate() {
                program.classes.entry(&class.name).or_default().push(key(index));
                for base in class.bases.iter().filter(|base| **base != class.name) {
                    program.below.entry(base).or_default().push(key(index));
                }
                program.essences.entry(essence(&class.name)).or_default().push(key(index));
            }
            for binding in &unit.outline.bindings {
                if let (Expression::Name(name), None) = (&binding.target, binding.scope.function) {
                    let files = program.tops.entry(name).or_default();
                    if files.last() != Some(&file) {
                        files.push(file);
                    }
                }
            }
            program.files.entry(stem(unit.path)).or_default().push(file);
            program.index(file, unit.outline);
        }
        for (file, unit) in units.iter().enumerate() {
            for (index, call) in unit.outline.calls.iter().enumerate() {
                let key = Key { file, index: u32::try_from(index).unwrap_or(u32::MAX) };
                for argument in call.arguments.iter().filter(|_| looped_of(call).is_some()) {
                    if let Expression::Function(closure) = argument.value {
                        program.loops.insert(Key { file, index: closure }, key);
                    }
                }
                if let Expression::Name(name) = &call.callee
                    && program.classes.contains_key(&**name)
                {
                    program.makings.entry(name).or_default().push(key);
                }
            }
        }
        program
    }

    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    pub(super) fn is_generated(&self, file: usize) -> bool {
        self.units[file].is_generated
    }

    /// Whether a program wrote any of it.
    pub(super) fn has_generated(&self) -> bool {
        !self.generated.is_empty()
    }

    /// The functions called `name` that a program wrote.
    pub(super) fn generated(&self, name: &str) -> &[Key] {
        self.generated.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn outline(&self, file: usize) -> &'o Outline {
        self.units[file].outline
    }

    pub(super) fn function(&self, key: Key) -> &'o Function {
        &self.outline(key.file).functions[key.index as usize]
    }

    pub(super) fn class(&self, key: Key) -> &'o Class {
        &self.outline(key.file).classes[key.index as usize]
    }

    pub(super) fn call(&self, key: Key) -> &'o Call {
        &self.outline(key.file).calls[key.index as usize]
    }

    /// The call that calls `closure` for each element of something, and what that is.
    pub(super) fn looped_by(&self, closure: Key) -> Option<(&'o Call, &'o Expression)> {
        let call = self.call(*self.loops.get(&closure)?);
        Some((call, looped_of(call)?))
    }

    /// What `name` means where `file` neither binds nor imports it: languages with namespaces need no import.
    pub(super) fn elsewhere(&self, file: usize, name: &str) -> Option<Meaning> {
        if let Some(found) = self.only(&self.classes, file, name) {
            return Some(Meaning::Class(found));
        }
        if let Some(found) =
            self.only(&self.functions, file, name).filter(|key| self.function(*key).scope.class.is_none())
        {
            return Some(Meaning::Function(found));
        }
        match self.tops.get(name).map(Vec::as_slice) {
            Some([other]) => Some(Meaning::Top(*other)),
            _ => None,
        }
    }

    /// The files that bind `name` outside of functions and classes.
    pub(super) fn bound_at_top(&self, name: &str) -> &[usize] {
        self.tops.get(name).map_or(&[], Vec::as_slice)
    }

    /// The one that is called `name`: in this file, else the only one anywhere.
    fn only(&self, table: &HashMap<&str, Vec<Key>>, file: usize, name: &str) -> Option<Key> {
        let found = table.get(name)?;
        let here = found.iter().find(|key| key.file == file);
        here.or_else(|| found.first().filter(|_| found.len() == 1)).copied()
    }

    /// What `file` imports as `name`.
    pub(super) fn imported(&self, file: usize, name: &str) -> Option<Meaning> {
        let (import, from) = self.import(file, name)?;
        if &*import.imported == "*" {
            return from.map(Meaning::File);
        }
        let wanted = if &*import.imported == "default" { name } else { &import.imported };
        match from {
            Some(other) => Some(self.given_by(other, wanted).unwrap_or(Meaning::File(other))),
            None => self.elsewhere(file, wanted),
        }
    }

    /// What another file gives under `name`.
    pub(super) fn given_by(&self, file: usize, name: &str) -> Option<Meaning> {
        let here = |table: &HashMap<&str, Vec<Key>>| {
            table.get(name).and_then(|keys| keys.iter().find(|key| key.file == file)).copied()
        };
        if let Some(class) = here(&self.classes) {
            return Some(Meaning::Class(class));
        }
        if let Some(function) = here(&self.functions) {
            return Some(Meaning::Function(function));
        }
        if self.tops.get(name).is_some_and(|files| files.contains(&file)) {
            return Some(Meaning::Top(file));
        }
        // what it only hands on
        let from = self.import(file, name)?.1.filter(|from| *from != file)?;
        let is_given = self.tops.get(name).is_some_and(|files| files.contains(&from));
        here_in(&self.classes, from, name)
            .map(Meaning::Class)
            .or_else(|| here_in(&self.functions, from, name).map(Meaning::Function))
            .or_else(|| is_given.then_some(Meaning::Top(from)))
    }

    /// What `file` imports as `name`, and the file that it comes from.
    fn import(&self, file: usize, name: &str) -> Option<(&'o Import, Option<usize>)> {
        let index = *self.imports.get(&(file, name))?;
        let import = &self.outline(file).imports[index];
        let find = || self.file_called(file, &import.from, &import.imported);
        Some((import, *self.sources.borrow_mut().entry((file, index)).or_insert_with(find)))
    }

    /// The file that `from` names: the one whose path ends most like it.
    fn file_called(&self, file: usize, from: &str, imported: &str) -> Option<usize> {
        let parts: Vec<&str> =
            from.split(['/', '.', '\\', ':']).filter(|part| !part.is_empty() && !is_ending(part)).collect();
        let last = parts.last()?;
        let mut candidates: Vec<usize> = self.files.get(*last).cloned().unwrap_or_default();
        // a folder's index, a Python package, and `from package import module`
        for name in ["index", "__init__", "mod", imported] {
            let inside = self
                .files
                .get(name)
                .into_iter()
                .flatten()
                .filter(|other| self.units[**other].path.rsplit('/').nth(1).is_some_and(|folder| folder == *last));
            candidates.extend(inside);
        }
        candidates.retain(|other| *other != file);
        let likeness = |other: &usize| {
            let path: Vec<&str> = self.units[*other].path.split('/').rev().collect();
            let folders = parts.iter().rev().skip(1).zip(path.iter().skip(1)).take_while(|(a, b)| a == b).count();
            let own = self.units[file].path.rsplit_once('/').map_or("", |(folder, _)| folder);
            (folders, self.units[*other].path.starts_with(own))
        };
        candidates.into_iter().max_by_key(likeness)
    }

    /// The class called `name`, as `file` would mean it.
    pub(super) fn class_called(&self, file: usize, name: &str) -> Option<Key> {
        match self.imported(file, name).or_else(|| self.elsewhere(file, name)) {
            Some(Meaning::Class(key)) => Some(key),
            _ => self.classes.get(name).and_then(|keys| keys.first()).copied(),
        }
    }

    /// The only class that is called like the variable `name`, give or take case and signs.
    pub(super) fn class_like(&self, name: &str) -> Option<Key> {
        let wanted = essence(name.rsplit('_').next().filter(|_| name.contains("this_")).unwrap_or(name));
        match self.essences.get(&wanted).map(Vec::as_slice) {
            Some([only]) if SHORTEST_LIKENESS <= wanted.len() => Some(*only),
            _ => None,
        }
    }

    /// The calls that make an object of `class`.
    pub(super) fn makings(&self, class: Key) -> &[Key] {
        self.makings.get(&*self.class(class).name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The classes that are made from `key`.
    pub(super) fn made_from(&self, key: Key) -> &[Key] {
        self.below.get(&*self.class(key).name).map(Vec::as_slice).unwrap_or_default()
    }

    /// `key` and the classes that it is made from, nearest first.
    pub(super) fn lineage(&self, key: Key) -> Vec<Key> {
        let mut line = vec![key];
        let mut at = 0;
        while let Some(key) = line.get(at).copied() {
            let bases = self.class(key).bases.iter().filter_map(|base| self.class_called(key.file, base));
            for base in bases.collect::<Vec<_>>() {
                if line.len() < MOST_BASES && !line.contains(&base) {
                    line.push(base);
                }
            }
            at += 1;
        }
        line
    }

    /// The method of a class by itself, without those that it takes over.
    pub(super) fn own_method(&self, class: Key, name: &str) -> Option<Key> {
        let index = self.methods.get(&(class.file, class.index, name))?;
        Some(Key { file: class.file, index: *index })
    }

    /// The function called `name` that stands in another.
    pub(super) fn inner_function(&self, outer: Key, name: &str) -> Option<Key> {
        let index = self.inner.get(&(outer.file, outer.index, name))?;
        Some(Key { file: outer.file, index: *index })
    }

    /// The calls in a function and in the closures within, by index.
    pub(super) fn calls_in(&self, function: Key) -> &[u32] {
        self.calls.get(&function).map(Vec::as_slice).unwrap_or_default()
    }

    fn index(&mut self, file: usize, outline: &'o Outline) {
        for (index, function) in (0..).zip(&outline.functions) {
            match (function.scope.function, function.scope.class) {
                (Some(outer), _) if !function.name.is_empty() => {
                    self.inner.entry((file, outer, &*function.name)).or_insert(index);
                }
                (None, Some(class)) => {
                    self.methods.entry((file, class, &*function.name)).or_insert(index);
                }
                _ => {}
            }
        }
        for (at, binding) in outline.bindings.iter().enumerate() {
            let function = binding.scope.function;
            match &binding.target {
                Expression::Name(name) => self.bound.entry((file, function, name)).or_default().push(at),
                Expression::Member(owner, property) => {
                    let Expression::Name(name) = &**owner else { continue };
                    self.members.entry((file, function, name)).or_default().push(at);
                    if let (Some(class), "this") = (binding.scope.class, &**name) {
                        self.properties.entry((file, class, property)).or_default().push(at);
                    }
                }
                _ => {}
            }
        }
        for (index, import) in outline.imports.iter().enumerate() {
            self.imports.entry((file, &*import.name)).or_insert(index);
        }
        for (index, call) in (0..).zip(&outline.calls) {
            let mut function = call.scope.function;
            let mut depth = 0;
            while let Some(own) = function.filter(|_| depth < DEEPEST) {
                self.calls.entry(Key { file, index: own }).or_default().push(index);
                function = outline.functions.get(own as usize).and_then(|outer| outer.scope.function);
                depth += 1;
            }
        }
    }
}

/// A name without signs, in lower case.
fn essence(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Functions within functions that are looked at.
const DEEPEST: usize = 32;

/// What a call goes through, if it calls a closure for each element of something.
fn looped_of(call: &Call) -> Option<&Expression> {
    match &call.callee {
        Expression::Member(owner, name) => matches!(
            &**name,
            "forEach"
                | "map"
                | "flatMap"
                | "each"
                | "filter"
                | "for_each"
                | "some"
                | "every"
                | "collect"
                | "each_with_index"
        )
        .then_some(&**owner),
        Expression::Name(name) if matches!(&**name, "array_map" | "array_walk") => {
            let other = |argument: &&crate::outline::Argument| !matches!(argument.value, Expression::Function(_));
            call.arguments.iter().find(other).map(|argument| &argument.value)
        }
        _ => None,
    }
}

/// Letters that a variable and a class must share at least.
const SHORTEST_LIKENESS: usize = 4;
/// Classes above one that are looked at.
const MOST_BASES: usize = 8;

fn here_in(table: &HashMap<&str, Vec<Key>>, file: usize, name: &str) -> Option<Key> {
    table.get(name).and_then(|keys| keys.iter().find(|key| key.file == file)).copied()
}

/// The name of a file without folders and endings.
fn stem(path: &str) -> &str {
    let name = file_name(path);
    name.split('.').find(|part| !part.is_empty()).unwrap_or(name)
}

fn is_ending(part: &str) -> bool {
    matches!(part, "js" | "ts" | "mjs" | "cjs" | "tsx" | "jsx" | "php" | "py" | "rb" | "vue")
}
