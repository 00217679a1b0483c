const words = (title, text) => ({ title, text });

const LAPSED = words(
  "The order has lapsed",
  "An order waits 90 seconds for its signer, and its result 90 seconds to be fetched. Nothing was signed, or what was signed is gone. Begin again with a new order; the text is still here.",
);

const byCode = {
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

const other = words("Something unexpected happened", "The page couldn’t finish. Begin again; the details below help to find out why.");

/**
 * Words that a person can act on.
 * @param {{ code?: string, status?: number }} error a `ConsentKeyError`, or what the server made of one
 * @returns {{ title: string, text: string }}
 */
export function wordsFor(error) {
  if (error?.code === "signdoc_failed" && error.status === 404) return LAPSED;
  if (error?.code === "access_denied" && /lapsed/.test(error.errorDescription)) return LAPSED;
  return Object.hasOwn(byCode, String(error?.code)) ? byCode[error.code] : other;
}
