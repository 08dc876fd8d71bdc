import type { FleetStack } from "../../../fleet";
import { resourceType } from "../../../engine/names";
import { Lifecycle, type Settings, UserError } from "../../../provider/lifecycle";
import type { Environment } from "../../../provider/model/portal";
import { type IntoStack, takeKnownIntoStack } from "../../intoStack";
import { Progress } from "../../progress";
import { runPulumi } from "../../pulumi";
import { engineProblem } from "../engineWords";
import { eachAtOnce } from "../atOnce";
import { environmentOf, type FleetSession } from "../session";
import { makeStack } from "../states";

const READ_ONLY_VARIABLE = "RESELLER_READ_ONLY";

export interface Adoption {
  readonly stack: string;
  readonly result?: IntoStack;
  /** Why nothing, or not all, of the stack was taken in. */
  readonly problem?: string;
}

export interface AdoptOptions {
  /** Asked for once, when the stacks are there. */
  settings(): Promise<Settings>;
  /** Ids at the portal, by kind and name of the entry, as far as they are known. */
  readonly ids: ReadonlyMap<string, string>;
  /** Name of the Pulumi project. */
  readonly project: string;
  readonly progress: Progress;
  /** One that has read the lists already. */
  readonly lifecycle?: Lifecycle;
}

/**
 * Takes what exists at the portal into the stacks of a fleet, and makes stacks that aren't there. The lists are read once for all stacks, and
 * nothing is written to the portal. A stack that fails doesn't stop the others; the same command goes on where it was.
 */
export async function adoptFleet(session: FleetSession, options: AdoptOptions): Promise<Adoption[]> {
  const { progress, lifecycle = lookingAt(options) } = options;
  const { stacks, parallel, environment, fleet } = session;
  progress.step("Adopting the realm into the stacks");
  let done = 0;
  const adopted = new Map<string, Promise<Adoption>>();
  const adopt = async ({ name: stack, needs }: FleetStack): Promise<Adoption> => {
    try {
      if (fleet.file.references === "stack") await Promise.all(needs.flatMap((need) => adopted.get(need) ?? []));
      if (session.stopped.exitCode !== undefined) return { stack, problem: "stopped before it began" };
      const problem = await makeStack(stack, { cwd: fleet.folder, environment });
      if (problem !== undefined) return { stack, problem };
      const result = await take(session, stack, lifecycle, options);
      const unpublished = isReferredTo(session, stack) ? await publish(session, stack) : undefined;
      return { stack, result, ...(unpublished === undefined ? {} : { problem: unpublished }) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { stack, problem: lifecycle.redact(error.message) };
    } finally {
      progress.count((done += 1), stacks.length, "stacks");
    }
  };
  try {
    return await eachAtOnce(stacks, parallel, (stack) => {
      const adoption = adopt(stack);
      adopted.set(stack.name, adoption);
      return adoption;
    });
  } finally {
    if (options.lifecycle === undefined) lifecycle.close();
  }
}

function isReferredTo({ fleet }: FleetSession, stack: string): boolean {
  return fleet.file.references === "stack" && fleet.stacks.some(({ needs }) => needs.includes(stack));
}

/** Writes the outputs of a stack, which others refer to, into its state. The provider may not send a single write. */
async function publish(session: FleetSession, stack: string): Promise<string | undefined> {
  const environment = { ...environmentFor(session, stack), [READ_ONLY_VARIABLE]: "true" };
  const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack];
  const { code, stdout, stderr } = await runPulumi(args, { cwd: session.fleet.folder, environment });
  if (code === 0) return undefined;
  const why = engineProblem(stack, stderr || stdout);
  return `its objects are adopted, but the ids that other stacks need can't be published without a write: ${why}`;
}

/** Reads, and never writes. */
export function lookingAt({ settings, progress }: Pick<AdoptOptions, "settings" | "progress">): Lifecycle {
  return new Lifecycle({
    settings,
    say: (message) => progress.say(message),
    onlyLooks: true,
  });
}

function take(
  session: FleetSession,
  stack: string,
  lifecycle: Lifecycle,
  { ids, project }: AdoptOptions,
): Promise<IntoStack> {
  const { entries } = session.fleet.stacks.find(({ name }) => name === stack)!;
  const known = entries.flatMap(({ kind, name }) => {
    const id = ids.get(`${kind} ${name}`);
    return id === undefined ? [] : [[`urn:pulumi:${stack}::${project}::${resourceType(kind)}::${name}`, id] as const];
  });
  return takeKnownIntoStack({
    ...{ project: session.fleet.folder, stack, lifecycle },
    environment: environmentFor(session, stack),
    ids: new Map(known),
    // Of many stacks at once, how many are done says more.
    progress: new Progress(process.stderr, true),
  });
}

function environmentFor(session: FleetSession, stack: string): Environment {
  return environmentOf(session, stack, () => false);
}
