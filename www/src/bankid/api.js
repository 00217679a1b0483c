/**
 * Asks the club's own server.
 * @param {"orders" | "result"} path
 * @param {unknown} body
 * @returns {Promise<any>} rejects with an object like a `ConsentKeyError`
 */
export async function askServer(path, body) {
  const response = await fetch(`/api/bankid/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  const answer = await response?.json().catch(() => undefined);
  if (!answer) throw { code: "network", message: "The club’s server gave no answer." };
  if (!response.ok) throw answer;
  return answer;
}
