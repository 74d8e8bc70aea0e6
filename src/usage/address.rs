//! Where a request goes: whose host, and the path behind it.

use super::value::{Hole, Piece, Source};
use crate::catalog::catalog;
use crate::catalog::endpoint::Api;
use crate::catalog::names::{Name, Owner};
use crate::catalog::path::parse_path;
use crate::catalog::platform::platform;
use crate::catalog::undocumented::Presence;
use crate::decoded::HOLE;
use crate::fact::HostKnown;
use crate::project::Project;
use crate::project::host::Behind;

/// Whose host a request goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    /// HighLevel's: its address stands in the code, or a name in the code or the environment says so.
    HighLevel(Api),
    /// Another one.
    Other,
    /// The code does not tell.
    Unknown,
    /// None: a path by itself.
    None,
}

/// An address, as far as the code tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) host: Host,
    /// The path, with [`HOLE`] for what is not known.
    pub(super) path: String,
    /// Whether the path, or its beginning, is not known at all.
    pub(super) is_dynamic: bool,
    /// How the host is known, where it is HighLevel's.
    pub(super) known: HostKnown,
}

/// The address that `pieces` spell, in `project`.
pub(super) fn address(project: &Project, pieces: &[Piece]) -> Address {
    let mut known = HostKnown::Named;
    let (host, rest) = match pieces {
        [Piece::Text(text), rest @ ..] => match Authority::of(project, text) {
            Some((authority, path)) => {
                let path = spelled(path, rest);
                known = authority.known(project, &path);
                authority.leads_to(project, path)
            }
            None => (Host::None, spelled(text, rest)),
        },
        [Piece::Hole(hole), Piece::Text(text), ..] if text.starts_with('/') || text.starts_with('?') => {
            (host_of(hole), spelled("", &pieces[1..]))
        }
        // base + path, both in names: the first is the host
        [Piece::Hole(base), Piece::Hole(_), ..] if host_of(base) != Host::Unknown => {
            (host_of(base), spelled("", &pieces[1..]))
        }
        _ => (Host::Unknown, spelled("", pieces)),
    };
    let path = rest.trim_start_matches('/');
    let first = path.split(['/', '?', '#']).next().unwrap_or_default();
    Address { host, is_dynamic: first.starts_with(HOLE), path: path.to_owned(), known }
}

fn spelled(start: &str, rest: &[Piece]) -> String {
    let mut path = start.to_owned();
    for piece in rest {
        match piece {
            Piece::Text(text) => path.push_str(text),
            Piece::Hole(_) => path.push_str(HOLE),
        }
    }
    path
}

/// The name and the port of a host.
#[derive(Debug, Clone, Copy)]
struct Authority<'t> {
    name: &'t str,
    port: Option<&'t str>,
}

impl<'t> Authority<'t> {
    /// What begins `text`, and what follows it; without a scheme only a name that is known.
    fn of(project: &Project, text: &'t str) -> Option<(Self, &'t str)> {
        let rest = text.trim_start();
        let after = rest.split_once("://").filter(|(scheme, _)| scheme.len() <= 5).map(|(_, after)| after);
        let has_scheme = after.is_some();
        let after = after.unwrap_or(rest);
        let (whole, path) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
        let whole = whole.rsplit('@').next().unwrap_or(whole);
        let (name, port) = whole.split_once(':').map_or((whole, None), |(name, port)| (name, Some(port)));
        let is_known = || platform().hosts.get(name).is_some() || name.contains('.') && project.has_host(name);
        (has_scheme || is_known()).then_some((Self { name, port }, path))
    }

    /// How it is known that `path` here would be HighLevel's.
    fn known(self, project: &Project, path: &str) -> HostKnown {
        let is_api = platform().hosts.get(self.name).is_some_and(|host| host.api.is_some());
        let beginning = platform().undocumented.get(self.name, &parse_path(path));
        match beginning.map(|beginning| beginning.presence) {
            // what stands in front of the API may add what calls lack
            _ if project.has_host(self.name) => HostKnown::Named,
            Some(Presence::Never) => HostKnown::Never,
            _ if is_api => HostKnown::Spelled,
            _ => HostKnown::Named,
        }
    }

    /// Whose host it is, and HighLevel's part of the path, if it has one.
    fn leads_to(self, project: &Project, path: String) -> (Host, String) {
        match project.behind(self.name, self.port, &path) {
            Some(Behind::Path(path)) => return (Host::HighLevel(Api::V2), path.to_owned()),
            Some(Behind::Unknown) => return (Host::HighLevel(Api::V2), HOLE.to_owned()),
            None => {}
        }
        let known = platform().hosts.get(self.name).and_then(|host| host.api);
        (known.map_or(Host::Other, Host::HighLevel), path)
    }
}

/// Whose host a name stands for.
fn host_of(hole: &Hole) -> Host {
    if !matches!(hole.source, Source::Environment | Source::Elsewhere | Source::Property(_)) {
        return Host::Unknown;
    }
    match catalog().names.owner_of(&Name::of(&hole.name)) {
        // a file of this application names HighLevel: the second sign that a weak name needs
        Owner::HighLevel | Owner::Weak => Host::HighLevel(Api::V2),
        Owner::Foreign => Host::Other,
        Owner::Neutral | Owner::Unknown => Host::Unknown,
    }
}
