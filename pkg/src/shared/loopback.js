/** Whether a host, as the platform's URL parser writes it, is this very machine. */
export const isLoopback = (hostname) => /^(.+\.)?localhost$|^127\.|^\[::1\]$/.test(hostname);
