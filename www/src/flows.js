/**
 * What the page says about each of netID's three flows.
 * @typedef {object} FlowWords
 * @property {string} name
 * @property {string} gives one line for the reader of the banner
 * @property {string} asks on the button that leads to netID
 * @property {string} title over what came back
 * @property {string[]} scopes what is asked for
 * @property {boolean} signsIn whether `openid` is among the scopes
 */

/** @type {Record<"permission" | "login" | "loginPermission", FlowWords>} */
export const flows = {
  permission: {
    name: "Permission only",
    gives: "Keeps your choice. We learn neither your name nor your e-mail.",
    asks: "Keep my choice with netID",
    title: "Your netID permission",
    scopes: ["permission_management"],
    signsIn: false,
  },
  login: {
    name: "Sign in only",
    gives: "Signs you in here. Your choice isn’t kept with netID.",
    asks: "Sign in with netID",
    title: "You’re signed in with netID",
    scopes: ["openid"],
    signsIn: true,
  },
  loginPermission: {
    name: "Sign in + permission",
    gives: "Signs you in and keeps your choice, in one step.",
    asks: "Sign in and keep my choice with netID",
    title: "Your netID permission",
    scopes: ["openid", "permission_management"],
    signsIn: true,
  },
};

export const defaultFlow = "permission";

/** Voluntary claims: netID lets the user leave any of them out. */
export const personClaims = {
  userinfo: { given_name: null, family_name: null, email: null, email_verified: null },
};
