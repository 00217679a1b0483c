/** Style sheet of every page. The green is netID's; as a text colour it is darkened to be legible. */
export const styles = `
:root {
  --ground: #f2f5ef;
  --card: #ffffff;
  --text: #1c2419;
  --quiet: #586353;
  --line: #dde3d8;
  --edge: #87927f;
  --brand: #76b82a;
  --brand-hover: #86cb37;
  --on-brand: #10200a;
  --brand-text: #3c6d10;
  --tint: #eef6e4;
  --focus: #1d5fd1;
  --shadow: 0 1px 2px rgb(20 40 10 / 6%), 0 12px 32px rgb(20 40 10 / 8%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12160f;
    --card: #1b2117;
    --text: #eaf0e5;
    --quiet: #a5b09d;
    --line: #3a4433;
    --edge: #77846f;
    --brand-text: #9bd457;
    --tint: #243019;
    --focus: #8db8ff;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 12px 32px rgb(0 0 0 / 35%);
  }
}
.bankid {
  --ground: #f4f1f8;
  --line: #e0d9e9;
  --edge: #8b7f98;
  --quiet: #5f556b;
  --text: #21182b;
  --brand: #5b2d86;
  --brand-hover: #6f3da0;
  --on-brand: #ffffff;
  --brand-text: #5b2d86;
  --tint: #f3ecfa;
}
@media (prefers-color-scheme: dark) {
  .bankid {
    --ground: #15101b;
    --card: #1f1828;
    --line: #3d3349;
    --edge: #83768f;
    --quiet: #ada2b8;
    --text: #efe9f5;
    --brand: #b28be0;
    --brand-hover: #c3a3ea;
    --on-brand: #1b0f29;
    --brand-text: #c9a9ef;
    --tint: #2c2139;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body {
  margin: 0;
  min-height: 100vh;
  min-height: 100dvh;
  display: grid;
  align-items: center;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  overflow-wrap: break-word;
}
.frame { width: 100%; min-width: 0; max-width: 29rem; margin: 0 auto; padding: 2rem 1rem; }
.frame.wide { max-width: 46rem; }
header { display: flex; align-items: center; justify-content: space-between; padding: 0 .25rem .875rem; }
.wordmark { font-size: 1.75rem; line-height: 1; font-weight: 600; letter-spacing: -.035em; }
.wordmark b { font-weight: 800; color: var(--brand); letter-spacing: -.02em; }
.badge {
  padding: .2rem .7rem;
  border: 1px dashed var(--quiet);
  border-radius: 99px;
  color: var(--quiet);
  font-size: .8125rem;
  font-weight: 600;
}
main {
  padding: 2rem;
  border-radius: 1rem;
  position: relative;
  overflow: hidden;
  background: var(--card);
  box-shadow: var(--shadow);
}
main::before { content: ""; position: absolute; inset: 0 0 auto; height: 4px; background: var(--brand); }
footer { padding: 1rem .25rem 0; color: var(--quiet); font-size: .8125rem; text-wrap: pretty; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.015em; text-wrap: balance; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1rem; }
p { margin: .5rem 0 0; }
.quiet { color: var(--quiet); }
.small { font-size: .875rem; }
form { margin: 0; }
ul { margin: 0; padding: 0; list-style: none; }
code { font: .875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: var(--brand-text); }
button { font: inherit; color: inherit; cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.notice { margin-top: 1.25rem; padding: .75rem 1rem; border-radius: .625rem; background: var(--tint); font-size: .9375rem; }
.accounts { display: grid; gap: .625rem; margin-top: 1.5rem; }
.account {
  display: grid;
  grid-template-columns: auto 1fr auto;
  align-items: center;
  column-gap: .875rem;
  width: 100%;
  padding: .75rem .875rem;
  border: 1px solid var(--edge);
  border-radius: .75rem;
  background: var(--card);
  text-align: left;
  transition: border-color .12s, background-color .12s;
}
button.account:hover { border-color: var(--brand); background: var(--tint); }
.account.suggested { border-color: var(--brand); background: var(--tint); box-shadow: inset 0 0 0 1px var(--brand); }
.account > span { min-width: 0; }
.account .name { display: block; font-weight: 600; }
.account .mail, .account .note { display: block; color: var(--quiet); font-size: .875rem; line-height: 1.4; }
.account svg { width: 1.25rem; height: 1.25rem; color: var(--quiet); }
.avatar {
  display: grid;
  place-items: center;
  width: 2.75rem;
  height: 2.75rem;
  border-radius: 50%;
  background: var(--brand);
  color: var(--on-brand);
  font-weight: 700;
}
.who { margin-top: 1.25rem; padding: .625rem .75rem; border-color: var(--line); background: none; }
.who .avatar { width: 2.25rem; height: 2.25rem; font-size: .875rem; }
.link {
  padding: .375rem .25rem;
  border: 0;
  border-radius: .25rem;
  background: none;
  color: var(--brand-text);
  font-size: .875rem;
  text-decoration: underline;
  text-underline-offset: .15em;
}
.asks { display: grid; gap: 1rem; margin-top: .75rem; }
.asks li { display: grid; grid-template-columns: auto 1fr; column-gap: .875rem; }
.asks svg { width: 1.5rem; height: 1.5rem; margin-top: .0625rem; color: var(--brand-text); }
.asks strong { display: block; font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: .375rem 1rem; margin: .5rem 0 0; font-size: .9375rem; }
.wide dl { grid-template-columns: 8rem 1fr; }
dt { color: var(--quiet); }
dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.actions { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin-top: 1.75rem; }
.actions.single { grid-template-columns: 1fr; }
.primary, .secondary { min-height: 3rem; padding: .5rem 1rem; border-radius: .75rem; font-weight: 600; transition: background-color .12s; }
.primary { border: 1px solid transparent; background: var(--brand); color: var(--on-brand); }
.primary:hover { background: var(--brand-hover); }
.secondary { border: 1px solid var(--edge); background: none; }
.secondary:hover { background: var(--tint); }
.document {
  max-height: 20rem;
  margin: .5rem 0 0;
  padding: .875rem 1rem;
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: .625rem;
  background: var(--ground);
  font: .9375rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.understood { margin-top: 1.5rem; }
.understood label { display: flex; gap: .625rem; align-items: start; cursor: pointer; }
.understood input { width: 1.125rem; height: 1.125rem; margin: .1875rem 0 0; flex: none; accent-color: var(--brand); }
.text-end { margin-top: 1.25rem; text-align: center; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 600; }
@media (max-width: 30rem) {
  body { align-items: start; background: var(--card); }
  .frame { padding: 0; }
  header { padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); }
  main { padding: 1.75rem 1.25rem; border-radius: 0; box-shadow: none; }
  main::before { content: none; }
  footer { padding: 0 1.25rem 1.5rem; }
  .wide dl { grid-template-columns: 1fr; gap: 0; }
  .wide dd { margin-bottom: .625rem; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) { .account, .primary, .secondary, .badge { border: 1px solid; } }
`;
