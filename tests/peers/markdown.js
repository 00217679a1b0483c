import { CLIENTS, NOT_APPLICABLE } from "./clients.js";
import { GROUPS, ROWS } from "./rows.js";

const START = "<!-- Made by `node tests/peers/table.js`. -->";
const END = "<!-- End of what it makes. -->";

/**
 * A document with its part between the marks made anew.
 *
 * @param {string} document
 * @param {{ versions: Record<string, string>, cells: import("./matrix.js").Cells }} expected
 * @returns {string}
 */
export function withTable(document, expected) {
  const [start, end] = [document.indexOf(START), document.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`The document has no part for the table: it needs the lines "${START}" and "${END}".`);
  return `${document.slice(0, start)}${START}\n${markdown(expected)}\n${document.slice(end)}`;
}

function markdown({ versions, cells }) {
  const notes = [];
  const rows = Object.entries(GROUPS).flatMap(([group, { title, rows: members }]) => [
    line([`**${title}**`, "", ...CLIENTS.map(() => "")]),
    ...Object.keys(members).map((name) => tableRow(`${group}.${name}`, cells, notes)),
  ]);
  const heads = CLIENTS.map(({ name }) => (versions[name] ? `${name} ${versions[name]}` : name));
  return [
    "",
    line(["case", "asked for by", ...heads]),
    line(Array(heads.length + 2).fill("---")),
    ...rows,
    "",
    ...notes.map((note, index) => `${index + 1}. ${note}`),
    "",
    "How each is used:",
    "",
    ...CLIENTS.map(({ name, setup }) => `- **${name}**: ${setup}`),
    "",
  ].join("\n");
}

function tableRow(id, cells, notes) {
  const { title, rule = "" } = ROWS.get(id);
  return line([title, rule, ...CLIENTS.map(({ name, notApplicable }) => cellText(id, cells[id][name], notApplicable[id], notes))]);
}

function cellText(id, cell, reason, notes) {
  if (cell === NOT_APPLICABLE) {
    if (!notes.includes(reason)) notes.push(reason);
    return `${cell} (${notes.indexOf(reason) + 1})`;
  }
  const { right, fine = [] } = ROWS.get(id);
  const isMarked = !GROUPS[id.split(".")[0]].isChoice && cell !== right && !fine.includes(cell);
  return isMarked ? `**${cell}**` : cell;
}

const line = (texts) => `| ${texts.join(" | ")} |`;
