import * as page from "./index.js";
import * as tcf from "../tcf/tcf.js";

// For pages without modules: everything under one name.
globalThis.consentkey = { ...page, ...tcf, init: page.default };
