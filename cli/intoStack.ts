import * as fs from "node:fs";
import { Lifecycle, OFFLINE_VARIABLE, type Settings, UserError } from "../provider/lifecycle";
import { providerOf } from "../engine/names";
import { counted } from "../text/words";
import type { Environment } from "../provider/model/portal";
import { completed, type ExportedStack } from "./intoStack/completion";
import { StackEngine } from "./intoStack/engine";
import { importFile } from "./intoStack/importFile";
import {
  type FoundObject,
  leaveOrphans,
  leaveWhatClashes,
  lookUp,
  type LookedUp,
  missingComponents,
  missingOf,
  type Own,
  read,
  unreachable,
} from "./intoStack/lookUp";
import { type Planned, preview } from "./intoStack/plan";
import { inPrivateFolder, privateFile } from "./privateFolder";
import { type Progress } from "./progress";
import type { EngineAnswer } from "./pulumi";
import { WrongUse } from "./wrongUse";
import { projectHere, type StackChoice, stackSettings, withProviders } from "./stackSettings";

export interface IntoStackOptions extends StackChoice {
  /** Default: that of this process. The engine is found on its PATH. */
  readonly environment?: Environment;
  readonly progress: Progress;
}

/** What became of the resources of the program that the stack lacked. Names are those of the program. */
export interface IntoStack {
  readonly taken: readonly { readonly kind: string; readonly name: string; readonly id: string }[];
  /** Components of the program, which are nothing but their place in the state. */
  readonly components: number;
  /** Resources that are taken in with the portal's values, where these are not the program's: the next preview shows them. */
  readonly differing: readonly { readonly kind: string; readonly name: string; readonly fields: readonly string[] }[];
  /** Values that are secret in the program, and were taken as they are declared there. */
  readonly uncompared: readonly { readonly kind: string; readonly name: string; readonly fields: readonly string[] }[];
  /** Not at the portal: the next `up` makes them. */
  readonly absent: readonly { readonly kind: string; readonly name: string; readonly because?: string }[];
  readonly left: readonly { readonly kind: string; readonly name: string; readonly because: string }[];
  /** Resources of the program that the stack had already. */
  readonly before: number;
}

const SHOWN_OF_A_FAILURE = 4000;

/**
 * Takes what exists at the portal, and the stack lacks, into the stack's state: nothing is written to the portal, and where the program
 * says what the portal has, the next preview is empty. The program may be any. What the state has already stays as it is; a run that was
 * killed can be run again.
 *
 * @throws WrongUse where there is no project; UserError that says what to do, where the program, the settings, the portal or the engine is in the way.
 */
export async function takeIntoStack(options: IntoStackOptions): Promise<IntoStack> {
  const { environment = process.env, progress } = options;
  const project = projectHere(options.cwd);
  progress.step("Reading the settings of the stack");
  // Where provider resources are the only connections, the program says so.
  const given = await stackSettings(options, environment).catch((error: unknown) => {
    if (error instanceof WrongUse) return error;
    throw error;
  });
  let settings: Settings | undefined;
  const engine = new StackEngine(project, options.stack, environment, progress);
  await engine.verifyVersion();
  const lifecycle = new Lifecycle({
    settings: () => Promise.resolve(settings!),
    say: (message) => progress.say(message),
    onlyLooks: true,
  });
  try {
    const reach = async (plan: readonly Planned[]) => {
      const used = providersOf(plan);
      if (given instanceof WrongUse) throw given;
      settings = await withProviders(given, used, options.stack, environment);
    };
    return await inPrivateFolder((folder) => take(engine, lifecycle, folder, progress, reach));
  } finally {
    lifecycle.close();
  }
}

/** A stack whose objects have been looked up before. */
export interface KnownStack {
  /** Folder of the Pulumi project. */
  readonly project: string;
  readonly stack: string;
  readonly environment: Environment;
  /** Reads the objects; many stacks may share one, and its lists. */
  readonly lifecycle: Lifecycle;
  /** By URN, of everything that the program of the stack declares and the portal has. */
  readonly ids: ReadonlyMap<string, string>;
  readonly progress: Progress;
}

/**
 * The same for a stack of which it is known what exists: with one preview, which asks no portal.
 *
 * @throws UserError that says what to do, where the program, the portal or the engine is in the way.
 */
export function takeKnownIntoStack({
  project,
  stack,
  lifecycle,
  ids,
  progress,
  ...own
}: KnownStack): Promise<IntoStack> {
  const engine = new StackEngine(project, stack, { ...own.environment, [OFFLINE_VARIABLE]: "true" }, progress);
  const asked = () => Promise.resolve();
  return inPrivateFolder((folder) => take(engine, lifecycle, folder, progress, asked, ids));
}

/** Connections of provider resources. @throws UserError where one isn't in the state, which alone has its credentials */
function providersOf(plan: readonly Planned[]): string[] {
  const used = missingOf(plan).filter(({ state }) => providerOf(state.provider) !== undefined);
  const fresh = plan.find(({ urn, op }) => op === "create" && used.some(({ state }) => isOf(state.provider, urn)));
  if (fresh !== undefined)
    throw new UserError(
      `the provider resource ${fresh.name} is not in the stack's state, so its credentials can't be read. Create it with: ` +
        `pulumi up --target '${fresh.urn}', which sends nothing to the portal. Then run this command again`,
    );
  return [...new Set(used.flatMap(({ connection }) => connection ?? []))];
}

function isOf(reference: string | undefined, urn: string): boolean {
  return reference?.startsWith(`${urn}::`) === true;
}

async function take(
  engine: StackEngine,
  lifecycle: Lifecycle,
  folder: string,
  progress: Progress,
  reach: (plan: readonly Planned[]) => Promise<void>,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<IntoStack> {
  const { plan, missing, answers } = await findEverything(engine, lifecycle, folder, progress, reach, known);
  leaveWhatClashes(answers, missing, plan);
  const readings = await read(lifecycle, missing, answers);
  leaveOrphans(answers, missing, plan);
  const found = readings.filter(({ planned }) => answers.get(planned.urn)?.is === "there");
  const components = missingComponents(plan, answers);
  if (found.length + components.length > 0) {
    progress.step(`Adopting ${counted(found.length, "resource")} into the state`);
    await runImport(engine, folder, found, components, plan);
  }
  progress.step("Completing the state");
  await complete(engine, folder, plan);
  return summary(plan, missing, answers, found, components);
}

/** Looks for what the stack lacks, level by level: the users of an account can only be looked for when the account is found. */
async function findEverything(
  engine: StackEngine,
  lifecycle: Lifecycle,
  folder: string,
  progress: Progress,
  reach: (plan: readonly Planned[]) => Promise<void>,
  known: ReadonlyMap<string, string>,
): Promise<{ plan: Planned[]; missing: Own[]; answers: Map<string, LookedUp> }> {
  const answers = new Map<string, LookedUp>([...known].map(([urn, id]) => [urn, { is: "there", id }]));
  for (let isFirst = true; ; isFirst = false) {
    const ids = new Map(
      [...answers].flatMap(([urn, answer]) => (answer.is === "there" ? [[urn, answer.id] as const] : [])),
    );
    progress.step("Running pulumi preview");
    const plan = await preview(engine, folder, ids);
    const missing = missingOf(plan);
    if (isFirst) await reach(plan);
    if (missing.length > 0) progress.step(`Looking for ${counted(missing.length, "resource")} at the portal`);
    const fresh = await lookUp(
      lifecycle,
      missing.filter(({ urn }) => !answers.has(urn)),
    );
    for (const [urn, answer] of fresh) answers.set(urn, answer);
    if (missing.length > 0)
      progress.say(
        `${counted(missing.length, "resource is", "resources are")} not in the stack; at the portal: ${countOf(answers, "there")} of ${missing.length}`,
      );
    const isReferred = missing.some(({ state }) =>
      Object.values(state.propertyDependencies ?? {})
        .flat()
        .some((urn) => fresh.get(urn)?.is === "there"),
    );
    if (isReferred) continue;
    for (const planned of missing)
      if (!answers.has(planned.urn)) answers.set(planned.urn, unreachable(planned, answers));
    return { plan, missing, answers };
  }
}

async function runImport(
  engine: StackEngine,
  folder: string,
  found: readonly FoundObject[],
  components: readonly Planned[],
  plan: readonly Planned[],
): Promise<void> {
  const stack = plan.find(({ state }) => state.type === "pulumi:pulumi:Stack")?.urn ?? "";
  const file = privateFile(folder, "import.json", JSON.stringify(importFile(found, components, stack)));
  // Everything is protected until the state says of each resource what the program does.
  const answer = await engine.run([
    "import",
    "--file",
    file,
    "--yes",
    "--skip-preview",
    "--protect=true",
    "--generate-code=false",
  ]);
  if (answer.code !== 0)
    throw new UserError(
      `pulumi import failed; what it imported before the failure is in the state. Run the same command again to continue:\n${complaintsOf(answer)}`,
    );
}

/** Writes into the state what an import file has no words for. */
async function complete(engine: StackEngine, folder: string, plan: readonly Planned[]): Promise<void> {
  const file = privateFile(folder, "stack.json", "");
  const exported = await engine.run(["stack", "export", "--file", file]);
  if (exported.code !== 0)
    throw new UserError(`the stack's state can't be read to complete it:\n${complaintsOf(exported)}`);
  const whole = completed(JSON.parse(fs.readFileSync(file, "utf8")) as ExportedStack, plan);
  if (whole === undefined) return;
  const answer = await engine.run([
    "stack",
    "import",
    "--file",
    privateFile(folder, "stack.json", JSON.stringify(whole)),
  ]);
  if (answer.code !== 0)
    throw new UserError(
      `everything is in the state, except the dependencies of the resources. Run the same command again, or pulumi up, to add them:\n${complaintsOf(answer)}`,
    );
}

function complaintsOf({ stdout, stderr }: EngineAnswer): string {
  const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => /\berror\b/i.test(line));
  return (lines.join("\n") || stderr || "it said nothing").trim().slice(-SHOWN_OF_A_FAILURE);
}

function summary(
  plan: readonly Planned[],
  missing: readonly Own[],
  answers: ReadonlyMap<string, LookedUp>,
  found: readonly FoundObject[],
  components: readonly Planned[],
): IntoStack {
  const fieldsOf = (some: (entry: FoundObject) => readonly string[]) =>
    found.flatMap((entry) => (some(entry).length === 0 ? [] : [{ ...named(entry.planned), fields: some(entry) }]));
  return {
    taken: found.map(({ planned, id }) => ({ ...named(planned), id })),
    components: components.length,
    differing: fieldsOf(({ differing, sealed }) => differing.filter((field) => !sealed.includes(field))),
    uncompared: fieldsOf(({ sealed }) => sealed),
    absent: missing.flatMap((planned) => {
      const answer = answers.get(planned.urn);
      return answer?.is === "absent" ? [{ ...named(planned), because: answer.because }] : [];
    }),
    left: missing.flatMap((planned) => {
      const answer = answers.get(planned.urn);
      return answer?.is === "left" ? [{ ...named(planned), because: answer.because }] : [];
    }),
    before: plan.filter(({ kind, op }) => kind !== undefined && op !== "create" && op !== "delete").length,
  };
}

function named({ kind, name }: Own): { readonly kind: string; readonly name: string } {
  return { kind, name };
}

function countOf(answers: ReadonlyMap<string, LookedUp>, is: LookedUp["is"]): number {
  return [...answers.values()].filter((answer) => answer.is === is).length;
}
