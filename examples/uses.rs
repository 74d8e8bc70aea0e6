//! Prints what the code of a folder uses of HighLevel's API, a line a use.
#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

use ghl_lint::fact::Used;
use ghl_lint::settings::Settings;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    std::env::set_current_dir(&folder).expect("a folder");
    let settings = Settings::isolated(std::env::current_dir().expect("a folder"));
    for used in ghl_lint::survey(&settings).map(|survey| survey.evidence.uses).unwrap_or_default() {
        let method = used.method.map_or("?", |method| method.name());
        let what = match &used.used {
            Used::Endpoints { meant, .. } => {
                meant.iter().flat_map(|endpoint| endpoint.scopes.iter().copied()).collect::<Vec<_>>().join(" ")
            }
            Used::Legacy(_) => "v1".to_owned(),
            Used::Undocumented => "undocumented".to_owned(),
            Used::Unresolved => "unresolved".to_owned(),
        };
        println!(
            "{}:{} {:?} {method} {} = {what}",
            used.path, used.site.region.start.line, used.certainty, used.address
        );
    }
}
