//! What a page needs to start a login and to recognise its response, as a WebAssembly module without glue: texts
//! go in and out, each a length in four bytes (little endian) with UTF-8 behind it.

use consentkey::client::fault::Fault;
use consentkey::client::transactions::{self, Store, Unavailable};
use consentkey::client::{login, response, session, settings};
use consentkey::oauth::pkce::Pkce;
use consentkey::oauth::text::{owned, push};

mod memory;

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    /// The value under a key; 0 where there is none, 1 where the storage refuses.
    fn get(key: *const u8, length: usize) -> *const u8;
    /// Puts a value under a key, or removes the key where there is no value. 0 where that was done.
    fn put(key: *const u8, length: usize, value: *const u8, value_length: usize) -> u32;
}

/// The storage of the call that is under way.
struct Host;

impl Store for Host {
    fn get(&self, key: &str) -> Result<Option<String>, Unavailable> {
        let value = unsafe { get(key.as_ptr(), key.len()) };
        match value as usize {
            0 => Ok(None),
            1 => Err(Unavailable),
            _ => Ok(Some(owned(memory::text(value)))),
        }
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Unavailable> {
        done(unsafe { put(key.as_ptr(), key.len(), value.as_ptr(), value.len()) })
    }

    fn remove(&self, key: &str) -> Result<(), Unavailable> {
        done(unsafe { put(key.as_ptr(), key.len(), core::ptr::null(), 0) })
    }
}

fn done(refused: u32) -> Result<(), Unavailable> {
    if refused == 0 { Ok(()) } else { Err(Unavailable) }
}

/// Does one thing. `a` and `b` are what it is about; `now` is in milliseconds since the epoch. The page has filled
/// [`memory::entropy`] where randomness is needed.
#[unsafe(no_mangle)]
pub extern "C" fn call(operation: u32, now: f64, a: *const u8, b: *const u8) -> *const u8 {
    let (a, b, now) = (memory::text(a), memory::text(b), now as u64);
    memory::give(&match operation {
        0 => settings::configure(a).unwrap_or_else(Fault::into_text),
        1 => login::authorize(a, b, memory::entropy(), now, &Host).unwrap_or_else(Fault::into_text),
        2 => response::recognise(a, b, &Host),
        3 => response::receive(a, b, &Host, now).unwrap_or_else(Fault::into_text),
        4 => response::without(a, b),
        5 => session::end_session_url(a, b).unwrap_or_else(Fault::into_text),
        6 => {
            transactions::abandon(&Host, a);
            String::new()
        }
        7 => {
            let _ = transactions::sweep(&Host, now);
            String::new()
        }
        _ => {
            let pkce = Pkce::from_random(&memory::entropy()[0]);
            let mut answer = owned(pkce.verifier.expose());
            push(&mut answer, "\n");
            push(&mut answer, &pkce.challenge);
            answer
        }
    })
}
