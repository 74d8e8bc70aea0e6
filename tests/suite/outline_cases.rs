//! `fixtures/outline/<language>/<case>`: a program, and beside it `<case>.outline`, what the outline must say of it.
//!
//! A line each function, class, import, binding and call, in this order and by kind; expressions as short as can be read. `#n` is
//! the call in the n-th `call` line, `fn n` the function in the n-th `fn` line.

use crate::tree::{expect_file, files, folders, project};
use ghl_lint::document::Document;
use ghl_lint::outline::{Expression, Outline, Parameter, Scope};
use ghl_lint::read::{Language, outline};
use std::fs;
use std::path::Path;

#[test]
fn every_program_gives_its_outline() {
    for folder in folders(&project().join("fixtures/outline")) {
        let cases = files(&folder);
        for case in cases.iter().filter(|path| path.extension().is_none_or(|ending| ending != "outline")) {
            let mut expected = case.clone().into_os_string();
            expected.push(".outline");
            expect_file(Path::new(&expected), &written(case));
        }
    }
}

fn written(case: &Path) -> String {
    let text = fs::read(case).expect("a fixture can be read");
    let name = case.file_name().and_then(|name| name.to_str()).expect("a fixture's name is text");
    let document = Document::new(name, &text);
    let outline = outline(Language::of(name, &document.text), &document.text);
    let line = |at: usize| document.region(&(at..at)).start.line;
    let mut lines = Vec::new();
    for import in &outline.imports {
        lines.push(format!("import {} = {} from {:?}", import.name, import.imported, import.from));
    }
    for class in &outline.classes {
        let lines_of = format!("{}-{}", line(class.range.start), line(class.range.end));
        let bases = if class.bases.is_empty() { String::new() } else { format!(" from {}", class.bases.join(", ")) };
        lines.push(format!("class {}{bases} at {lines_of}", class.name));
    }
    for (id, function) in outline.functions.iter().enumerate() {
        let lines_of = format!("{}-{}", line(function.range.start), line(function.range.end));
        let parameters: Vec<String> = function.parameters.iter().map(parameter).collect();
        let returns: Vec<String> = function.returns.iter().map(expression).collect();
        let returns = if returns.is_empty() { String::new() } else { format!(" -> {}", returns.join(" | ")) };
        let scope = scope(&outline, function.scope);
        let name = &function.name;
        lines.push(format!("fn {id} {name}({}){scope} at {lines_of}{returns}", parameters.join(", ")));
    }
    for binding in &outline.bindings {
        let sign = if binding.adds { "+=" } else { "=" };
        let (target, value) = (expression(&binding.target), expression(&binding.value));
        lines.push(format!("bind {target} {sign} {value}{}", scope(&outline, binding.scope)));
    }
    for (id, call) in outline.calls.iter().enumerate() {
        let arguments: Vec<String> = call
            .arguments
            .iter()
            .map(|argument| match &argument.name {
                Some(name) => format!("{name}: {}", expression(&argument.value)),
                None => expression(&argument.value),
            })
            .collect();
        let (callee, scope) = (expression(&call.callee), scope(&outline, call.scope));
        lines.push(format!("call #{id} {}: {callee}({}){scope}", line(call.range.start), arguments.join(", ")));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn scope(outline: &Outline, scope: Scope) -> String {
    let class = scope.class.map(|id| outline.classes[id as usize].name.to_string());
    let function = scope.function.map(|id| format!("fn {id} {}", outline.functions[id as usize].name));
    match (class, function) {
        (None, None) => String::new(),
        (Some(class), None) => format!(" in {class}"),
        (None, Some(function)) => format!(" in {}", function.trim()),
        (Some(class), Some(function)) => format!(" in {class}, {}", function.trim()),
    }
}

fn parameter(parameter: &Parameter) -> String {
    let mut out = if parameter.is_rest { "...".to_owned() } else { String::new() };
    out += &parameter.name;
    if !parameter.fields.is_empty() {
        let fields: Vec<String> = parameter
            .fields
            .iter()
            .map(|field| format!("{}: {}{}", field.key, field.name, default(field.default.as_ref())))
            .collect();
        out += &format!("{{{}}}", fields.join(", "));
    }
    out + &default(parameter.default.as_ref())
}

fn default(value: Option<&Expression>) -> String {
    value.map(|value| format!(" = {}", expression(value))).unwrap_or_default()
}

fn expression(value: &Expression) -> String {
    let all = |values: &[Expression]| values.iter().map(expression).collect::<Vec<_>>().join(", ");
    match value {
        Expression::Text(text, _) => format!("{text:?}"),
        Expression::Name(name) => name.to_string(),
        Expression::Member(object, key) => format!("{}.{key}", expression(object)),
        Expression::Element(list) => format!("{}[]", expression(list)),
        Expression::Join(parts) => format!("join({})", all(parts)),
        Expression::Choice(options) => format!("choice({})", all(options)),
        Expression::Call(id) => format!("#{id}"),
        Expression::Object(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| match key.is_empty() {
                    true => format!("...{}", expression(value)),
                    false => format!("{key}: {}", expression(value)),
                })
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Expression::List(items) => format!("[{}]", all(items)),
        Expression::Function(id) => format!("fn {id}"),
        Expression::Environment(name) => format!("env({name})"),
        Expression::Unknown => "?".to_owned(),
    }
}
