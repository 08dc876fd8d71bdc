import { once } from "node:events";

import { startCloud } from "./cloud";
import { type ServiceName, SERVICES } from "./prepared";
import { PythonNotFound } from "./python";

const ALL = Object.keys(SERVICES) as ServiceName[];

class WrongUse extends Error {}

/** Starts Keystone and the services that are named, prints an administrator's environment, and runs until it is interrupted. */
async function main(names: readonly string[]): Promise<void> {
  const start = Date.now();
  const cloud = await startCloud({ services: names.includes("all") ? ALL : names.map(serviceName) });
  for (const [name, value] of Object.entries(cloud.env)) process.stdout.write(`export ${name}=${value}\n`);
  process.stderr.write(`  ready after ${((Date.now() - start) / 1000).toFixed(1)} s; Ctrl-C ends it\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await cloud.close();
}

function serviceName(name: string): ServiceName {
  const found = ALL.find((known) => known === name);
  if (found === undefined) throw new WrongUse(`usage: npm run openstack -- [all|${ALL.join("|")}]…`);
  return found;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isExpected = error instanceof PythonNotFound || error instanceof WrongUse;
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
