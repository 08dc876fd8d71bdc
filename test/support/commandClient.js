/**
 * `reseller` for scripts of tests: has a process run it that has run others before (see `commandHosts.ts`), where the environment names the
 * hosts of programs, too. What stays longer than its script has a process of its own.
 */
"use strict";

const { spawnSync } = require("node:child_process");
const http = require("node:http");

const [hosts, command, ...args] = process.argv.slice(2);

if (!process.env.RESELLER_TEST_HOSTS || args[0] === "sandbox") {
  process.exitCode = spawnSync(process.execPath, [command, ...args], { stdio: "inherit" }).status ?? 1;
} else {
  const chunks = [];
  if (args.includes("-")) process.stdin.on("data", (chunk) => chunks.push(chunk)).on("end", ask);
  else ask();
  function ask() {
    const run = { args, environment: process.env, folder: process.cwd(), input: Buffer.concat(chunks).toString() };
    http.request(hosts, { method: "POST" }, answered).end(JSON.stringify(run));
  }
}

async function answered(response) {
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  const { code, printed, complained } = JSON.parse(Buffer.concat(chunks).toString());
  process.stdout.write(printed);
  process.stderr.write(complained);
  process.exitCode = code;
}
