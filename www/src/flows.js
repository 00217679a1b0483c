import { texts } from "./texts.js";

/**
 * What the page says about each of netID's three flows.
 * @typedef {object} FlowWords
 * @property {string} name
 * @property {string} gives one line for the reader of the banner
 * @property {string} asks on the button that leads to netID
 * @property {string} title over what came back
 * @property {string} lead below it
 * @property {string[]} scopes what is asked for
 * @property {boolean} signsIn whether `openid` is among the scopes
 */

const facts = {
  permission: { scopes: ["permission_management"], signsIn: false },
  login: { scopes: ["openid"], signsIn: true },
  loginPermission: { scopes: ["openid", "permission_management"], signsIn: true },
};

/** @type {Record<"permission" | "login" | "loginPermission", FlowWords>} */
export const flows = Object.fromEntries(Object.entries(facts).map(([flow, fact]) => [flow, { ...fact, ...texts.flows[flow] }]));

export const defaultFlow = "permission";

/** Voluntary claims: netID lets the user leave any of them out. */
export const personClaims = {
  userinfo: { given_name: null, family_name: null, email: null, email_verified: null },
};
