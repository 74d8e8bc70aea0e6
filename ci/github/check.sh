#!/usr/bin/env bash
# Runs `ghl-lint check` for a GitHub job: the report in the log, and as annotations, summary and SARIF where they are wanted.
# In: INPUT_PATHS (one a line), INPUT_ARGUMENTS (separated by blanks), INPUT_ANNOTATIONS, INPUT_SUMMARY, INPUT_SARIF.
# Out: `status` and `sarif` in GITHUB_OUTPUT, and ghl-lint's own exit code.
set -euo pipefail

# words and lines, never run as code; no `mapfile`, which the bash of macOS lacks
arguments=()
while IFS= read -r line; do
  read -r -a words <<< "$line"
  arguments+=(${words[@]+"${words[@]}"})
done <<< "${INPUT_ARGUMENTS:-}"
paths=()
while IFS= read -r line; do
  line="${line%$'\r'}"
  [ -z "$line" ] || paths+=("$line")
done <<< "${INPUT_PATHS:-.}"

check() {
  ghl-lint check ${arguments[@]+"${arguments[@]}"} "$@" -- ${paths[@]+"${paths[@]}"}
}

# names of files and pieces of their text stand in the log: without this a line of it could be taken for a command
stop="ghl-lint-$RANDOM$RANDOM$RANDOM"
echo "::stop-commands::$stop"
status=0
check || status=$?
echo "::$stop::"
echo "status=$status" >> "$GITHUB_OUTPUT"

# the same run in other forms; what it says of itself was said already
again() {
  local now=0
  check "$@" 2> "$RUNNER_TEMP/ghl-lint.log" || now=$?
  [ "$now" = "$status" ] || { cat "$RUNNER_TEMP/ghl-lint.log" >&2; exit 2; }
}
if [ "${INPUT_ANNOTATIONS:-true}" = true ]; then
  again --format github
fi
if [ "${INPUT_SUMMARY:-true}" = true ]; then
  again --format markdown >> "$GITHUB_STEP_SUMMARY"
fi
# an upload closes what it does not hold: of a run that cannot be trusted there is none
if [ "${INPUT_SARIF:-false}" = true ] && [ "$status" != 2 ]; then
  sarif="$RUNNER_TEMP/ghl-lint.sarif"
  again --format sarif --output "$sarif"
  echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
fi
exit "$status"
