import { init } from "../shared/send.js";
import { within } from "../shared/within.js";

/**
 * Sends a request of the core and gives the body of the answer, chunk by chunk, as fast as it is taken.
 * `timeout` of the request, in milliseconds, is how long the server may be silent.
 *
 * @param {object} request
 * @param {AbortSignal} [signal]
 * @param {(status: number) => void} judge throws where the status is no reason to read on
 */
export async function* stream(request, signal, judge) {
  const controller = new AbortController();
  const patiently = (work) => within(request.timeout, signal, "network", work);
  let isOver = false;
  try {
    const { status, reader } = await patiently(async () => {
      const { status, body } = await fetch(request.url, init(request, controller.signal));
      if (typeof status !== "number") throw status;
      return { status, reader: body?.getReader() };
    });
    judge(status);
    while (reader) {
      const { done, value } = await patiently(async () => {
        const piece = await reader.read();
        if (!piece.done && !ArrayBuffer.isView(piece.value)) throw piece;
        return piece;
      });
      if (done) break;
      yield value;
    }
    isOver = true;
  } finally {
    if (!isOver) controller.abort();
  }
}
