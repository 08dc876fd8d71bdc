import { PythonNotFound } from "../openstack";
import { ensureHosts, ensurePython, ensureSdks, LanguageNotFound, writeSdks } from ".";

const surroundings = { env: process.env, log: (line: string) => void process.stderr.write(`  ${line}\n`) };

/** Builds and installs what tests of programs in other languages need, where it isn't in the cache. */
async function prepare(): Promise<void> {
  await ensureHosts(surroundings);
  await ensureSdks(surroundings);
  await ensurePython(surroundings);
}

async function main([argument]: readonly string[]): Promise<void> {
  if (argument === undefined) throw new LanguageNotFound("usage: node dist/tools/languages/main.js FOLDER | --prepare");
  await (argument === "--prepare" ? prepare() : writeSdks(argument, surroundings));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const isExpected = error instanceof PythonNotFound || error instanceof LanguageNotFound;
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
