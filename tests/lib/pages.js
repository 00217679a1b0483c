// Bodies of pages for serveSite().

const script = (body) => `<script type="module">
  import { createBankidClient, createNetidClient } from "/consentkey/index.js";
  ${body}
</script>`;

const KEEP = `const keep = (promise) => (globalThis.outcome = promise.then((grant) => ({ grant }), ({ code, reason }) => ({ code, reason, at: Date.now() })));`;

/**
 * A page with a client in `client` and buttons "Leave" and "Open", which call its methods in a click. What
 * comes of it is kept in `outcome`, as `{ grant }` or as `{ code }`. It handles responses of its own address too.
 *
 * @param {object} options of the client
 * @param {object} [signIn] options of the sign-in
 * @param {"createNetidClient" | "createBankidClient"} [create] whose client it is
 */
export const bannerPage = (options, signIn = {}, create = "createNetidClient") => `<button id="leave">Leave</button><button id="open">Open</button>${script(`
  ${KEEP}
  const client = await ${create}(${JSON.stringify(options)});
  const abort = new AbortController();
  document.getElementById("leave").onclick = () => {
    try { client.redirect(${JSON.stringify(signIn)}); } catch (error) { keep(Promise.reject(error)); }
  };
  document.getElementById("open").onclick = () => keep(client.popup({ ...${JSON.stringify(signIn)}, signal: abort.signal }));
  keep(client.handleRedirect());
  Object.assign(globalThis, { client, abort });
`)}`;

/**
 * A page that handles the redirect to it, and keeps what comes of it in `outcome`.
 *
 * @param {object} options of the client
 * @param {"createNetidClient" | "createBankidClient"} [create] whose client it is
 */
export const callbackPage = (options, create = "createNetidClient") => script(`
  ${KEEP}
  keep((await ${create}(${JSON.stringify(options)})).handleRedirect());
`);

/**
 * A page for a frame: one button that calls a method of a client in a click. Tells the page around it "ready",
 * and the outcome in the end.
 *
 * @param {object} options of the client
 * @param {"redirect" | "popup"} method
 * @param {object} [signIn] options of the sign-in
 */
export const framedPage = (options, method, signIn = {}) =>
  `<button style="position:fixed;inset:0;width:100%;height:100%">Go</button>${script(`
    const client = await createNetidClient(${JSON.stringify(options)});
    const tell = (told) => parent.postMessage(told, "*");
    document.querySelector("button").onclick = async () => {
      try {
        const grant = await client.${method}(${JSON.stringify(signIn)});
        tell({ grant });
      } catch ({ code }) {
        tell({ code });
      }
    };
    tell("ready");
  `)}`;

/** A page around a frame, which keeps what the frame tells in `told`. */
export const framingPage = (address) => `<script>
  globalThis.told = [];
  addEventListener("message", ({ data }) => told.push(data));
</script><iframe src="${address}" width="300" height="200"></iframe>`;
