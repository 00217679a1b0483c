import { createNetidClient } from "consentkey";

const entries = new Map();
const storage = {
  getItem: (key) => entries.get(key) ?? null,
  setItem: (key, value) => void entries.set(key, value),
  removeItem: (key) => void entries.delete(key),
};
let client;

async function answer({ settings, stored, href, authorize }) {
  if (authorize) {
    const { url } = client.authorize();
    return postMessage({ pending: JSON.stringify([...entries]), url });
  }
  for (const [key, value] of JSON.parse(stored ?? "[]")) entries.set(key, value);
  client = await createNetidClient({ ...settings, storage });
  const grant = await client.handleRedirect(href);
  postMessage({ title: grant ? `token ${grant.permissionToken.value}` : "ready" });
}

addEventListener("message", ({ data }) => {
  answer(data).catch((error) => postMessage({ title: `failed: ${error.code} ${error.message}` }));
});
