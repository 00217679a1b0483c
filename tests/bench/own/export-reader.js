// Reads an export in a process of its own, one way or the other, and tells time and memory.
import { createPermissionExport } from "consentkey/server";

const [, , way, address] = process.argv;

const WAYS = {
  async list(sample) {
    const source = await createPermissionExport({ username: "u", password: "p", endpoints: { permissionExport: address } });
    let count = 0;
    for await (const { changedAt } of source.list({ tappId: "t", since: "2026-01-01" })) {
      count += changedAt > 0;
      if (count % 10_000 === 0) sample();
    }
    return count;
  },
  async parse(sample) {
    const response = await fetch(`${address}/netid-permissions/`);
    const { tapp_netid_permissions_export_audit: entries } = JSON.parse(await response.text());
    sample();
    return entries.filter(({ changed_at }) => Date.parse(changed_at) > 0).length;
  },
};

let peak = 0;
const used = () => {
  const { heapUsed } = process.memoryUsage();
  return heapUsed;
};
globalThis.gc();
const before = used();
const start = performance.now();
const count = await WAYS[way](() => (peak = Math.max(peak, used() - before)));
process.send({ count, seconds: (performance.now() - start) / 1000, peak });
process.disconnect();
