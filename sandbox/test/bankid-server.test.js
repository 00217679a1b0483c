import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { startSandbox } from "../src/index.js";
import { callSigndoc, signdocToken } from "./bankid-client.js";
import { Browser, heading } from "./browser.js";
import { PAGE_ORIGIN, REDIRECT_URI } from "./client.js";

let sandbox, lines, tell;
before(async () => {
  lines = [];
  tell = () => {};
  const log = (line) => {
    lines.push(line);
    tell();
  };
  sandbox = await startSandbox({ port: 0, redirectUris: [REDIRECT_URI], log });
});
after(() => sandbox.close());

/** Sends the head of a request and a little of its body, and hangs up; resolves when the sandbox has told of it. */
async function breakOff(path) {
  const told = new Promise((resolve) => {
    tell = resolve;
  });
  const { hostname, port, host } = new URL(sandbox.origin);
  const socket = connect(port, hostname);
  await once(socket, "connect");
  socket.end(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`);
  await told;
  return lines.at(-1);
}

describe("CORS of the realm", () => {
  const asked = async (url, { origin, method = "GET", ...headers }) => {
    const { headers: answered } = await fetch(url, { method, headers: { origin, ...headers } });
    return answered.get("access-control-allow-origin");
  };

  for (const [name, request] of [
    ["discovery", {}],
    ["jwks", {}],
    ["token", { method: "POST" }],
    ["token", { method: "OPTIONS", "access-control-request-method": "POST" }],
    ["userinfo", {}],
    ["userinfo", { method: "OPTIONS", "access-control-request-method": "GET", "access-control-request-headers": "authorization" }],
  ]) {
    it(`is for registered origins at ${name}, ${request.method ?? "GET"}`, async () => {
      const { issuer, endpoints } = sandbox.bankid;
      const url = endpoints[name] ?? `${issuer}/.well-known/openid-configuration`;
      assert.equal(await asked(url, { ...request, origin: PAGE_ORIGIN }), PAGE_ORIGIN);
      assert.equal(await asked(url, { ...request, origin: "https://elsewhere.example" }), null);
    });
  }
});

describe("pages of the realm", () => {
  const openStart = (address) => new Browser(sandbox).open(address);

  for (const [what, path, title] of [["the sandbox's", "", "netID Broker"], ["the realm's", "/auth/realms/current", "BankID and SignDoc"]]) {
    it(`tell a developer what there is: ${what} start page`, async () => {
      const { endpoints, clients, users } = sandbox.bankid;
      const page = await openStart(`${sandbox.origin}${path}/`);
      assert.equal(heading(page), title);
      const facts = [...Object.values(endpoints), ...Object.keys(clients), ...users.map(({ name }) => name)];
      for (const text of facts) assert.ok(page.text.includes(text), text);
      assert.equal(page.text.includes(clients["demo-bank"].clientSecret), false);
    });
  }

  it("tell where there is none", async () => {
    assert.equal((await openStart(`${sandbox.bankid.issuer}/nowhere`)).status, 404);
  });
});

describe("the server", () => {
  it("outlives requests that break off", async () => {
    for (const path of ["/signdoc-api/signdoc", "/auth/realms/current/protocol/openid-connect/token"]) {
      assert.match(await breakOff(path), /^POST .* failed: aborted$/);
    }
    assert.ok(await signdocToken(sandbox));
  });

  it("answers addresses that are none as any other", async () => {
    const token = await signdocToken(sandbox);
    for (const path of ["/%E0%A4%A", "/a/b", "/"]) {
      assert.equal((await callSigndoc(sandbox, "GET", path, { token })).status, 404, path);
    }
  });
});

describe("startSandbox", () => {
  it("says which lifetime is none", async () => {
    for (const [lifetimes, message] of [
      [{ bankidAccesToken: 5 }, /"bankidAccesToken" is none of the sandbox's/],
      [{ bankidCode: 0.5 }, /"bankidCode" has to be a whole number of seconds/],
      [{ accessToken: 0 }, /"accessToken" has to be a whole number of seconds/],
      [{ signOrder: -1 }, /"signOrder" has to be 0 or more seconds/],
      [{ signedOrder: "5" }, /"signedOrder" has to be 0 or more seconds/],
    ]) {
      await assert.rejects(startSandbox({ port: 0, lifetimes }), { name: "TypeError", message });
    }
  });
});
