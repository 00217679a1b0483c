// Serves exports in a process of its own, so that its memory does not count.
import { serveExport } from "../../lib/export-fixture.js";

const { port, close } = await serveExport(Number(process.argv[2]));
process.send({ port });
process.once("disconnect", close);
