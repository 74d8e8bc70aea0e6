#!/usr/bin/env bash
# Packs a built binary for a release, with its manual pages and completions: dist/ghl-lint-TARGET.tar.gz and its checksum.
# Usage: ci/pack.sh TARGET, after `cargo build --release --target TARGET`.
set -euo pipefail
cd "$(dirname "$0")/.."

target="$1"
built="${CARGO_TARGET_DIR:-target}/$target/release"
binary=ghl-lint
case "$target" in *-windows-*) binary=ghl-lint.exe ;; esac
archive="ghl-lint-$target.tar.gz"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$built/$binary" README.md CHANGELOG.md LICENSE "$folder"
mkdir "$folder/completions"
for shell in bash zsh fish powershell elvish; do
  "$built/$binary" completions "$shell" > "$folder/completions/ghl-lint.$shell"
done
cargo run --locked --quiet --release --target "$target" --example man -- "$folder/man"

mkdir -p dist
tar -czf "dist/$archive" -C "$folder" "$binary" README.md CHANGELOG.md LICENSE completions man
cd dist
if command -v sha256sum > /dev/null; then
  sha256sum "$archive" > "$archive.sha256"
else
  shasum -a 256 "$archive" > "$archive.sha256"
fi
