import { aimsOf, verdict } from "./aims.js";
import { MANY, PENDING } from "./calls.js";
import { CLIENTS } from "./clients.js";

/**
 * The page about the results, as Markdown.
 *
 * @param {import("./run.js").Results} results
 * @param {Record<string, ReturnType<typeof import("./figures.js").figuresOf>>} figures by client
 * @returns {string}
 */
export function documentOf({ date, machine, chromium, versions, rounds }, figures) {
  const parts = [
    "# Benchmarks",
    "Made by `npm run bench`, which writes this page anew. All clients do the same login with the same provider, in turn, in one run.",
    origin(date, machine, chromium, rounds),
    "![The first four measures as bars](benchmarks.svg)",
    "## Aims",
    aimsTable(figures),
    "## Downloads",
    "What the browser downloads of scripts and WebAssembly, in bytes, as a server that compresses well sends it (brotli, quality 11), and the number of files.",
    downloadsTable(figures),
    "The last column is a page that starts logins and leaves responses to another page. Nothing of the timings is measured on it.",
    "## From navigation to authorization URL",
    "Milliseconds from the start of the navigation to the page, with an empty cache, to the browser's request for the authorization URL. Beside each, between what the middle half of the times was.",
    startsTable(figures),
    "## From response to grant",
    "Milliseconds from the start of the navigation to the redirect URI to the checked tokens. In a first login the cache holds what its start has loaded, in a second one (warm) all that a login takes; or the cache is empty (cold).",
    grantsTable(figures),
    "## authorize()",
    `Requests built per second, each with its login stored: with nothing else pending, and with ${count(PENDING)} logins that wait for a response. Then, in milliseconds, the longest of 50 calls, with as many pending.`,
    table(
      ["client", "per second", `${count(PENDING)} pending`, "longest call"],
      rows(figures, ({ calls }) => [count(calls.idle), count(calls.busy), calls.longest.toFixed(2)]),
    ),
    "## Memory",
    `Bytes that stay after ${count(MANY)} logins were started and forgotten, once all that is garbage is collected: JavaScript's heap, buffers and WebAssembly's memory. Some thousand come from the browser itself.`,
    table(["client", "growth"], rows(figures, ({ growth }) => [count(growth)])),
    "## How it is measured",
    METHOD,
    "## How each client is used",
    CLIENTS.map(({ name, setup }) => `- **${named(name, versions)}**: ${setup}`).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

const METHOD = [
  "- Chromium, driven over the DevTools protocol, opens pages on loopback, without TLS; the provider is on another port, signs ID tokens with RS256 and shows a page before it answers. Discovery is left out wherever a client takes metadata.",
  "- Every page is a script of its own, bundled by esbuild alike: ES modules for `es2022`, minified, in parts where a client loads parts of itself later. It does a login and nothing else.",
  "- *local* is the machine as it is. *slow* is 150 ms for each round trip, 1.6 Mbit/s down, 750 kbit/s up and a processor slowed to a quarter.",
  "- Each login has a browser context of its own, with an empty cache. The clients take turns, and each round begins with another. Figures are medians, times are Chromium's own.",
  "- What is pending is in `sessionStorage` but where the list below says otherwise. A page that is measured for `authorize()` is cross-origin isolated, for the finer clock.",
  "- Scripts are sent compressed beforehand and may stay in the cache. The provider answers at once.",
].join("\n");

function origin(date, { processor, cores, gibibytes, system, node, load }, chromium, { local, slow, calls }) {
  const busy = load > cores / 2 ? " Other programs kept the machine busy meanwhile, so times are longer and vary more than they need to." : "";
  const machine = `${processor}, ${cores} ${cores === 1 ? "core" : "cores"}, ${gibibytes} GiB, ${system}; Chromium ${chromium}, Node ${node}`;
  const taken = `Taken on ${date.toISOString().slice(0, 10)} (${machine})`;
  return `${taken}. Rounds: ${local} of local logins, ${slow} of slow ones, ${calls} of \`authorize()\`.${busy}`;
}

function aimsTable(figures) {
  const cells = aimsOf(figures).map(({ what, measured, limit, isMet, beyond }) => [
    what,
    measured,
    `${limit}: ${marked(isMet)}`,
    beyond ? `${beyond.limit}: ${marked(beyond.isMet)}` : "",
  ]);
  return table(["measured", "consentkey", "aim", "beyond"], cells);
}

const marked = (isMet) => (isMet ? verdict(isMet) : `**${verdict(isMet)}**`);

function downloadsTable(figures) {
  const head = ["client", "until a login can start", "gzip", "raw", "files", "whole login", "start alone"];
  const cells = ({ downloads }) => {
    if (!downloads) return undefined;
    const { start, login, startAlone } = downloads;
    return [start.brotli, start.gzip, start.raw, start.requests, login.brotli, startAlone.brotli].map(count);
  };
  return table(head, rows(figures, cells));
}

function startsTable(figures) {
  const between = ([from, to]) => `${ms(from)} to ${ms(to)}`;
  const cells = ({ local, slow, spread }) =>
    local && [ms(local.start), between(spread.local), ms(slow.start), between(spread.slow)];
  return table(["client", "local", "middle half", "slow", "middle half"], rows(figures, cells));
}

function grantsTable(figures) {
  const head = ["client", "signature checked", ...["local", "slow"].flatMap((name) => ["first", "warm", "cold"].map((cache) => `${name}, ${cache}`))];
  const cells = ({ local, slow }, { checksSignature }) =>
    local && [checksSignature ? "yes" : "no", ...[local, slow].flatMap(({ first, warm, cold }) => [first, warm, cold].map(ms))];
  return table(head, rows(figures, cells));
}

/** A row for each client that has cells. */
function rows(figures, cells) {
  return CLIENTS.flatMap((client) => {
    const values = cells(figures[client.name], client);
    return values ? [[client.name, ...values]] : [];
  });
}

const table = (head, cells) => [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...cells].map(line).join("\n");

const line = (texts) => `| ${texts.join(" | ")} |`;

const count = (number) => Math.round(number).toLocaleString("en");

const ms = (number) => count(number);

const named = (name, versions) => (versions[name] ? `${name} ${versions[name]}` : name);
