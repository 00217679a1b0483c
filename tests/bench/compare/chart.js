import { CLIENTS } from "./clients.js";

const WIDTH = 860;
const PANEL = { width: 410, left: 108, top: 44, row: 22, bar: 14 };
const GAP = 20;
// What the longest bar leaves for its number.
const NUMBER = 70;

const STYLE = `
  .paper { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif } .title { font-weight: 600 }
  .unit { fill: #59636e; font-size: 12px } .bar { fill: #afb8c1 } .ours { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } text { fill: #f0f6fc } .unit { fill: #9198a1 } .bar { fill: #656c76 } .ours { fill: #4493f8 }
  }`;

/**
 * Bars for what visitors and pages notice first, as SVG for light and dark surroundings.
 *
 * @param {Record<string, ReturnType<typeof import("./figures.js").figuresOf>>} figures by client
 * @returns {string}
 */
export function chart(figures) {
  const panels = [
    { title: "Bytes until a login can start", unit: "kB, brotli; less is better", value: ({ downloads }) => downloads?.start.brotli / 1000, digits: 1 },
    { title: "Navigation to authorization URL", unit: "ms, slow; less is better", value: ({ slow }) => slow?.start, digits: 0 },
    { title: "Response to grant, first login", unit: "ms, slow; less is better", value: ({ slow }) => slow?.first, digits: 0 },
    { title: "authorize()", unit: "per second; more is better", value: ({ calls }) => calls.idle, digits: 0 },
  ];
  const drawn = panels.map((panel) => drawPanel(panel, figures));
  const height = GAP + Math.max(drawn[0].height, drawn[1].height) + Math.max(drawn[2].height, drawn[3].height);
  const second = GAP / 2 + Math.max(drawn[0].height, drawn[1].height);
  const places = [[GAP / 2, GAP / 2], [WIDTH / 2 + GAP / 2, GAP / 2], [GAP / 2, second], [WIDTH / 2 + GAP / 2, second]];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    "<title>consentkey beside other clients; the numbers are in benchmarks.md</title>",
    `<style>${STYLE}\n</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}" rx="6"/>`,
    ...drawn.map(({ body }, index) => `<g transform="translate(${places[index].join(" ")})">\n${body}\n</g>`),
    "</svg>",
    "",
  ].join("\n");
}

function drawPanel({ title, unit, value, digits }, figures) {
  const bars = CLIENTS.map(({ name, kind }) => ({ name, kind, amount: value(figures[name]) })).filter(({ amount }) => Number.isFinite(amount));
  const most = Math.max(...bars.map(({ amount }) => amount));
  const scale = (PANEL.width - PANEL.left - NUMBER) / most;
  const rows = bars.map(({ name, kind, amount }, index) => {
    const y = PANEL.top + index * PANEL.row;
    const length = Math.max(1, amount * scale);
    const number = amount.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return [
      `<text x="${PANEL.left - 8}" y="${y + 12}" text-anchor="end">${name}</text>`,
      `<rect class="${kind === "ours" ? "ours" : "bar"}" x="${PANEL.left}" y="${y}" width="${length.toFixed(1)}" height="${PANEL.bar}" rx="2"/>`,
      `<text x="${(PANEL.left + length + 6).toFixed(1)}" y="${y + 12}">${number}</text>`,
    ].join("");
  });
  const head = `<text class="title" x="0" y="16">${title}</text><text class="unit" x="0" y="33">${unit}</text>`;
  return { body: [head, ...rows].join("\n"), height: PANEL.top + bars.length * PANEL.row + GAP };
}
