//! What a grammar's nodes mean, as tables: which are strings, which bind a name to a value, which join, which call.
//!
//! One walk (`walk`) gives the literals of all languages, one lowering (`outline`) their outlines; a language is one table.

mod bash;
mod broken;
mod casts;
mod evaluate;
mod go;
mod guard;
mod hcl;
mod java;
mod node;
mod outline;
mod php;
mod python;
mod ruby;
mod script;
mod shape;
mod walk;

use super::output::Output;
use super::{GaveUp, Language, plain, tree};
pub(super) use outline::outline;
use shape::{Reach, Run, Shape, Shapes};
use std::borrow::Cow;
use std::sync::OnceLock;
use tree_sitter::Tree;

/// A child of a node.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// The child in this field.
    Field(&'static str),
    /// The first named child.
    First,
    /// Any named child but the first.
    Last,
    /// All named children before the first of this kind.
    Before(&'static str),
    /// All children that are not in another part, each by itself.
    Rest,
}

/// A node that binds a name to a value.
#[derive(Debug, Clone, Copy)]
struct Binding {
    kind: &'static str,
    name: Part,
    value: Part,
}

/// A node that calls something, or builds it.
#[derive(Debug, Clone, Copy)]
struct Call {
    kind: &'static str,
    /// The children whose names are those of the callee.
    callee: &'static [Part],
    arguments: Part,
}

/// A node with two operands and an operator among these; any operator when there are none.
#[derive(Debug, Clone, Copy)]
struct Operation {
    kind: &'static str,
    operators: &'static [&'static str],
}

/// All that the walk must know of a language.
#[derive(Debug)]
struct Table {
    grammar: fn() -> tree_sitter::Language,
    /// String literals.
    strings: &'static [&'static str],
    /// Escapes inside them.
    escapes: &'static [&'static str],
    /// String literals whose escapes the grammar leaves in their text.
    spelled: &'static [&'static str],
    /// Unknown parts inside them.
    holes: &'static [&'static str],
    /// Concatenations.
    joins: &'static [Operation],
    /// `a || b`: the second stands in for the first.
    choices: &'static [Operation],
    bindings: &'static [&'static [Binding]],
    calls: &'static [Call],
    /// Named blocks: functions, classes, resources.
    definitions: &'static [&'static [Binding]],
    /// Objects, lists and blocks, whose values are neighbours.
    groups: &'static [&'static str],
    /// `a.b`, `a['b']`.
    members: &'static [&'static str],
    /// Wrappers around one expression, such as parentheses.
    wrappers: &'static [&'static str],
    comments: &'static [&'static str],
    /// What only breaks a line.
    blanks: &'static [&'static str],
    /// Words for people.
    texts: &'static [&'static str],
    /// Text in another language around the code.
    foreign: &'static [(&'static str, Language)],
    /// What an outline needs besides.
    shapes: Shapes,
}

/// What one node kind means.
#[derive(Debug, Clone, Copy, Default)]
enum Class {
    #[default]
    Other,
    String,
    /// A string whose escapes the grammar leaves in its text.
    Spelled,
    Escape,
    Hole,
    Join(&'static [&'static str]),
    Choice(&'static [&'static str]),
    /// A node that may join or choose, as its operator says.
    JoinOrChoice(&'static [&'static str], &'static [&'static str]),
    Binding(Binding),
    Call(Call),
    Definition(Binding),
    Group,
    Member,
    Wrapper,
    Comment,
    Blank,
    Text,
    Foreign(Language),
}

/// A table with its kinds resolved to the grammar's numbers.
#[derive(Debug)]
struct Grammar {
    language: tree_sitter::Language,
    classes: Vec<Class>,
    shapes: &'static Shapes,
    kinds: Vec<Shape>,
    reaches: Vec<Reach>,
    runs: Vec<Run>,
}

impl Grammar {
    fn new(table: &'static Table) -> Self {
        let language = (table.grammar)();
        let mut classes = vec![Class::Other; language.node_kind_count()];
        let number = |kind: &str| {
            let id = language.id_for_node_kind(kind, true);
            assert!(id != 0, "the grammar has a node kind {kind}; tests read a text of each language");
            usize::from(id)
        };
        let mut set = |kind: &str, class: Class| classes[number(kind)] = class;
        for (kinds, class) in [
            (table.strings, Class::String),
            (table.spelled, Class::Spelled),
            (table.escapes, Class::Escape),
            (table.holes, Class::Hole),
            (table.groups, Class::Group),
            (table.members, Class::Member),
            (table.wrappers, Class::Wrapper),
            (table.comments, Class::Comment),
            (table.blanks, Class::Blank),
            (table.texts, Class::Text),
        ] {
            kinds.iter().for_each(|kind| set(kind, class));
        }
        table.choices.iter().for_each(|choice| set(choice.kind, Class::Choice(choice.operators)));
        for join in table.joins {
            let choice = table.choices.iter().find(|choice| choice.kind == join.kind);
            set(
                join.kind,
                match choice {
                    Some(choice) => Class::JoinOrChoice(join.operators, choice.operators),
                    None => Class::Join(join.operators),
                },
            );
        }
        table.bindings.iter().copied().flatten().for_each(|binding| set(binding.kind, Class::Binding(*binding)));
        table
            .definitions
            .iter()
            .copied()
            .flatten()
            .for_each(|definition| set(definition.kind, Class::Definition(*definition)));
        table.calls.iter().for_each(|call| set(call.kind, Class::Call(*call)));
        table.foreign.iter().for_each(|(kind, inner)| set(kind, Class::Foreign(*inner)));
        let mut kinds = vec![Shape::Other; classes.len()];
        for (names, shape) in table.shapes.kinds.iter().copied().flatten() {
            names.iter().for_each(|name| kinds[number(name)] = *shape);
        }
        let mut reaches = vec![Reach::Same; classes.len()];
        let mut reach = |kinds: &[&str], reach: Reach| kinds.iter().for_each(|kind| reaches[number(kind)] = reach);
        reach(table.shapes.blocks, Reach::Block);
        reach(table.shapes.declares, Reach::Declares);
        table.shapes.forks.iter().for_each(|(kinds, arms)| reach(kinds, Reach::Fork(arms)));
        let mut runs = vec![Run::Maybe; classes.len()];
        let mut run = |kinds: &[&str], run: Run| kinds.iter().for_each(|kind| runs[number(kind)] = run);
        run(table.shapes.lines, Run::Lines);
        run(table.shapes.statements, Run::Statement);
        run(table.shapes.loops, Run::Loop);
        Self { language, classes, shapes: &table.shapes, kinds, reaches, runs }
    }

    fn class(&self, node: tree_sitter::Node<'_>) -> Class {
        self.classes.get(usize::from(node.kind_id())).copied().unwrap_or_default()
    }

    /// Whether a node may stand anywhere and is part of nothing.
    fn is_aside(&self, node: tree_sitter::Node<'_>) -> bool {
        matches!(self.class(node), Class::Comment | Class::Blank)
    }

    fn reach(&self, node: tree_sitter::Node<'_>) -> Reach {
        self.reaches.get(usize::from(node.kind_id())).copied().unwrap_or_default()
    }

    fn run(&self, node: tree_sitter::Node<'_>) -> Run {
        self.runs.get(usize::from(node.kind_id())).copied().unwrap_or_default()
    }

    fn shape(&self, node: tree_sitter::Node<'_>) -> Shape {
        self.kinds.get(usize::from(node.kind_id())).copied().unwrap_or_default()
    }
}

macro_rules! grammars {
    ($($($language:ident)|+ => $table:expr),* $(,)?) => {
        fn grammar(language: Language) -> Option<&'static Grammar> {
            match language {
                $($(Language::$language)|+ => {
                    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
                    Some(GRAMMAR.get_or_init(|| Grammar::new(&$table)))
                })*
                _ => None,
            }
        }
    };
}

grammars! {
    Bash => bash::TABLE,
    Go => go::TABLE,
    Hcl => hcl::TABLE,
    Java => java::TABLE,
    JavaScript | Tsx | TypeScript => script::TABLE,
    Php => php::TABLE,
    Python => python::TABLE,
    Ruby => ruby::TABLE,
}

/// Reads the text of `out` by the grammar of `language`; by none where there is none.
pub(super) fn read(language: Language, out: &mut Output<'_>) {
    let Some(grammar) = grammar(language) else { return plain::read(out) };
    match out.tree(|| parse(language, grammar, out.text())) {
        Ok(tree) => walk::walk(grammar, &tree, out),
        Err(why) => plain::read_instead(out, why),
    }
}

fn parse(language: Language, grammar: &Grammar, text: &[u8]) -> Result<Tree, GaveUp> {
    if guard::overflows(language, text) {
        return Err(GaveUp::Slow);
    }
    let text = if language == Language::TypeScript { casts::without(text) } else { Cow::Borrowed(text) };
    tree::parse(&grammar.language, &text)
}
