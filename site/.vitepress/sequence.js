// Sequence diagrams, drawn while the site is built: no script and no request when they are looked at. Mermaid's own
// syntax, so that GitHub draws them too and a reader of the Markdown understands them; of it, what our pages use.
const ACTOR = /^participant (\w+)(?: as (.+))?$/;
const MESSAGE = /^(\w+)(--?)>>(\w+): (.+)$/;
const NOTE = /^Note over (\w+)(?:,(\w+))?: (.+)$/;

const LETTER = 7.4;
const ROW = 46;
const HEAD = 56;
const GAP = 40;

const escape = (text) => text.replace(/[&<>"{}]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const isToItself = ({ from, to }) => to !== undefined && to === from;
const widthOf = (text) => text.length * LETTER;

/**
 * Draws a sequence diagram.
 *
 * @param {string} text
 * @returns {string} SVG
 * @throws {Error} at a line that it does not know
 */
export function drawSequence(text) {
  const { actors, steps } = read(text);
  const xs = columns(actors, steps);
  const right = Math.max(xs.at(-1) + widthOf(actors.at(-1).name) / 2, ...steps.filter(isToItself).map(({ from, words }) => xs[from] + 30 + widthOf(words)));
  const width = Math.ceil(right + 24);
  const height = HEAD + steps.length * ROW + 16;
  const lines = xs.map((x) => `<line class="life" x1="${x}" y1="40" x2="${x}" y2="${height - 8}"/>`);
  const heads = actors.map(({ name }, index) => box(xs[index], 24, widthOf(name) + 24, "actor", name));
  const drawn = steps.map((step, index) => draw(step, xs, HEAD + index * ROW + 28));
  const told = steps.map(({ from, to, words }) => (to === undefined ? words : `${actors[from].name} → ${actors[to].name}: ${words}`)).join("; ");
  return `<figure class="sequence" tabindex="0"><svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escape(told)}">
<defs><marker id="sequence-tip" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto"><path d="M0 0 9 4 0 8z"/></marker></defs>
${[...lines, ...heads, ...drawn].join("\n")}
</svg></figure>\n`;
}

function read(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (lines.shift() !== "sequenceDiagram") throw new Error("A diagram has to begin with sequenceDiagram.");
  const actors = [];
  const indexOf = (id) => {
    const index = actors.findIndex((actor) => actor.id === id);
    if (index < 0) throw new Error(`The diagram has no participant ${id}.`);
    return index;
  };
  const steps = [];
  for (const line of lines) {
    const [, id, name = id] = line.match(ACTOR) ?? [];
    const [, from, dashes, to, words] = line.match(MESSAGE) ?? [];
    const [, first, last = first, note] = line.match(NOTE) ?? [];
    if (id) actors.push({ id, name });
    else if (words) steps.push({ from: indexOf(from), to: indexOf(to), words, isAnswer: dashes === "--" });
    else if (note) steps.push({ over: [indexOf(first), indexOf(last)], words: note });
    else throw new Error(`The diagram's line is not understood: ${line}`);
  }
  return { actors, steps };
}

/** Where the lifelines stand: as far apart as the words between neighbours ask for. */
function columns(actors, steps) {
  const xs = [widthOf(actors[0].name) / 2 + 28];
  for (let index = 1; index < actors.length; index += 1) {
    const heads = (widthOf(actors[index - 1].name) + widthOf(actors[index].name)) / 2 + GAP;
    const between = steps.filter(({ from, to }) => to !== undefined && Math.max(from, to) === index).map((step) => {
      const others = xs[index - 1] - xs[Math.min(step.from, step.to)];
      return step.from === step.to ? 0 : widthOf(step.words) + 28 - (Number.isNaN(others) ? 0 : others);
    });
    const own = steps.filter((step) => isToItself(step) && step.from === index - 1).map(({ words }) => widthOf(words) + 50);
    xs.push(Math.ceil(xs[index - 1] + Math.max(heads, ...between, ...own)));
  }
  return xs;
}

function draw({ from, to, over, words, isAnswer }, xs, y) {
  if (over) {
    const [left, right] = over.map((index) => xs[index]);
    return box((left + right) / 2, y - 6, Math.max(right - left + 24, widthOf(words) + 24), "note", words);
  }
  const kind = isAnswer ? "answer" : "call";
  if (from === to) {
    const path = `<path class="${kind}" d="M${xs[from]} ${y - 10}h22v18h-20" marker-end="url(#sequence-tip)"/>`;
    return `${path}<text x="${xs[from] + 30}" y="${y + 3}">${escape(words)}</text>`;
  }
  const line = `<line class="${kind}" x1="${xs[from]}" y1="${y}" x2="${xs[to]}" y2="${y}" marker-end="url(#sequence-tip)"/>`;
  return `${line}<text x="${(xs[from] + xs[to]) / 2}" y="${y - 8}" text-anchor="middle">${escape(words)}</text>`;
}

const box = (x, y, width, kind, words) =>
  `<g class="${kind}"><rect x="${x - width / 2}" y="${y - 16}" width="${width}" height="32" rx="4"/><text x="${x}" y="${y + 5}" text-anchor="middle">${escape(words)}</text></g>`;
