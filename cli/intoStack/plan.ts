import * as fs from "node:fs";
import { connectionThrough, kindOfType, nameIn, PROVIDER_KEY, providerOf } from "../../engine/names";
import { isSigned, withUnknowns } from "../../engine/values";
import { apart, type KindName } from "../../provider/model";
import { holdsUnknown } from "../../provider/model/unknown";
import { KNOWN_IDS_VARIABLE, UserError } from "../../provider/lifecycle";
import type { StackEngine } from "./engine";
import { privateFile } from "../privateFolder";

/** One resource as the engine holds it; the members that import files and states have in common. */
export interface EngineState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly protect?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly deletedWith?: string;
  readonly [member: string]: unknown;
}

/** One resource of the program, or of the stack, as the engine's preview sees it. */
export interface Planned {
  readonly urn: string;
  readonly name: string;
  readonly op: string;
  /** Undefined for resources of others. */
  readonly kind: KindName | undefined;
  /** As the state will have it. Its inputs are `inputs` here: those of the preview are masked. */
  readonly state: EngineState;
  /** That of a provider resource has the name of that one; undefined for the connection of the flat settings. */
  readonly connection: string | undefined;
  /** Checked by the provider, and with secrets as the stack encrypts them. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

const SHOWN_OF_A_FAILURE = 4000;

interface PreviewDigest {
  readonly steps?: readonly {
    readonly op: string;
    readonly urn: string;
    readonly oldState?: EngineState;
    readonly newState?: EngineState;
  }[];
  readonly diagnostics?: readonly { readonly message?: string; readonly severity?: string }[];
}

interface UpdatePlan {
  readonly resourcePlans?: Readonly<
    Record<string, { readonly goal?: { readonly inputDiff?: { readonly adds?: Readonly<Record<string, unknown>> } } }>
  >;
}

/**
 * The preview of the program, in which resources whose ids are known have them. Secrets come encrypted by the stack: not a single one is
 * ever in clear.
 *
 * @throws UserError with what the engine said, where the program has no preview.
 */
export async function preview(
  engine: StackEngine,
  folder: string,
  ids: ReadonlyMap<string, string>,
): Promise<Planned[]> {
  const known = privateFile(folder, "ids.json", JSON.stringify(Object.fromEntries(ids)));
  const plan = privateFile(folder, "plan.json", "");
  const answer = await engine.run(["preview", "--json", "--show-sames", "--save-plan", plan], {
    [KNOWN_IDS_VARIABLE]: known,
  });
  if (answer.code !== 0)
    throw new UserError(`the preview of the program failed, and nothing was adopted:\n${whyFailed(answer)}`);
  const { steps = [] } = JSON.parse(answer.stdout) as PreviewDigest;
  const { resourcePlans = {} } = JSON.parse(fs.readFileSync(plan, "utf8")) as UpdatePlan;
  return steps.flatMap(({ op, urn, newState, oldState }) => {
    const state = newState ?? oldState;
    if (state === undefined) return [];
    const adds = resourcePlans[urn]?.goal?.inputDiff?.adds ?? {};
    // A saved plan of newer engines has no internal inputs. No secret is among them, so the preview has them in clear.
    const { internal } = apart(state.inputs ?? {});
    const inputs = op === "create" ? { ...internal, ...adds } : (state.inputs ?? {});
    const declared = inputs["connection"];
    const connection = connectionThrough(
      providerOf(state.provider),
      typeof declared === "string" ? declared : undefined,
    );
    return [{ urn, name: nameIn(urn), op, kind: kindOfType(state.type), state, connection, inputs }];
  });
}

function whyFailed({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  try {
    const { diagnostics = [] } = JSON.parse(stdout) as PreviewDigest;
    const errors = diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ message = "" }) => message.replace(/<\{%[^%]*%\}>/g, "").trim());
    if (errors.length > 0) return [...new Set(errors)].join("\n").slice(0, SHOWN_OF_A_FAILURE);
  } catch {
    // It printed no plan.
  }
  return (stderr.trim() || stdout.trim() || "it said nothing").slice(-SHOWN_OF_A_FAILURE);
}

/** Whether a value is known before anything is made. */
export function isKnown(value: unknown): boolean {
  return !holdsUnknown(withUnknowns(value));
}

/** Whether a value, or anything in it, is a secret. */
function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (typeof value !== "object" || value === null) return false;
  return isSigned(value) || Object.values(value).some(holdsSecret);
}

/** What is declared, as far as it can be read: secrets stay out. */
export function readableInputs({ inputs }: Planned): Record<string, unknown> {
  const readable = Object.entries(apart(inputs).declared).filter(([, value]) => !holdsSecret(value));
  return withUnknowns(Object.fromEntries(readable)) as Record<string, unknown>;
}

/** Fields that are secret in the program. */
export function secretFields({ inputs }: Planned): string[] {
  return Object.keys(inputs).filter((name) => holdsSecret(inputs[name]));
}

/** What only the stack can read: goes into the state as the engine gave it. */
function sealed({ inputs }: Planned): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => holdsSecret(value)));
}

/** What a state has as inputs beside what is declared and can be read. */
export function sealedInputs(planned: Planned): Record<string, unknown> {
  return { ...apart(planned.inputs).internal, ...sealed(planned) };
}

/** What a state has as outputs beside what can be read: of what is no input of the program only what names a dynamic provider. */
export function sealedOutputs(planned: Planned): Record<string, unknown> {
  const provider = planned.inputs[PROVIDER_KEY];
  return { ...(provider === undefined ? {} : { [PROVIDER_KEY]: provider }), ...sealed(planned) };
}
