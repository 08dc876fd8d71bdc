import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { accountOf, type Fleet, newLock, readFleet, stagesOf, wholeRealmFindings } from "../../fleet";
import { DEFAULT_CONNECTION } from "../../provider/model/portal";
import { placeText } from "../../provider/model/failureText";
import { jsonText, terminalText } from "../../text/escape";
import { counted } from "../../text/words";
import { type FleetFlags, withSelection } from "../fleet/options";
import { fleetPortals } from "../fleet/portals";
import { selectionOf } from "../fleet/selection";
import type { FleetListReport } from "../fleetReports";
import { REPORT_VERSION } from "../reportVersion";
import { screenOf, table } from "../table";
import { WrongUse } from "../wrongUse";
import { documentation } from "../../text/documentation";

interface ListFlags extends FleetFlags {
  readonly check?: boolean;
  readonly portal?: string;
  readonly writeLock?: boolean;
}

const FAILED = 1;

/** `reseller fleet list`: the stacks of a fleet, from its files alone. */
export function fleetListCommand(): Command {
  return withSelection(new Command("list"))
    .description("List the stacks of the fleet. Reads the files only.")
    .option("--json", `print the result as JSON (${documentation("commands.schema.json")})`)
    .option("--check", "also check the realm as a whole: objects in two stacks, rules between resources, the pool")
    .option("--portal <name>", "with --check: the portal; default: reseller:portal of the project, or RESELLER_PORTAL")
    .option("--write-lock", "with numbered stacks: write fleet.lock.yaml, which has the stack of each account")
    .addHelpText(
      "after",
      "\nExit codes: 0 success; 1 an error in the files, or found by --check; 2 wrong usage.\nA stack runs after all stacks of lower ORDER that it needs.",
    )
    .action((flags: ListFlags) => {
      if (flags.writeLock === true) writeLock(flags);
      const report = listReport(flags);
      process.stdout.write(flags.json === true ? jsonText(report) : listText(report));
      if (report.findings?.some(({ severity }) => severity === "error") === true) process.exitCode = FAILED;
    });
}

function writeLock({ cwd }: ListFlags): void {
  const lock = newLock(cwd);
  if (lock === undefined)
    throw new WrongUse(
      "--write-lock: fleet.yaml has no numbered stacks (division.by: { resources: N }), and needs no lock",
    );
  writeFileSync(lock.path, lock.text);
  const { length } = lock.added;
  process.stderr.write(
    `${terminalText(`${lock.path}: ${length === 0 ? "no new account" : counted(length, "new account")}`)}\n`,
  );
}

/** @throws RealmFileError where something is wrong with the fleet */
export function listReport(flags: ListFlags): FleetListReport {
  const fleet = readFleet(flags.cwd);
  const stages = stagesOf(fleet.stacks);
  const { stacks, reasons } = selectionOf(fleet, flags);
  return {
    version: REPORT_VERSION,
    references: fleet.file.references,
    stacks: stacks.map(({ name, entries, needs }) => ({
      name,
      order: stages.get(name) ?? 1,
      accounts: [...new Set(entries.flatMap((entry) => accountOf(entry) ?? []))],
      resources: entries.length,
      needs: [...needs],
      ...(reasons === undefined ? {} : { reasons: [...(reasons.get(name) ?? [])] }),
    })),
    ...(flags.check === true ? { findings: checkFindings(fleet, flags) } : {}),
  };
}

function checkFindings(fleet: Fleet, { portal }: ListFlags): NonNullable<FleetListReport["findings"]> {
  const portalOf = fleetPortals(fleet.folder, portal);
  if (
    portalOf(DEFAULT_CONNECTION) === undefined &&
    fleet.realm.entries.some(({ values }) => values["connection"] === undefined)
  )
    throw new WrongUse(
      "--check: the portal isn't known; set reseller:portal under config in Pulumi.yaml, or use --portal or RESELLER_PORTAL",
    );
  return wholeRealmFindings(fleet, portalOf).map(({ severity, entry, stack, place, text, rule }) => ({
    severity,
    ...{ kind: entry.kind, name: entry.name, stack },
    ...(place === undefined ? {} : { place: placeText(place) }),
    text,
    ...(rule === undefined ? {} : { rule }),
  }));
}

function listText({ stacks, findings }: FleetListReport): string {
  const rows = stacks.map(({ name, order, accounts, resources, needs, reasons: [first = "", ...more] = [] }) => [
    name,
    String(order),
    String(accounts.length),
    String(resources),
    needs.join(" "),
    more.length === 0 ? first : `${first}, and ${more.length} more`,
  ]);
  const sum = stacks.reduce((total, { resources }) => total + resources, 0);
  const lines = (findings ?? []).map(
    ({ severity, kind, name, stack, place, text }) =>
      `${place === undefined ? "" : `${place}: `}${severity}: ${kind} ${name}: ${text} (stack ${stack})`,
  );
  return [
    table(["STACK", "ORDER", "ACCOUNTS", "RESOURCES", "NEEDS", "BECAUSE"], rows, screenOf(process.stdout)),
    `${counted(stacks.length, "stack")}, ${counted(sum, "resource")}\n`,
    ...(findings === undefined ? [] : [checkLine(findings), ...lines.map((line) => `${terminalText(line)}\n`)]),
  ].join("");
}

function checkLine(findings: NonNullable<FleetListReport["findings"]>): string {
  if (findings.length === 0) return "Checks of the whole realm: nothing found\n";
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return `Checks of the whole realm: ${counted(errors, "error")}, ${counted(findings.length - errors, "warning")}\n`;
}
