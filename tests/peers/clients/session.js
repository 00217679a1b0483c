// For the libraries that leave it to the application where a sign-in waits for its response.
const KEY = "sign-in";

/** Keeps what the response is to be checked against. */
export const keep = (signIn) => sessionStorage.setItem(KEY, JSON.stringify(signIn));

/** What was kept last. */
export const kept = () => JSON.parse(sessionStorage.getItem(KEY));
