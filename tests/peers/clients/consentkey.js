import { createClient } from "consentkey";

const open = ({ issuer, clientId, redirectUri, scope }) => createClient({ issuer, clientId, redirectUri, scope });

export async function prepare(options) {
  const client = await open(options);
  return () => client.authorize({ maxAge: options.maxAge }).url;
}

export async function finish(options, url) {
  const client = await open(options);
  return client.handleRedirect(url);
}

export async function userinfo(options, grant) {
  const client = await open(options);
  return client.userinfo(grant);
}
