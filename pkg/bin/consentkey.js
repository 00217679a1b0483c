#!/usr/bin/env node
// The command `consentkey`.
import { doctor } from "./doctor.js";

const [command, ...given] = process.argv.slice(2);
const USAGE = `Usage: consentkey doctor [--client-id ID --redirect-uri URI] [--environment live|qa] [--tapp-id ID]
                         [--endpoint NAME=ADDRESS]... [--timeout SECONDS]`;

if (command === "doctor") {
  process.exitCode = await doctor(given, console.log, USAGE);
} else {
  const isAsked = command === "help" || command === "--help";
  console[isAsked ? "log" : "error"](USAGE);
  process.exitCode = isAsked ? 0 : 2;
}
