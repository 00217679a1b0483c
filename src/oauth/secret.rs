//! A value that must not be seen in a log.

use std::fmt;

/// A code, verifier, nonce or token.
///
/// Not `Clone` and not `PartialEq`: a secret has one owner and is compared where that is its
/// purpose, through [`Secret::expose`]. `Debug` prints a placeholder.
pub struct Secret(String);

impl Secret {
    /// Takes the value in.
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// The value, for the wire, for storage or for the caller it belongs to.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Gives the value away.
    pub fn into_exposed(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_never_shows_the_value() {
        let shown = format!("{:?}", Secret::new("marker-value".into()));
        assert!(!shown.contains("marker"), "{shown}");
    }
}
