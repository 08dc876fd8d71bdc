import { z } from "zod";
import { connectionThrough, kindOfType, nameIn, providerNameIn, providerOf } from "../engine/names";
import { isSigned } from "../engine/values";
import type { KindName } from "../provider/model";
import type { Environment } from "../provider/model/portal";
import { UserError } from "../provider/lifecycle";
import { NO_STACK, noStackText } from "./noStack";
import { whileSaying } from "./progress";
import { NoEngine, runPulumi } from "./pulumi";

/** A resource of this package's as a stack's state has it. */
export interface KeptResource {
  readonly urn: string;
  readonly kind: KindName;
  readonly id: string;
  /** Its name in the program. */
  readonly label: string;
  /** Undefined for the connection of the flat settings. */
  readonly connection?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** With secrets in the clear, where they were asked for. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

const Exported = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
          id: z.string().optional(),
          provider: z.string().optional(),
          delete: z.boolean().optional(),
          inputs: z.record(z.string(), z.unknown()).optional(),
          outputs: z.record(z.string(), z.unknown()).optional(),
        }),
      )
      .nullish(),
  }),
});
const SHOWN = 2000;

/**
 * What a stack's state has of this package's resources. Only reads; the engine's own words are shown, and never what it printed.
 *
 * @throws UserError where there is no engine, or no stack.
 */
export async function stackState(
  project: string,
  { stack, showSecrets }: { readonly stack?: string; readonly showSecrets: boolean },
): Promise<KeptResource[]> {
  const text = await whileSaying("Reading the state of the stack", () =>
    exportedText(project, { stack, showSecrets, environment: process.env }),
  );
  return keptResources(text);
}

/** A provider resource of this package's as a stack's state has it, with its credentials in the clear. */
export interface KeptProvider {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** @throws as `stackState` */
export async function stackProviders(
  project: string,
  { stack, environment }: { readonly stack: string | undefined; readonly environment: Environment },
): Promise<KeptProvider[]> {
  const exported = parsed(await exportedText(project, { stack, showSecrets: true, environment }));
  return exported.flatMap(({ urn, delete: isLeaving, inputs }) => {
    const name = providerNameIn(urn);
    return name === undefined || isLeaving === true ? [] : [{ name, inputs: inTheClear(inputs) }];
  });
}

/**
 * What `pulumi stack export` prints of a stack, with its secrets encrypted; undefined where there is no such stack.
 *
 * @throws UserError where it can't be read
 */
export async function encryptedState(project: string, stack: string): Promise<string | undefined> {
  try {
    return await exportedText(project, { stack, showSecrets: false, environment: process.env });
  } catch (error) {
    if (error instanceof UserError && error.message === noStackText(project, stack)) return undefined;
    throw error;
  }
}

async function exportedText(
  project: string,
  {
    stack,
    showSecrets,
    environment,
  }: { readonly stack?: string; readonly showSecrets: boolean; readonly environment: Environment },
): Promise<string> {
  const args = [
    ...["stack", "export", "--non-interactive"],
    ...(showSecrets ? ["--show-secrets"] : []),
    ...(stack === undefined ? [] : ["--stack", stack]),
  ];
  const answer = await runPulumi(args, { cwd: project, environment }).catch((error: unknown) => {
    throw error instanceof NoEngine ? new UserError(error.message) : error;
  });
  if (answer.code !== 0)
    throw new UserError(
      NO_STACK.test(answer.stderr)
        ? noStackText(project, stack)
        : `the stack's state can't be read. pulumi stack export said: ${answer.stderr.trim().slice(-SHOWN) || "nothing"}`,
    );
  return answer.stdout;
}

/** @throws UserError without a word of the text, in which there are secrets */
export function keptResources(text: string): KeptResource[] {
  return parsed(text).flatMap(({ urn, type, id, provider, delete: isLeaving, inputs = {}, outputs }) => {
    const kind = kindOfType(type);
    if (kind === undefined || id === undefined || isLeaving === true) return [];
    const declared = inputs["connection"];
    const connection = connectionThrough(providerOf(provider), typeof declared === "string" ? declared : undefined);
    const kept = { urn, kind, id, label: nameIn(urn), inputs: inTheClear(inputs), outputs: inTheClear(outputs) };
    return [connection === undefined ? kept : { ...kept, connection }];
  });
}

function parsed(text: string): NonNullable<z.output<typeof Exported>["deployment"]["resources"]> {
  try {
    return Exported.parse(JSON.parse(text)).deployment.resources ?? [];
  } catch {
    throw new UserError("pulumi stack export printed something that isn't a stack's state (it is not shown)");
  }
}

function inTheClear(values: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, clear(value)]));
}

/** Undefined for what is kept encrypted. */
function clear(value: unknown): unknown {
  if (!isSigned(value)) return value;
  const { plaintext } = value;
  return typeof plaintext === "string" ? (JSON.parse(plaintext) as unknown) : undefined;
}

/** What the stack of a project calls its resources; nothing where there is no project, no stack or no engine. */
export async function keptNames(project: string | undefined, stack: string | undefined): Promise<KeptResource[]> {
  if (project === undefined) return [];
  try {
    return await stackState(project, { showSecrets: false, stack });
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
