// What the benchmark makes of its samples. How long anything takes is no test.
import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { aimsOf } from "./aims.js";
import { chart } from "./chart.js";
import { CLIENTS, LOGIN_CLIENTS } from "./clients.js";
import { documentOf } from "./document.js";
import { bestOf, figuresOf, median, middleHalf } from "./figures.js";

const times = (number) => ({ start: number, first: number, warm: number, cold: number });

/** Figures of all clients, the same for each but for what is said. */
function figuresWith(changes = {}) {
  const bytes = { requests: 1, raw: 300, gzip: 200, brotli: 100 };
  const all = CLIENTS.map(({ name }) => [name, {
    downloads: { start: bytes, login: bytes, startAlone: bytes },
    local: times(100),
    slow: times(1000),
    spread: { local: [90, 110], slow: [900, 1100] },
    calls: { idle: 5000, busy: 4000, longest: 0.5 },
    growth: 5000,
    ...changes[name],
  }]);
  for (const [name, figures] of all) {
    if (LOGIN_CLIENTS.every((client) => client.name !== name)) {
      for (const key of ["downloads", "local", "slow", "spread"]) delete figures[key];
    }
  }
  return Object.fromEntries(all);
}

const aim = (figures, what) => aimsOf(figures).find((one) => one.what === what);

const RESULTS = {
  date: new Date("2030-01-02T03:04:05Z"),
  machine: { processor: "A processor", cores: 4, gibibytes: 8, system: "Linux", node: "22.0.0", load: 0.1 },
  chromium: "140.0",
  versions: { "keycloak-js": "26.2.4" },
  rounds: { local: 15, slow: 7, calls: 30 },
};

describe("figures", () => {
  test("the median is the middle number, or the mean of the two there, in any order", () => {
    assert.equal(median([30, 1, 2]), 2);
    assert.equal(median([4, 100, 1, 2]), 3);
    assert.equal(median([7]), 7);
  });

  test("samples keep their order when their median is asked for", () => {
    const samples = [3, 1, 2];
    median(samples);
    middleHalf(samples);
    assert.deepEqual(samples, [3, 1, 2]);
  });

  test("the middle half leaves out a quarter at each end", () => {
    assert.deepEqual(middleHalf([1, 2, 3, 4, 1000]), [2, 4]);
    assert.deepEqual(middleHalf([5]), [5, 5]);
  });

  test("downloads are summed up over their files, and calls become a rate", () => {
    const served = [10, 20].map((brotli) => ({ path: "/a.js", size: { raw: 3 * brotli, gzip: 2 * brotli, brotli } }));
    const { downloads, calls } = figuresOf({ downloads: { start: served }, calls: { idle: [0.5], busy: [1], longest: [3, 2, 1] }, growth: 0 });
    assert.deepEqual(downloads.start, { requests: 2, raw: 90, gzip: 60, brotli: 30 });
    assert.deepEqual(calls, { idle: 2000, busy: 1000, longest: 2 });
  });

  test("the best is looked for among those asked for alone", () => {
    const figures = figuresWith({ "by-hand": { growth: 1 }, "keycloak-js": { growth: 2 } });
    assert.equal(bestOf(figures, ({ kind }) => kind === "full", ({ growth }) => growth), "keycloak-js");
  });
});

describe("the aims", () => {
  test("a limit that is just kept is met, and one byte more is not", () => {
    const withBytes = (brotli) => {
      const size = { requests: 1, raw: 0, gzip: 0, brotli };
      return aim(figuresWith({ consentkey: { downloads: { start: size, login: size } } }), "Bytes until a login can start");
    };
    assert.equal(withBytes(9000).isMet, true);
    assert.equal(withBytes(9000).beyond.isMet, false);
    assert.equal(withBytes(9001).isMet, false);
    assert.equal(withBytes(7000).beyond.isMet, true);
  });

  test("navigation is compared with the fastest full client, not with the page by hand", () => {
    const figures = figuresWith({ "by-hand": { slow: times(500) }, "oidc-client-ts": { slow: times(990) } });
    const { measured, isMet, beyond } = aim(figures, "Navigation to authorization URL, slow");
    assert.equal(measured, "1.01 times oidc-client-ts");
    assert.equal(isMet, true);
    assert.equal(beyond.isMet, false);
  });

  test("the grant is compared with the fastest that checks signatures", () => {
    const figures = figuresWith({ "keycloak-js": { slow: times(10) }, "openid-client": { slow: times(800) } });
    const { measured, isMet } = aim(figures, "Response to grant, slow, warm cache");
    assert.equal(measured, "1.25 times openid-client");
    assert.equal(isMet, false);
  });

  test("the rate is compared with the fastest of all packages", () => {
    const figures = figuresWith({
      arctic: { calls: { idle: 10_000, busy: 1, longest: 1 } },
      "by-hand": { calls: { idle: 99_000, busy: 1, longest: 1 } },
    });
    assert.equal(aim(figures, "authorize() per second").measured, "0.50 times arctic");
  });

  test("growth below a page of WebAssembly's memory counts as none", () => {
    const growing = (growth) => aim(figuresWith({ consentkey: { growth } }), "Growth over 10,000 logins").isMet;
    assert.equal(growing(65_536), true);
    assert.equal(growing(65_537), false);
  });
});

describe("the page", () => {
  test("has a number for every client in every table that it belongs to", () => {
    const page = documentOf(RESULTS, figuresWith());
    assert.doesNotMatch(page, /NaN|undefined|null|Infinity/);
    const rowsOf = (name) => page.split("\n").filter((line) => line.startsWith(`| ${name} |`)).length;
    for (const { name, kind } of CLIENTS) assert.equal(rowsOf(name), kind === "requests" ? 2 : 5, name);
  });

  test("says when and where it was measured, and with what", () => {
    const page = documentOf(RESULTS, figuresWith());
    for (const fact of ["2030-01-02", "A processor", "Chromium 140.0", "Node 22.0.0", "15 of local logins", "keycloak-js 26.2.4"]) {
      assert.ok(page.includes(fact), fact);
    }
  });

  test("says so where other programs kept the machine busy", () => {
    const busy = { ...RESULTS, machine: { ...RESULTS.machine, load: 3 } };
    assert.notEqual(documentOf(busy, figuresWith()), documentOf(RESULTS, figuresWith()));
  });

  test("marks the aims that are not met", () => {
    const missed = figuresWith({ consentkey: { growth: 1_000_000 } });
    assert.match(documentOf(RESULTS, missed), /Growth over 10,000 logins .*\*\*not met\*\*/);
  });
});

describe("the chart", () => {
  test("has a bar for each figure, in both colour schemes", () => {
    const svg = chart(figuresWith());
    const bars = svg.match(/<rect class="(bar|ours)"/g);
    assert.equal(bars.length, 3 * LOGIN_CLIENTS.length + CLIENTS.length);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    assert.match(svg, /prefers-color-scheme: dark/);
  });

  test("draws the longest bar no longer than its panel is wide", () => {
    const svg = chart(figuresWith({ consentkey: { calls: { idle: 1e9, busy: 1, longest: 1 } } }));
    const ends = Array.from(svg.matchAll(/class="(?:bar|ours)" x="([\d.]+)" y="\d+" width="([\d.]+)"/g), ([, x, width]) => Number(x) + Number(width));
    assert.ok(Math.max(...ends) <= 410);
  });
});

describe("the clients", () => {
  const peers = new URL("../peers/", import.meta.url);

  test("each has a module and says how it is used", async () => {
    for (const { name, setup } of CLIENTS) {
      await access(new URL(`clients/${name}.js`, peers));
      assert.match(setup, /\.$/, name);
    }
  });

  test("those that are packages are pinned, and no other package is", async () => {
    const { dependencies } = JSON.parse(await readFile(new URL("package.json", peers), "utf8"));
    const packages = CLIENTS.filter(({ name }) => !["consentkey", "by-hand"].includes(name)).map(({ name, packageName = name }) => packageName);
    assert.deepEqual(Object.keys(dependencies).sort(), packages.sort());
    for (const version of Object.values(dependencies)) assert.match(version, /^\d+\.\d+\.\d+$/);
  });
});
