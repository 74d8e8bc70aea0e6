//! What a program says of its calls, as far as a reader can tell without running it: functions, what names are bound to, calls.
//!
//! Nothing is evaluated here. An outline holds text of the file, so it stays within the run: only what is found by it goes on.

use crate::catalog::endpoint::Api;
use crate::catalog::platform::platform;
use crate::span::TextRange;
use std::ops::Range;

/// The outline of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Functions, methods and closures, in the order of the text.
    pub functions: Vec<Function>,
    /// Classes and what plays their part, in the order of the text.
    pub classes: Vec<Class>,
    /// Everything that gets a value by assignment, declaration or as a field, in the order of the text.
    pub bindings: Vec<Binding>,
    /// Every call, those inside other expressions included, in the order in which they end.
    pub calls: Vec<Call>,
    /// Names that other files give.
    pub imports: Vec<Import>,
}

/// Bytes of the text that the reader of its language saw.
pub type Stretch = Range<u32>;
/// Index into [`Outline::functions`].
pub type FunctionId = u32;
/// Index into [`Outline::classes`].
pub type ClassId = u32;
/// Index into [`Outline::calls`].
pub type CallId = u32;

/// Where a binding or a call stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// The innermost function.
    pub function: Option<FunctionId>,
    /// The innermost class.
    pub class: Option<ClassId>,
    /// A byte of its own, the first of a binding and the last of a call, in the text that the reader of its language saw; `None`
    /// where no order is known.
    pub at: Option<u32>,
}

impl Scope {
    /// Whether both stand in the same function of the same class.
    pub fn is_with(&self, other: &Self) -> bool {
        (self.function, self.class) == (other.function, other.class)
    }
}

/// A function, a method or a closure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name; that of the variable, field or key for a closure that is bound to one; empty for any other.
    pub name: Box<str>,
    /// Where it stands itself.
    pub scope: Scope,
    /// What it takes; the object that a method is called on is left out.
    pub parameters: Vec<Parameter>,
    /// What it can give back.
    pub returns: Vec<Expression>,
    /// From its first to its last byte.
    pub range: TextRange,
}

/// What a function takes at one position, or under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name; empty for one that is taken apart.
    pub name: Box<str>,
    /// What it is where the caller says nothing.
    pub default: Option<Expression>,
    /// For one that is taken apart: the local name of each key, and its default. `{ method: verb = 'GET' }` is `method`, `verb`, `GET`.
    pub fields: Vec<Field>,
    /// Whether it takes all that is left.
    pub is_rest: bool,
}

/// A key that a parameter takes out of what it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: Box<str>,
    /// What the function calls it.
    pub name: Box<str>,
    /// What it is where the caller says nothing.
    pub default: Option<Expression>,
}

/// A class, trait, module or object that holds methods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its name, without the path to it.
    pub name: Box<str>,
    /// The names of the classes that it is made from.
    pub bases: Vec<Box<str>>,
    /// From its first to its last byte.
    pub range: TextRange,
}

/// A name and what it is bound to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binding {
    /// A [`Expression::Name`], or a [`Expression::Member`] of one. A field of a class is a member of `this`.
    pub target: Expression,
    /// What it is bound to.
    pub value: Expression,
    /// Whether the value is added to what is there.
    pub adds: bool,
    /// Where it stands.
    pub scope: Scope,
    /// The block that it is declared in, outside of which the name means something else; `None` where names have none.
    pub block: Option<Stretch>,
    /// The arms of conditions that it stands in, the outermost first.
    pub arms: Box<[Arm]>,
    /// Where it has surely happened: from its end to that of the statements that it is one of. Empty where it may be passed by.
    pub settled: Stretch,
    /// The loops of its function that it stands in.
    pub loops: Vec<Stretch>,
}

impl Binding {
    /// Whether the byte `at` of the same function is where its name is known.
    pub fn is_known_at(&self, at: u32) -> bool {
        self.block.as_ref().is_none_or(|block| block.contains(&at))
    }

    /// Whether it stands before the byte `at` of the same function.
    fn is_before(&self, at: u32) -> bool {
        self.scope.at.is_none_or(|own| own < at) && (self.settled.is_empty() || self.settled.start <= at)
    }

    /// Whether a run that is at the byte `at` of the same function surely came by it, and nothing bound before counts there.
    pub fn is_settled_at(&self, at: u32) -> bool {
        !self.adds && self.settled.contains(&at)
    }

    /// Whether a run that is at the byte `at` of the same function may have come by it: it stands before, or a loop leads back.
    pub fn may_precede(&self, at: u32) -> bool {
        self.is_before(at) || self.loops.iter().any(|round| round.contains(&at))
    }

    /// The same of a run that surely came by `other` before.
    pub fn may_follow(&self, other: &Self, at: u32) -> bool {
        let is_new = |round: &Stretch| round.contains(&at) && !other.scope.at.is_some_and(|own| round.contains(&own));
        self.is_before(at) && other.scope.at <= self.scope.at || self.loops.iter().any(is_new)
    }

    /// Whether one run may come by it and by the byte `at`: they are in no two arms of a condition.
    pub fn may_meet(&self, at: u32) -> bool {
        self.arms.iter().all(|arm| !arm.of.contains(&at) || arm.own.contains(&at))
    }
}

/// One arm of a condition: what happens in it does not happen in the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// The whole condition; everything behind an arm that ends with `return`.
    pub of: Stretch,
    /// The arm.
    pub own: Stretch,
}

/// A call, or the making of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What is called. For a shell, the program.
    pub callee: Expression,
    /// What it is given, in order.
    pub arguments: Vec<Argument>,
    /// Where it stands.
    pub scope: Scope,
    /// From its first to its last byte.
    pub range: TextRange,
}

impl Call {
    /// Whether it is a HighLevel node of an n8n workflow that calls the v1 API, by its version or its credential.
    pub fn is_legacy_node(&self) -> bool {
        let Expression::Member(owner, _) = &self.callee else { return false };
        let Expression::Member(outer, _) = &**owner else { return false };
        let says = |name: &str, is_it: &dyn Fn(&str) -> bool| {
            self.arguments.iter().any(|argument| {
                argument.name.as_deref() == Some(name)
                    && matches!(&argument.value, Expression::Text(said, _) if is_it(said))
            })
        };
        let holds_key =
            |credential: &str| platform().n8n.credential(credential).is_some_and(|known| known.api == Api::V1);
        **outer == Expression::Name("n8n".into())
            && (says("typeVersion", &|version| version == "1") || says("credentials", &holds_key))
    }
}

/// What a call is given at one position, or under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name, where the language names it in the call.
    pub name: Option<Box<str>>,
    /// What is given.
    pub value: Expression,
}

/// A name that another file gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// What this file calls it.
    pub name: Box<str>,
    /// What it is called there; `default` for that, `*` for the whole.
    pub imported: Box<str>,
    /// The module or file, as written.
    pub from: Box<str>,
}

/// A value, as far as the text tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Expression {
    /// A text, and what spells it.
    Text(Box<str>, TextRange),
    /// A name. The object that a method works on is `this` in all languages; signs such as `$` and `@` are left out.
    Name(Box<str>),
    /// A property or a key of a value.
    Member(Box<Expression>, Box<str>),
    /// Any one of a value's elements: what a loop goes through, or a key that only the run knows.
    Element(Box<Expression>),
    /// Texts put together in this order. What is no text, such as a path, counts as the text that it becomes.
    Join(Vec<Expression>),
    /// One of these: the second where the first is nothing, or the two arms of a condition.
    Choice(Vec<Expression>),
    /// What a call gives.
    Call(CallId),
    /// Keys and values. A value under no key (empty text) is another object that is spread into this.
    Object(Vec<(Box<str>, Expression)>),
    /// A list.
    List(Vec<Expression>),
    /// A closure.
    Function(FunctionId),
    /// An environment variable or a setting of this name.
    Environment(Box<str>),
    /// Anything else.
    #[default]
    Unknown,
}
