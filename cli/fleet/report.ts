import { jsonText, terminalText } from "../../text/escape";
import { counted } from "../../text/words";
import { elapsed } from "../progress";
import type { FleetReport } from "../fleetReports";
import { REPORT_VERSION } from "../reportVersion";
import { screenOf, table } from "../table";
import { changeCount, changesText } from "./engineWords";
import { type Result, RESULTS, type StackOutcome, sumOf } from "./outcome";
import type { FleetSession, FormerStack } from "./session";

const FAILED = 1;
const MILLISECONDS = 1000;

export interface Reported {
  readonly outcomes: readonly StackOutcome[];
  readonly former: readonly FormerStack[];
}

/** Prints what became of the stacks, and says how the command ends. */
export function reportFleet(
  command: FleetReport["command"],
  session: FleetSession,
  { outcomes, former }: Reported,
  { json = false }: { readonly json?: boolean },
): number {
  const isDone = outcomes.every(({ result }) => result === "done");
  const exitCode = session.stopped.exitCode ?? (isDone ? 0 : FAILED);
  const when = command === "preview" ? "planned" : "made";
  process.stdout.write(
    json
      ? jsonText({ ...reportOf(command, session, outcomes, exitCode), former: [...former] })
      : `${textOf(session, outcomes, when)}${former.map(formerText).join("")}`,
  );
  return exitCode;
}

function reportOf(
  command: FleetReport["command"],
  { folder }: FleetSession,
  outcomes: readonly StackOutcome[],
  exitCode: number,
): Omit<FleetReport, "former"> {
  return {
    version: REPORT_VERSION,
    command,
    exitCode,
    stacks: outcomes.map(({ stack, result, changes, seconds, calls, problems, log, plan }) => ({
      ...{ name: stack, result, seconds, problems: [...problems], changes: { ...changes }, calls },
      ...(log === undefined ? {} : { log: folder.shown(log) }),
      ...(plan === undefined ? {} : { plan: folder.shown(plan) }),
    })),
  };
}

function textOf({ folder }: FleetSession, outcomes: readonly StackOutcome[], when: "planned" | "made"): string {
  const told = outcomes.filter(({ result, changes }) => result !== "done" || changeCount(changes) > 0);
  const rows = told.map(({ stack, result, changes, calls, seconds }) => [
    ...[stack, result, changesText(changes, when), callsText(calls)],
    seconds === 0 ? "" : elapsed(seconds * MILLISECONDS),
  ]);
  const found =
    rows.length === 0
      ? ""
      : `${table(["STACK", "RESULT", "CHANGES", "CALLS", "TIME"], rows, screenOf(process.stdout))}\n`;
  const problems = told.filter((outcome) => outcome.problems.length > 0).map((outcome) => problemText(outcome, folder));
  return `${found}${problems.join("")}${sumsText(outcomes, when)}\n`;
}

function callsText({ reads, writes }: StackOutcome["calls"]): string {
  return reads + writes === 0 ? "" : String(reads + writes);
}

function problemText({ stack, result, problems, log }: StackOutcome, folder: FleetSession["folder"]): string {
  const lines = problems
    .flatMap((problem) => problem.split("\n"))
    .map((line) => `  ${/^ */.exec(line)![0]}${terminalText(line.trimStart())}\n`);
  const more = log === undefined || result !== "failed" ? "" : `  log: ${folder.shown(log)}\n`;
  return `${stack} (${result}):\n${lines.join("")}${more}\n`;
}

function formerText({ name, resources }: FormerStack): string {
  return (
    `The fleet has no stack ${name}, which still has ${counted(resources, "resource")}. They stay as they are. ` +
    `To delete them: pulumi destroy --stack ${name}\n`
  );
}

/** Such as `4 stacks: 3 done, 1 failed; 12 created`. */
function sumsText(outcomes: readonly StackOutcome[], when: "planned" | "made"): string {
  const count = (is: Result) => outcomes.filter(({ result }) => result === is).length;
  const parts = RESULTS.filter((result) => count(result) > 0).map((result) => `${count(result)} ${result}`);
  const changes = changesText(
    outcomes.reduce((sum, outcome) => sumOf(sum, outcome.changes), {}),
    when,
  );
  return `${counted(outcomes.length, "stack")}: ${parts.join(", ")}; ${changes || "no changes"}`;
}
