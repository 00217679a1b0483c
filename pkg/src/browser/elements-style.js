// netID's green, typeface, sizes and corners are those of its style guide. Its white letters on that green are too faint
// to be read by all, so letters are dark; `--netid-on-green` makes them any other colour.
export const BUTTON = `
button{font:600 14px/32px var(--netid-font,"IBM Plex Sans",system-ui,sans-serif);min-height:32px;padding:0 1em;border:1px solid transparent;border-radius:var(--netid-radius,3px);cursor:pointer;display:inline-flex;gap:.438em;align-items:center;justify-content:center;background:var(--netid-green,#76b82a);color:var(--netid-on-green,#111)}
button:focus-visible{outline:3px solid #1a56db;outline-offset:2px}
button:hover{filter:brightness(.94)}
button[aria-busy=true]{cursor:progress}
:host([variant=white]) .netid{background:#fff;color:#222;border-color:#767676}
:host([variant=outline]) .netid{background:0 0;color:inherit;border-color:var(--netid-green,#76b82a);border-width:2px}
::slotted([slot=logo]){height:1.25em;width:auto}`;

export const SIZES = `
:host{display:inline-block;vertical-align:middle}
:host([hidden]){display:none}
button{max-width:400px}
:host([size=small]) button{font-size:12px;line-height:24px;min-height:24px}
:host([size=large]) button{font-size:16px;line-height:40px;min-height:40px}`;

const DARK = "--b:var(--netid-background,#1b1d1f);--c:var(--netid-color,#f2f2f2);color-scheme:dark";

export const LAYER = `
:host{display:contents;--b:var(--netid-background,#fff);--c:var(--netid-color,#222);color-scheme:light}
:host([hidden]){display:none}
:host([theme=dark]){${DARK}}
@media (prefers-color-scheme:dark){:host(:not([theme=light])){${DARK}}}
dialog{box-sizing:border-box;width:min(36rem,100%);max-width:100%;max-height:100%;margin:auto auto 0;padding:1.5rem;border:0;border-radius:12px 12px 0 0;overflow:auto;background:var(--b);color:var(--c);font:1rem/1.5 var(--netid-font,"IBM Plex Sans",system-ui,sans-serif);text-align:start;box-shadow:0 0 2rem #0006;overflow-wrap:break-word}
dialog::backdrop{background:#0008}
h2{margin:0 0 .5em;font-size:1.25rem;line-height:1.25;outline:0}
p{margin:.75em 0}
h2,p{unicode-bidi:plaintext}
[part=closing]{font-size:.875rem}
[part=problem]{font-weight:600}
[part=problem]:empty{display:none}
[part=actions]{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.25rem}
[part=actions] button{flex:1 1 12em;font-size:1rem;line-height:1.25;min-height:44px;padding:.5em 1em}
button:not(.netid){background:0 0;color:inherit;border-color:currentColor}
@media (min-width:40em){dialog{margin:auto;border-radius:12px}}
@media (prefers-reduced-motion:no-preference){dialog[open]{animation:up .25s ease-out}@keyframes up{from{transform:translateY(1.5rem);opacity:0}}}`;
