/** In milliseconds. */
const LOOK_INTERVAL = 100;

const DISCLOSED_VENDORS = /\.[I-P]/;

export function usercentrics() {
  return { inject, tcfapi };
}

/** What is told of success, whether the string was newer than Usercentrics' own, matters to nobody here. */
async function inject(tcString) {
  if (!globalThis.UC_UI?.injectTCString) await new Promise((resolve) => addEventListener("UC_UI_INITIALIZED", resolve, { once: true }));
  await UC_UI.injectTCString(tcString);
}

/** Usercentrics' `__tcfapi`, with the disclosed vendors in the TC string: it tells them elsewhere. */
function tcfapi(command, version, callback, parameter) {
  const { __tcfapi } = globalThis;
  // Before the stub is there nothing listens.
  if (typeof __tcfapi !== "function") return void setTimeout(tcfapi, LOOK_INTERVAL, command, version, callback, parameter);
  if (command !== "addEventListener") return __tcfapi(command, version, callback, parameter);
  let last;
  __tcfapi(command, version, (tcData, success) => {
    // A promise since version 3. What is told after an event must not be heard before it.
    const vendors = success && lacksVendors(tcData?.tcString) ? disclosedVendors() : "";
    const tell = (segment) => callback(withSegment(tcData, segment), success);
    if (!last && typeof vendors === "string") return tell(vendors);
    const turn = (last = Promise.all([vendors, last])
      .then(([segment]) => segment, () => "")
      .then(tell)
      .finally(() => last === turn && (last = undefined)));
    return undefined;
  });
}

const lacksVendors = (tcString) => typeof tcString === "string" && tcString !== "" && !DISCLOSED_VENDORS.test(tcString);

function disclosedVendors() {
  try {
    return globalThis.UC_UI?.getTCFDisclosedVendorsSegmentString?.() ?? "";
  } catch {
    return "";
  }
}

/** Second, as TCF 2.3 has it. */
function withSegment(tcData, segment) {
  if (typeof segment !== "string" || !/^[I-P]/.test(segment)) return tcData;
  const [core, ...others] = tcData.tcString.split(".");
  return { ...tcData, tcString: [core, segment, ...others].join(".") };
}
