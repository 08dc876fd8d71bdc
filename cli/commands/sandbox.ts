import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { type FaultRule, readFaultRules, startSandbox } from "../../sandbox";

interface Options {
  readonly port: number;
  readonly data?: string;
  readonly latency: number;
  readonly operationDelay: number;
  readonly faults?: string;
}

/** `reseller sandbox`: a local stand-in for the portals. */
export function sandboxCommand(): Command {
  return new Command("sandbox")
    .description(
      "start a local stand-in for the portals; prints one line of JSON with addresses and tokens when it is ready",
    )
    .option("--port <number>", "port on the loopback address; 0: any free one", wholeNumber(0, 65_535), 0)
    .option("--data <folder>", "keep everything in this folder, also over a kill; left out: in memory only")
    .option("--latency <ms>", "milliseconds that every answer is held back", wholeNumber(0, 60_000), 0)
    .option("--operation-delay <ms>", "milliseconds that asynchronous work takes", wholeNumber(0, 3_600_000), 150)
    .option("--faults <file>", "JSON file with rules of what shall go wrong")
    .action(async (options: Options) => {
      const sandbox = await startSandbox({
        port: options.port,
        dataDir: options.data,
        latencyMs: options.latency,
        operationDelayMs: options.operationDelay,
        faults: options.faults === undefined ? [] : faultsIn(options.faults),
      });
      const { baseUrl, csp } = sandbox;
      process.stdout.write(`${JSON.stringify({ baseUrl, csp })}\n`);
      const stop = () => void sandbox.close().then(() => process.exit(0));
      process.once("SIGINT", stop);
      process.once("SIGTERM", stop);
    });
}

function faultsIn(file: string): FaultRule[] {
  let rules: unknown;
  try {
    rules = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file}: can't be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  readFaultRules(rules, file);
  return rules as FaultRule[];
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`give a whole number from ${least} to ${most}`);
    return number;
  };
}
