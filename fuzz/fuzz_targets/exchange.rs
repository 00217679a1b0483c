#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| consentkey_fuzz::exchange::check(data));
