// Load over HTTP/1.1, from bare sockets: a client that costs little leaves the processor to the server.
import { once } from "node:events";
import { connect } from "node:net";

/**
 * Sends the same GET request over so many connections, each as fast as it is answered.
 *
 * @param {{ port: number, path: string, headers: Record<string, string>, connections: number }} target
 * @param {{ seconds?: number, count?: number }} until whichever comes first
 * @returns {Promise<{ count: number, seconds: number, times: number[] }>} `times` in milliseconds, of each request
 */
export async function load(target, { seconds = Infinity, count = Infinity }) {
  const { port, path, headers, connections } = target;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines.join("")}\r\n`, "latin1");
  const times = [];
  const beganAt = performance.now();
  let sent = 0;
  const mayGoOn = () => sent < count && performance.now() - beganAt < seconds * 1000 && (sent += 1);
  await Promise.all(Array.from({ length: connections }, () => converse(port, request, mayGoOn, times)));
  return { count: sent, seconds: (performance.now() - beganAt) / 1000, times };
}

async function converse(port, request, mayGoOn, times) {
  const socket = connect(port, "127.0.0.1").setNoDelay();
  try {
    await once(socket, "connect");
    while (mayGoOn()) {
      const sentAt = performance.now();
      socket.write(request);
      await answered(socket);
      times.push(performance.now() - sentAt);
    }
  } finally {
    socket.destroy();
  }
}

/** Resolves when an answer is there in whole: 200, with its length. */
function answered(socket) {
  return new Promise((resolve, reject) => {
    let text = "";
    const end = (act, value) => {
      socket.off("data", read).off("close", lost).off("error", lost);
      act(value);
    };
    const lost = () => end(reject, new Error(`The server hung up after: ${text.slice(0, 200)}`));
    const read = (data) => {
      text += data.latin1Slice();
      const head = text.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = /^content-length: (\d+)/im.exec(text.slice(0, head))?.[1];
      if (!text.startsWith("HTTP/1.1 200 ") || !length) end(reject, new Error(`The server answered: ${text.slice(0, 200)}`));
      else if (text.length >= head + 4 + Number(length)) end(resolve);
    };
    socket.on("data", read).on("close", lost).on("error", lost);
  });
}
