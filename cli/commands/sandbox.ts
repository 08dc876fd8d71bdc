import * as fs from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type * as sandboxPackage from "pulumi-reseller-sandbox";
import { PORTAL_NAMES, type PortalName } from "../../provider/portals/list";
import { jsonText } from "../../text/escape";
import { documentation } from "../../text/documentation";
import { detachedSandbox } from "../detachedSandbox";
import { untilSignalled } from "../endings";
import { exportLines, setVariables } from "../environmentFile";
import { REPORT_VERSION, type SandboxesReport } from "../reports";
import { chosenSandboxes, runningSandboxes, stopSandbox } from "../sandboxes";
import { vendorContracts } from "../sandboxContracts";
import { screenOf, table } from "../table";
import { WrongUse } from "../wrongUse";

type SandboxPackage = typeof sandboxPackage;

interface SandboxFlags {
  readonly port: number;
  readonly scalewayPort?: number;
  readonly data?: string;
  readonly latency: number;
  readonly faults?: string;
  readonly contract?: readonly string[];
  readonly operationDelay: number;
  readonly detach?: PortalName;
  readonly saveEnv?: string;
  readonly list?: boolean;
  readonly stop?: string | true;
  readonly json?: boolean;
}

/** `reseller sandbox`: a local stand-in for the portals, until it is interrupted. */
export function sandboxCommand(): Command {
  return new Command("sandbox")
    .description("Run local portals for development and tests. Prints one line of JSON when it is ready.")
    .option("--port <number>", "port on 127.0.0.1; 0 chooses a free port", wholeNumber(65_535), 0)
    .option(
      "--scaleway-port <number>",
      "additional port for Scaleway clients that don't support a path",
      wholeNumber(65_535),
    )
    .option("--data <folder>", "folder for persistent data; without it, data are lost at the end")
    .option("--latency <milliseconds>", "delay of every response", wholeNumber(3_600_000), 0)
    .option("--faults <file>", "JSON file with fault injection rules")
    .option(
      "--contract <file>",
      "serve the portal that this contract.yaml is of in the words of its vendor; can be repeated for other portals",
      (file: string, others: readonly string[] = []) => [...others, file],
    )
    .option(
      "--operation-delay <milliseconds>",
      "duration of asynchronous operations, and of changes of a group's members at Scaleway",
      wholeNumber(3_600_000),
      150,
    )
    .addOption(
      new Option(
        "--detach <portal>",
        'run in the background, and print the environment variables for this portal: eval "$(reseller sandbox --detach csp)"',
      ).choices(PORTAL_NAMES),
    )
    .option("--save-env <file>", "with --detach: also set the variables in this file, and keep its other lines")
    .addOption(new Option("--list", "list the sandboxes in the background").conflicts(["detach", "stop"]))
    .addOption(
      new Option(
        "--stop [which]",
        "stop a sandbox in the background, by its pid, its portal, or all; default: the only one",
      ).conflicts("detach"),
    )
    .option("--json", `with --list: print JSON (${documentation("commands.md")})`)
    .addHelpText("after", "\nExit codes: 0 success, 1 failure, 2 wrong usage.")
    .action((flags: SandboxFlags, command: Command) => {
      if (flags.list === true) return list(flags);
      if (flags.stop !== undefined) return stop(flags.stop === true ? undefined : flags.stop);
      return flags.detach === undefined ? run(flags) : detach(flags.detach, flags, command);
    });
}

async function list({ json }: SandboxFlags): Promise<void> {
  const sandboxes = await runningSandboxes();
  const report: SandboxesReport = { version: REPORT_VERSION, sandboxes };
  if (json === true) process.stdout.write(jsonText(report));
  else if (sandboxes.length === 0)
    (process.stdout.isTTY ? process.stdout : process.stderr).write("No sandbox runs in the background.\n");
  else
    process.stdout.write(
      table(
        ["PORTAL", "ADDRESS", "SINCE", "PID", "DATA"],
        sandboxes.map(({ portal, address, since, pid, data }) => [portal, address, since, String(pid), data ?? ""]),
        screenOf(process.stdout),
      ),
    );
}

async function stop(word: string | undefined): Promise<void> {
  for (const sandbox of chosenSandboxes(word, await runningSandboxes())) {
    await stopSandbox(sandbox);
    process.stdout.write(`stopped: ${sandbox.portal}, ${sandbox.address} (${sandbox.pid})\n`);
  }
}

async function detach(portal: PortalName, { data, saveEnv }: SandboxFlags, command: Command): Promise<void> {
  const given = command.options.flatMap((option) => {
    const name = option.attributeName();
    if (name === "detach" || name === "saveEnv" || command.getOptionValueSource(name) !== "cli") return [];
    return [command.getOptionValue(name) as unknown].flat().flatMap((value) => [option.long ?? "", String(value)]);
  });
  const variables = await detachedSandbox(portal, given, loadSandbox().environmentOf, data);
  if (saveEnv !== undefined) setVariables(saveEnv, variables);
  process.stdout.write(exportLines(variables));
}

async function run(flags: SandboxFlags): Promise<void> {
  if (flags.saveEnv !== undefined) throw new WrongUse("--save-env requires --detach");
  const sandbox = loadSandbox();
  const contracts = vendorContracts(flags.contract ?? []);
  const stopped = untilSignalled();
  const { close, ...ready } = await sandbox
    .startSandbox({
      port: flags.port,
      scalewayPort: flags.scalewayPort,
      dataDir: flags.data,
      latencyMs: flags.latency,
      operationDelayMs: flags.operationDelay,
      contracts,
      faults: flags.faults === undefined ? [] : readFaults(flags.faults, sandbox),
    })
    .catch((error: unknown) => {
      throw error instanceof sandbox.SandboxOptionsError ? new WrongUse(error.message) : error;
    });
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await stopped;
  await close();
}

/** A package of its own: who only declares a realm installs no database and no router. */
function loadSandbox(): SandboxPackage {
  try {
    require.resolve("pulumi-reseller-sandbox");
  } catch {
    throw new Error("the sandbox is a separate package. Install it: npm install --save-dev pulumi-reseller-sandbox");
  }
  return require("pulumi-reseller-sandbox") as SandboxPackage;
}

function readFaults(
  file: string,
  { parseFaultRules, FaultRulesError }: SandboxPackage,
): sandboxPackage.FaultRuleInput[] {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new WrongUse(
      `--faults ${file}: can't be read (${(error as NodeJS.ErrnoException).code}); give the path of a JSON file`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new WrongUse(`--faults ${file}: is not JSON: ${(error as Error).message}`);
  }
  try {
    return parseFaultRules(value, `--faults ${file}`);
  } catch (error) {
    throw error instanceof FaultRulesError ? new WrongUse(error.message) : error;
  }
}

function wholeNumber(highest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : -1;
    if (value < 0 || value > highest) throw new InvalidArgumentError(`It must be a whole number from 0 to ${highest}.`);
    return value;
  };
}
