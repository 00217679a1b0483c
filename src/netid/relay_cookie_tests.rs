use super::*;
use proptest::prelude::*;

fn sealed() -> Sealed {
    Sealed { key_id: "AAECAwQF".into(), bytes: [[1; 16].as_slice(), &[2; 12], &[3; 40]].concat() }
}

#[test]
fn a_value_is_read_as_it_was_written() {
    assert_eq!(Sealed::parse(&sealed().write()), Some(sealed()));
}

#[test]
fn another_version_key_id_or_length_can_not_be_tried() {
    let value = sealed().write();
    let rest = value.strip_prefix("1.AAECAwQF.").unwrap();
    for wrong in [
        String::new(),
        "1".into(),
        "1..".into(),
        "1.AAECAwQF".into(),
        "1.AAECAwQF.".into(),
        format!("2.AAECAwQF.{rest}"),
        format!("01.AAECAwQF.{rest}"),
        format!("1.AAECAwQ.{rest}"),
        format!("1.AAECAwQFBg.{rest}"),
        format!("1.AAECAw=F.{rest}"),
        format!("1.AAECAwQF.{rest}="),
        format!("1.AAECAwQF.{rest}."),
        format!("1.AAECAwQF.{}", base64url(&[0; 44])),
        format!("1.AAECAwQF.{}", "A".repeat(4096)),
    ] {
        assert_eq!(Sealed::parse(&wrong), None, "{wrong}");
    }
}

#[test]
fn a_value_has_no_second_spelling() {
    let mut value = sealed().write();
    // Two bits are left over in the last character, which has to leave them unset.
    assert_eq!(value.pop(), Some('M'));
    for other in ['N', 'O', 'P'] {
        assert_eq!(Sealed::parse(&format!("{value}{other}")), None);
    }
}

#[test]
fn cookies_of_the_name_are_found_among_others() {
    let value = sealed().write();
    for header in [
        format!("grant={value}"),
        format!("a=b; grant={value}"),
        format!("grant={value};a=b"),
        format!("grant=; grant=x; grant={value}"),
        format!("xgrant=1; grant2=2;; grant={value}; ="),
    ] {
        assert_eq!(candidates(&header, "grant"), [sealed()], "{header}");
    }
    for header in ["", ";", "=", "grant", "Grant=1", "grant=1.AAECAwQF.AAAA"] {
        assert_eq!(candidates(header, "grant"), [], "{header}");
    }
}

#[test]
fn only_the_first_few_of_a_name_are_tried() {
    let value = sealed().write();
    let many = format!("grant={value}; ").repeat(1000);
    assert_eq!(candidates(&many, "grant").len(), MOST_CANDIDATES);
    let late = format!("{}grant={value}", "grant=x; ".repeat(1000));
    assert_eq!(candidates(&late, "grant"), []);
}

#[test]
fn a_token_is_good_until_it_expires() {
    let kept = payload("the-token", Some(1000));
    assert_eq!(token(kept.expose(), 999).unwrap().expose(), "the-token");
    assert_eq!(token(kept.expose(), 1000).unwrap_err().code, Code::GrantExpired);
    let endless = payload("the-token", None);
    assert_eq!(token(endless.expose(), u64::MAX).unwrap().expose(), "the-token");
}

#[test]
fn whatever_else_is_inside_is_no_grant() {
    for inside in ["", " ", "1000", "1000 ", "x the-token", "-1 the-token", "1 two words", "1e9 t", "1 \n"] {
        assert_eq!(token(inside, 0).unwrap_err().code, Code::GrantMissing, "{inside}");
    }
}

#[test]
fn a_cookie_never_outlives_its_token() {
    for (expires_at, now, seconds) in [(10_999, 0, 10), (999, 0, 0), (1000, 2000, 0), (u64::MAX, 0, u64::MAX / 1000)] {
        assert_eq!(max_age(expires_at, now), seconds);
    }
}

#[test]
fn no_error_shows_what_was_inside() {
    let error = token("1 marker", 2).unwrap_err();
    assert!(!format!("{error:?}").contains("marker"));
}

proptest! {
    #[test]
    fn whatever_is_sent_is_read_or_left(header in ".*", name in "[a-z]{1,8}") {
        for sealed in candidates(&header, &name) {
            prop_assert_eq!(Sealed::parse(&sealed.write()), Some(sealed));
        }
    }

    #[test]
    fn a_value_that_can_be_tried_is_written_back_as_it_was(value in "1\\.[A-Za-z0-9_-]{8}\\.[A-Za-z0-9_-]{60,90}") {
        if let Some(sealed) = Sealed::parse(&value) {
            prop_assert_eq!(sealed.write(), value);
        }
    }
}
