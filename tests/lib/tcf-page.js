import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const VENDORS = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 1,
  tcfPolicyVersion: 5,
  lastUpdated: "2026-01-01T00:00:00Z",
  purposes: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index + 1, { id: index + 1, name: `Purpose ${index + 1}` }])),
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  vendors: {},
};

// The IAB's own stub and CMP API, and a stand-in for the Permission Center.
const kitOf = (scope) => `
  import stub from "${scope}/stub";
  import { CmpApi } from "${scope}/cmpapi";
  import { GVL, Segment, TCModel, TCString } from "${scope}/core";

  // As TCF 2.3 has it: this version of the library leaves the segment out unless it is named.
  const encode = (model) => TCString.encode(model, { version: 2, segments: [Segment.CORE, Segment.VENDORS_DISCLOSED, Segment.PUBLISHER_TC] });

  /** A TC string with consent to these purposes. */
  globalThis.tcStringOf = (...purposes) => {
    const model = new TCModel(new GVL(${JSON.stringify(VENDORS)}));
    Object.assign(model, { cmpId: 7, cmpVersion: 1, isServiceSpecific: true });
    model.purposeConsents.set(purposes);
    return encode(model);
  };
  /** What another CMP, a month later, makes of a TC string. */
  globalThis.encodedAnew = (tcString) => {
    const model = TCString.decode(tcString);
    model.gvl = new GVL(${JSON.stringify(VENDORS)});
    Object.assign(model, { cmpId: 30, cmpVersion: 4, consentScreen: 2, created: new Date("2026-07-01"), lastUpdated: new Date("2026-07-01") });
    return encode(model);
  };
  globalThis.loadStub = () => (typeof stub === "function" ? stub : stub.default)();
  globalThis.loadCmp = () => new CmpApi(7, 1, true);

  const error = (code, more) => Object.assign(new Error(code), { code, ...more });
  globalThis.refusal = (statusCode) => error("permission_denied", { statusCode, status: 400 });
  globalThis.fault = (code, status) => error(code, { status });
  globalThis.statusWith = (value, more) => ({
    statusCode: "PERMISSIONS_FOUND",
    subjectIdentifiers: { tpid: "t", syncId: "s", etpid: "e1" },
    idconsent: null,
    iabTcString: value === undefined ? null : { value, changedAt: 1000 },
    ...more,
  });
  /** Answers as it is told: a value, an error to be thrown, or a function. */
  globalThis.permissions = {
    reads: 0,
    writes: [],
    onRead: statusWith(),
    onWrite: { tpid: "t", syncId: "s", etpid: "e2" },
    read() {
      this.reads += 1;
      return answer(this.onRead);
    },
    write(settings) {
      this.writes.push(settings);
      return answer(this.onWrite, settings);
    },
  };
  async function answer(told, settings) {
    const answered = typeof told === "function" ? await told(settings) : told;
    if (answered instanceof Error) throw answered;
    return answered;
  }
`;

/**
 * The body of a page with all that a TCF banner consists of, but for the banner.
 *
 * @param {"@iabtcf" | "@iabtechlabtcf"} [scope] of the IAB's packages: those of IAB Europe, or of the IAB Tech Lab
 */
export async function tcfPage(scope = "@iabtcf") {
  const { outputFiles } = await build({
    stdin: { contents: kitOf(scope), resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    format: "iife",
    write: false,
    logLevel: "silent",
  });
  return `<script>${outputFiles[0].text.replaceAll("</script", "<\\/script")}</script><script type="module">
    import { connectTcf } from "/consentkey/tcf.js";
    const events = (globalThis.events = { status: [], errors: [], injected: [] });
    /** Connects, with callbacks that keep what they are called with. */
    globalThis.connect = (options) =>
      (globalThis.connection = connectTcf(permissions, {
        onStatus: (status) => events.status.push(status),
        onError: ({ code, statusCode }) => events.errors.push(statusCode ?? code),
        inject: (tcString) => void events.injected.push(tcString),
        ...options,
      }));
  </script>`;
}
