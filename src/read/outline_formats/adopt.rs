//! Takes the outline of code inside a document into that of the document.

use crate::decoded::Decoded;
use crate::outline::{Expression, Function, Outline, Scope};
use crate::read::draft::Draft;
use crate::span::TextRange;

/// Adds `inner`, the outline of the code `decoded` that stands at `place`, as a function without a name. All of it stays out when
/// it does not fit.
pub(super) fn adopt(draft: &mut Draft, inner: Outline, decoded: &Decoded, place: &TextRange) {
    if !draft.has_room_for(&inner) {
        return;
    }
    let outline = &draft.outline;
    let ids = |n: usize| u32::try_from(n).ok();
    let (Some(functions), Some(classes), Some(calls)) =
        (ids(outline.functions.len() + 1), ids(outline.classes.len()), ids(outline.calls.len()))
    else {
        return;
    };
    let body = Function {
        name: "".into(),
        scope: Scope::default(),
        parameters: Vec::new(),
        returns: Vec::new(),
        range: place.clone(),
    };
    let Some(body) = draft.function(body) else { return };
    let shift = Shift { functions, classes, calls, body, decoded, place };
    for mut function in inner.functions {
        shift.scope(&mut function.scope);
        shift.range(&mut function.range);
        for parameter in &mut function.parameters {
            parameter.default.iter_mut().for_each(|value| shift.expression(value));
            for field in &mut parameter.fields {
                field.default.iter_mut().for_each(|value| shift.expression(value));
            }
        }
        function.returns.iter_mut().for_each(|value| shift.expression(value));
        draft.function(function);
    }
    for mut class in inner.classes {
        shift.range(&mut class.range);
        draft.class(class);
    }
    for mut binding in inner.bindings {
        shift.scope(&mut binding.scope);
        shift.expression(&mut binding.target);
        shift.expression(&mut binding.value);
        draft.bind(binding);
    }
    for mut call in inner.calls {
        shift.scope(&mut call.scope);
        shift.range(&mut call.range);
        shift.expression(&mut call.callee);
        call.arguments.iter_mut().for_each(|argument| shift.expression(&mut argument.value));
        draft.call(call);
    }
    inner.imports.into_iter().for_each(|import| draft.import(import));
}

/// How far ids move, and what ranges map through.
struct Shift<'s> {
    functions: u32,
    classes: u32,
    calls: u32,
    body: u32,
    decoded: &'s Decoded,
    place: &'s TextRange,
}

impl Shift<'_> {
    fn scope(&self, scope: &mut Scope) {
        scope.function = Some(scope.function.map_or(self.body, |id| id + self.functions));
        scope.class = scope.class.map(|id| id + self.classes);
    }

    fn range(&self, range: &mut TextRange) {
        *range = self.decoded.range_of(range).unwrap_or(self.place.start..self.place.start);
    }

    fn expression(&self, expression: &mut Expression) {
        match expression {
            Expression::Text(_, range) => self.range(range),
            Expression::Member(inner, _) | Expression::Element(inner) => self.expression(inner),
            Expression::Join(all) | Expression::Choice(all) | Expression::List(all) => {
                all.iter_mut().for_each(|inner| self.expression(inner));
            }
            Expression::Object(entries) => entries.iter_mut().for_each(|(_, inner)| self.expression(inner)),
            Expression::Call(id) => *id += self.calls,
            Expression::Function(id) => *id += self.functions,
            Expression::Name(_) | Expression::Environment(_) | Expression::Unknown => {}
        }
    }
}
