import { wireForm } from "../shared/form.js";
import { grantOf } from "../shared/token-exchange.js";
import { SharedWork } from "../shared/shared-work.js";

/** Renewals under way, by the refresh token and who it was issued to. */
const renewals = new SharedWork();

/**
 * Renews a grant. Providers take the second use of a refresh token for a theft, so of those who ask at once with
 * one token, those who ask for the same share a request, and the others go one after another, each with the token
 * that the one before was given. All end with the last of these tokens, since the earlier ones are used up.
 *
 * @param {{ client: object, clientId: string, responses: object }} own who asks
 */
export async function refreshed(own, grant, options) {
  // Read now, since its turn may come later.
  const wish = { __proto__: null, ...own, ...read(own.responses, grant, options) };
  const { url, refreshToken } = wish;
  let shared;
  const serve = (attempt) => {
    shared = wish;
    attempt.wishes = [wish];
    return serveAll(attempt, refreshToken);
  };
  const onJoin = (attempt) => {
    shared = attempt.wishes.find((other) => isSame(other, wish));
    if (!shared && !attempt.isClosed) attempt.wishes.push((shared = wish));
  };
  const newest = await renewals.do(JSON.stringify([url, own.clientId, refreshToken]), serve, { onJoin });
  // It came as the last one was answered.
  if (!shared) return refreshed(own, withToken(newest, wish.grant), wish.options);
  if (shared.error) throw shared.error;
  const { grant: before } = wish;
  return {
    ...shared.renewed,
    refreshToken: newest,
    idToken: shared.renewed.idToken ?? before.idToken,
    claims: shared.renewed.claims ?? before.claims,
    appState: before.appState,
  };
}

/** A grant that is to be renewed, as the core takes it. */
function grantForm({ refreshToken, scope, claims, permissionToken, accessToken }, options) {
  return wireForm({
    refreshToken,
    scope: options.scope?.join(" "),
    granted: scope?.join(" "),
    claims: claims && JSON.stringify(claims),
    permissionToken: permissionToken && 1,
    accessToken: accessToken && 1,
  });
}

/** What is asked for, once it is known that it can be. */
function read(responses, grant, options) {
  const { url, body } = responses.refresh(grantForm(grant, options)).tokenRequest();
  return { url, body, refreshToken: grant.refreshToken, grant, options };
}

/** Whether one answer will do for both: the same request, and the same grant to measure the answer by. */
function isSame(one, other) {
  const about = ({ grant: { claims, scope, permissionToken } }) =>
    [claims?.sub, claims?.nonce, claims?.auth_time, String(scope), !permissionToken];
  const [these, those] = [about(one), about(other)];
  return one.client === other.client && one.body === other.body && these.every((part, place) => part === those[place]);
}

/** Answers every wish in its turn, those that come meanwhile too, and gives the newest token. */
async function serveAll(attempt, refreshToken) {
  let newest = refreshToken;
  let lost;
  for (const wish of attempt.wishes) {
    try {
      if (lost) throw lost;
      wish.renewed = await renewedWith(newest, wish);
      newest = wish.renewed.refreshToken ?? newest;
    } catch (error) {
      wish.error = error;
      // A refusal uses nothing up. After anything else the token may be used up, and its successor is lost.
      if (error.code !== "token_request_failed") lost = error;
    }
  }
  attempt.isClosed = true;
  return newest;
}

async function renewedWith(refreshToken, { responses, grant, options }) {
  return grantOf(responses.refresh(grantForm(withToken(refreshToken, grant), options)), responses);
}

/** The grant with the newest token. Without a prototype, as the core reads what it is given. */
function withToken(refreshToken, grant) {
  return { __proto__: null, ...grant, refreshToken };
}
