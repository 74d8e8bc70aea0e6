//! The scopes of the new token, each with what needs it.

use super::{Item, Spot, Step, call, line};
use crate::catalog::platform::platform;
use crate::listing::first_of;
use crate::migration::{Checklist, Need, ScopeNeed, Successor, Sureness};
use crate::report::prose::number;

/// Most places and calls that explain one scope.
const MOST_REASONS: usize = 3;

pub(super) fn scopes(list: &Checklist) -> Step {
    let mut needs: Vec<&ScopeNeed> = list.scopes.iter().collect();
    needs.sort_by_key(|need| (need.sureness, need.scope));
    let is_whole =
        !list.calls.iter().any(|call| matches!(call.successor, Successor::Unknown)) && list.packages.is_empty();
    let lead = if is_whole {
        "What replaces the calls of v1 needs these, with what the code calls of v2 already."
    } else {
        "What replaces the calls of v1 needs these, with what the code calls of v2 already; calls that no documentation has, or \
         that a package makes, may need more."
    };
    Step { title: "Give it its scopes", lead: lead.to_owned(), items: needs.into_iter().map(scope).collect() }
}

fn scope(need: &ScopeNeed) -> Item {
    let of_same = need.why.iter().filter(|why| why.sureness == need.sureness);
    let mut needing: Vec<String> = Vec::new();
    let mut spots: Vec<String> = Vec::new();
    for why in of_same {
        let text = match why.need {
            Need::Replacement(endpoint) | Need::Call(endpoint) => call(endpoint),
            Need::Event(event) => format!("the event `{event}`"),
        };
        let place = line(&why.place);
        if !needing.contains(&text) {
            needing.push(text);
        }
        if !spots.contains(&place) {
            spots.push(place);
        }
    }
    let needing = first_of(&needing, MOST_REASONS, ", ");
    let text = match need.sureness {
        Sureness::Documented => format!("`{}` for {needing}", need.scope),
        Sureness::Concluded => format!("`{}` for {needing}, as what similar calls need lets conclude", need.scope),
        Sureness::Possible => format!("perhaps `{}`, for {needing}: try without it first", need.scope),
    };
    let n_more = spots.len().saturating_sub(MOST_REASONS);
    let mut notes = Vec::new();
    if 0 < n_more {
        notes.push(format!("and {} more", number(n_more as u64, "place")));
    }
    spots.truncate(MOST_REASONS);
    notes.extend(need.is_declared.then(|| "it is asked for already".to_owned()));
    let reach = platform().scopes.get(need.scope).filter(|scope| scope.reaches_far());
    notes.extend(reach.map(|scope| format!("it reaches far: it {}", scope.reason)));
    Item { text, notes, spots: because(spots) }
}

/// Places that explain one thing to do, and are no things to do themselves.
fn because(mut places: Vec<String>) -> Vec<Spot> {
    if places.is_empty() {
        return Vec::new();
    }
    let place = places.remove(0);
    vec![Spot { place, note: String::new(), others: places }]
}
