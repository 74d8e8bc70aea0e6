ghl-lint check --staged || exit $?
