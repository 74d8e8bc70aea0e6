//! Repositories whose files lie: a corrupt index, objects that are not what they say, sizes that nobody has.

use super::bounds::{run, scaled};
use crate::mint;
use crate::tree::Tree;
use std::fs;
use std::path::PathBuf;

/// A repository with a commit, and another file staged, which holds a token.
fn repository() -> Tree {
    let tree = Tree::new();
    for n in 0..12 {
        tree.write(&format!("src/{n}.ts"), format!("export const n = {n}\n"));
    }
    tree.track_all();
    tree.git(&["commit", "-q", "-m", "one"]);
    tree.write("src/3.ts", format!("export const n = '{}'\n", mint::pit("staged")));
    tree.git(&["add", "-A"]);
    tree
}

fn object(tree: &Tree, id: &str) -> PathBuf {
    let id = id.trim();
    tree.path().join(".git/objects").join(&id[..2]).join(&id[2..])
}

fn replace(path: &PathBuf, bytes: &[u8]) {
    let _ = fs::remove_file(path);
    fs::write(path, bytes).expect("written");
}

#[test]
fn an_index_that_is_cut_or_flipped_is_never_clean() {
    let tree = repository();
    let index = tree.path().join(".git/index");
    let good = fs::read(&index).expect("an index");
    assert_eq!(run(&tree, &["check", "--staged"]).status, 1);
    for cut in [0, 3, 4, 8, 11, 12, 13, 40, 75, good.len() / 2, good.len() - 21, good.len() - 20, good.len() - 1] {
        replace(&index, &good[..cut]);
        for arguments in [&["check", "--staged"] as &[&str], &["check", "--since", "main"], &["check", "."]] {
            let ran = run(&tree, arguments);
            assert_eq!(ran.status, 2, "cut at {cut}: {arguments:?}: {}", ran.stdout);
        }
    }
    for at in (0..good.len()).step_by(good.len() / 40) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x41;
        replace(&index, &bytes);
        assert_eq!(run(&tree, &["check", "--staged"]).status, 2, "byte {at}");
    }
}

/// An index without a checksum, as `index.skipHash` writes it, must be taken at its word; it can say anything.
#[test]
fn an_index_that_lies_ends_in_time() {
    let tree = repository();
    let index = tree.path().join(".git/index");
    let mut good = fs::read(&index).expect("an index");
    let n = good.len();
    good[n - 20..].fill(0);
    replace(&index, &good);
    assert_eq!(run(&tree, &["check", "--staged"]).status, 1, "it is read without one");
    let step = n / scaled(200).max(50);
    for at in (8..n - 20).step_by(step.max(1)) {
        for change in [0xff, 0x80] {
            let mut bytes = good.clone();
            bytes[at] ^= change;
            replace(&index, &bytes);
            run(&tree, &["check", "--staged"]);
        }
    }
    // four billion entries
    let mut bytes = good.clone();
    bytes[8..12].fill(0xff);
    replace(&index, &bytes);
    assert_eq!(run(&tree, &["check", "--staged"]).status, 2);
}

#[test]
fn a_pack_that_is_flipped_is_never_clean_to_a_hook() {
    let tree = repository();
    tree.git(&["commit", "-q", "-m", "two"]);
    tree.git(&["repack", "-q", "-a", "-d", "-f"]);
    tree.write("src/4.ts", format!("export const n = '{}'\n", mint::pit("later")));
    tree.git(&["add", "-A"]);
    let folder = tree.path().join(".git/objects/pack");
    let packs = fs::read_dir(&folder).expect("packs").map(|entry| entry.expect("an entry").path());
    for path in packs.filter(|path| path.extension().is_some_and(|end| end == "pack" || end == "idx")) {
        let good = fs::read(&path).expect("a file");
        for at in (4..good.len()).step_by(good.len() / 14) {
            let mut bytes = good.clone();
            bytes[at] ^= 0x55;
            replace(&path, &bytes);
            for arguments in [&["check", "--staged"] as &[&str], &["check", "--since", "main~1"]] {
                let ran = run(&tree, arguments);
                assert_ne!(ran.status, 0, "{}: byte {at}: {arguments:?}", path.display());
            }
        }
        for cut in [0, 8, good.len() / 2] {
            replace(&path, &good[..cut]);
            for arguments in [&["check", "--staged"] as &[&str], &["check", "--since", "main~1"]] {
                assert_ne!(run(&tree, arguments).status, 0, "{}: cut at {cut}: {arguments:?}", path.display());
            }
        }
        replace(&path, &good);
    }
}

#[test]
fn objects_that_are_not_what_they_say_are_told() {
    let tree = repository();
    let id = |name: &str| tree.git(&["rev-parse", name]);
    let blob = object(&tree, &id(":src/3.ts"));
    let good = fs::read(&blob).expect("an object");
    for bytes in [&b""[..], b"no zlib", &good[..good.len() / 2]] {
        replace(&blob, bytes);
        assert_eq!(run(&tree, &["check", "--staged"]).status, 2);
    }
    replace(&blob, &good);
    // headers that promise what no memory holds: deflated without compression, so that they can be written here
    for kind in ["blob", "tree", "commit"] {
        for size in ["99999999999", "18446744073709551615", "99999999999999999999999", "-1", ""] {
            let text = format!("{kind} {size}\0x");
            let len = u16::try_from(text.len()).expect("short");
            let stored = [&[0x78, 0x01, 0x01][..], &len.to_le_bytes(), &(!len).to_le_bytes(), text.as_bytes()].concat();
            let name = if kind == "blob" {
                ":src/3.ts"
            } else if kind == "tree" {
                "HEAD^{tree}"
            } else {
                "HEAD"
            };
            let path = object(&tree, &id(name));
            let good = fs::read(&path).expect("an object");
            replace(&path, &stored);
            for arguments in [&["check", "--staged"] as &[&str], &["check", "--since", "HEAD"], &["history"]] {
                // what is not committed is no matter of the history, and the work tree has a text of its own
                let is_asked = kind != "blob" || arguments[1..] == ["--staged"];
                let ran = run(&tree, arguments);
                assert!(!is_asked || ran.status == 2, "{kind} {size}: {arguments:?}: {}", ran.stdout);
            }
            replace(&path, &good);
        }
    }
}

/// A hundred megabytes that take a hundred kilobytes in the repository.
#[test]
fn a_bomb_in_the_object_database_is_read_within_bounds() {
    let tree = repository();
    fs::write(tree.path().join("zeros.bin"), vec![0; 100 << 20]).expect("written");
    tree.git(&["add", "-A"]);
    fs::remove_file(tree.path().join("zeros.bin")).expect("written above");
    assert_eq!(run(&tree, &["check", "--staged"]).status, 1);
    tree.git(&["commit", "-q", "-m", "two"]);
    assert_eq!(run(&tree, &["history"]).status, 1);
}
