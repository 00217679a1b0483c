import { insecurePage, sameTick, shownSecrets, storedTokens, storedVerifier, waitingVerifier } from "../scenarios.js";

export default {
  title: "The page: choices more than rights and wrongs",
  isChoice: true,
  rows: {
    sameTick: {
      title: "The address to open is there in the click's own tick",
      right: "yes",
      scenario: sameTick,
    },
    insecurePage: {
      title: "Plain http without `crypto.subtle`: OAuth without an ID token",
      right: "accepted",
      scenario: insecurePage,
    },
    waitingVerifier: {
      title: "Where the PKCE verifier waits for the response",
      right: "sessionStorage",
      scenario: waitingVerifier,
    },
    storedVerifier: {
      title: "Where code or verifier are after the sign-in",
      right: "nowhere",
      scenario: storedVerifier,
    },
    storedTokens: {
      title: "Where tokens are after the sign-in, besides memory",
      right: "nowhere",
      scenario: storedTokens,
    },
    shownSecrets: {
      title: "Secrets found in the errors of the rows above",
      right: "none",
      scenario: shownSecrets,
    },
  },
};
