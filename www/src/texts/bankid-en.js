const words = (title, text) => ({ title, text });

/** For an order that nobody signed or fetched in time. */
export const lapsed = words(
  "The order has lapsed",
  "An order waits 90 seconds for its signer, and its result 90 seconds to be fetched. Nothing was signed, or what was signed is gone. Begin again with a new order; the text is still here.",
);

/** @type {Record<string, { title: string, text: string }>} */
export const errorWords = {
  access_denied: words("You did not sign", "You turned back at BankID, so nothing was signed. The text is still here if you change your mind."),
  authorization_failed: words("BankID couldn’t do that", "BankID sent a problem back instead of a signature. If the order waited for more than 90 seconds, it has lapsed. Begin again; the details below say what BankID objected to."),
  state_unknown: words("This tab doesn’t know that answer", "It belongs to nothing that was started in this tab. Begin again from here."),
  transaction_used: words("This answer has been used already", "It works once; a reload or the back button brings the old one back. Nothing was sent a second time."),
  transaction_expired: words("That took too long", "The way to BankID and back has to be finished within 15 minutes. Begin again from here."),
  network: words("No connection", "The club’s server or BankID can’t be reached. Is `npm start` still running? Then try again."),
  timeout: words("No answer in time", "Wait a moment, then try again."),
  discovery_failed: words("BankID doesn’t say where it is", "Its discovery document can’t be had. Is `npm start` still running? Then try again."),
  token_request_failed: words("BankID refused the exchange", "A code is good for a minute and once, a refresh token once. Begin again from here."),
  id_token_invalid: words("The ID token can’t be trusted", "It failed a check, so the page threw it away. The details below say which."),
  no_order: words("The club’s server knows of no order", "It keeps one for each browser, in memory. It may have been started anew. Begin again from here."),
  config_invalid: words("That can’t be signed", "The order is not complete: the details below say what is missing."),
  signdoc_failed: words("The signing service refused", "Nothing was signed. The details below say what it objected to. Begin again from here."),
};

/** For whatever has no code of these. */
export const fallback = words("Something unexpected happened", "The page couldn’t finish. Begin again; the details below help to find out why.");

/** What the scripts of the second page say. */
export const bankidTexts = {
  /** What is to be signed, where nobody has written anything else. */
  agreement:
    "Solvik Boat Club lets me have berth 17 from 1 May to 30 September.\n\nI pay 4,200 kroner before the ice is off the lake, take my turn at the crane on two Saturdays, and leave the club’s kettle where I found it.",
  empty: "There is nothing to sign: write something first.",
  finishing: "Finishing with BankID…",
  order: (state) => `Order: ${state}`,
  signedIn: "Signed in.",
  signed: "Signed",
  notSigned: "Not signed yet",
  signedBy: (name) => `${name} signed the agreement with BankID. The club keeps the result.`,
  somebody: "You",
  incomplete: "BankID has taken you back, but the order is not complete.",
  facts: { order: "Order", signer: "Signed by", born: "Born", name: "Name", email: "E-mail", untold: "not told" },
  again: "Sign another text",
  result: { title: "The result", hash: "Document hash", yours: "Your signature", clubs: "The club’s signature", sdo: "Signed document (SDO)" },
  tokens: {
    own: "Club’s own token",
    ownAbout: (may) => `From client credentials, for the signing service. ${may}`,
    may: "It has the role read_write at signdoc.",
    mayNot: "It lacks the role read_write at signdoc.",
    id: "ID token",
    idByServer: "Who signed. Checked by the club’s server.",
    idByPage: "Checked in this page.",
    access: "Access token",
    accessAbout: (scope) => `For userinfo; scope ${scope}.`,
    refresh: "A refresh token came with it.",
    noRefresh: "No refresh token came with it.",
    claims: (count) => `All ${count} claims`,
    caption: (title) => `Claims of the ${title}`,
  },
  member: {
    welcome: (name) => `Welcome aboard, ${name}`,
    somebody: "member",
    fresh: "These tokens are fresh: the refresh token fetched them.",
    renew: "Renew the tokens",
    leave: "End the BankID session",
    back: "Back to the agreement",
  },
  begin: "Begin again",
  requests: (count) => `The ${count} requests behind this`,
  by: { page: "page", server: "server" },
  noAnswer: "no answer",
};
