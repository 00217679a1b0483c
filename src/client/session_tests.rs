use super::*;

const SETTINGS: &str = "client_id=client&end_session=https%3A%2F%2Fidp.example%2Flogout";

#[test]
fn the_address_holds_what_was_given_and_the_client() {
    let options =
        "state=x%20y&id_token_hint=a.b.c&post_logout_redirect_uri=https%3A%2F%2Fpublisher.example%2F%3Fbye%3D1&other=1";
    assert_eq!(
        end_session_url(SETTINGS, options).unwrap(),
        "https://idp.example/logout?client_id=client&state=x%20y\
         &post_logout_redirect_uri=https%3A%2F%2Fpublisher.example%2F%3Fbye%3D1&id_token_hint=a.b.c"
    );
}

#[test]
fn the_endpoints_own_query_stays() {
    let settings = [SETTINGS, "%3Frealm%3Da"].concat();
    assert_eq!(end_session_url(&settings, "").unwrap(), "https://idp.example/logout?realm=a&client_id=client");
}

#[test]
fn not_every_provider_ends_sessions_and_not_every_address_is_one_to_come_back_to() {
    for (settings, options) in [("client_id=client", ""), (SETTINGS, "post_logout_redirect_uri=javascript%3Aalert(1)")]
    {
        assert_eq!(end_session_url(settings, options).unwrap_err().code(), "config_invalid");
    }
}
