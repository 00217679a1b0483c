//! What BankID is asked for.

use crate::oauth::{Error, authorize::scope_list};

const OPENID: &str = "openid";
/// The scope of signing an order.
pub const SIGN: &str = "sign";

/// The scope of a sign-in, or of signing an order: BankID requires `openid` in both, and `sign`
/// where there is an order's `sign_id`.
///
/// # Errors
/// `config_invalid` when `sign` is asked for without an order.
pub fn request_scope(asked: &[String], has_order: bool) -> Result<Vec<String>, Error> {
    if !has_order && asked.iter().any(|name| name == SIGN) {
        return Err(Error::config("The scope `sign` needs the order that is to be signed: give its `signId`."));
    }
    let own = if has_order { [OPENID, SIGN].as_slice() } else { &[OPENID] };
    Ok(scope_list(&own.iter().copied().chain(asked.iter().map(String::as_str)).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::Code;

    fn scope(asked: &str, has_order: bool) -> Result<String, Code> {
        request_scope(&scope_list(&[asked]), has_order).map(|scope| scope.join(" ")).map_err(|error| error.code)
    }

    #[test]
    fn openid_is_always_there_and_sign_with_an_order() {
        assert_eq!(scope("", false).unwrap(), "openid");
        assert_eq!(scope("profile openid", false).unwrap(), "openid profile");
        assert_eq!(scope("", true).unwrap(), "openid sign");
        assert_eq!(scope("openid sign", true).unwrap(), "openid sign");
        assert_eq!(scope("profile", true).unwrap(), "openid sign profile");
    }

    #[test]
    fn there_is_no_signing_without_an_order() {
        assert_eq!(scope("openid sign", false), Err(Code::ConfigInvalid));
    }
}
