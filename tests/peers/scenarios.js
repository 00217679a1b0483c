// What is done in a row; each answers what its cell says.
import { once } from "node:events";

/** A sign-in. */
export async function signIn(session, row, issuer) {
  const { outcome } = await session.run(row, issuer);
  return outcome;
}

/** A sign-in whose `nonce` comes back wrong, or not at all. */
export async function nonce(session, row) {
  const { issuer, url } = await untilResponse(session, row);
  if (!issuer.asked.nonce) return "sends none";
  const { outcome } = await session.finish(issuer, row, url);
  return outcome;
}

/** A response, which counts as refused only where its code was not sent to the token endpoint. */
export async function response(session, row) {
  const issuer = session.open(row);
  const outcome = await signIn(session, row, issuer);
  return issuer.redeemed.length > 0 ? "accepted" : outcome;
}

/** A sign-in for a permission alone, by a client that asks for nothing else. */
export async function permissionOnly(session, row) {
  const { issuer, url } = await untilResponse(session, row);
  if (issuer.asked.scope.includes("openid")) return "asks for `openid`";
  const { outcome } = await session.finish(issuer, row, url);
  return outcome;
}

/** A second sign-in after the provider's key has changed. */
export async function rotatedKey(session, row) {
  const issuer = session.open(row);
  await signIn(session, row, issuer);
  issuer.rotate();
  return signIn(session, row, issuer);
}

/** A sign-in with an attacker, who sends the user on to an honest provider. */
export async function mixUp(session, row) {
  const honest = session.open();
  const authorize = ({ search }) => `${honest.id}authorize${search}`;
  const attacker = session.open({ misbehaviour: { authorize } });
  const outcome = await signIn(session, row, attacker);
  const [code] = honest.secrets.code;
  return attacker.redeemed.includes(code) ? "code sent to the attacker" : outcome;
}

/** The same response, handled by two parts of a page. */
export async function handledTwice(session, row) {
  const { issuer, url } = await untilResponse(session, row);
  await session.finishTwice(issuer, row, url);
  return tokenRequests(issuer);
}

/** The same response once more. */
export async function handledAgain(session, row) {
  const { issuer, url } = await untilResponse(session, row);
  await session.finish(issuer, row, url);
  await session.finish(issuer, row, url);
  return tokenRequests(issuer);
}

/** Two clicks, and the answer to the first. */
export async function twoSignIns(session, row) {
  const { issuer, url } = await untilResponse(session, row);
  await session.start(issuer, row);
  const { outcome } = await session.finish(issuer, row, url);
  return outcome;
}

/** Whether the error shows what the provider must not have said. */
export async function echo(session, row) {
  const { shows } = await session.run(row);
  return shows.length > 0 ? "yes" : "no";
}

/** A token endpoint that sends the code elsewhere. */
export async function strayCode(session, row) {
  const issuer = session.open(row);
  const outcome = await signIn(session, row, issuer);
  return issuer.strayed.length > 0 ? "code sent on" : outcome;
}

/** How long the client waits for an answer that never comes, without waiting for it here. */
export async function hanging(session, row) {
  const { page } = session;
  const { issuer, url } = await untilResponse(session, row);
  await page.evaluate("peer.holdTimers()");
  let asked = once(issuer, "token");
  const answer = session.finish(issuer, row, url);
  const delays = [];
  while (await Promise.race([asked, answer.then(() => undefined)])) {
    asked = once(issuer, "token");
    const delay = await page.evaluate("peer.fireTimers()");
    if (delay === null) break;
    delays.push(delay);
  }
  issuer.release();
  await answer;
  await page.evaluate("peer.freeTimers()");
  if (delays.length === 0) return "never";
  return delays.length > 1 ? `${delays.length} × ${delays[0]} s` : `${delays[0]} s`;
}

/** A provider over https whose discovery document names a token endpoint over http. */
export async function httpEndpoint(session, row) {
  const base = "https://provider.test";
  const { origin, port } = session.provider;
  const metadata = (good, { id }) => ({ ...good, token_endpoint: `${id}elsewhere`.replace(base, `http://provider.test:${port}`) });
  await session.page.route(`${base}/**`, async (route) => {
    const answer = await fetch(route.request().url().replace(base, origin));
    await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() });
  });
  const issuer = session.open({ misbehaviour: { base, metadata } });
  const outcome = await signIn(session, row, issuer);
  await session.page.unroute(`${base}/**`);
  return issuer.strayed.length > 0 ? "code sent over http" : outcome;
}

/** A page that is no secure context. */
export function insecurePage(session) {
  return session.inPage("page.test", (other) => signIn(other, { options: { scope: "permission_management" } }));
}

/** Whether there is nothing to wait for between the click and the address. */
export async function sameTick(session, row) {
  const { isSynchronous } = await session.start(session.open(row), row);
  return isSynchronous ? "yes" : "no";
}

/** Where the verifier is before the response, found by what the token request says later. */
export async function waitingVerifier(session, row) {
  const { issuer, url } = await untilResponse(session, row);
  const stored = await session.stored();
  await session.finish(issuer, row, url);
  return placesOf(issuer.secrets.verifier, stored);
}

/** Where code or verifier are afterwards. */
export async function storedVerifier(session, row) {
  const { code, verifier } = await secretsOf(session, row);
  return placesOf([...code, ...verifier], await session.stored());
}

/** Where tokens are afterwards. */
export async function storedTokens(session, row) {
  const secrets = await secretsOf(session, row);
  return placesOf([...secrets["access token"], ...secrets["ID token"]], await session.stored());
}

/** The kinds of secrets that errors have shown so far. */
export async function shownSecrets({ shown }) {
  return [...shown].sort().join(", ") || "none";
}

/** The secrets of a sign-in. */
async function secretsOf(session, row) {
  const issuer = session.open(row);
  await session.run(row, issuer);
  return issuer.secrets;
}

function placesOf(secrets, stored) {
  if (secrets.length === 0) throw new Error("There is nothing to look for: the sign-in did not get that far.");
  const holding = stored.filter(({ text }) => secrets.some((secret) => text.includes(secret)));
  return holding.map(({ place }) => place).join(", ") || "nowhere";
}

async function untilResponse(session, row) {
  const issuer = session.open(row);
  const { url } = await session.start(issuer, row);
  return { issuer, url: await session.answer(url) };
}

function tokenRequests({ redeemed }) {
  return redeemed.length === 1 ? "1 token request" : `${redeemed.length} token requests`;
}
