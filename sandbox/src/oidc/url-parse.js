// oidc-provider calls URL.parse, a standard method that some releases of Node 20 lack.
URL.parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null);
