//! Memory that is handed out once and taken back whole: a call lasts a moment, and what it made is read at once.

use consentkey::client::login::Entropy;
use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::ptr::{addr_of, addr_of_mut};

struct Bump;

static mut TOP: usize = 0;
static mut ENTROPY: Entropy = [[0; 32]; 3];
const PAGE: usize = 65_536;

unsafe extern "C" {
    static __heap_base: u8;
}

unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe {
            if TOP == 0 {
                release();
            }
            let start = (TOP + layout.align() - 1) & !(layout.align() - 1);
            let end = start + layout.size();
            let size = memory_size(0) * PAGE;
            if end > size && memory_grow(0, (end - size).div_ceil(PAGE)) == usize::MAX {
                return core::ptr::null_mut();
            }
            TOP = end;
            start as *mut u8
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Bump = Bump;

/// Takes back all memory: before a call that no other one is waiting for.
#[unsafe(no_mangle)]
pub extern "C" fn release() {
    unsafe { TOP = addr_of!(__heap_base) as usize };
}

/// Room for a text of at most so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    unsafe { ALLOCATOR.alloc(Layout::from_size_align_unchecked(length + 4, 4)) }
}

/// Where the page puts randomness.
#[unsafe(no_mangle)]
pub extern "C" fn random() -> *mut u8 {
    addr_of_mut!(ENTROPY) as *mut u8
}

pub fn entropy() -> &'static Entropy {
    unsafe { &*addr_of!(ENTROPY) }
}

/// A text that the page gave.
pub fn text(at: *const u8) -> &'static str {
    unsafe {
        let length = *(at as *const u32) as usize;
        core::str::from_utf8_unchecked(core::slice::from_raw_parts(at.add(4), length))
    }
}

/// Hands a text to the page.
pub fn give(text: &str) -> *const u8 {
    let at = reserve(text.len());
    unsafe {
        *(at as *mut u32) = text.len() as u32;
        core::ptr::copy_nonoverlapping(text.as_ptr(), at.add(4), text.len());
    }
    at
}
