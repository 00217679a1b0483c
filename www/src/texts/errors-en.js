const words = (title, text) => ({ title, text });

/** @type {Record<string, { title: string, text: string }>} one entry for every code of `ConsentKeyError` */
export const errorWords = {
  access_denied: words(
    "You chose not to continue",
    "You turned netID’s question down, so nothing was stored and nothing was shared. Try again if you change your mind, or simply accept or reject here.",
  ),
  authorization_failed: words(
    "netID couldn’t answer",
    "netID sent a problem back instead of a permission. Nothing was stored. Try again; if it comes back, the developer details below say what netID objected to.",
  ),
  state_unknown: words(
    "This tab doesn’t know that answer",
    "The answer from netID belongs to nothing that was started in this tab. That happens when a link is opened in another tab or browser, or when site data was cleared on the way. Start again from here.",
  ),
  transaction_used: words(
    "This answer has been used already",
    "An answer from netID works once; a reload or the back button brings the old one back. Nothing was sent a second time. Start again to get a new one.",
  ),
  transaction_expired: words(
    "That took a little too long",
    "The step at netID has to be finished within 15 minutes. Nothing was stored. Start again and you’ll have the full time.",
  ),
  issuer_mismatch: words(
    "The answer came from somebody else",
    "It carries the name of another sender than netID, so the page didn’t use it. Start again from here; if it happens again, check which broker is set below.",
  ),
  response_invalid: words(
    "The answer from netID is damaged",
    "The address that led back here doesn’t hold a complete, unambiguous answer, so the page didn’t use it. Start again from here.",
  ),
  network: words(
    "netID can’t be reached",
    "There was no connection. Check that you’re online and that no content blocker stops netID, then try again.",
  ),
  timeout: words(
    "netID took too long to answer",
    "The connection may be slow just now. Wait a moment, then try again.",
  ),
  aborted: words("Stopped", "The step was stopped before it was finished. Nothing was stored. Try again when you like."),
  storage_unavailable: words(
    "This browser keeps no site data",
    "The page has to remember a few things while you’re at netID. Allow site data (cookies) for this page or leave private browsing, then try again.",
  ),
  token_request_failed: words(
    "netID didn’t hand out the token",
    "You were at netID, but the last step was refused. An answer is only good for 30 seconds, so try again. If it comes back, the client may not be registered for PKCE or for this redirect URI.",
  ),
  token_response_invalid: words(
    "netID’s token can’t be used",
    "The last answer was incomplete or in a form that isn’t allowed, so the page threw it away. Try again; if it comes back, netID has to look into it.",
  ),
  id_token_invalid: words(
    "The sign-in couldn’t be verified",
    "What netID said about you didn’t pass the checks, so the page threw it away and you’re not signed in.",
  ),
  jwks_failed: words(
    "netID’s keys can’t be had",
    "Without them nobody can tell whether the sign-in is genuine, so the page stopped. Try again in a moment.",
  ),
  discovery_failed: words(
    "netID’s addresses can’t be had",
    "The page couldn’t read where netID’s services are. Check that you’re online, then try again in a moment.",
  ),
  userinfo_failed: words(
    "Your details didn’t arrive",
    "You’re signed in, but netID didn’t answer the question for your name and e-mail. Ask again, or go on without.",
  ),
  popup_blocked: words(
    "The browser blocked the window",
    "netID was to open in a window of its own. Allow pop-ups for this page, then try again.",
  ),
  popup_closed: words(
    "The netID window was closed",
    "It closed before you were finished, so nothing was stored. Try again when you like.",
  ),
  config_invalid: words(
    "These settings don’t work",
    "The netID client of this page isn’t set up properly. Check client id and redirect URI under “Try it with your own netID client”.",
  ),
  not_initialized: words(
    "The page isn’t ready yet",
    "The part that talks to netID was used before it had loaded. Load it once more.",
  ),
  wasm_unavailable: words(
    "The netID module didn’t load",
    "The part of the page that talks to netID couldn’t be loaded or isn’t allowed in this browser. Check that you’re online, then load it once more.",
  ),
  permission_denied: words(
    "The Permission Center said no",
    "netID’s store for privacy choices refused the request. Your netID may be signed out, or this page may not be registered there.",
  ),
  permission_failed: words(
    "The Permission Center didn’t answer",
    "netID’s store for privacy choices gave no usable answer. Nothing was changed. Try again in a moment.",
  ),
  tc_string_invalid: words(
    "The choice couldn’t be written down",
    "The consent tool handed over a TC string that isn’t valid, so nothing was stored. Choose again in the banner.",
  ),
  signdoc_failed: words(
    "The signing service didn’t answer",
    "The document wasn’t signed and nothing was kept. Try again in a moment.",
  ),
  request_invalid: words(
    "The paper’s server didn’t understand",
    "The request from this page was incomplete, so nothing was stored. Start again from here.",
  ),
  grant_missing: words(
    "No permission is kept yet",
    "The paper’s server holds no permission of yours. Get one from netID first.",
  ),
  grant_expired: words(
    "Your permission has run out",
    "Permission tokens are short-lived on purpose. Get a new one from netID; it takes a moment.",
  ),
  origin_refused: words(
    "The server doesn’t serve this page",
    "This page’s address isn’t among those that the paper’s server answers to. Open the page at its usual address.",
  ),
  not_found: words(
    "That service isn’t there",
    "The paper’s server has nothing at this address. Its set-up doesn’t fit the page’s.",
  ),
  method_refused: words(
    "The server refused the request",
    "The paper’s server doesn’t take this kind of request at this address. Its version may not fit the page’s.",
  ),
  body_too_large: words(
    "That’s too much at once",
    "The request was larger than the paper’s server takes, so nothing was stored. Start over.",
  ),
  type_refused: words(
    "The server refused the format",
    "The paper’s server doesn’t take this format. Its version may not fit the page’s.",
  ),
};

/** For whatever has no code of these. */
export const fallback = words(
  "Something unexpected happened",
  "The page couldn’t finish, and nothing was stored. Try again; if it comes back, the developer details below help to find out why.",
);

/** @type {Record<string, string>} one sentence for every `reason` of `id_token_invalid` */
export const idTokenReasons = {
  malformed: "The ID token isn’t a well-formed one. Try again; if it comes back, netID has to look into it.",
  alg: "The ID token is signed in another way than this client expects. Set “ID token signature” below to what the client is registered for.",
  signature: "The ID token’s signature is wrong: it may have been changed on its way. Try again over a connection you trust.",
  key_unknown: "The ID token is signed with a key that isn’t one of netID’s. Try again in a moment.",
  iss: "The ID token was issued by somebody other than netID. Check which broker is set below.",
  aud: "The ID token was made for another client. Check the client id below.",
  azp: "The ID token was handed to another client. Check the client id below.",
  exp: "The ID token has run out already. If this device’s clock is wrong, set it right and try again.",
  iat: "The ID token’s time of issue doesn’t fit. If this device’s clock is wrong, set it right and try again.",
  nonce: "The ID token answers another sign-in than yours. Start again from here.",
  sub: "The ID token doesn’t say whose it is. Try again; if it comes back, netID has to look into it.",
  auth_time: "netID doesn’t say that you signed in recently enough. Try again and sign in there afresh.",
  at_hash: "The ID token and the access token don’t belong together. Start again from here.",
};
