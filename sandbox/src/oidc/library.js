// The one place that imports oidc-provider. Its entry file does nothing but re-export these modules and
// print a warning on Node 20, which this workspace supports and tests; hence the imports behind it.
import "./url-parse.js";

export { Provider } from "oidc-provider/lib/provider.js";
export * as errors from "oidc-provider/lib/helpers/errors.js";
export * as interactionPolicy from "oidc-provider/lib/helpers/interaction_policy/index.js";
