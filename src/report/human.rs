//! For people: what, where, why it matters, what to do. Worst first; one secret in many places is one thing to do.
//!
//! miette draws the excerpt. It never sees the file: [`Masked`] hands it the excerpt that was masked when it was cut.

use super::group::{Group, groups};
use super::summary::{counts, left_out, read};
use super::{Look, Report, printable};
use crate::excerpt::Site;
use crate::finding::Severity;
use crate::listing::first_of;
use crate::problem::{Problem, ProblemSeverity};
use crate::settings::Extent;
use anstyle::{AnsiColor, Style};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Most places listed for one secret; the other formats hold them all.
const MOST_PLACES: usize = 8;
/// Columns of the narrowest terminal that the texts are set for.
const LEAST_WIDTH: usize = 40;
/// Columns of the narrowest label.
const LEAST_LABEL: usize = 16;

/// Writes the findings and a summary.
pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint { on: look.color };
    for group in groups(&report.findings) {
        write_group(&group, report, look, paint, out)?;
    }
    if !look.quiet {
        writeln!(out, "{}", summary(report, look))?;
    }
    if let Some(text) = way_on(report) {
        write_line("to go on: ", &text, look.width.max(LEAST_WIDTH), paint, out)?;
    }
    Ok(())
}

/// What somebody does whose commit was stopped and who may be in a hurry.
fn way_on(report: &Report) -> Option<String> {
    let failing: BTreeSet<&str> =
        report.findings.iter().filter(|finding| report.fails(finding)).map(|finding| finding.rule).collect();
    let is_hook = report.extent == Extent::Staged;
    let rule = failing.first().filter(|_| is_hook)?;
    Some(format!(
        "take it out and `git add` the file again, or accept it with `ghl-lint: allow({rule}) REASON` beside it"
    ))
}

/// Writes problems of the run, each at its place where it has one.
///
/// # Errors
///
/// When the stream fails.
pub fn write_problems(problems: &[Problem], look: Look, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint { on: look.color };
    for problem in problems {
        let (word, color) = match problem.severity {
            ProblemSeverity::Error => ("error", AnsiColor::Red),
            ProblemSeverity::Warning => ("warning", AnsiColor::Yellow),
        };
        let head = paint.bold(color, word);
        let message = printable(&problem.message);
        match &problem.site {
            Some(site) => {
                writeln!(out, "{head}: {message}")?;
                out.write_all(drawn(&problem.path, site, "", look).as_bytes())?;
            }
            None if problem.path.is_empty() => writeln!(out, "{head}: {message}")?,
            None => writeln!(out, "{head}: {}: {message}", printable(&problem.path))?,
        }
    }
    Ok(())
}

fn write_group(group: &Group<'_>, report: &Report, look: Look, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let finding = group.first;
    let color = match finding.severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    let head = format!("{}[{}]", finding.severity.as_str(), finding.rule);
    let width = look.width.max(LEAST_WIDTH);
    let message = wrapped(&format!("{head}: {}", printable(&finding.message)), "", width);
    writeln!(out, "{}", message.replacen(&head, &paint.bold(color, &head), 1))?;
    out.write_all(drawn(&finding.path, &finding.site, &finding.label, look).as_bytes())?;
    if let Some(text) = group.came_in_with_digest() {
        write_line("from: ", &printable(&text), width, paint, out)?;
    }
    // who commits is in a hurry: what to do says enough
    if report.extent != Extent::Staged {
        write_line("why:  ", &finding.why, width, paint, out)?;
    }
    write_line("do:   ", &finding.help, width, paint, out)?;
    let others: Vec<String> = group.others.iter().map(|other| place(&other.path, &other.site)).collect();
    if let Some(mut text) = some_places(&others) {
        if finding.credential.is_some() {
            text.push_str(&format!(" (the same secret, {} places)", group.others.len() + 1));
        }
        write_line("also: ", &text, width, paint, out)?;
    }
    let mut related: Vec<(&str, Vec<String>)> = Vec::new();
    for other in &finding.related {
        let place = place(&other.path, &other.site);
        match related.iter_mut().find(|(message, _)| *message == other.message) {
            Some((_, places)) => places.push(place),
            None => related.push((&other.message, vec![place])),
        }
    }
    for (message, places) in related {
        if let Some(places) = some_places(&places) {
            write_line("see:  ", &format!("{}: {places}", printable(message)), width, paint, out)?;
        }
    }
    writeln!(out)
}

/// A line below a finding, with its name before it.
fn write_line(name: &str, text: &str, width: usize, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let text = wrapped(&format!("{name}{text}"), "      ", width - 2);
    writeln!(out, "  {}", text.replacen(name, &paint.bold(AnsiColor::BrightBlue, name), 1).replace('\n', "\n  "))
}

/// The first of `places`, and how many more there are; `None` when there are none.
fn some_places(places: &[String]) -> Option<String> {
    (!places.is_empty()).then(|| first_of(places, MOST_PLACES, ", "))
}

fn place(path: &str, site: &Site) -> String {
    format!("{}:{}", printable(path), site.region.start.line)
}

fn summary(report: &Report, look: Look) -> String {
    let mut parts = vec![counts(report)];
    parts.extend(left_out(report));
    let hint = if report.skipped.is_empty() || report.list_skipped { "" } else { " (--list-skipped)" };
    parts.push(read(report) + hint);
    parts.extend(look.seconds.map(|seconds| format!("{seconds:.2} s")));
    parts.join(" · ")
}

/// Sets `text` in lines of at most `width` columns; a longer word stands by itself.
fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .subsequent_indent(indent)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

#[derive(Clone, Copy)]
struct Paint {
    on: bool,
}

impl Paint {
    fn bold(self, color: AnsiColor, text: &str) -> String {
        if !self.on {
            return text.to_owned();
        }
        let style = Style::new().bold().fg_color(Some(color.into()));
        format!("{style}{text}{style:#}")
    }
}

/// The excerpt with its mark, drawn.
fn drawn(path: &str, site: &Site, label: &str, look: Look) -> String {
    let line_digits = site.region.start.line.to_string().len();
    let masked = Masked::fit(path, site, look.width.max(LEAST_WIDTH).saturating_sub(line_digits + 4));
    let theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let width = look.width.max(LEAST_WIDTH);
    // what the gutter and the corner that leads to the label take
    let free = width.saturating_sub(line_digits + masked.marked_width() + 14);
    let label = wrapped(label, "", free.max(LEAST_LABEL));
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width.max(LEAST_WIDTH))
        .with_context_lines(0)
        .without_syntax_highlighting();
    let shown = Shown { masked, label };
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, &shown).is_err() {
        return String::new();
    }
    // miette begins with a line for the message, which stands above already
    drawn.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}

/// One masked line, as miette's source.
#[derive(Debug)]
struct Masked {
    name: String,
    text: String,
    marked: std::ops::Range<usize>,
    line: usize,
    column: usize,
}

impl Masked {
    /// Cuts the excerpt down to `width` columns around its mark.
    fn fit(path: &str, site: &Site, width: usize) -> Self {
        let excerpt = &site.excerpt;
        let (before, rest) = excerpt.text.split_at(excerpt.marked.start);
        let (mark, after) = rest.split_at(excerpt.marked.len());
        let free = width.saturating_sub(mark.width());
        // a mark far to the right leaves no room for its label: what stands before it is cut first
        let before = if before.width() + after.width() <= free { before } else { before.trim_start() };
        let before = keep_end(before, (width / 5).min(free));
        let after = keep_start(after, free.saturating_sub(before.width()));
        let marked = before.len()..before.len() + mark.len();
        let region = site.region;
        Self {
            name: printable(path),
            text: format!("{before}{mark}{after}"),
            marked,
            line: usize::try_from(region.start.line - 1).unwrap_or(usize::MAX),
            column: usize::try_from(region.start.column - 1).unwrap_or(usize::MAX),
        }
    }

    fn marked_width(&self) -> usize {
        self.text[..self.marked.start].width()
    }
}

fn keep_end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let kept: Vec<char> = text.chars().rev().take_while(|c| take_columns(*c, &mut left)).collect();
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

fn keep_start(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    text.chars().take_while(|c| take_columns(*c, &mut left)).chain(['…']).collect()
}

fn take_columns(c: char, left: &mut usize) -> bool {
    let width = c.width().unwrap_or(0);
    let fits = width <= *left;
    *left = left.saturating_sub(width);
    fits
}

impl SourceCode for Masked {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let column = if span.offset() == self.marked.start { self.column } else { 0 };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            whole,
            self.line,
            column,
            1,
        )))
    }
}

/// What miette is given to draw.
#[derive(Debug)]
struct Shown {
    masked: Masked,
    label: String,
}

impl fmt::Display for Shown {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.masked)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = (!self.label.is_empty()).then(|| self.label.clone());
        Some(Box::new(std::iter::once(LabeledSpan::new(label, self.masked.marked.start, self.masked.marked.len()))))
    }
}
