//! What is found in one integration: one card for each rule and cure, with all that it is about.

use super::{write_badge, write_place, write_prose};
use crate::finding::{Finding, Related};
use crate::report::group::Group;
use crate::report::markup::Markup;
use crate::report::prose::{sentence, sentence_start};
use crate::report::{Report, docs_url};
use crate::span::Position;
use std::collections::BTreeMap;

/// Writes a card for each of those `groups` that have the same cure, in the order of the first.
pub(super) fn write(groups: &[Group<'_>], report: &Report, page: &mut Markup) {
    let mut cards: Vec<Vec<&Group<'_>>> = Vec::new();
    let mut card_of: BTreeMap<_, usize> = BTreeMap::new();
    for group in groups {
        let Finding { severity, confidence, rule, why, help, .. } = group.first;
        let index = *card_of.entry((severity, confidence, rule, why, help)).or_insert(cards.len());
        match cards.get_mut(index) {
            Some(card) => card.push(group),
            None => cards.push(vec![group]),
        }
    }
    for card in cards {
        write_card(&card, report, page);
    }
}

/// Writes a rule's name as a link to its page.
pub(super) fn write_rule(rule: &str, page: &mut Markup) {
    page.raw("<a class=\"rule\" href=\"").text(&docs_url(rule)).raw("\">").text(rule).raw("</a>");
}

fn write_card(card: &[&Group<'_>], report: &Report, page: &mut Markup) {
    let Some(first) = card.first().map(|group| group.first) else { return };
    let has_one = |text: fn(&Finding) -> &str| card.iter().all(|group| text(group.first) == text(first));
    let (has_one_message, has_one_label) = (has_one(|finding| &finding.message), has_one(|finding| &finding.label));
    let see_the_same =
        1 < card.len() && card.iter().all(|group| places(&group.first.related) == places(&first.related));
    let meta = report.rules.iter().find(|meta| meta.id == first.rule);
    page.raw("<article class=\"card ").raw(first.severity.as_str()).raw("\">\n<h3>");
    write_badge(first.severity, page);
    page.raw(" ");
    match meta.filter(|_| !has_one_message) {
        Some(meta) => page.text(&sentence_start(meta.summary)),
        None => write_prose(&sentence_start(&first.message), page),
    };
    page.raw("</h3>\n<dl>\n");
    if has_one_label && !(has_one_message && first.message.contains(&first.label)) {
        write_row("What", &first.label, page);
    }
    write_row("Why", &first.why, page);
    write_row("Do", &first.help, page);
    if see_the_same {
        write_related(&first.related, page);
    }
    page.raw("</dl>\n");
    for group in card {
        page.raw("<div class=\"item\">\n<p class=\"where\">");
        write_place(&group.first.path, &group.first.site, page);
        page.raw("</p>\n");
        if !has_one_message {
            write_line(&group.first.message, page);
        }
        write_excerpt(group.first, page);
        if let Some(text) = group.came_in() {
            write_line(&format!("from {text}"), page);
        }
        if !has_one_label && !group.first.message.contains(&group.first.label) {
            write_line(&group.first.label, page);
        }
        write_details(group, if see_the_same { &[] } else { &group.first.related }, page);
        page.raw("</div>\n");
    }
    page.raw("<p class=\"meta\">");
    write_rule(first.rule, page);
    page.raw(" · ").raw(first.confidence.as_str()).raw(" confidence");
    page.raw(if report.fails(first) { "" } else { " · does not fail the check" });
    page.raw("</p>\n</article>\n");
}

fn write_line(text: &str, page: &mut Markup) {
    if !text.is_empty() {
        page.raw("<p>");
        write_prose(&sentence(text), page);
        page.raw("</p>\n");
    }
}

fn write_row(name: &'static str, text: &str, page: &mut Markup) {
    if !text.is_empty() {
        page.raw("<div><dt>").raw(name).raw("</dt><dd>");
        write_prose(&sentence(text), page);
        page.raw("</dd></div>\n");
    }
}

fn write_excerpt(finding: &Finding, page: &mut Markup) {
    let excerpt = &finding.site.excerpt;
    if excerpt.text.is_empty() {
        return;
    }
    let (before, rest) = excerpt.text.split_at(excerpt.marked.start);
    let (marked, after) = rest.split_at(excerpt.marked.len());
    page.raw("<pre><code>").text(before.trim_start()).raw("<mark>").text(marked).raw("</mark>").text(after);
    page.raw("</code></pre>\n");
}

/// What tells a secret from others, and the other places of the same thing and of what it has to do with.
fn write_details(group: &Group<'_>, related: &[Related], page: &mut Markup) {
    let credential = group.first.credential.as_ref();
    if credential.is_none() && group.others.is_empty() && related.is_empty() {
        return;
    }
    page.raw("<dl>\n");
    if let Some(credential) = credential {
        page.raw("<div><dt>Digest</dt><dd><code>").text(credential.secret.digest()).raw("</code></dd></div>\n");
    }
    if !group.others.is_empty() {
        page.raw("<div><dt>Also in</dt><dd><ul>\n");
        for other in &group.others {
            page.raw("<li>");
            write_place(&other.path, &other.site, page);
            page.raw("</li>\n");
        }
        page.raw("</ul></dd></div>\n");
    }
    write_related(related, page);
    page.raw("</dl>\n");
}

fn write_related(related: &[Related], page: &mut Markup) {
    if related.is_empty() {
        return;
    }
    page.raw("<div><dt>See</dt><dd><ul>\n");
    for other in related {
        page.raw("<li>");
        write_place(&other.path, &other.site, page);
        page.raw(" ");
        write_prose(&other.message, page).raw("</li>\n");
    }
    page.raw("</ul></dd></div>\n");
}

fn places(related: &[Related]) -> Vec<(&str, &str, Position)> {
    related.iter().map(|other| (&*other.message, &*other.path, other.site.region.start)).collect()
}
