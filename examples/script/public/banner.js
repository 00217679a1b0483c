import { choose, consent, keepWithNetid, sentenceOf, start } from "/consent.js";

function button(text, action, { disabled = false } = {}) {
  const element = document.createElement("button");
  element.textContent = text;
  element.disabled = disabled;
  element.onclick = action;
  return element;
}

function buttonsFor({ choice, status }) {
  if (choice === null) return [button("Accept", () => choose("accepted")), button("Reject", () => choose("rejected"))];
  const change = button("Change", () => choose(null));
  if (status === "kept") return [change];
  return [button("Keep my choice with netID", keepWithNetid, { disabled: status === "busy" }), change];
}

for (const section of document.querySelectorAll(".consent")) {
  const words = document.createElement("p");
  words.role = "status";
  const buttons = document.createElement("div");
  section.append(words, buttons);
  consent.subscribe((state) => {
    // In the same place, so that screen readers tell the change.
    words.textContent = sentenceOf(state);
    buttons.replaceChildren(...buttonsFor(state));
  });
}
start();
