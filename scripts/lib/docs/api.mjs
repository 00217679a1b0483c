import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { at } from "../paths.mjs";
import { Failure } from "../steps.mjs";
import { STAGE } from "./stage.mjs";

/** The entries of the package, by their files of types. */
const ENTRIES = {
  index: "consentkey",
  server: "consentkey/server",
  tcf: "consentkey/tcf",
  elements: "consentkey/elements",
  "cmp-usercentrics": "consentkey/cmp/usercentrics",
  "cmp-sourcepoint": "consentkey/cmp/sourcepoint",
  "cmp-consentmanager": "consentkey/cmp/consentmanager",
};

/** Writes the reference, a page for each entry of the package, from the types. */
export async function writeApi() {
  const require = createRequire(at("site/package.json"));
  const { Application, Converter, LogLevel } = await import(pathToFileURL(require.resolve("typedoc")));
  const app = await Application.bootstrapWithPlugins({
    entryPoints: Object.keys(ENTRIES).map((file) => at(`pkg/src/types/${file}.d.ts`)),
    tsconfig: at("site/tsconfig.json"),
    plugin: [require.resolve("typedoc-plugin-markdown")],
    out: at(`${STAGE}/api`),
    name: "Reference",
    readme: "none",
    outputFileStrategy: "modules",
    entryFileName: "index",
    disableSources: true,
    // What elements have of the platform stands in its own manuals.
    excludeExternals: true,
    disableGit: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    hideGroupHeadings: true,
    expandObjects: true,
    useCodeBlocks: true,
    sort: ["source-order"],
    groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases"],
    parametersFormat: "table",
    propertyMembersFormat: "list",
    // What the platform brings has a stand-in, so that the types need no library of a browser's.
    intentionallyNotExported: ["Response", "Request", "Bytes"],
    validation: { notExported: false },
    logLevel: LogLevel.Warn,
    treatWarningsAsErrors: true,
  });
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    if (Object.hasOwn(ENTRIES, reflection.name) && reflection.parent?.isProject()) reflection.name = ENTRIES[reflection.name];
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    // What a class has of another stands there.
    for (const reflection of Object.values(project.reflections)) if (reflection.inheritedFrom) project.removeReflection(reflection);
  });
  const project = await app.convert();
  if (!project || app.logger.hasErrors()) throw new Failure("The reference can't be made of the types: see TypeDoc's words above.");
  await app.generateOutputs(project);
  // Members would make the outline too long to be one.
  for (const name of Object.values(ENTRIES)) await prefix(at(`${STAGE}/api/${name}.md`), "---\noutline: 2\n---\n\n");
}

const prefix = async (file, head) => writeFile(file, head + (await readFile(file, "utf8")));
