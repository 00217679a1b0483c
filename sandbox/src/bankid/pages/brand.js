import { html } from "../../pages/html.js";

/** How pages of BankID differ from those of netID. */
export const BANKID = {
  name: "BankID",
  colour: "#5b2d86",
  wordmark: html`Bank<b>ID</b>`,
  className: "bankid",
  footer: "An imitation of BankID for developers. It runs on this computer, its users are invented, and what they sign binds nobody.",
};
