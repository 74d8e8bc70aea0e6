x // ghl-lint: allow(legacy-api-key) it is a test
// ghl-lint: allow(legacy-api-key, hardcoded-secret) both

// more
y
/* ghl-lint: allow-file(unused-scope) all of it */
# ghl-lint: allow()
<!-- ghl-lint: allow(x) -->
