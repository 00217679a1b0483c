// `npx consentkey doctor` and diagnose() outside pages, against the sandbox and where nothing answers.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { startSandbox } from "consentkey-sandbox";
import { createBankidClient, createClient, createNetidClient } from "consentkey";
import { listen } from "../lib/listen.js";

const COMMAND = fileURLToPath(new URL("../../pkg/bin/consentkey.js", import.meta.url));
const PAGE = "https://publisher.example/";

let sandbox, gone;

before(async () => {
  sandbox = await startSandbox({ port: 0, redirectUris: [PAGE] });
  const { port, close } = await listen(() => {});
  await close();
  gone = `http://127.0.0.1:${port}`;
});
after(() => sandbox?.close());

/** Its exit code and what it says. */
function run(...values) {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...values], (error, stdout, stderr) => resolve({ code: error?.code ?? 0, text: stdout + stderr }));
  });
}

const endpointsOf = (endpoints) => Object.entries(endpoints).flatMap(([name, address]) => ["--endpoint", `${name}=${address}`]);
const doctor = (values, endpoints = sandbox.endpoints) => run("doctor", ...Object.entries(values).flat(), ...endpointsOf(endpoints));
const CLIENT = { "--client-id": "demo-rs256", "--redirect-uri": PAGE };

/** How many findings there are, and whether each has its next step. */
const wrongs = ({ text }) => text.split("\n").filter((line) => line.startsWith("✘"));

describe("the doctor", () => {
  test("finds nothing wrong where all is well", async () => {
    const found = await doctor(CLIENT);
    assert.deepEqual([found.code, wrongs(found)], [0, []], found.text);
  });

  test("looks at addresses and clock without a client", async () => {
    assert.equal((await doctor({})).code, 0);
  });

  test("tells that the authorization endpoint refuses client id or redirect URI", async () => {
    for (const other of [{ "--client-id": "nobody" }, { "--redirect-uri": "https://publisher.example/other" }]) {
      const found = await doctor({ ...CLIENT, ...other });
      assert.deepEqual([found.code, wrongs(found).length], [1, 1], found.text);
      assert.match(found.text, /\(400\)/);
    }
  });

  test("tells where nothing answers, by code", async () => {
    const found = await doctor(CLIENT, Object.fromEntries(Object.keys(sandbox.endpoints).map((name) => [name, `${gone}/`])));
    assert.equal(found.code, 1);
    assert.match(found.text, /provider_unreachable/);
  });

  test("tells a Permission Center that alone does not answer", async () => {
    const found = await doctor(CLIENT, { ...sandbox.endpoints, permissionRead: gone });
    assert.deepEqual([found.code, wrongs(found).length], [1, 1], found.text);
    assert.match(found.text, /provider_unreachable/);
  });

  test("has an exit code of its own for arguments that can't be read", async () => {
    const calls = [[], ["nurse"], ["doctor", "--nothing"], ["doctor", "--environment", "moon"], ["doctor", "--timeout", "soon"],
      ["doctor", "--endpoint", "token"], ["doctor", "--endpoint", "tokens=https://a.example/"]];
    for (const values of calls) {
      const { code, text } = await run(...values);
      assert.equal(code, 2, values.join(" "));
      assert.match(text, /Usage/);
      assert.doesNotMatch(text, /\n {4}at /);
    }
    assert.equal((await run("--help")).code, 0);
  });

  test("says nothing that only the two parties to a sign-in know", async () => {
    const { text } = await doctor({ ...CLIENT, "--client-id": "nobody" });
    assert.doesNotMatch(text, /state=|code_challenge|nonce=/);
  });
});

describe("diagnose() outside pages", () => {
  const codesOf = async (client) => (await (await client).diagnose()).map(({ code }) => code);
  const netid = (options) => createNetidClient({ clientId: "demo-rs256", redirectUri: PAGE, endpoints: sandbox.endpoints, storage: "memory", ...options });

  test("every client has it", async () => {
    const { issuer, endpoints } = sandbox.bankid;
    const common = { clientId: "demo-bank-page", redirectUri: PAGE, storage: "memory" };
    assert.deepEqual(await codesOf(netid()), []);
    assert.deepEqual(await codesOf(createBankidClient({ ...common, environment: "current", endpoints })), []);
    assert.deepEqual(await codesOf(createClient({ ...common, issuer, scope: "openid" })), []);
    assert.deepEqual(await codesOf(createClient({ ...common, endpoints: { authorization: `${gone}/`, token: `${gone}/` }, scope: "a" })), ["provider_unreachable"]);
  });

  test("tells mixed environments apart from those of one", async () => {
    const qa = { permissionRead: "https://einwilligungsspeicher.qa.netid.de", permissionWrite: "https://einwilligen.qa.netid.de" };
    const isMixed = async (options) => {
      const codes = await codesOf(netid({ timeout: 0, ...options }));
      return codes.includes("environment_mixed");
    };
    for (const [options, expected] of [
      [{ endpoints: undefined }, false],
      [{ endpoints: undefined, environment: "qa" }, false],
      [{ endpoints: qa, environment: "qa" }, false],
      [{ endpoints: qa }, true],
      [{ endpoints: { permissionRead: qa.permissionRead }, environment: "live" }, true],
      [{ endpoints: { permissionRead: "https://einwilligungsspeicher.netid.de" }, environment: "qa" }, true],
      [{ environment: "qa" }, false],
      [{ endpoints: { ...sandbox.endpoints, permissionRead: undefined } }, true],
      [{ endpoints: { ...sandbox.endpoints, permissionRead: undefined }, flow: "login" }, false],
      [{ endpoints: { authorization: "http://localhost:4400/authorize" } }, true],
    ]) {
      assert.equal(await isMixed(options), expected, JSON.stringify(options));
    }
  });

  test("compares the clock with the provider's", async (t) => {
    const client = await netid();
    t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 3_600_000 });
    assert.deepEqual(await codesOf(client), ["clock_wrong"]);
  });
});
