//! Names that other files give.

use super::names::last_text;
use super::{LONGEST, Lowering, MOST};
use crate::outline::{Expression, Import};
use crate::read::grammar::shape::Shape;
use crate::read::grammar::{Class, Part};
use tree_sitter::Node;

impl<'l> Lowering<'l> {
    pub(super) fn push_import(&mut self, import: Import) {
        if self.outline.imports.len() < MOST {
            self.outline.imports.push(import);
        }
    }

    /// Names from one module.
    pub(super) fn import_from(&mut self, node: Node<'l>, from: Part) -> Expression {
        let Some(source) = self.part(node, from) else { return Expression::Unknown };
        let from = self.path(source);
        let mut stack: Vec<Node<'l>> = self.children(node).into_iter().filter(|child| *child != source).collect();
        stack.reverse();
        while let Some(child) = stack.pop() {
            let (name, imported) = match self.grammar.shape(child) {
                Shape::Imported(name, alias) => {
                    let name = self.part(child, name).map(|name| self.path(name));
                    let alias = self.part(child, alias).map(|alias| self.plain_name(alias));
                    (alias.or_else(|| name.clone()), name)
                }
                Shape::Whole => {
                    let name = self.part(child, Part::First).map(|name| self.plain_name(name));
                    (Some(name.unwrap_or_else(|| "*".into())), Some("*".into()))
                }
                Shape::Name => (Some(self.plain_name(child)), Some("default".into())),
                _ if child.kind() == "dotted_name" => (Some(self.path(child)), Some(self.path(child))),
                _ => {
                    stack.extend(self.children(child).into_iter().rev());
                    continue;
                }
            };
            if let (Some(name), Some(imported)) = (name, imported) {
                self.push_import(Import { name, imported, from: from.clone() });
            }
        }
        Expression::Unknown
    }

    /// A path, the end of which is the name.
    pub(super) fn import_path(&mut self, node: Node<'l>, path: Part, alias: Part) -> Expression {
        let Some(path) = self.part(node, path) else { return Expression::Unknown };
        let alias = self.part(node, alias).map(|alias| self.plain_name(alias));
        let is_quoted = matches!(self.grammar.class(path), Class::String);
        let is_module = matches!(self.grammar.shape(path), Shape::Module);
        let whole = self.path(path);
        let separators: &[char] = if is_quoted { &['/'] } else { &['.', '\\'] };
        let (from, last) = whole.rsplit_once(separators).unwrap_or((&whole, &whole));
        let takes_all = 1 < self.children(node).len() && alias.is_none() && !is_quoted;
        let (name, imported, from) = if takes_all {
            ("*", "*", &*whole)
        } else if is_quoted || is_module {
            let is_version = last.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
            let named = if is_version { from.rsplit(separators).next().unwrap_or(from) } else { last };
            (named, "*", &*whole)
        } else {
            (last, last, from)
        };
        let name = alias.unwrap_or_else(|| name.into());
        self.push_import(Import { name, imported: imported.into(), from: from.into() });
        Expression::Unknown
    }

    /// A path, the beginning of which is the name.
    pub(super) fn import_module(&mut self, node: Node<'l>) -> Expression {
        let from = self.path(node);
        let name = from.split('.').next().unwrap_or_default().into();
        self.push_import(Import { name, imported: "*".into(), from });
        Expression::Unknown
    }

    /// Brings in all names of a file; where its path is put together, the last text of it says most.
    pub(super) fn load(&mut self, node: Node<'l>) -> Expression {
        let path = self.wrapped(node, Part::First, None);
        if let Some(from) = last_text(&path) {
            self.push_import(Import { name: "*".into(), imported: "*".into(), from: from.into() });
        }
        Expression::Unknown
    }

    /// What a file exports without a name is called `default`; what it hands on from another is an import.
    pub(super) fn exported(&mut self, node: Node<'l>, value: Part) -> Expression {
        const SOURCE: Part = Part::Field("source");
        if self.part(node, SOURCE).is_some() {
            return self.import_from(node, SOURCE);
        }
        self.wrapped(node, value, Some("default".into()))
    }

    /// The module that `value` brings in.
    pub(super) fn required(&self, value: &Expression) -> Option<Box<str>> {
        let Expression::Call(id) = value else { return None };
        let call = self.outline.calls.get(*id as usize)?;
        match (&call.callee, call.arguments.first().map(|argument| &argument.value)) {
            (Expression::Name(name), Some(Expression::Text(from, _)))
                if self.grammar.shapes.requires.contains(&&**name) =>
            {
                Some(from.clone())
            }
            _ => None,
        }
    }

    pub(super) fn import_whole(&mut self, name: Box<str>, from: Box<str>) {
        self.push_import(Import { name, imported: "*".into(), from });
    }

    /// Imports what the pattern `node` takes out of a module. Says whether `value` is one.
    pub(super) fn import_fields(&mut self, node: Node<'l>, value: &Expression) -> bool {
        let Some(from) = self.required(value).filter(|_| matches!(self.grammar.shape(node), Shape::Fields)) else {
            return false;
        };
        for field in self.fields(node) {
            let Some(target) = field.target else { continue };
            let name = self.plain_name(target);
            // all that is left
            let imported = if field.key.is_empty() { "*".into() } else { field.key };
            self.push_import(Import { name, imported, from: from.clone() });
        }
        true
    }

    /// The text of a path, without quotes.
    fn path(&mut self, node: Node<'l>) -> Box<str> {
        if matches!(self.grammar.class(node), Class::String)
            && let Expression::Text(path, _) = self.lower(node)
        {
            return path;
        }
        let text = self.evaluator.slice(node.byte_range());
        let text = text.strip_prefix(b"\\").unwrap_or(text);
        if LONGEST < text.len() { Box::default() } else { String::from_utf8_lossy(text).into() }
    }
}
