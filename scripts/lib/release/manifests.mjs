const HOME = "https://consentkey.dev";
const REPOSITORY = "https://github.com/consentkey/consentkey";

/**
 * What is missing in a manifest that is published. npm refuses provenance where `repository` is not where it was built.
 *
 * @param {string} folder in the repository
 * @param {Record<string, any>} manifest package.json
 * @returns {string[]}
 */
export function manifestProblems(folder, manifest) {
  const wanted = {
    homepage: HOME,
    bugs: `${REPOSITORY}/issues`,
    repository: { type: "git", url: `git+${REPOSITORY}.git`, directory: folder },
    license: "MIT OR Apache-2.0",
    publishConfig: { access: "public", provenance: true },
  };
  const differs = ([field, value]) => JSON.stringify(manifest[field]) !== JSON.stringify(value);
  const problems = Object.entries(wanted)
    .filter(differs)
    .map(([field, value]) => `${folder}/package.json needs "${field}": ${JSON.stringify(value)}`);
  for (const field of ["description", "engines", "files", "keywords"]) {
    const value = manifest[field] ?? [];
    if ((value.length ?? Object.keys(value).length) === 0) problems.push(`${folder}/package.json needs "${field}"`);
  }
  if (manifest.private) problems.push(`${folder}/package.json is private`);
  return problems;
}
