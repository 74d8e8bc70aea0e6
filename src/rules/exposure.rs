//! How far a credential's place exposes it, and the words for each degree. All rules about credentials share this judgment.

use super::{Context, Rule};
use crate::calendar::day;
use crate::catalog::{catalog, kind::Kind};
use crate::document::Vcs;
use crate::excerpt::Site;
use crate::fact::{Credential, Evidence, FileFacts, Wrapping};
use crate::finding::{Finding, FoundCredential, Related, RuleMeta, Severity};
use crate::listing::first_of;

/// Who can come to see the file that a credential stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exposure {
    /// Everybody with access to the repository.
    Tracked,
    /// The same as soon as it is committed.
    Staged,
    /// Everybody with a clone, even after the file is gone.
    History,
    /// The same after the next `git add .`.
    Untracked,
    /// The same, and the file is an env file, which should have been ignored.
    UntrackedEnv,
    /// Nobody else: an ignored file in which secrets belong.
    Home,
    /// Nobody else yet: an ignored file made for other things.
    Ignored,
    /// Unknown, since there is no repository; an env file.
    UnversionedEnv,
    /// Unknown, since there is no repository.
    Unversioned,
}

impl Exposure {
    pub(super) fn of(file: &FileFacts) -> Self {
        let places = &catalog().places;
        match file.vcs {
            Vcs::Tracked => Self::Tracked,
            Vcs::Staged => Self::Staged,
            Vcs::History => Self::History,
            Vcs::Untracked if places.is_env_file(&file.path) => Self::UntrackedEnv,
            Vcs::Untracked => Self::Untracked,
            Vcs::Ignored if places.is_secret_home(&file.path) => Self::Home,
            Vcs::Ignored => Self::Ignored,
            Vcs::None if places.is_env_file(&file.path) => Self::UnversionedEnv,
            Vcs::None => Self::Unversioned,
        }
    }

    /// What a credential weighs here; `None` where it may stay, or where another rule speaks of the file as a whole.
    pub(super) fn severity(self, usual: Severity, is_retired: bool) -> Option<Severity> {
        let at_most = |most: Severity| Some(usual.min(most));
        match self {
            Self::Tracked | Self::Staged | Self::History | Self::Untracked | Self::Unversioned => Some(usual),
            Self::UntrackedEnv | Self::Home | Self::Ignored | Self::UnversionedEnv if is_retired => {
                at_most(Severity::Warning)
            }
            Self::UntrackedEnv | Self::Home => None,
            Self::Ignored | Self::UnversionedEnv => at_most(Severity::Note),
        }
    }

    /// Where it stands, to end a message.
    pub(super) fn place(self) -> &'static str {
        match self {
            Self::Tracked => "in a tracked file",
            Self::Staged => "in what is staged",
            Self::History => "in the history",
            Self::Untracked => "in a file that git would add",
            Self::UntrackedEnv => "in an env file that git would add",
            Self::Home => "in an ignored file, where secrets belong",
            Self::Ignored => "in an ignored file",
            Self::UnversionedEnv => "in an env file outside of version control",
            Self::Unversioned => "in a file",
        }
    }

    fn why(self, is_retired: bool) -> &'static str {
        match self {
            _ if is_retired && matches!(self, Self::Home | Self::UnversionedEnv | Self::UntrackedEnv) => {
                "v1 is out of support since 2025-12-31, and its keys know neither scopes nor an end"
            }
            Self::Tracked => {
                "git keeps it for everyone with access, now and later; taking the line out does not take it back"
            }
            Self::Staged => "once it is committed, git keeps it for everyone with access, now and later",
            Self::History => "every clone carries it, whatever the newest commit holds",
            Self::Untracked | Self::UntrackedEnv => "the next `git add .` commits it, and git does not forget",
            Self::Home | Self::Ignored => "git does not share the file, but copies, backups and archives do",
            Self::UnversionedEnv => {
                "an env file is the place for it, as long as no repository and no archive takes the file in"
            }
            Self::Unversioned => "whoever gets a copy of this file has it",
        }
    }

    fn help(self, kind: &Kind) -> String {
        let (revoke, instead) = (&kind.revoke, &kind.instead);
        match self {
            _ if !kind.secret => format!("{revoke}; {instead}"),
            Self::Tracked | Self::Unversioned | Self::Ignored => format!("{revoke}; then {instead}"),
            Self::History => format!("{revoke}; rewriting the history does not reach the clones"),
            Self::Staged | Self::Untracked => {
                format!("move it out before you commit: {instead}; if it was ever pushed, {revoke}")
            }
            Self::Home | Self::UnversionedEnv | Self::UntrackedEnv if kind.retired => {
                format!("{revoke}; then {instead}")
            }
            Self::Home | Self::UnversionedEnv | Self::UntrackedEnv => {
                "see that git ignores this file wherever it is copied to".to_owned()
            }
        }
    }
}

/// A rule that reports every credential whose kind names it.
#[derive(Debug)]
pub struct CredentialRule(pub(super) RuleMeta);

impl Rule for CredentialRule {
    fn meta(&self) -> &RuleMeta {
        &self.0
    }

    fn check(&self, context: &Context<'_>, evidence: &Evidence, findings: &mut Vec<Finding>) {
        for file in &evidence.files {
            let exposure = Exposure::of(file);
            for credential in file.credentials.iter().filter(|credential| credential.kind.rule == self.0.id) {
                let Some(severity) = exposure.severity(self.0.severity, credential.kind.retired) else { continue };
                let severity =
                    if has_expired(context, credential) { severity.min(Severity::Warning) } else { severity };
                findings.push(finding(&self.0, context, file, credential, exposure, severity));
            }
        }
    }
}

fn finding(
    meta: &RuleMeta,
    context: &Context<'_>,
    file: &FileFacts,
    credential: &Credential,
    exposure: Exposure,
    severity: Severity,
) -> Finding {
    let kind = credential.kind;
    let wrapped = if credential.wrapping == Wrapping::Base64 { " in base64" } else { "" };
    let joined = if credential.pieces.is_empty() { "" } else { ", put together from pieces," };
    let about = describe(context, credential);
    Finding {
        rule: meta.id,
        severity,
        confidence: credential.confidence,
        message: format!("{}{wrapped}{joined} {}{about}", kind.name, exposure.place()),
        path: file.path.clone(),
        site: credential.site.clone(),
        label: format!("grants {}", kind.grants),
        vcs: file.vcs,
        integration: file.integration.clone(),
        why: kind.why.clone().unwrap_or_else(|| exposure.why(kind.retired).to_owned()),
        help: exposure.help(kind),
        related: pieces(file, credential),
        credential: kind.secret.then(|| FoundCredential { kind: &kind.id, secret: credential.secret.clone() }),
        scope: None,
        commit: None,
        endpoint: None,
        identity: credential.secret.digest().to_owned(),
    }
}

/// The other places from which the code puts the credential together.
fn pieces(file: &FileFacts, credential: &Credential) -> Vec<Related> {
    let related = |site: &Site| Related {
        message: "another piece of it".to_owned(),
        path: file.path.clone(),
        site: site.clone(),
    };
    credential.pieces.iter().map(related).collect()
}

fn has_expired(context: &Context<'_>, credential: &Credential) -> bool {
    credential.details.expires.is_some_and(|expires| expires < context.now)
}

/// What the credential says of itself, to follow a message.
fn describe(context: &Context<'_>, credential: &Credential) -> String {
    let details = &credential.details;
    let class = details.class.as_deref().map(|class| {
        if class == "Company" {
            "agency"
        } else if class == "User" {
            "user"
        } else {
            "sub-account"
        }
    });
    let parts = [
        details.name.as_ref().map(|name| format!("called `{name}`")),
        details.account.as_ref().map(|account| format!("{} {account}", class.unwrap_or("account"))),
        details.app.as_ref().map(|app| format!("app {app}")),
        some_scopes(&details.scopes),
        details.issued.map(|issued| format!("issued {}", day(issued))),
        details.expires.map(|expires| {
            format!("{} {}", if expires < context.now { "expired" } else { "good until" }, day(expires))
        }),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn some_scopes(scopes: &[String]) -> Option<String> {
    const SHOWN: usize = 4;
    match scopes {
        [] => None,
        [only] => Some(format!("scope {only}")),
        _ if scopes.len() <= SHOWN => Some(format!("scopes {}", scopes.join(" "))),
        _ => Some(format!("{} scopes: {}", scopes.len(), first_of(scopes, SHOWN, " "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_decides() {
        let table = [
            (Exposure::Tracked, Some(Severity::Error), Some(Severity::Error)),
            (Exposure::Staged, Some(Severity::Error), Some(Severity::Error)),
            (Exposure::History, Some(Severity::Error), Some(Severity::Error)),
            (Exposure::Untracked, Some(Severity::Error), Some(Severity::Error)),
            (Exposure::UntrackedEnv, None, Some(Severity::Warning)),
            (Exposure::Home, None, Some(Severity::Warning)),
            (Exposure::Ignored, Some(Severity::Note), Some(Severity::Warning)),
            (Exposure::UnversionedEnv, Some(Severity::Note), Some(Severity::Warning)),
            (Exposure::Unversioned, Some(Severity::Error), Some(Severity::Error)),
        ];
        for (exposure, usual, retired) in table {
            assert_eq!(exposure.severity(Severity::Error, false), usual, "{exposure:?}");
            assert_eq!(exposure.severity(Severity::Error, true), retired, "{exposure:?} retired");
        }
    }

    #[test]
    fn history_says_rotate_and_never_delete_the_line() {
        for kind in catalog().kinds.iter().filter(|kind| kind.secret) {
            let help = Exposure::History.help(kind);
            assert!(help.starts_with(&kind.revoke) && !help.contains(&kind.instead), "{help}");
        }
    }
}
