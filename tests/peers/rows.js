import endpoints from "./rows/endpoints.js";
import idToken from "./rows/id-token.js";
import response from "./rows/response.js";
import surroundings from "./rows/surroundings.js";
import wellBehaved from "./rows/well-behaved.js";

/**
 * The groups of rows, in the order of the table. In a group that `isChoice` no cell is marked as wrong.
 *
 * @type {Record<string, { title: string, rows: Record<string, Row>, scenario?: Row["scenario"], isChoice?: boolean }>}
 *
 * @typedef {object} Row
 * @property {string} title
 * @property {string} [rule] where a specification asks for it
 * @property {string} right what consentkey has to do
 * @property {string[]} [fine] what is as good
 * @property {string} [code] code and reason of consentkey's error
 * @property {import("./provider.js").Misbehaviour} [misbehaviour]
 * @property {{ scope?: string, maxAge?: number, userinfo?: boolean }} [options] of the sign-in
 * @property {boolean} [isEcho] whether the provider itself gives secrets away
 * @property {(session: import("./session.js").Session, row: Row) => Promise<string>} [scenario] what is done; default the group's
 */
export const GROUPS = { wellBehaved, idToken, response, endpoints, surroundings };

/** All rows, with the title of their group, by the names of both: `idToken.iss`. */
export const ROWS = new Map(
  Object.entries(GROUPS).flatMap(([name, { title, rows, scenario }]) =>
    Object.entries(rows).map(([row, members]) => [`${name}.${row}`, { group: title, scenario, ...members }])),
);
