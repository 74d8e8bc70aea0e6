//! What is left of the migration off the v1 API in one integration, as steps.

use super::write_prose;
use crate::migration::Checklist;
use crate::report::markup::Markup;
use crate::report::migration::steps::{Item, Spot, Step, steps};
use crate::report::prose::{number, sentence_start};

/// Writes the steps; nothing where nothing is left.
pub(super) fn write(list: &Checklist, page: &mut Markup) {
    let steps = steps(list);
    if steps.is_empty() {
        return;
    }
    page.raw("<h3>The way off the v1 API</h3>\n<p>").text(&number(list.n_left() as u64, "place"));
    page.raw(" left to change. Work from the top.</p>\n<ol class=\"steps\">\n");
    for step in &steps {
        write_step(step, page);
    }
    page.raw("</ol>\n");
}

fn write_step(step: &Step, page: &mut Markup) {
    page.raw("<li><strong>").text(step.title).raw("</strong>");
    if !step.lead.is_empty() {
        page.raw("<p>");
        write_prose(&step.lead, page).raw("</p>");
    }
    page.raw("\n<ul>\n");
    for item in &step.items {
        write_item(item, page);
    }
    page.raw("</ul></li>\n");
}

fn write_item(item: &Item, page: &mut Markup) {
    page.raw("<li>");
    if item.spots.len() <= 1 {
        page.raw(BOX);
    }
    write_prose(&sentence_start(&item.text), page);
    if let [only] = item.spots.as_slice() {
        page.raw(" ");
        write_spot(only, page);
    }
    let places = item.spots.iter().filter(|_| 1 < item.spots.len());
    if !item.notes.is_empty() || 1 < item.spots.len() {
        page.raw("\n<ul>\n");
        for note in &item.notes {
            page.raw("<li>");
            write_prose(note, page).raw("</li>\n");
        }
        for spot in places {
            page.raw("<li>").raw(BOX);
            write_spot(spot, page);
            page.raw("</li>\n");
        }
        page.raw("</ul>");
    }
    page.raw("</li>\n");
}

/// To be ticked on paper.
const BOX: &str = "<span class=\"sign\" aria-hidden=\"true\">☐</span> ";

fn write_spot(spot: &Spot, page: &mut Markup) {
    page.raw("<code class=\"path\">").text(&spot.place).raw("</code>");
    for other in &spot.others {
        page.raw(", <code class=\"path\">").text(other).raw("</code>");
    }
    if !spot.note.is_empty() {
        page.raw(" (");
        write_prose(&spot.note, page).raw(")");
    }
}
