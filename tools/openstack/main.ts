import { once } from "node:events";

import { startCloud } from "./cloud";
import { PythonNotFound } from "./python";

/** Starts real servers of OpenStack, prints an administrator's environment, and runs until it is interrupted. */
async function main(): Promise<void> {
  const start = Date.now();
  const cloud = await startCloud();
  for (const [name, value] of Object.entries(cloud.env)) process.stdout.write(`export ${name}=${value}\n`);
  process.stderr.write(`  ready after ${((Date.now() - start) / 1000).toFixed(1)} s; Ctrl-C ends it\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await cloud.close();
}

main().catch((error: unknown) => {
  const text = error instanceof PythonNotFound ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
