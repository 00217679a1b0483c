// One instance of a relay, as a process of its own: tells its port, and lives until it is killed.
import { createNetidBackend, createRelay, toNodeHandler } from "consentkey/server";
import { listen } from "./listen.js";

const { backend, relay } = JSON.parse(process.argv[2]);
const handle = toNodeHandler(await createRelay({ ...relay, backend: await createNetidBackend(backend) }));
const { port } = await listen(handle);
process.on("disconnect", () => process.exit());
process.send({ port });
