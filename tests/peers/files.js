/** The document that has the table. */
export const DOCUMENT = new URL("../../docs/conformance.md", import.meta.url);

/** What the clients did when the table was made. */
export const EXPECTED = new URL("expected.json", import.meta.url);
