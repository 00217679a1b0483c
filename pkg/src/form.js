/** Names and values as the core reads them: unreserved characters and escapes, nothing else. */
export function formOf(members) {
  const given = Object.entries(members).filter(([, value]) => value != null);
  return String(new URLSearchParams(given)).replaceAll("+", "%20");
}
