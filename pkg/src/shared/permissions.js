import { core } from "./core.js";
import { wireForm } from "./form.js";
import { send } from "./send.js";
import { problemOf, warnOnce } from "./tc-problems.js";

/** The core's half of a Permission Center, asked as `PermissionCenter` asks. */
export const coreRequests = (half) => ({
  readRequest: ({ identifiers }) => half.readRequest(identifiers?.join("\n")),
  readStatus: (status, body) => half.readStatus(status, body),
  writeRequest: ({ idconsent, iabTcString }, { identifiers }) =>
    half.writeRequest(wireForm({ idconsent, iabTcString, identifiers: identifiers?.join("\n") })),
  readIdentifiers: (status, body) => half.readIdentifiers(status, body),
});

/** What a user has consented to at one partner. */
export class PermissionCenter {
  #requests;
  #credentials;

  /**
   * @param {object} requests what makes requests and reads their answers
   * @param {RequestCredentials} credentials whether netID's cookie goes along
   */
  constructor(requests, credentials) {
    this.#requests = requests;
    this.#credentials = credentials;
  }

  /** @param {object} wanted as `optionsOf` read it */
  async read(wanted) {
    const { status, body } = await this.#send(this.#requests.readRequest(wanted), wanted);
    return this.#requests.readStatus(status, body);
  }

  /**
   * @param {object} decided as `optionsOf` read it
   * @param {object} wanted as `optionsOf` read it
   */
  async write(decided, wanted) {
    const request = this.#requests.writeRequest(decided, wanted);
    heedProblems(decided, wanted);
    const { status, body } = await this.#send(request, wanted);
    return this.#requests.readIdentifiers(status, body);
  }

  #send(request, { signal }) {
    return send(request, { signal, credentials: this.#credentials });
  }
}

/** Throws for a TC string that is not to be stored, and shows what else is wrong with it. */
function heedProblems({ iabTcString }, { tcfProblems }) {
  const { refused, warned } = core().judgeTcString(wireForm({ iabTcString, tcfProblems }));
  if (refused) throw problemOf(refused);
  for (const problem of warned) warnOnce(problemOf(problem));
}
