//! A secret in the names of what is read: files, folders, packages, links, and everything that git names.

use super::Watch;
use super::commands::{in_every_format, names};
use super::secrets::Secrets;
use crate::tree::Tree;
use std::fs;

#[test]
fn no_name_shows_a_secret() {
    let (texts, secrets) = Secrets::minted("in a name");
    let secret = &texts[0];
    let tree = Tree::new();
    let scopes = "export const GHL_SCOPES = ['contacts.readonly', 'users.write'].join(' ');";
    let call = |path: &str| format!("fetch(`https://services.leadconnectorhq.com/{path}`, {{}});\n");
    let v1 = "requests.get('https://rest.gohighlevel.com/v1/contacts/')\n";
    tree.write(&format!("{secret}/package.json"), format!("{{\"name\": \"{secret}\", \"version\": \"{secret}\"}}"))
        .write(&format!("{secret}/a.ts"), format!("k = '{secret}'"))
        .write(&format!("{secret}/b.ts"), [call("contacts/1"), call(&format!("contacts/{secret}/odd"))].concat())
        .write(&format!("{secret}/c.ts"), format!("{scopes}\n{}", call("contacts/${id}")))
        .write(&format!("{secret}/d.py"), v1)
        .write(&format!("{secret}/.env.{secret}"), format!("GHL_TOKEN={}\n", texts[1]))
        .write(&format!("{secret}.bin"), [0xff, 0, 1])
        .write(".gitignore", format!("ignored-{secret}\n"))
        .write(&format!("ignored-{secret}"), "x")
        .write("b.ts", "k = 1");
    #[cfg(unix)]
    std::os::unix::fs::symlink(secret, tree.path().join(format!("link-{secret}"))).expect("a link");
    tree.track_all();
    let watch = Watch::new(&tree, &secrets);
    for name in names() {
        for run in in_every_format(std::slice::from_ref(&name)) {
            watch.run(&run);
        }
    }
    for arguments in [
        &["check", "--list-skipped", "--all-files", "."] as &[&str],
        &["check", "--staged", "--list-skipped"],
        &["scopes", "--write"],
        &["scopes", "--write"],
        &["init", "--yes"],
    ] {
        watch.run(arguments);
    }
    // folders that cannot be read, and manifests that cannot be written
    fs::remove_file(tree.path().join(secret).join("package.json")).expect("written above");
    fs::create_dir(tree.path().join(secret).join("package.json")).expect("a folder");
    for arguments in [&["check"] as &[&str], &["scopes"], &["scopes", "--write"], &["baseline"]] {
        watch.run(arguments);
    }
}

#[test]
fn nothing_of_git_shows_a_secret() {
    let (texts, secrets) = Secrets::minted("in git");
    let secret = &texts[0];
    let tree = Tree::new();
    tree.write("a.ts", format!("k = '{secret}'")).track_all();
    tree.git(&[
        "-c",
        &format!("user.name={secret}"),
        "-c",
        &format!("user.email={secret}@x"),
        "commit",
        "-q",
        "-m",
        secret,
    ]);
    tree.git(&["checkout", "-q", "-b", secret]);
    tree.git(&["tag", &format!("t-{secret}")]);
    tree.git(&["remote", "add", "origin", &format!("https://x:{secret}@example.invalid/{secret}.git")]);
    let watch = Watch::new(&tree, &secrets);
    let all = |what: &str| {
        for run in [
            &["check"] as &[&str],
            &["check", "--staged"],
            &["check", "--since", secret],
            &["history"],
            &["history", "--unreachable"],
            &["scopes"],
            &["init"],
        ] {
            let output = watch.run(run);
            assert!(output.status.code().is_some(), "{what}: {run:?}");
        }
    };
    all("sound");
    let git = tree.path().join(".git");
    let config = fs::read_to_string(git.join("config")).expect("a config");
    for broken in [
        format!("{config}\n[{secret}\n"),
        format!("{config}\n{secret}\n"),
        format!("{config}\n[core]\n\thooksPath = {secret}\n\texcludesFile = {secret}\n"),
        format!("{config}\n[core]\n\trepositoryformatversion = {secret}\n"),
        format!("{config}\n[extensions]\n\tobjectFormat = {secret}\n"),
        format!("{config}\n[include]\n\tpath = {secret}\n"),
    ] {
        fs::write(git.join("config"), broken).expect("written");
        all("config");
    }
    fs::write(git.join("config"), config).expect("written");
    let head = fs::read(git.join("HEAD")).expect("a head");
    for (name, text) in [
        ("HEAD", format!("ref: refs/heads/{secret}-absent\n")),
        ("HEAD", secret.clone()),
        ("packed-refs", format!("{secret} refs/heads/{secret}\n")),
        ("objects/info/alternates", format!("/absent/{secret}\n")),
        ("shallow", secret.clone()),
        ("info/exclude", format!("{secret}\n")),
        ("MERGE_HEAD", secret.clone()),
        ("index", format!("DIRC{secret}")),
        ("refs/heads/broken", secret.clone()),
    ] {
        fs::write(git.join(name), text).expect("written");
        all(name);
        if name == "HEAD" { fs::write(git.join(name), &head) } else { fs::remove_file(git.join(name)) }
            .expect("undone");
    }
    fs::rename(&git, tree.path().join("elsewhere")).expect("moved");
    fs::write(&git, format!("gitdir: {secret}\n")).expect("written");
    all("a file in the place of the folder");
}
