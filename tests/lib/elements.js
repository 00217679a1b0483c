// Pages with the elements, as their guide has them.
import { readFile } from "node:fs/promises";

const GUIDE = new URL("../../docs/guides/elements.md", import.meta.url);

/** The script that keeps clicks until the elements are there. */
export async function keepingScript() {
  const [, text] = /```html\n(<script>.*?<\/script>)\n```/s.exec(await readFile(GUIDE, "utf8"));
  return text;
}

const ELEMENTS = '<script type="module" src="/consentkey/elements.js"></script>';

/** The attributes of an element, whose `endpoints` are the sandbox's. */
export const attributesOf = ({ endpoints, ...others }) =>
  Object.entries({ ...others, endpoints: JSON.stringify(endpoints) })
    .map(([name, value]) => `${name}='${value}'`)
    .join(" ");

/** The guide's whole page, as it stands but for who the client is and where netID is. */
export async function guidePage({ "client-id": id, "redirect-uri": uri, ...others }) {
  const [, page] = /```html\n<!doctype html>\n(.*?)\n```/s.exec(await readFile(GUIDE, "utf8"));
  const named = page.replace('"your-client-id"', `"${id}" ${attributesOf(others)}`);
  return named.replace('"https://publisher.example/"', `"${uri}"`);
}

/** A page with nothing but the two scripts and one element. */
export const elementPage = async (name, attributes, content = "", elements = ELEMENTS) =>
  `${await keepingScript()}${elements}<${name} ${attributesOf(attributes)}>${content}</${name}>`;
