// The guide's example for OpenTelemetry, as it is written there, with a meter that keeps what it is told.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { metrics } from "@opentelemetry/api";
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { CODE, SECRET, SITE, backendAt, cookieOf, startNetid } from "../lib/relay.js";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The example's relay, made with this backend. */
async function relayOfGuide(backend) {
  const guide = await readFile(at("docs/guides/relay.md"), "utf8");
  const [example] = Array.from(guide.matchAll(/```js\n([\s\S]*?)```/g), ([, text]) => text).filter((text) => text.includes("@opentelemetry/api"));
  await mkdir(at("target"), { recursive: true });
  // Where the packages of the repository are found from.
  const folder = await mkdtemp(at("target/telemetry-"));
  try {
    const text = `const { backend, process } = globalThis.given;\n${example}\nexport { relay };\n`;
    await writeFile(`${folder}/example.mjs`, text);
    globalThis.given = { backend, process: { env: { RELAY_SECRET: SECRET } } };
    return (await import(pathToFileURL(`${folder}/example.mjs`))).relay;
  } finally {
    delete globalThis.given;
    await rm(folder, { recursive: true });
  }
}

test("OpenTelemetry is told durations by name, status and code, and nothing else", async (context) => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  const netid = await startNetid();
  context.after(async () => {
    metrics.disable();
    await Promise.all([provider.shutdown(), netid.close()]);
  });
  const relay = await relayOfGuide(await backendAt(netid));
  const ask = (method, path, { body, ...headers } = {}) =>
    relay(new Request(`${SITE}/consentkey${path}`, { method, headers: { Origin: SITE, "Content-Type": "application/json", ...headers }, body }));
  const Cookie = cookieOf(await ask("POST", "/grant", { body: JSON.stringify(CODE) }));
  await ask("GET", "/permissions", { Cookie });
  await ask("GET", "/permissions", { Cookie });
  await ask("GET", "/permissions");
  await reader.forceFlush();
  const [{ descriptor, dataPoints }] = exporter.getMetrics().at(-1).scopeMetrics[0].metrics;
  assert.deepEqual([descriptor.name, descriptor.unit], ["consentkey.relay.duration", "s"]);
  assert.deepEqual(
    dataPoints.map(({ attributes, value }) => [attributes, value.count]),
    [
      [{ name: "grant.create", status: 200 }, 1],
      [{ name: "permissions.read", status: 200 }, 2],
      [{ name: "permissions.read", status: 401, code: "grant_missing" }, 1],
    ],
  );
  for (const { value } of dataPoints) assert.ok(value.sum > 0 && value.sum < 10);
});
