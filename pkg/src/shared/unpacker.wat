;; Turns the text of a core, at the beginning of the memory, into its bytes, in their place: see scripts/lib/embed.mjs.
;; Every byte of this module is in ASCII, so that it needs no unpacking itself: no constant beyond 63, and a body of
;; less than 128 bytes.
(module
  (memory (export "memory") 1)
  ;; `length` of the text; answers the number of bytes.
  (func (export "unpack") (param $length i32) (result i32)
    (local $from i32) (local $to i32) (local $value i32)
    (loop $next
      ;; So that what begins a pair has the eighth bit.
      (local.set $value (i32.add (i32.load8_u (local.get $from)) (i32.const 2)))
      (if (i32.shr_u (local.get $value) (i32.const 7))
        (then
          (local.set $from (i32.add (local.get $from) (i32.const 1)))
          (local.set $value
            (i32.add (i32.shl (local.get $value) (i32.const 7)) (i32.load8_u (local.get $from))))))
      (i32.store8 (local.get $to) (i32.sub (local.get $value) (i32.const 5)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $length))))
    (local.get $to)))
