#!/usr/bin/env bash
# Puts ghl-lint into the PATH of the steps that follow. In: INPUT_VERSION, as action.yml says.
set -euo pipefail

bin="$RUNNER_TEMP/ghl-lint/bin"
mkdir -p "$bin"

case "${INPUT_VERSION:-}" in
  installed)
    command -v ghl-lint > /dev/null || { echo '::error::ghl-lint is not in the PATH of this job'; exit 2; }
    ghl-lint --version
    exit
    ;;
  '')
    # what `uses:` pins is what runs; one run does not earn back the time of a slower build
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
      cargo install --locked --quiet --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/ghl-lint"
    ;;
  *[!0-9A-Za-z.+-]*)
    echo '::error::version: expected empty, "installed", or a release such as 0.1.0'
    exit 2
    ;;
  *)
    case "$RUNNER_OS-$RUNNER_ARCH" in
      Linux-X64) target=x86_64-unknown-linux-musl ;;
      Linux-ARM64) target=aarch64-unknown-linux-musl ;;
      macOS-X64) target=x86_64-apple-darwin ;;
      macOS-ARM64) target=aarch64-apple-darwin ;;
      Windows-X64) target=x86_64-pc-windows-msvc ;;
      *) echo "::error::no release is built for $RUNNER_OS-$RUNNER_ARCH; leave version empty"; exit 2 ;;
    esac
    archive="ghl-lint-$target.tar.gz"
    from="https://github.com/ghl-lint/ghl-lint/releases/download/v${INPUT_VERSION#v}"
    cd "$RUNNER_TEMP/ghl-lint"
    for file in "$archive" "$archive.sha256"; do
      curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$file" "$from/$file"
    done
    if command -v sha256sum > /dev/null; then
      sha256sum --check "$archive.sha256"
    else
      shasum -a 256 --check "$archive.sha256"
    fi
    tar -xzf "$archive" -C "$bin"
    ;;
esac

echo "$bin" >> "$GITHUB_PATH"
"$bin/ghl-lint" --version
