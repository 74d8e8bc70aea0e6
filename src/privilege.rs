//! Least privilege: what each integration declares, held against what it uses.
//!
//! In: the evidence of a run. Out: for each integration the scopes needed and why, those that nothing needs, and those that
//! are missing. People take scopes out because of what is said here, so whatever could need a scope keeps it: a call whose
//! path or method is not known, an undocumented path of the same area, an event.

use crate::catalog::endpoint::{Certainty as Sureness, Endpoint};
use crate::catalog::legacy::Move;
use crate::catalog::method::Method;
use crate::catalog::names::Name;
use crate::catalog::platform::platform;
use crate::catalog::scopes::Scope;
use crate::fact::{
    Certainty, DeclarationForm, EndpointUsed, EventNamed, Evidence, FileFacts, ScopeDeclaration, Standing, Used,
};
use std::collections::{BTreeMap, BTreeSet};

/// Why a scope is needed.
#[derive(Debug, Clone, Copy)]
pub enum Reason<'e> {
    /// A call.
    Call(&'e EndpointUsed, &'static Endpoint),
    /// A webhook event.
    Event(&'e FileFacts, &'e EventNamed),
}

impl<'e> Reason<'e> {
    /// Display path of its file.
    pub fn path(&self) -> &'e str {
        match self {
            Self::Call(used, _) => &used.path,
            Self::Event(file, _) => &file.path,
        }
    }

    /// Where in the file.
    pub fn site(&self) -> &crate::excerpt::Site {
        match self {
            Self::Call(used, _) => &used.site,
            Self::Event(_, event) => &event.site,
        }
    }
}

/// What is to be said of a declared scope.
#[derive(Debug, Clone)]
pub enum Verdict<'e> {
    /// Something needs it.
    Needed,
    /// Nothing needs it.
    Unused,
    /// Nothing writes, but something reads what this scope may write: this scope would do.
    ReadOnly(&'static Scope),
    /// Nothing needs it, and somebody keeps it all the same.
    Kept {
        /// Why.
        reason: String,
        /// What would do here.
        also: Option<&'static Scope>,
    },
    /// Something might need it.
    Open(Vec<Block<'e>>),
    /// It is no scope that is known.
    Unknown,
}

/// What keeps a verdict from being said.
#[derive(Debug, Clone, Copy)]
pub enum Block<'e> {
    /// A call that could be one that needs the scope.
    Possible(&'e EndpointUsed),
    /// A call of a path in the scope's area that no documentation has.
    Undocumented(&'e EndpointUsed),
    /// A call of the v1 API whose replacement needs the scope.
    Legacy(&'e EndpointUsed),
    /// A call whose path is not known.
    Unresolved(&'e EndpointUsed),
    /// An event that may need the scope.
    Event(&'e FileFacts, &'e EventNamed),
    /// Webhooks are taken, and which is not said.
    AnyEvent(&'e FileFacts),
    /// Not all of the integration was looked at, or none of its calls is known.
    OutOfSight,
}

/// A scope that a call needs and that is not declared, or not wherever it should be.
#[derive(Debug, Clone)]
pub struct Missing<'e> {
    /// The scope.
    pub scope: &'static Scope,
    /// The calls, by place.
    pub calls: Vec<(&'e EndpointUsed, &'static Endpoint)>,
    /// Where it should be declared.
    pub lacking: Lacking,
}

/// Which declarations of an integration lack a scope. The scope manifest records what the others ask for; where there are both,
/// what one of them holds does not make up for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// All of them.
    All,
    /// The scope manifest.
    Manifest,
    /// All but the scope manifest.
    Others,
}

impl Lacking {
    /// Whether it speaks of `declaration`.
    pub fn includes(self, declaration: &ScopeDeclaration) -> bool {
        match self {
            Self::All => true,
            Self::Manifest => is_manifest(declaration),
            Self::Others => !is_manifest(declaration),
        }
    }
}

fn is_manifest(declaration: &ScopeDeclaration) -> bool {
    declaration.form == DeclarationForm::ScopeManifest
}

/// One integration.
#[derive(Debug)]
pub struct Privilege<'e> {
    /// Its root.
    pub root: &'e str,
    /// Its own declarations, by place.
    pub declarations: Vec<(&'e FileFacts, &'e ScopeDeclaration)>,
    /// Scopes needed, and why.
    pub needed: BTreeMap<&'static str, Vec<Reason<'e>>>,
    /// Scopes that some call may need besides.
    pub possible: BTreeMap<&'static str, Vec<Reason<'e>>>,
    /// What is to be said of each declared name.
    pub verdicts: BTreeMap<&'e str, Verdict<'e>>,
    /// Scopes that calls need and nothing declares.
    pub missing: Vec<Missing<'e>>,
    /// Calls whose path is not known.
    pub unresolved: Vec<&'e EndpointUsed>,
    /// The folder of all that belongs together with it.
    pub application: &'e str,
    view: View<'e>,
}

impl Privilege<'_> {
    /// The declared names that nothing needs.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        let is_unused = |verdict: &Verdict<'_>| matches!(verdict, Verdict::Unused | Verdict::ReadOnly(_));
        self.verdicts.iter().filter(move |(_, verdict)| is_unused(verdict)).map(|(name, _)| *name)
    }

    /// Those of `names` that nothing in the integration needs.
    pub fn unneeded<'n>(&self, names: impl Iterator<Item = &'n str>) -> BTreeSet<&'n str> {
        let is_unneeded =
            |name: &&str| matches!(verdict(&self.view, &self.needed, name), Verdict::Unused | Verdict::ReadOnly(_));
        names.filter(is_unneeded).collect()
    }

    /// Whether all that may need a scope was seen, and some of it is certain to be HighLevel's.
    pub fn is_in_sight(&self) -> bool {
        self.view.is_in_sight
    }

    /// Whether what is needed is all that can be: no scope is left that something might need.
    pub fn is_settled(&self) -> bool {
        let is_open = |scope: &Scope| matches!(verdict(&self.view, &self.needed, scope.name), Verdict::Open(_));
        !platform().scopes.all().iter().any(is_open)
    }

    /// What to ask for: the declared scopes without those that nothing needs, and the missing ones.
    pub fn wanted(&self) -> Vec<&str> {
        let mut wanted: BTreeSet<&str> = BTreeSet::new();
        for (name, verdict) in &self.verdicts {
            match verdict {
                Verdict::Needed | Verdict::Open(_) => wanted.insert(name),
                Verdict::Kept { also, .. } => {
                    wanted.extend(also.map(|scope| scope.name));
                    wanted.insert(name)
                }
                Verdict::ReadOnly(instead) => wanted.insert(instead.name),
                Verdict::Unused | Verdict::Unknown => false,
            };
        }
        wanted.extend(self.missing.iter().map(|missing| missing.scope.name));
        if self.verdicts.is_empty() {
            let is_requestable = |name: &&&str| platform().scopes.get(name).is_some_and(|scope| scope.is_requestable);
            wanted.extend(self.needed.keys().filter(is_requestable));
        }
        wanted.into_iter().collect()
    }
}

/// Weighs every integration that declares scopes or uses the API, by root.
pub fn weigh(evidence: &Evidence) -> Vec<Privilege<'_>> {
    weigh_with(evidence, &BTreeSet::new())
}

/// Weighs as if each of `roots` declared scopes, though it may declare none.
pub fn weigh_with<'e>(evidence: &'e Evidence, roots: &BTreeSet<&'e str>) -> Vec<Privilege<'e>> {
    let mut declared: BTreeMap<&str, Vec<(&FileFacts, &ScopeDeclaration)>> =
        roots.iter().map(|root| (*root, Vec::new())).collect();
    for file in &evidence.files {
        for declaration in file.declarations.iter().filter(|declaration| is_own(declaration)) {
            declared.entry(&file.integration).or_default().push((file, declaration));
        }
    }
    // what the config names is an integration by itself, whatever it declares
    for root in &evidence.named_roots {
        declared.entry(root).or_default();
    }
    let mut roots: BTreeSet<&str> = declared.keys().copied().collect();
    // a part without scopes of its own belongs to the declaring part around it, if there is one
    let is_alone = |integration: &str| around(integration, &declared).is_none();
    roots.extend(evidence.uses.iter().map(|used| &*used.integration).filter(|root| is_alone(root)));
    let is_something = |privilege: &Privilege<'_>| {
        let has_calls = !privilege.needed.is_empty() || !privilege.possible.is_empty();
        !privilege.declarations.is_empty() || has_calls || !privilege.unresolved.is_empty()
    };
    roots.into_iter().map(|root| weigh_one(evidence, root, &declared)).filter(is_something).collect()
}

fn is_own(declaration: &ScopeDeclaration) -> bool {
    declaration.standing == Standing::Own && declaration.form != DeclarationForm::N8nCredential
}

/// The nearest root around `integration`, itself included, that declares scopes or that the config names.
fn around<'d, T>(integration: &str, declared: &BTreeMap<&'d str, T>) -> Option<&'d str> {
    let is_around = |root: &str| {
        root == "." || root == integration || integration.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'))
    };
    declared.keys().copied().filter(|root| is_around(root)).max_by_key(|root| root.len())
}

fn weigh_one<'e>(
    evidence: &'e Evidence,
    root: &'e str,
    declared: &BTreeMap<&'e str, Vec<(&'e FileFacts, &'e ScopeDeclaration)>>,
) -> Privilege<'e> {
    let declarations = declared.get(root).cloned().unwrap_or_default();
    let application = evidence
        .files
        .iter()
        .find(|file| file.integration == root)
        .map(|file| &*file.application)
        .or_else(|| evidence.uses.iter().find(|used| used.integration == root).map(|used| &*used.application));
    let is_inside =
        |integration: &str| around(integration, declared).map_or(integration == root, |nearest| nearest == root);
    // code that several integrations share has no scopes of its own: whoever declares some may be the one that runs it
    let may_be_run = |integration: &str, its_application: &str| {
        is_inside(integration) || application == Some(its_application) && around(integration, declared).is_none()
    };
    let uses: Vec<&EndpointUsed> =
        evidence.uses.iter().filter(|used| may_be_run(&used.integration, &used.application)).collect();
    let files: Vec<&FileFacts> =
        evidence.files.iter().filter(|file| may_be_run(&file.integration, &file.application)).collect();
    let (needed, possible) = needs(&uses, &files);
    let names = declarations.iter().flat_map(|(_, declaration)| &declaration.scopes).map(|scope| &*scope.name);
    let is_in_sight = evidence.walks(root)
        && uses.iter().any(|used| used.certainty == Certainty::Confirmed)
        && !files.iter().any(|file| file.out_of_sight);
    let view = View { uses, files, is_in_sight };
    let verdicts: BTreeMap<&str, Verdict<'_>> =
        names.collect::<BTreeSet<&str>>().into_iter().map(|name| (name, verdict(&view, &needed, name))).collect();
    let own: Vec<&EndpointUsed> = view.uses.iter().copied().filter(|used| is_inside(&used.integration)).collect();
    // a list of names that are mostly no scopes says nothing of what is asked for
    let n_unknown = verdicts.values().filter(|verdict| matches!(verdict, Verdict::Unknown)).count();
    // nor does no list at all; an empty manifest does
    let is_readable = 2 * n_unknown < verdicts.len() || verdicts.is_empty() && !declarations.is_empty();
    let missing = if is_readable { missing(&own, &declarations) } else { Vec::new() };
    let is_unresolved = |used: &&&EndpointUsed| matches!(used.used, Used::Unresolved);
    let unresolved = view.uses.iter().filter(is_unresolved).copied().collect();
    Privilege {
        root,
        declarations,
        needed,
        possible,
        verdicts,
        missing,
        unresolved,
        application: application.unwrap_or(root),
        view,
    }
}

/// What is seen of an integration.
#[derive(Debug)]
struct View<'e> {
    uses: Vec<&'e EndpointUsed>,
    files: Vec<&'e FileFacts>,
    is_in_sight: bool,
}

/// What is to be said of the scope called `name`.
fn verdict<'e>(view: &View<'e>, needed: &Reasons<'e>, name: &str) -> Verdict<'e> {
    let Some(scope) = platform().scopes.get(name).filter(|scope| scope.is_requestable) else {
        return Verdict::Unknown;
    };
    if needed.contains_key(scope.name) {
        return Verdict::Needed;
    }
    let mut blocks = blocks(scope, &view.uses, &view.files);
    if !view.is_in_sight {
        blocks.push(Block::OutOfSight);
    }
    match readonly_of(scope).filter(|readonly| needed.contains_key(readonly.name)) {
        _ if !blocks.is_empty() => Verdict::Open(blocks),
        Some(readonly) => Verdict::ReadOnly(readonly),
        None => Verdict::Unused,
    }
}

type Reasons<'e> = BTreeMap<&'static str, Vec<Reason<'e>>>;

/// The scopes that `uses` and the events of `files` need, and those that they may need besides.
fn needs<'e>(uses: &[&'e EndpointUsed], files: &[&'e FileFacts]) -> (Reasons<'e>, Reasons<'e>) {
    let (mut needed, mut possible) = (Reasons::new(), Reasons::new());
    for used in uses {
        let Used::Endpoints { meant, .. } = &used.used else { continue };
        let is_one = meant.iter().all(|endpoint| endpoint.scopes == meant[0].scopes);
        let is_called = Certainty::Mentioned < used.certainty;
        let of = if is_called && (is_one || used.method.is_some()) { &mut needed } else { &mut possible };
        for endpoint in meant {
            for scope in &endpoint.scopes {
                of.entry(*scope).or_default().push(Reason::Call(used, endpoint));
            }
        }
    }
    for file in files {
        for event in &file.events {
            let Some(known) = platform().events.get(event.event) else { continue };
            for scope in &known.documented {
                needed.entry(*scope).or_default().push(Reason::Event(file, event));
            }
            for scope in &known.assumed {
                possible.entry(*scope).or_default().push(Reason::Event(file, event));
            }
        }
    }
    (needed, possible)
}

/// Whatever might need `scope` without saying so.
fn blocks<'e>(scope: &Scope, uses: &[&'e EndpointUsed], files: &[&'e FileFacts]) -> Vec<Block<'e>> {
    let mut found = Vec::new();
    for used in uses {
        match &used.used {
            Used::Endpoints { possible, meant } => {
                let may_need = |endpoint: &&&Endpoint| endpoint.candidates().any(|name| name == scope.name);
                if possible.iter().chain(meant).any(|endpoint| may_need(&endpoint)) {
                    found.push(Block::Possible(used));
                }
            }
            Used::Legacy(moves) => {
                if moves.iter().any(|a_move| replacement_needs(a_move, scope))
                    || moves.is_empty() && may_need(scope, used)
                {
                    found.push(Block::Legacy(used));
                }
            }
            Used::Undocumented if may_need(scope, used) => found.push(Block::Undocumented(used)),
            Used::Undocumented => {}
            Used::Unresolved if suits(scope, used.method) => found.push(Block::Unresolved(used)),
            Used::Unresolved => {}
        }
    }
    let events = &platform().events;
    // what is sent to an app it may read; a scope that writes comes with an event only where a page says so
    let is_for_events = events.all().iter().any(|event| {
        event.documented.contains(&scope.name) || !scope.is_write() && event.assumed.contains(&scope.name)
    });
    // who takes webhooks and names some takes those
    let names_none = files.iter().all(|file| file.events.is_empty());
    for file in files.iter().filter(|_| is_for_events) {
        for event in &file.events {
            if events.get(event.event).is_some_and(|event| event.candidates().any(|name| name == scope.name)) {
                found.push(Block::Event(file, event));
            }
        }
        if file.takes_webhooks && names_none {
            found.push(Block::AnyEvent(file));
        }
    }
    found
}

/// Whether a call of an undocumented path may need `scope`: the method allows it, the path has the words of its area, and it
/// begins as a documented path that needs the scope, or has the words of the area around that, too. `saas/location.write`
/// has nothing to do with `/locations/{id}/something`.
///
/// No documented GET needs a scope that writes, and no PUT, PATCH or DELETE one that reads.
fn may_need(scope: &Scope, used: &EndpointUsed) -> bool {
    let area = scope.name.rsplit_once('.').map_or(scope.name, |(area, _)| area);
    let path = used.address.split(['?', '#']).next().unwrap_or_default();
    let words = stems(path);
    let has_words = |area: &str| stems(area).iter().all(|word| words.contains(word));
    let first = |path: &str| path.trim_start_matches('/').split('/').next().map(str::to_owned);
    let needs_it = |endpoint: &&Endpoint| endpoint.candidates().any(|name| name == scope.name);
    let begins_alike =
        || platform().endpoints.all().iter().filter(needs_it).any(|endpoint| first(endpoint.path) == first(path));
    by_method(scope, used.method)
        && has_words(area.rsplit('/').next().unwrap_or(area))
        && (has_words(area) || begins_alike())
}

/// Whether a call of any path with `method` may need `scope`: as methods go, or because one that is documented does.
fn suits(scope: &Scope, method: Option<Method>) -> bool {
    let needs_it = |endpoint: &Endpoint| endpoint.candidates().any(|name| name == scope.name);
    by_method(scope, method)
        || platform().endpoints.all().iter().any(|endpoint| Some(endpoint.method) == method && needs_it(endpoint))
}

/// Whether a scope goes with a method: what reads needs no scope to write.
fn by_method(scope: &Scope, method: Option<Method>) -> bool {
    match method {
        Some(Method::Get) => !scope.is_write(),
        Some(Method::Put | Method::Patch | Method::Delete) => scope.is_write(),
        Some(Method::Post) | None => true,
    }
}

/// Whether what replaces a call of v1 needs `scope`.
fn replacement_needs(a_move: &Move, scope: &Scope) -> bool {
    let endpoint = a_move.endpoint(&platform().endpoints);
    endpoint.is_some_and(|endpoint| endpoint.candidates().any(|name| name == scope.name))
}

/// The words of `text`, in the singular.
fn stems(text: &str) -> Vec<String> {
    Name::of(text).words().iter().map(|word| word.trim_end_matches('s').to_owned()).collect()
}

/// The scope that only reads what `scope` may write.
fn readonly_of(scope: &Scope) -> Option<&'static Scope> {
    let area = scope.name.strip_suffix(".write")?;
    platform().scopes.get(&format!("{area}.readonly"))
}

/// Calls of which it is certain that they need a scope which is not declared.
fn missing<'e>(uses: &[&'e EndpointUsed], declarations: &[(&FileFacts, &ScopeDeclaration)]) -> Vec<Missing<'e>> {
    let mut found: BTreeMap<&str, Missing<'e>> = BTreeMap::new();
    for used in uses.iter().filter(|used| used.certainty == Certainty::Confirmed && used.method.is_some()) {
        let Used::Endpoints { meant, .. } = &used.used else { continue };
        let [endpoint] = meant.as_slice() else { continue };
        let is_certain = endpoint.certainty() == Sureness::Documented && endpoint.also.is_empty();
        for name in endpoint.scopes.iter().filter(|_| is_certain) {
            let Some(scope) = platform().scopes.get(name).filter(|scope| scope.is_requestable) else { continue };
            let Some(lacking) = lacking(scope, declarations) else { continue };
            let missing = found.entry(name).or_insert_with(|| Missing { scope, calls: Vec::new(), lacking });
            missing.calls.push((used, endpoint));
        }
    }
    found.into_values().collect()
}

/// Which of `declarations` lack `scope`; `None` where nothing does.
fn lacking(scope: &Scope, declarations: &[(&FileFacts, &ScopeDeclaration)]) -> Option<Lacking> {
    let (mut manifests, mut others) = (Vec::new(), Vec::new());
    for (_, declaration) in declarations {
        let holds = declaration.scopes.iter().any(|declared| scope.spellings().any(|name| name == declared.name));
        if is_manifest(declaration) { manifests.push(holds) } else { others.push(holds) }
    }
    let lacks = |side: &[bool]| !side.is_empty() && !side.contains(&true);
    match (lacks(&manifests), lacks(&others)) {
        (true, false) if !others.is_empty() => Some(Lacking::Manifest),
        (false, true) if !manifests.is_empty() => Some(Lacking::Others),
        (false, false) if !declarations.is_empty() => None,
        _ => Some(Lacking::All),
    }
}
