import { once } from "node:events";

import { prepareCloud, startCloud, surroundingsOf } from "./cloud";
import { type ServiceName, SERVICES } from "./prepared";
import { makePins } from "./pins";
import { findPython, PythonNotFound } from "./python";

const ALL = Object.keys(SERVICES) as ServiceName[];

class WrongUse extends Error {}

/** Installs and prepares all services, where they aren't in the cache. */
async function prepare(): Promise<void> {
  await prepareCloud(ALL, surroundingsOf({}));
}

/** The Python that is used. */
async function find(): Promise<void> {
  const { binary, version } = await findPython(process.env);
  process.stdout.write(`Python ${version} (${binary})\n`);
}

/** Starts Keystone and the services that are named, prints an administrator's environment, and runs until it is interrupted. */
async function serve(names: readonly string[]): Promise<void> {
  const start = Date.now();
  const cloud = await startCloud({ services: names.includes("all") ? ALL : names.map(serviceName) });
  for (const [name, value] of Object.entries(cloud.env)) process.stdout.write(`export ${name}=${value}\n`);
  process.stderr.write(`  ready after ${((Date.now() - start) / 1000).toFixed(1)} s; Ctrl-C ends it\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await cloud.close();
}

function serviceName(name: string): ServiceName {
  const found = ALL.find((known) => known === name);
  if (found === undefined) throw new WrongUse(`there is no server ${name}: name some of ${ALL.join(", ")}, or all`);
  return found;
}

function main(args: readonly string[]): Promise<void> {
  if (args[0] === "--prepare") return prepare();
  if (args[0] === "--pins") return makePins(process.env);
  return args[0] === "--find" ? find() : serve(args);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isExpected = error instanceof PythonNotFound || error instanceof WrongUse;
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
