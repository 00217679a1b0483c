/**
 * The test accounts. What an account lacks is missing from every answer, as with real ones.
 *
 * @type {ReadonlyArray<{ id: string, name: string, email: string, note: string, claims: object }>}
 */
export const users = [
  {
    id: "mia",
    name: "Mia Sommer",
    email: "mia@example.com",
    note: "Complete account",
    claims: {
      email: "mia@example.com",
      email_verified: true,
      given_name: "Mia",
      family_name: "Sommer",
      gender: "female",
      birthdate: "1990-05-17",
      address: {
        formatted: "Lindenweg 4\n76133 Karlsruhe\nDE",
        street_address: "Lindenweg 4",
        postal_code: "76133",
        locality: "Karlsruhe",
        country: "DE",
      },
      shipping_address: {
        formatted: "Hafenstr. 12\n20457 Hamburg\nDE",
        street_address: "Hafenstr. 12",
        postal_code: "20457",
        locality: "Hamburg",
        country: "DE",
      },
    },
  },
  {
    id: "jonas",
    name: "Jonas Weber",
    email: "jonas@example.org",
    note: "No addresses, no date of birth",
    claims: {
      email: "jonas@example.org",
      email_verified: false,
      given_name: "Jonas",
      family_name: "Weber",
      gender: "male",
    },
  },
  {
    id: "alex",
    name: "Alex Krüger",
    email: "alex+netid@example.net",
    note: "E-mail and gender only",
    claims: {
      email: "alex+netid@example.net",
      email_verified: true,
      gender: "diverse",
    },
  },
];

/**
 * @param {string | undefined} id
 * @returns {(typeof users)[number] | undefined}
 */
export function findUser(id) {
  return users.find((user) => user.id === id);
}

/**
 * Finds the account of a login_hint. Upper and lower case are the same here, as in mail systems.
 *
 * @param {string | undefined} email
 * @returns {(typeof users)[number] | undefined}
 */
export function findUserByEmail(email) {
  return users.find((user) => user.email === email?.trim().toLowerCase());
}
