/**
 * For tests: what a service was asked, and how it is told to answer.
 *
 * @returns {{ control: { requests: object[], answerNext: (answer: Function) => void },
 *   note: (request: object, body: string) => Function | undefined }} `note` records a request and gives the answer
 *   that it is told to have, if any
 */
export function createControl() {
  const requests = [];
  const told = [];
  return {
    control: { requests, answerNext: (answer) => told.push(answer) },
    note({ method, url, headers }, body) {
      requests.push({ method, url, headers, body });
      return told.shift();
    },
  };
}
