//! From a syntax tree to an [`Outline`]: functions, classes, bindings and calls, as the tables name them.
//!
//! One lowering serves all languages. It goes down the tree once, each node giving an [`Expression`]; statements give none. What
//! the text does not say stays [`Expression::Unknown`]. It judges nothing and resolves no name.

mod bindings;
mod calls;
mod course;
mod functions;
mod imports;
mod names;
mod reach;
mod texts;

use super::evaluate::Evaluator;
use super::node::has_operator;
use super::shape::Shape;
use super::{Class, Grammar, Part, grammar, parse};
use crate::outline::{Binding, Expression, Outline, Scope};
use crate::read::{Language, Parsed};
use tree_sitter::Node;

/// Nodes inside nodes are lowered this deep.
const DEEPEST: usize = 200;
/// Calls, bindings, functions and classes of one document, each.
const MOST: usize = 20_000;
/// Longest text, in bytes, that an outline holds.
const LONGEST: usize = 4 << 10;
/// Parts of an expression that may stand in the outline twice.
const SMALL: usize = 32;

/// The outline of `text`; an empty one where there is no grammar, or the text is more than it can take.
pub(in crate::read) fn outline(language: Language, text: &[u8], tree: &Parsed) -> Outline {
    let Some(grammar) = grammar(language).filter(|grammar| !grammar.shapes.kinds.is_empty()) else {
        return Outline::default();
    };
    let Ok(tree) = tree.get_or_init(|| parse(language, grammar, text)) else { return Outline::default() };
    let mut lowering = Lowering {
        grammar,
        evaluator: Evaluator::new(grammar, tree, text),
        outline: Outline::default(),
        bindings: Vec::new(),
        scope: Scope::default(),
        in_fields: false,
        receiver: None,
        bound_to: None,
        depth: 0,
        reach: reach::Held::default(),
        course: course::Course::default(),
    };
    lowering.lower(tree.root_node());
    lowering.bindings.sort_by_key(|(start, _)| *start);
    let bindings = lowering.bindings.into_iter().map(|(_, binding)| binding).collect();
    Outline { bindings, ..lowering.outline }
}

struct Lowering<'l> {
    grammar: &'static Grammar,
    evaluator: Evaluator<'l>,
    outline: Outline,
    /// Bindings, and where they begin.
    bindings: Vec<(usize, Binding)>,
    scope: Scope,
    /// Whether names are bound right in a class.
    in_fields: bool,
    /// What the object at hand is called, where that is declared.
    receiver: Option<Box<str>>,
    /// What the next expression is bound to.
    bound_to: Option<Box<str>>,
    depth: usize,
    reach: reach::Held,
    course: course::Course,
}

impl<'l> Lowering<'l> {
    /// Lowers `node` and all that is in it. To be called once for each node.
    fn lower(&mut self, node: Node<'l>) -> Expression {
        let bound_to = self.bound_to.take();
        if DEEPEST <= self.depth {
            return Expression::Unknown;
        }
        self.depth += 1;
        let (outside, before) = (self.reach.enter(self.grammar, node), self.course.enter(self.grammar, node));
        let lowered = self.expression(node, bound_to);
        self.reach.leave(outside);
        self.course.leave(before);
        self.depth -= 1;
        lowered
    }

    /// Lowers `node`, which is bound to `name`.
    fn lower_as(&mut self, name: Option<Box<str>>, node: Node<'l>) -> Expression {
        self.bound_to = name;
        self.lower(node)
    }

    fn expression(&mut self, node: Node<'l>, bound_to: Option<Box<str>>) -> Expression {
        if let Some(filled) = self.fill(node) {
            return filled;
        }
        match self.grammar.class(node) {
            Class::Join(operators) | Class::JoinOrChoice(operators, _) if has_operator(node, operators) => {
                return self.join(node, operators);
            }
            Class::Choice(operators) | Class::JoinOrChoice(_, operators) if has_operator(node, operators) => {
                let operands = self.lower_all(node);
                return choice(operands);
            }
            _ => {}
        }
        match self.grammar.shape(node) {
            Shape::Other => self.by_class(node, bound_to),
            Shape::Plain | Shape::Opaque | Shape::Block => {
                self.lower_all(node);
                Expression::Unknown
            }
            Shape::Skip | Shape::Promotion => Expression::Unknown,
            Shape::Name => self.name(node),
            Shape::Shorthand => Expression::Name(self.plain_name(node)),
            Shape::Property => Expression::Member(Box::new(Expression::Name("this".into())), self.plain_name(node)),
            Shape::Symbol => self.symbol(node),
            Shape::Function(function) => self.function(function, node, bound_to),
            Shape::Class(class) => self.class(class, node, bound_to),
            Shape::Sequence => self.sequence(node),
            Shape::Dot(object, property) | Shape::Static(object, property) => self.dot(node, object, property),
            Shape::Index(object, index) => self.index(node, object, index),
            Shape::Wrapper(inner) => self.wrapped(node, inner, bound_to),
            Shape::Prefix(operators) => self.prefix(node, operators, bound_to),
            Shape::Arms(arms) => self.arms(node, arms),
            Shape::Cases => self.cases(node),
            Shape::Expansion(instead) => self.expansion(node, instead),
            Shape::Object => self.object(node, bound_to),
            Shape::List => self.list(node),
            Shape::Words => self.words(node),
            Shape::Either if self.has_pair(node) => self.object(node, bound_to),
            Shape::Either => self.list(node),
            Shape::Tuple => self.tuple(node),
            Shape::Spread => self.wrapped(node, Part::First, None),
            Shape::Made(of, body) => self.made(node, of, body),
            Shape::Bound(name, value) => self.bind(node, name, value),
            Shape::Called(callee, arguments) => self.call(node, &[callee], arguments),
            Shape::Pair(..) | Shape::Parameter(_) | Shape::Fields | Shape::Elements => {
                self.lower_all(node);
                Expression::Unknown
            }
            Shape::Loop(name, list, through) => self.through(node, name, list, through),
            Shape::Return => self.give(node),
            Shape::From(from) => self.import_from(node, from),
            Shape::Path(path, alias) => self.import_path(node, path, alias),
            Shape::Imported(path, alias) => self.import_path(node, path, alias),
            Shape::Module => self.import_module(node),
            Shape::Whole => Expression::Unknown,
            Shape::Load => self.load(node),
            Shape::Exported(value) => self.exported(node, value),
        }
    }

    fn by_class(&mut self, node: Node<'l>, bound_to: Option<Box<str>>) -> Expression {
        match self.grammar.class(node) {
            Class::String | Class::Spelled => self.string(node),
            Class::Binding(binding) => self.bind(node, binding.name, binding.value),
            Class::Call(call) => self.call(node, call.callee, call.arguments),
            Class::Wrapper => self.wrapped(node, Part::First, bound_to),
            _ => {
                self.lower_all(node);
                Expression::Unknown
            }
        }
    }

    /// What the byte `at` stands in.
    fn scope_at(&self, at: usize) -> Scope {
        Scope { at: u32::try_from(at).ok(), ..self.scope }
    }

    /// Lowers all children of `node`, in order.
    fn lower_all(&mut self, node: Node<'l>) -> Vec<Expression> {
        let children = self.children(node);
        children.into_iter().map(|child| self.lower(child)).collect()
    }

    /// Lowers all children, and gives what `wanted` gave, which is bound to `bound_to`.
    fn wrapped(&mut self, node: Node<'l>, wanted: Part, bound_to: Option<Box<str>>) -> Expression {
        let wanted = self.part(node, wanted);
        let mut given = Expression::Unknown;
        let mut bound_to = bound_to;
        for child in self.children(node) {
            if Some(child) == wanted {
                given = self.lower_as(bound_to.take(), child);
            } else {
                self.lower(child);
            }
        }
        given
    }

    fn prefix(&mut self, node: Node<'l>, operators: &[&str], bound_to: Option<Box<str>>) -> Expression {
        let operand = self.wrapped(node, Part::First, bound_to);
        if has_operator(node, operators) { operand } else { Expression::Unknown }
    }

    fn sequence(&mut self, node: Node<'l>) -> Expression {
        let mut last = Expression::Unknown;
        for child in self.children(node) {
            let given = self.lower(child);
            if !matches!(self.grammar.shape(child), Shape::Plain) {
                last = given;
            }
        }
        last
    }

    fn arms(&mut self, node: Node<'l>, wanted: &[Part]) -> Expression {
        let wanted: Vec<Node<'l>> = wanted.iter().filter_map(|part| self.part(node, *part)).collect();
        let mut arms = Vec::new();
        for child in self.children(node) {
            let given = self.lower(child);
            if wanted.contains(&child) {
                arms.push(given);
            }
        }
        choice(arms)
    }

    fn cases(&mut self, node: Node<'l>) -> Expression {
        let mut arms = Vec::new();
        for child in self.children(node) {
            let given = self.lower(child);
            if matches!(self.grammar.shape(child), Shape::Wrapper(_) | Shape::Sequence) {
                arms.push(given);
            }
        }
        choice(arms)
    }

    fn list(&mut self, node: Node<'l>) -> Expression {
        let mut items = Vec::new();
        for child in self.children(node) {
            let shape = self.grammar.shape(child);
            let given = match shape {
                Shape::Pair(key, value) => self.entry(child, key, value).1,
                _ => self.lower(child),
            };
            match shape {
                Shape::Loop(..) | Shape::Plain => {}
                _ if self.is_spread(child) => items.push(Expression::Element(Box::new(given))),
                _ => items.push(given),
            }
        }
        Expression::List(items)
    }

    /// Whether an item of a list gives all that it has, by itself or in a node that might hold a key.
    fn is_spread(&self, item: Node<'l>) -> bool {
        match self.grammar.shape(item) {
            Shape::Spread => true,
            Shape::Pair(..) => {
                matches!(self.children(item)[..], [only] if matches!(self.grammar.shape(only), Shape::Spread))
            }
            _ => false,
        }
    }

    fn tuple(&mut self, node: Node<'l>) -> Expression {
        let mut items = self.lower_all(node);
        if items.len() == 1 { items.swap_remove(0) } else { Expression::List(items) }
    }

    fn has_pair(&self, node: Node<'l>) -> bool {
        self.children(node).into_iter().any(|child| match self.grammar.shape(child) {
            Shape::Pair(key, value) => self.part(child, key).is_some() && self.part(child, value).is_some(),
            _ => false,
        })
    }

    /// The named children of `node`, without comments.
    fn children(&self, node: Node<'l>) -> Vec<Node<'l>> {
        let mut cursor = node.walk();
        node.named_children(&mut cursor).filter(|child| !self.grammar.is_aside(*child)).collect()
    }

    /// The children that are meant, where there may be several.
    fn parts(&self, node: Node<'l>, wanted: Part) -> Vec<Node<'l>> {
        match wanted {
            Part::Field(field) => {
                let mut cursor = node.walk();
                let parts = node.children_by_field_name(field, &mut cursor);
                parts.filter(Node::is_named).collect()
            }
            _ => self.part(node, wanted).into_iter().collect(),
        }
    }

    /// The child that is meant.
    fn part(&self, node: Node<'l>, wanted: Part) -> Option<Node<'l>> {
        match wanted {
            Part::Field(field) => node.child_by_field_name(field),
            Part::First => self.children(node).first().copied(),
            Part::Last => self.children(node).split_first().and_then(|(_, rest)| rest.last().copied()),
            Part::Before(_) | Part::Rest => None,
        }
    }
}

/// One of `options`.
fn choice(options: Vec<Expression>) -> Expression {
    let mut flat = Vec::with_capacity(options.len());
    for option in options {
        match option {
            Expression::Choice(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.iter().all(|option| *option == Expression::Unknown) {
        return Expression::Unknown;
    }
    if flat.len() == 1 { flat.swap_remove(0) } else { Expression::Choice(flat) }
}

/// `value` once more, unless that would be much.
fn copied(value: &Expression) -> Expression {
    if size(value, SMALL) <= SMALL { value.clone() } else { Expression::Unknown }
}

/// The number of parts of `value`, counted as far as `most`.
fn size(value: &Expression, most: usize) -> usize {
    let mut stack = vec![value];
    let mut n = 0;
    while let Some(value) = stack.pop().filter(|_| n <= most) {
        n += 1;
        match value {
            Expression::Member(inner, _) | Expression::Element(inner) => stack.push(inner),
            Expression::Join(inner) | Expression::Choice(inner) | Expression::List(inner) => {
                stack.extend(inner.iter().take(most + 1));
            }
            Expression::Object(entries) => stack.extend(entries.iter().take(most + 1).map(|(_, value)| value)),
            _ => {}
        }
    }
    n
}
