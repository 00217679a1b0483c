import { trusted } from "./html.js";

const PATHS = {
  consent: "M12 3l7 3v5c0 4.6-2.9 8.4-7 10-4.1-1.6-7-5.4-7-10V6zM8.5 12l2.5 2.5 4.5-5",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  card: "M3 6h18v12H3zM7 10h4M7 14h7M16 10h1",
  chevron: "M9 5l7 7-7 7",
};

/**
 * Draws an icon; it only decorates, so screen readers pass over it.
 *
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  return trusted(
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"' +
      ` stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`,
  );
}
