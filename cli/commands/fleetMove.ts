import { Command, InvalidArgumentError } from "commander";
import type { Fleet } from "../../fleet";
import { jsonText } from "../../text/escape";
import { counted } from "../../text/words";
import { hasTerminal, isConfirmed } from "../fleet/confirm";
import { FleetFolder } from "../fleet/folder";
import { takeLock } from "../fleet/lock";
import { MoveEngine } from "../fleet/move/engine";
import { backUp, move, type MoveOptions, plannedMove, type PlannedMove } from "../fleet/move";
import { countOf } from "../fleet/move/plan";
import { fleetIn } from "../fleet/session";
import type { MoveReport } from "../fleetReports";
import { type QuietFlag, withProgress, withQuiet } from "../progress";
import { REPORT_VERSION } from "../reportVersion";
import { projectHere } from "../stackSettings";
import { screenOf, table } from "../table";
import { WrongUse } from "../wrongUse";
import { documentation } from "../../text/documentation";

/** So many resources may be moved without saying how many they are. */
const MOST_WITHOUT_COUNT = 500;
const FAILED = 1;

interface Flags extends QuietFlag {
  readonly cwd?: string;
  readonly from?: string;
  readonly yes?: boolean;
  readonly confirm?: number;
  readonly removeEmpty?: boolean;
  readonly secretsProvider?: string;
  readonly json?: boolean;
}

/** `reseller fleet move`: resources into the states of the stacks that declare them. */
export function fleetMoveCommand(): Command {
  return withQuiet(new Command("move"))
    .description(
      "Move resources between the states of stacks as fleet.yaml divides the realm. Sends nothing to the portal. Without --yes, shows the moves and asks.",
    )
    .option("--cwd <folder>", "folder of fleet.yaml and of the Pulumi project")
    .option("--from <stack>", "also take the resources of this stack, which may be of another project")
    .option("-y, --yes", "don't ask; needed where there is no terminal")
    .option(
      "--confirm <count>",
      `number of resources that are moved; required above ${MOST_WITHOUT_COUNT}`,
      wholeNumber,
    )
    .option("--remove-empty", "remove stacks that the division doesn't name and that have no resource left")
    .option(
      "--secrets-provider <type>",
      "how the secrets of stacks that are created are encrypted, as for pulumi stack init",
    )
    .option("--json", `print the result as JSON (${documentation("commands.schema.json")})`)
    .addHelpText(
      "after",
      "\nA move that was interrupted can be run again. The states before are kept in .reseller/fleet/moves.\n" +
        "Exit codes: 0 success, 1 failure, or the answer was no, 2 wrong usage.",
    )
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

async function run(flags: Flags): Promise<number> {
  const fleet = fleetIn(flags.cwd ?? ".");
  projectHere(fleet.folder);
  const folder = new FleetFolder(fleet.folder).make();
  const lock = takeLock(folder, "move");
  try {
    return await moveIn(fleet, folder, flags);
  } finally {
    lock.release();
  }
}

async function moveIn(fleet: Fleet, folder: FleetFolder, flags: Flags): Promise<number> {
  const engine = new MoveEngine(fleet.folder, process.env);
  const options = { fleet, engine, from: flags.from, parallel: fleet.file.parallel };
  const planned = await withProgress(flags, (progress) => plannedMove({ ...options, progress }));
  const { problems } = planned.plan;
  if (problems.length > 0)
    throw new WrongUse(["nothing is moved:", ...problems.map((problem) => `  ${problem}`)].join("\n"));
  const hasWork = isWork(planned);
  if (flags.json !== true) process.stdout.write(planText(fleet, planned, flags));
  const isWanted = hasWork && (await isWantedBy(planned, flags));
  if (isWanted) await apply(options, folder, planned, flags);
  const removed = isWanted || !hasWork ? await removeEmpty(engine, planned, flags) : [];
  if (flags.json === true) process.stdout.write(jsonText(reportOf(planned, isWanted, removed)));
  return hasWork && !isWanted && hasTerminal() ? FAILED : 0;
}

async function apply(
  options: Omit<MoveOptions, "progress">,
  folder: FleetFolder,
  planned: PlannedMove,
  flags: Flags,
): Promise<void> {
  const kept = backUp(folder, planned);
  await withProgress(flags, (progress) => move({ ...options, progress }, planned, flags.secretsProvider));
  if (flags.json === true) return;
  process.stdout.write(
    `Moved ${counted(countOf(planned.plan), "resource")}. The states before are in ${folder.shown(kept)}. To check: reseller fleet preview\n`,
  );
}

async function removeEmpty(engine: MoveEngine, { plan }: PlannedMove, flags: Flags): Promise<readonly string[]> {
  if (flags.removeEmpty !== true || flags.yes !== true) return [];
  const stacks = plan.emptied.filter((stack) => stack !== flags.from);
  for (const stack of stacks) await engine.remove(stack);
  if (flags.json !== true && stacks.length > 0) process.stdout.write(`Removed: ${stacks.join(", ")}\n`);
  return stacks;
}

function isWork({ plan, rewrites }: PlannedMove): boolean {
  return plan.moves.length + plan.twice.length + rewrites.length > 0;
}

/** @throws WrongUse where the number is missing or another one */
async function isWantedBy({ plan }: PlannedMove, { yes = false, confirm }: Flags): Promise<boolean> {
  const count = countOf(plan);
  if (confirm !== undefined && confirm !== count)
    throw new WrongUse(
      `--confirm ${confirm}: ${counted(count, "resource")} would be moved. Check the moves, and confirm ${count}`,
    );
  if (!yes && !hasTerminal()) return false;
  if (confirm === undefined && count > MOST_WITHOUT_COUNT)
    throw new WrongUse(
      `${counted(count, "resource")} would be moved, more than ${MOST_WITHOUT_COUNT}. Check the moves, and confirm the number with --confirm ${count}`,
    );
  return isConfirmed(`Move ${counted(count, "resource")} between states?`, { yes });
}

function planText(fleet: Fleet, planned: PlannedMove, flags: Flags): string {
  const { plan, rewrites } = planned;
  const lines: string[] = [];
  const rows = plan.moves.map(({ from, to, resources }) => [from, to, String(resources.length), namesOf(resources)]);
  if (rows.length > 0) lines.push(table(["FROM", "TO", "RESOURCES", "WHICH"], rows, screenOf(process.stdout)));
  if (plan.missing.length > 0) lines.push(`Stacks that are created: ${plan.missing.join(", ")}\n`);
  if (plan.twice.length > 0)
    lines.push(
      `${counted(plan.twice.length, "resource")} of an interrupted move ${plan.twice.length === 1 ? "is" : "are"} removed from ${[...new Set(plan.twice.map(({ stack }) => stack))].join(", ")}\n`,
    );
  if (rewrites.length > 0) lines.push(`States that are completed after an interrupted move: ${rewrites.join(", ")}\n`);
  if (plan.undeclared.length > 0) {
    const stacks = [...new Set(plan.undeclared.map(({ stack }) => stack))].join(", ");
    lines.push(
      `No entry declares ${counted(plan.undeclared.length, "resource")} of ${stacks}: ${namesOf(plan.undeclared.map(({ resource }) => resource))}\n`,
    );
  }
  const emptied = plan.emptied.filter((stack) => stack !== flags.from);
  if (emptied.length > 0 && flags.removeEmpty !== true)
    lines.push(
      `Stacks that the division doesn't name, without a resource: ${emptied.join(", ")}. --remove-empty removes them\n`,
    );
  if (!isWork(planned))
    lines.push(
      `All resources are in the states of the stacks that declare them (${counted(fleet.stacks.length, "stack")}).\n`,
    );
  else if (flags.yes !== true && !hasTerminal()) lines.push("Nothing was moved. To move: reseller fleet move --yes\n");
  return lines.join("");
}

const SHOWN = 3;

function namesOf(resources: readonly { readonly kind: string; readonly name: string }[]): string {
  const shown = resources.slice(0, SHOWN).map(({ kind, name }) => `${kind} ${name}`);
  return [...shown, ...(resources.length > SHOWN ? [`${resources.length - SHOWN} more`] : [])].join(", ");
}

function reportOf({ plan, rewrites }: PlannedMove, isDone: boolean, removed: readonly string[]): MoveReport {
  const named = ({ kind, name, id }: { kind: MoveReport["undeclared"][number]["kind"]; name: string; id: string }) => ({
    kind,
    name,
    id,
  });
  return {
    version: REPORT_VERSION,
    done: isDone,
    moves: plan.moves.map(({ from, to, resources }) => ({ from, to, resources: resources.map(named) })),
    created: [...plan.missing],
    completed: [...new Set([...rewrites, ...plan.twice.map(({ stack }) => stack)])],
    emptied: [...plan.emptied],
    removed: [...removed],
    undeclared: plan.undeclared.map(({ stack, resource }) => ({ stack, ...named(resource) })),
  };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError("It must be a whole number.");
  return number;
}
