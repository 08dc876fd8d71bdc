import { kinds, SECRETS_INPUT } from "../provider/model";
import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import { MASK } from "../engine/values";
import type { EngineDigest } from "../engine/digest";
import type { PlannedResource } from "../engine/plannedResource";

/** Shorter than this a text is no secret that could be told apart from any other word. */
const SHORTEST = 4;

/**
 * A plan made with --show-secrets has passwords, keys and tokens in clear, and so has what a policy is given. No review ever shows one: those
 * that can be known by where they stand, and what the program gave as a secret, are taken out of every text.
 */
export function secretsIn({ config = {}, steps }: EngineDigest, resources: readonly PlannedResource[]): string[] {
  const found = new Set<string>();
  const note = (value: unknown): void => {
    if (typeof value === "string" && value.length >= SHORTEST && value !== MASK) found.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(note);
  };
  const credentials = new Set(
    PORTAL_NAMES.flatMap((portal) =>
      portalNamed(portal)
        .settings.filter(({ credential }) => credential)
        .map(({ name }) => name),
    ),
  );
  const noteCredentials = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (credentials.has(name)) note(member);
      else noteCredentials(member);
    }
  };
  for (const [name, value] of Object.entries(config)) noteCredentials({ [name.replace(/^.*:/, "")]: parsed(value) });
  for (const { kind, before, after } of resources)
    for (const state of [before, after]) {
      if (state === undefined) continue;
      for (const [field, { secret }] of Object.entries(kinds[kind].fields)) {
        const values = [state.values[field], state.outputs[field]];
        if (secret === true) values.forEach(note);
        else if (secret !== undefined)
          for (const value of values)
            for (const member of secret) note((value as Record<string, unknown> | undefined)?.[member]);
      }
      for (const output of Object.keys(kinds[kind].secretOutputs)) note(state.outputs[output]);
    }
  for (const state of steps.flatMap(({ oldState, newState }) => [oldState, newState])) {
    const given = state?.inputs?.[SECRETS_INPUT];
    if (!Array.isArray(given)) continue;
    for (const name of given) [state?.inputs, state?.outputs].forEach((values) => note(values?.[String(name)]));
  }
  return [...found].sort((one, other) => other.length - one.length);
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const inner: unknown = JSON.parse(value);
    return typeof inner === "object" ? inner : value;
  } catch {
    return value;
  }
}

/** The same value, with every secret in every text of it masked. */
export function masked<T>(value: T, secrets: readonly string[]): T {
  if (secrets.length === 0) return value;
  const mask = (part: unknown): unknown => {
    if (typeof part === "string") return secrets.reduce((text, secret) => text.replaceAll(secret, MASK), part);
    if (Array.isArray(part)) return part.map(mask);
    if (typeof part === "object" && part !== null)
      return Object.fromEntries(Object.entries(part).map(([name, member]) => [mask(name), mask(member)]));
    return part;
  };
  return mask(value) as T;
}
