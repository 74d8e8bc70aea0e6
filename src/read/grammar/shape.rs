//! What a grammar's nodes are to an outline: which define, which name, which hold. Rows beside those that the literals need.

use super::Part;

/// What an outline must know of a language beyond its literals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shapes {
    /// Node kinds and what they are. Where the grammar's table calls a kind a join or a choice, that comes first.
    pub(super) kinds: &'static [&'static [(&'static [&'static str], Shape)]],
    /// Signs that names begin with and that say nothing.
    pub(super) signs: &'static [u8],
    /// Names of the object that a method works on, besides `this`.
    pub(super) selves: &'static [&'static str],
    /// Whether what a class's body binds is read as a property of its objects.
    pub(super) binds_fields: bool,
    /// Whether a bare name is a key, and not a variable that holds one.
    pub(super) bare_keys: bool,
    /// Whether what is called without a sign of it, `a.b`, looks like a property; but for these names.
    pub(super) silent_calls: Option<&'static [&'static str]>,
    /// Methods that give the object itself.
    pub(super) idle: &'static [&'static str],
    /// Whether a literal of several lines begins behind its first line feed.
    pub(super) begins_late: bool,
    /// Functions that give what a module exports.
    pub(super) requires: &'static [&'static str],
    /// Functions that bring in all names of a file.
    pub(super) loads: &'static [&'static str],
    /// Functions whose first text becomes a name for the second argument.
    pub(super) defines: &'static [&'static str],
    /// Operators that fill a text's gaps.
    pub(super) fills: &'static [&'static str],
    /// Kinds of blocks, outside of which what is declared in them is unknown.
    pub(super) blocks: &'static [&'static str],
    /// Kinds of declarations whose names belong to the block around them.
    pub(super) declares: &'static [&'static str],
    /// Kinds of conditions, and the fields that hold their arms.
    pub(super) forks: &'static [(&'static [&'static str], &'static [&'static str])],
    /// Kinds whose children run one after the other.
    pub(super) lines: &'static [&'static str],
    /// Kinds of statements that run what they hold.
    pub(super) statements: &'static [&'static str],
    /// Kinds of loops.
    pub(super) loops: &'static [&'static str],
}

impl Shapes {
    /// Those of a language whose programs call nothing.
    pub(super) const NONE: Self = Self {
        kinds: &[],
        signs: b"",
        selves: &[],
        binds_fields: true,
        bare_keys: false,
        silent_calls: None,
        idle: &[],
        begins_late: false,
        requires: &[],
        loads: &[],
        defines: &[],
        fills: &[],
        blocks: &[],
        declares: &[],
        forks: &[],
        lines: &[],
        statements: &[],
        loops: &[],
    };
}

/// What one node kind is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Shape {
    /// As the grammar's table says; where that says nothing, what is inside is visited.
    #[default]
    Other,
    /// Visited, whatever the table says.
    Plain,
    /// Visited, and a value that only the run knows.
    Opaque,
    /// Nothing that runs, such as a type.
    Skip,
    Name,
    /// A name with a sign that makes it a property of the object at hand.
    Property,
    /// A text without quotes.
    Symbol,
    Function(Function),
    Class(Class),
    /// The body of a function or a class, that gives nothing by itself.
    Block,
    /// What gives what its last part gives.
    Sequence,
    /// `a.b`.
    Dot(Part, Part),
    /// `a::$b`: a property that keeps its sign.
    Static(Part, Part),
    /// `a[b]`.
    Index(Part, Part),
    /// What stands for one of its parts.
    Wrapper(Part),
    /// An operator before its operand, transparent when it is one of these.
    Prefix(&'static [&'static str]),
    /// What gives one of these parts.
    Arms(&'static [Part]),
    /// What gives its first part, or, behind one of these operators, its last or nothing.
    Expansion(&'static [&'static str]),
    /// What gives one of the wrappers and sequences inside.
    Cases,
    Object,
    List,
    /// A list of words, or an object when they begin with keys.
    Words,
    /// A list, or an object when it holds a pair.
    Either,
    /// Several values at once, of which the first counts.
    Tuple,
    /// A value under a key; without a key when one of the parts is missing.
    Pair(Part, Part),
    /// Binds the first part to the second.
    Bound(Part, Part),
    /// Calls the first part with the second.
    Called(Part, Part),
    /// A name that is key and value.
    Shorthand,
    /// What takes all that is left, or gives all it has.
    Spread,
    /// A type, and the values for it.
    Made(Part, Part),
    /// A parameter whose names are in this part.
    Parameter(Part),
    /// What makes a parameter a property, too.
    Promotion,
    /// `{ a, b: c }` on the left.
    Fields,
    /// `[a, b]` on the left.
    Elements,
    /// Goes through the second part; each element gets the name in the first.
    Loop(Part, Part, Through),
    Return,
    /// Names that come from one module.
    From(Part),
    /// A name there, and what it is called here.
    Imported(Part, Part),
    /// All that a module gives, under one name.
    Whole,
    /// A path whose end is the name, unless the second part gives another.
    Path(Part, Part),
    /// A path whose beginning is the name.
    Module,
    /// Brings in all names of a file.
    Load,
    /// `export default`, with what it gives.
    Exported(Part),
}

/// What one node kind means for how far names reach.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Reach {
    #[default]
    Same,
    Block,
    Declares,
    /// A condition, by the fields of its arms.
    Fork(&'static [&'static str]),
}

/// What one node kind means for whether, and how often, what is in it runs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Run {
    /// What is in it may be left out.
    #[default]
    Maybe,
    /// Its children run one after the other.
    Lines,
    /// It runs what it holds.
    Statement,
    /// Over and over.
    Loop,
}

/// What a loop goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// The elements of a value.
    Elements,
    /// Words, one after the other.
    Words,
    /// Numbers and elements; the first name is that of the number.
    Counted,
}

/// How a function is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Function {
    pub(super) name: Option<Part>,
    pub(super) parameters: &'static [Part],
    pub(super) body: Part,
    /// The object that a method works on, where it is declared like a parameter.
    pub(super) receiver: Option<Part>,
    /// Whether it works on the object that holds it.
    pub(super) owns_this: bool,
}

impl Function {
    /// One with all parts in fields of their usual names.
    pub(super) const NAMED: Self = Self {
        name: Some(Part::Field("name")),
        parameters: &[Part::Field("parameters")],
        body: Part::Field("body"),
        receiver: None,
        owns_this: false,
    };
    /// One without a name.
    pub(super) const CLOSURE: Self = Self { name: None, ..Self::NAMED };
}

/// How a class is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Class {
    pub(super) name: Option<Part>,
    pub(super) body: Part,
    /// Kinds of the children, in the class or in its body, that name what it is made from.
    pub(super) bases: &'static [&'static str],
}

impl Class {
    /// One whose parts are in fields of their usual names.
    pub(super) const fn of(bases: &'static [&'static str]) -> Self {
        Self { name: Some(Part::Field("name")), body: Part::Field("body"), bases }
    }
}
