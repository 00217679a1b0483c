/** Names and values as the core reads them, which are no broken text: a space is an escape, not a plus. */
export function formOf(pairs) {
  return pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
}

/** Those members that are there, named in the manner of the wire: `login_hint` for `loginHint`. */
export function wireForm(members) {
  const given = Object.entries(members).filter(([, value]) => value != null);
  return formOf(given.map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));
}

/** `loginHint` for `login_hint`. */
export function optionNamed(name) {
  return name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}
