//! Masks what came from outside and is no excerpt: names of files and folders, addresses, and what quotes them.
//!
//! Texts of files are masked where they are cut; a name can hold a credential, too. What leaves the library has been through here.

use crate::detect::Detector;
use crate::fact::{Evidence, VersionSent};
use crate::finding::Finding;
use crate::migration::Checklist;
use crate::report::Report;
use crate::triage::Accepted;

/// `text` with every credential in it masked: file names and arguments can hold one, too.
pub fn masked(text: &str) -> String {
    Detector::embedded().masked(text)
}

/// Masks what came from outside and is no excerpt: names of files and folders.
pub(crate) fn report(report: &mut Report) {
    let mask = |text: &mut String| *text = masked(text);
    for finding in &mut report.findings {
        mask(&mut finding.path);
        mask(&mut finding.integration);
        // it may name a folder
        mask(&mut finding.message);
        for related in &mut finding.related {
            mask(&mut related.path);
            mask(&mut related.message);
        }
        finding.commit.iter_mut().filter_map(|commit| commit.author.as_mut()).for_each(mask);
    }
    report.problems.iter_mut().for_each(|problem| mask(&mut problem.path));
    report.skipped.iter_mut().for_each(|skipped| mask(&mut skipped.path));
    report.migration.iter_mut().for_each(checklist);
    for table in &mut report.scopes {
        mask(&mut table.root);
        table.places.iter_mut().chain(&mut table.wanted).for_each(mask);
        table.rows.iter_mut().for_each(|row| [&mut row.scope, &mut row.because].into_iter().for_each(mask));
    }
}

/// The same for a list of what is left of v1.
pub(crate) fn checklist(list: &mut Checklist) {
    list.for_each_name(&mut |text| *text = masked(text));
}

/// The same for findings, and for what was accepted of them, beside evidence that was masked.
pub(crate) fn findings(reported: &mut [Finding], accepted: &mut [Accepted]) {
    for finding in reported.iter_mut().chain(accepted.iter_mut().map(|accepted| &mut accepted.finding)) {
        finding.path = masked(&finding.path);
        finding.integration = masked(&finding.integration);
    }
}

/// The same for evidence, addresses that code calls included.
pub(crate) fn evidence(evidence: &mut Evidence) {
    let mask = |text: &mut String| *text = masked(text);
    for file in &mut evidence.files {
        mask(&mut file.path);
        mask(&mut file.integration);
        mask(&mut file.application);
        let declared = file.declarations.iter_mut().flat_map(|declaration| &mut declaration.scopes);
        let granted = file.grants.iter_mut().flat_map(|grant| &mut grant.scopes);
        declared.chain(granted).for_each(|scope| mask(&mut scope.name));
        file.surroundings.environment.iter_mut().for_each(|named| mask(&mut named.name));
    }
    for used in &mut evidence.uses {
        mask(&mut used.path);
        mask(&mut used.integration);
        mask(&mut used.application);
        mask(&mut used.address);
        used.sent.at.iter_mut().for_each(|at| mask(&mut at.path));
        if let VersionSent::Constant(said) = &mut used.sent.version {
            said.iter_mut().for_each(mask);
        }
    }
    evidence.walked.iter_mut().for_each(mask);
    evidence.named_roots = evidence.named_roots.iter().map(|root| masked(root)).collect();
}
