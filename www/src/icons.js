const paths = {
  check: "M4.5 12.5l5 5 10-11",
  warning: "M12 3.5l9.5 17h-19zM12 10v5M12 17.6v.4",
};

/**
 * A small line drawing in the colour of the text beside it; hidden from screen readers.
 * @param {keyof typeof paths} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}
