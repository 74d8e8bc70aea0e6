//! How programs ask for environment variables.

/// Objects that hold the environment.
const ENVIRONMENTS: &[&str] = &["env", "environ", "_env", "_server", "environment"];
/// Functions that read it, or settings that fall back on it.
const READERS: &[&str] = &[
    "env",
    "environ",
    "getenv",
    "environment",
    "lookupenv",
    "getenvironmentvariable",
    "getenvvar",
    "getenvvariable",
    "requireenv",
    "envvar",
    "env_var",
    "config",
    "decouple",
    "getrequiredenv",
    "mustgetenv",
    "loadenv",
    "propertiesservice",
    "getproperty",
];

/// Whether an object called `name` holds the environment.
pub(super) fn is_environment(name: &[u8]) -> bool {
    listed(ENVIRONMENTS, name)
}

/// Whether a function or a receiver called `name` reads the environment.
pub(super) fn is_reader(name: &[u8]) -> bool {
    listed(READERS, name)
}

/// Whether `text` is written as environment variables are: in capitals.
pub(super) fn is_variable(text: &[u8]) -> bool {
    3 <= text.len()
        && text.len() <= 128
        && text[0].is_ascii_uppercase()
        && text.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
}

fn listed(words: &[&str], name: &[u8]) -> bool {
    words.iter().any(|word| name.eq_ignore_ascii_case(word.as_bytes()))
}
