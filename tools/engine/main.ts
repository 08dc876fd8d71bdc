import { EngineNotFound, ensureEngine } from "./engine";

/** Finds or makes the engine and prints it as JSON; with `--quiet` prints one line for people instead. */
async function main(args: readonly string[]): Promise<void> {
  const engine = await ensureEngine();
  if (args.includes("--quiet")) {
    process.stderr.write(`  Pulumi ${engine.version} (${engine.origin}: ${engine.binary})\n`);
  } else {
    process.stdout.write(`${JSON.stringify(engine, null, 2)}\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const text = error instanceof EngineNotFound ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
