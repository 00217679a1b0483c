/**
 * The test users: invented, with numbers that nobody can have (no day has these digits).
 *
 * @type {ReadonlyArray<{ id: string, name: string, note: string, claims: object }>}
 */
export const users = [
  user("kari", "Kari", "Nordmann", "1985-02-14", "Complete account", {
    nnin: "94028500175",
    email: "kari@example.no",
    phone_number: "+4790000001",
    address: { formatted: "Storgata 1\n0155 Oslo\nNO", street_address: "Storgata 1", postal_code: "0155", locality: "Oslo", country: "NO" },
  }),
  user("ola", "Ola", "Hansen", "1971-11-30", "No contact data", { nnin: "99117100226" }),
  user("ingrid", "Ingrid", "Ødegård", "1998-07-03", "Letters beyond ASCII", { nnin: "93079800394", email: "ingrid@example.no" }),
];

function user(id, givenName, familyName, birthdate, note, more) {
  const name = `${givenName} ${familyName}`;
  const own = { name, given_name: givenName, family_name: familyName, birthdate };
  return { id, name, note, claims: { bankid_altsub: `9578-6000-4-${id}`, ...own, ...more } };
}

/**
 * @param {string | undefined} id
 * @returns {(typeof users)[number] | undefined}
 */
export function findUser(id) {
  return users.find((user) => user.id === id);
}
