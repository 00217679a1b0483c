/** Stands in for import-diagnose.js in files that have everything. */
import * as diagnosis from "./diagnose.js";

export const importDiagnose = async () => diagnosis;
