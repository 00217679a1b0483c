import { PERMISSION_RESOURCE, PERMISSION_SCOPE } from "./permission-token.js";

/**
 * What users have approved, per account and client. It outlives their sessions, as it would in a real
 * account; each authorization then gets a grant of its own made from it.
 */
export class Approvals {
  #byAccount = new Map();

  /**
   * @param {string} accountId
   * @param {string} clientId
   * @param {{ scopes: string[], claims: string[] }} approved
   */
  add(accountId, clientId, { scopes, claims }) {
    const known = this.#find(accountId, clientId);
    const clients = this.#byAccount.get(accountId) ?? new Map();
    clients.set(clientId, {
      scopes: [...new Set([...(known?.scopes ?? []), ...scopes])],
      claims: [...new Set([...(known?.claims ?? []), ...claims])],
    });
    this.#byAccount.set(accountId, clients);
  }

  /** @param {string} accountId */
  forget(accountId) {
    this.#byAccount.delete(accountId);
  }

  /**
   * Makes the grant of one authorization: oidc-provider's `loadExistingGrant`. A grant of its own means
   * that revoking the tokens of a code used twice leaves those of other tabs alone.
   *
   * @param {object} ctx request context of oidc-provider
   * @returns {Promise<object | undefined>} undefined where nothing has been approved yet
   */
  async loadGrant(ctx) {
    const { account, client, provider } = ctx.oidc;
    const approved = this.#find(account.accountId, client.clientId);
    if (!approved) {
      return undefined;
    }
    const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
    grant.addOIDCScope(approved.scopes);
    grant.addOIDCClaims(approved.claims);
    if (approved.scopes.includes(PERMISSION_SCOPE)) {
      grant.addResourceScope(PERMISSION_RESOURCE, PERMISSION_SCOPE);
    }
    await grant.save();
    return grant;
  }

  #find(accountId, clientId) {
    return this.#byAccount.get(accountId)?.get(clientId);
  }
}
