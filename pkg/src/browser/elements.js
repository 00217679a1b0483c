import { NetidElement } from "./elements-base.js";
import { NetidButton } from "./elements-button.js";
import { NetidPermission } from "./elements-permission.js";

export { NetidButton, NetidElement, NetidPermission };

// On a server there is nothing to define, and a second copy of this file has nothing to add.
for (const [name, element] of [
  ["netid-button", NetidButton],
  ["netid-permission", NetidPermission],
]) {
  if (globalThis.customElements && !customElements.get(name)) customElements.define(name, element);
}
