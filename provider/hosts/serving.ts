/**
 * What both hosts do in the same way: they open the lifecycle with the settings of a run, and make failures and errors of what it answers, so
 * that nothing leaves a host with a secret in it.
 */
import { type Failure, type KindName, SECRETS_INPUT } from "../model";
import { writeFailure } from "../model/failureText";
import {
  KNOWN_IDS_VARIABLE,
  Lifecycle,
  type LifecycleOptions,
  OFFLINE_VARIABLE,
  PartialFailure,
  type RawSettings,
  readSettings,
  type Settings,
  type State,
  UserError,
} from "../lifecycle";
import { PortalRefusal } from "../portals";
import { projectEnvironment } from "../portals/environmentFile";

/** A setting by its name, without its namespace. */
export type SettingSource = Pick<RawSettings, "get" | "names">;

/** Settings of the source, with the project's environment as the fall-back. A provider runs in the project's folder. */
export function hostSettings(source: SettingSource, say: (message: string) => void): Settings {
  const { environment, remarks } = projectEnvironment(process.env, process.cwd());
  for (const remark of remarks) say(remark);
  return readSettings({ ...source, environment });
}

export function openLifecycle(
  settings: () => Promise<Settings>,
  say: (message: string) => void,
  options: Partial<LifecycleOptions> = {},
): Lifecycle {
  return new Lifecycle({
    settings,
    say,
    onlyLooks: process.env[KNOWN_IDS_VARIABLE] !== undefined,
    offline: process.env[OFFLINE_VARIABLE] === "true",
    ...options,
  });
}

/**
 * Failures of one resource. The engine prints the value of the property that a failure names, a secret or not, and whatever a program put
 * under a misspelt name: no failure names one, and its reason begins with the name. Inputs are undefined where they could not be checked.
 */
export async function checkedBy(
  lifecycle: Lifecycle,
  kind: KindName,
  before: State | undefined,
  declared: State,
): Promise<{ readonly inputs: State | undefined; readonly failures: readonly Failure[] }> {
  const shown = (reason: string): Failure => ({ property: "", reason: lifecycle.redact(reason) });
  try {
    const { inputs, failures } = await lifecycle.check(kind, before, declared);
    return { inputs, failures: failures.map((failure) => shown(writeFailure(failure))) };
  } catch (error) {
    if (!isMendable(error)) throw error;
    return { inputs: undefined, failures: [shown(error.message)] };
  }
}

/** An error as a host may show it. */
export interface ShownError {
  readonly message: string;
  /** Only of a fault of this package. */
  readonly stack: string | undefined;
  /** The object exists, and a later step failed. */
  readonly partial?: { readonly id: string; readonly state: State; readonly reasons: readonly string[] };
}

export function shownError(redact: (text: string) => string, error: unknown): ShownError {
  const message = redact(error instanceof Error ? error.message : String(error));
  const stack = isMendable(error) ? undefined : redact((error instanceof Error ? error.stack : undefined) ?? "");
  if (!(error instanceof PartialFailure)) return { message, stack };
  return { message, stack, partial: { id: error.id, state: error.state, reasons: error.reasons.map(redact) } };
}

function isMendable(error: unknown): error is UserError | PortalRefusal {
  return error instanceof UserError || error instanceof PortalRefusal;
}

/** Which values the program gave as secrets: a state keeps it, for messages about an object that nobody declares any more. */
export function givenSecrets(value: State): State {
  return value[SECRETS_INPUT] === undefined ? {} : { [SECRETS_INPUT]: value[SECRETS_INPUT] };
}

/** The values with each of them changed. */
export function mapped(values: State, change: (value: unknown) => unknown): State {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
