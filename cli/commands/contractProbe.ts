import * as path from "node:path";
import { Command } from "commander";
import { digestOf, keepProbe, type Probe, PROBE_DAYS, PROBE_FILE, probe, type Shape } from "../../provider/contract";
import { UserError } from "../../provider/model/errors";
import type { ConnectionSettings } from "../../provider/model/portal";
import { spokenTo } from "../../provider/portals";
import { HttpConnection } from "../../provider/transport";
import { documentation } from "../../text/documentation";
import { jsonText, terminalText } from "../../text/escape";
import { counted } from "../../text/words";
import { chosenConnections, type ConnectionFlags, withConnectionFlags } from "../connections";
import { type Progress, withProgress } from "../progress";
import { type ProbeReport, REPORT_VERSION } from "../reports";
import { screenOf, table } from "../table";
import { writeTogether } from "../writtenFiles";
import { WrongUse } from "../wrongUse";

/** Something that the provider needs isn't as the contract says. */
const DIFFERS = 3;

interface ProbeFlags extends ConnectionFlags {
  readonly json?: boolean;
  readonly record?: string;
}

type Probed = ProbeReport["connections"][number];

const RESULTS: Readonly<Record<Probed["operations"][number]["result"], string>> = {
  same: "as the contract says",
  differs: "DIFFERS",
  "not-asked": "not asked",
};
const VERDICTS: Readonly<Record<Probed["kinds"][number]["verdict"], string>> = {
  declarable: "can be declared",
  readable: "can be read",
  unusable: "can't be used",
};

/** `reseller contract probe`: whether a portal answers as its contract says. */
export function probeCommand(): Command {
  return withConnectionFlags(
    new Command("probe").description(
      "Ask the portal everything that can be asked by reading, and compare the answers with the contract. Values are neither printed nor kept.",
    ),
  )
    .option("--record <file>", "write the shapes of the answers to a file: names and types of members, no values")
    .option("--json", `print JSON (${documentation("commands.md")})`)
    .addHelpText(
      "after",
      `\nThe result is kept in ${PROBE_FILE} in the project's folder. Writes to a portal whose contract is derived are allowed for ${PROBE_DAYS} days after a probe that passed.\n` +
        `Exit codes: 0 everything that is needed is as the contract says, 1 the portal could not be asked, 2 wrong usage, ${DIFFERS} something differs.`,
    )
    .action(async (flags: ProbeFlags) => {
      const { chosen, project } = await chosenConnections(flags);
      const derived = chosen.flatMap((connection) => {
        const spoken = spokenTo(connection);
        return spoken === undefined ? [] : [{ connection, spoken }];
      });
      if (derived.length === 0)
        throw new WrongUse(
          `the contract of ${chosen.map(({ portal }) => portal).join(", ")} is published by its vendor: there is nothing to probe`,
        );
      const shapes: Record<string, Record<string, Shape | undefined>> = {};
      const connections = await withProgress(flags, async (told) => {
        const all: Probed[] = [];
        for (const { connection, spoken } of derived) {
          told.step(`Asking the portal of ${connection.name}`);
          const found = await probed(connection, spoken, told);
          const folder = project ?? process.cwd();
          const kept = keepProbe(folder, {
            portal: connection.portal,
            endpoint: connection.endpoint,
            contract: digestOf(spoken.contract, spoken.tongue?.overlay),
            probedAt: new Date().toISOString(),
            passed: found.passed,
            differing: found.operations.filter(({ result }) => result === "differs").map(({ id }) => id),
          });
          shapes[connection.name] = Object.fromEntries(found.operations.map(({ id, shape }) => [id, shape]));
          all.push(reported(connection, found, path.relative(process.cwd(), kept) || PROBE_FILE));
        }
        return all;
      });
      const report: ProbeReport = { version: REPORT_VERSION, connections };
      if (flags.record !== undefined) {
        const file = path.resolve(flags.record);
        writeTogether(path.dirname(file), [{ path: path.basename(file), text: jsonText(shapes) }]);
      }
      process.stdout.write(flags.json === true ? jsonText(report) : probeText(report));
      if (connections.some(({ passed }) => !passed)) process.exitCode = DIFFERS;
    });
}

async function probed(
  connection: ConnectionSettings,
  { contract, tongue, http: settings }: NonNullable<ReturnType<typeof spokenTo>>,
  told: Progress,
): Promise<Probe> {
  // A probe counts its calls itself.
  const http = new HttpConnection({ ...settings, readOnly: true, maxAttempts: 1 });
  try {
    return await probe(
      contract,
      tongue,
      (at, query) => http.request({ method: "GET", path: at, query }),
      (done, all) => told.count(done, all, "operations"),
    );
  } catch (error) {
    throw new UserError(http.redactor.redact((error as Error).message));
  } finally {
    http.close();
  }
}

function reported({ name, portal, endpoint }: ConnectionSettings, found: Probe, file: string): Probed {
  return {
    name,
    portal,
    endpoint,
    passed: found.passed,
    file,
    operations: found.operations.map(({ shape: _, differences, notes, ...operation }) => ({
      ...operation,
      differences: [...differences],
      notes: [...notes],
    })),
    kinds: found.kinds.map(({ kind, verdict, why }) => ({ kind, verdict, why: [...why] })),
  };
}

/** A report as people read it: differences first, then kinds. */
export function probeText({ connections }: ProbeReport): string {
  return connections.map((connection) => textOf(connection)).join("\n");
}

function textOf({ name, portal, endpoint, passed, file, operations, kinds }: Probed): string {
  const screen = screenOf(process.stdout);
  const of = (result: Probed["operations"][number]["result"]) => operations.filter((each) => each.result === result);
  const differing = of("differs");
  const counts = [
    `${of("same").length} as the contract says`,
    `${differing.length} different`,
    `${of("not-asked").length} not asked`,
  ].join(", ");
  const calls = operations.reduce((sum, each) => sum + each.calls, 0);
  const lines = [
    `Contract of ${terminalText(portal)} at ${terminalText(endpoint)} (${terminalText(name)}): ${passed ? "PASSED" : "DIFFERS"}`,
    `  ${counted(operations.length, "operation")}: ${counts}. ${counted(calls, "request")}, all of them GET.`,
    ...differing.flatMap(({ id, method, path: at, differences }) => [
      `  ${RESULTS.differs} ${id} (${method} ${terminalText(at)})`,
      ...differences.map((difference) => `    - ${terminalText(difference)}`),
    ]),
    "",
  ];
  const rows = kinds.map(({ kind, verdict, why }) => [kind, VERDICTS[verdict], why.join("; ")]);
  const end = passed
    ? `Kept in ${terminalText(file)}: writes are allowed for ${PROBE_DAYS} days.`
    : `Kept in ${terminalText(file)}. Describe the differences in a file and set reseller:contract to it: ${documentation("real-portal.md")}`;
  return `${lines.join("\n")}${table(["KIND", "VERDICT", "WHY"], rows, screen)}${end}\n`;
}
