import { Command } from "commander";
import type { Environment } from "../../provider/model/portal";
import { documentation } from "../../text/documentation";
import { jsonText, terminalText } from "../../text/escape";
import { counted, oneLine } from "../../text/words";
import { chosenConnections, type ConnectionFlags, type Connections, withConnectionFlags } from "../connections";
import { addressChecks } from "../doctor/address";
import { type Check, checksOf } from "../doctor/check";
import { portalChecks, settingChecks } from "../doctor/portal";
import { versionChecks } from "../doctor/versions";
import { withProgress } from "../progress";
import { type DoctorReport, REPORT_VERSION } from "../reports";
import { projectFolder } from "../stackSettings";
import { WrongUse } from "../wrongUse";

const FAILED = 1;

interface DoctorFlags extends ConnectionFlags {
  readonly json?: boolean;
}

/** Columns before the name of a check, and the space after it. */
const INDENT = 12;

const SIGNS: Readonly<Record<Check["state"], string>> = {
  ok: "ok",
  warning: "WARNING",
  problem: "PROBLEM",
  unknown: "?",
};

/** `reseller doctor`: whether everything is in place to work with a portal. */
export function doctorCommand(): Command {
  return withConnectionFlags(
    new Command("doctor").description(
      "Check versions, settings, address, certificate, credentials, rights and contract of each connection. Read-only.",
    ),
  )
    .option("--json", `print JSON (${documentation("commands.md")})`)
    .addHelpText("after", "\nExit codes: 0 no problem, 1 at least one problem, 2 wrong usage.")
    .action(async (flags: DoctorFlags) => {
      const report = await doctorReport(flags);
      process.stdout.write(flags.json === true ? jsonText(report) : doctorText(report));
      if (report.checks.some(({ state }) => state === "problem")) process.exitCode = FAILED;
    });
}

/** All checks. Settings that can't be used are a problem like others. */
export async function doctorReport(
  flags: ConnectionFlags,
  environment: Environment = process.env,
): Promise<DoctorReport> {
  const project = projectFolder(flags.cwd ?? ".");
  const connections = await settingsOf(flags, environment);
  const checks = await withProgress(flags, async (told) => {
    told.step("Checking versions");
    const all = await versionChecks(project, environment);
    if ("problem" in connections) return [...all, connections.problem];
    for (const connection of connections.chosen) {
      told.step(`Checking the portal of ${connection.name}`);
      const address = await addressChecks(connection, environment);
      all.push(...settingChecks(connection), ...address);
      // Whom nobody reaches, nobody can be asked about.
      if (!address.some(({ state }) => state === "problem"))
        all.push(...(await portalChecks(connection, project ?? process.cwd())));
    }
    const { warning } = checksOf("settings");
    return [...all, ...connections.remarks.map((remark) => warning("remark", remark))];
  });
  return { version: REPORT_VERSION, checks };
}

async function settingsOf(
  flags: ConnectionFlags,
  environment: Environment,
): Promise<Connections | { readonly problem: Check }> {
  try {
    return await chosenConnections(flags, environment);
  } catch (error) {
    // What was asked for in a wrong way is no state of the project.
    if (!(error instanceof WrongUse) || flags.connection !== undefined) throw error;
    return { problem: checksOf("settings").problem("settings", error.message, "set what is missing") };
  }
}

/** A table with a line for each check, and what to do below those that aren't in order. */
export function doctorText({ checks }: DoctorReport): string {
  const lines: string[] = [];
  let heading = "";
  const widest = Math.max(...checks.map(({ what }) => what.length));
  for (const { area, connection, what, state, text, fix } of checks) {
    const now = connection === undefined ? area : `${area} of ${connection}`;
    if (now !== heading) lines.push(terminalText(now));
    heading = now;
    const indent = " ".repeat(INDENT + widest);
    const [first = "", ...others] = text.split("\n");
    const name = `${terminalText(what)}${" ".repeat(widest - what.length)}`;
    lines.push(`  ${SIGNS[state].padEnd(8)} ${name} ${terminalText(oneLine(first))}`);
    for (const other of others) lines.push(`${indent}${terminalText(oneLine(other))}`);
    if (fix !== undefined) lines.push(`${indent}→ ${terminalText(oneLine(fix))}`);
  }
  const count = (state: Check["state"]) => checks.filter((check) => check.state === state).length;
  return `${lines.join("\n")}\n${counted(count("problem"), "problem")}, ${counted(count("warning"), "warning")}\n`;
}
