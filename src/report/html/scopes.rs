//! The scopes of one integration: what is asked for, and whether anything needs it.

use crate::report::markup::Markup;
use crate::report::prose::number;
use crate::report::scopes::ScopeTable;

/// Most places named in a caption.
const MOST_PLACES: usize = 5;

/// Writes the table.
pub(super) fn write(table: &ScopeTable, page: &mut Markup) {
    page.raw("<h3>Scopes</h3>\n<p>Asked for in ");
    for (n, place) in table.places.iter().take(MOST_PLACES).enumerate() {
        page.raw(if n == 0 { "" } else { ", " }).raw("<code class=\"path\">").text(place).raw("</code>");
    }
    let n_more = table.places.len().saturating_sub(MOST_PLACES) as u64;
    if 0 < n_more {
        page.raw(" and ").number(n_more).raw(" more");
    }
    // set as blocks on narrow screens, where only roles keep it a table
    page.raw(".</p>\n<div class=\"table\"><table class=\"scopes\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">");
    for head in ["Scope", "Verdict", "Because"] {
        page.raw("<th scope=\"col\" role=\"columnheader\">").raw(head).raw("</th>");
    }
    page.raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    for row in &table.rows {
        page.raw("<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><code>").text(&row.scope);
        page.raw("</code></th><td role=\"cell\">").raw(sign(row.verdict)).raw(row.verdict);
        page.raw("</td><td role=\"cell\">").text(&row.because).raw("</td></tr>\n");
    }
    page.raw("</tbody>\n</table></div>\n");
    if 0 < table.n_unresolved {
        let calls = number(table.n_unresolved as u64, "call");
        page.raw("<p>").text(&calls).raw(" could not be resolved: the path is only known when the code runs.</p>\n");
    }
    if !table.wanted.is_empty() {
        page.raw("<p class=\"wanted\"><strong>Ask for</strong> <code>").text(&table.wanted.join(" "));
        page.raw("</code></p>\n");
    }
}

/// A sign for a verdict of [`crate::privilege::Verdict`], as the table's rows name it.
fn sign(verdict: &str) -> &'static str {
    match verdict {
        "needed" | "kept" => "<span class=\"sign good\" aria-hidden=\"true\">✓</span> ",
        "open" => "<span class=\"sign note\" aria-hidden=\"true\">?</span> ",
        "read only" => "<span class=\"sign warning\" aria-hidden=\"true\">▲</span> ",
        _ => "<span class=\"sign error\" aria-hidden=\"true\">✕</span> ",
    }
}
