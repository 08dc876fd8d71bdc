/** Values as the engine sends and takes them, with marks for what is secret and signs for what isn't known yet. */
import { type KindName, SECRETS_INPUT } from "../../model";
import { isList, isRecord } from "../../model/shapes";
import { secretsOf } from "../../portals/secrets";
import type { State } from "../../lifecycle";
import { SECRET_SIGNATURE, SIGNATURE_KEY, withAllUnknowns, withUnknownSigns } from "../../../engine/values";
import { Struct, type Values } from "./protocol";

/** Values with `UNKNOWN` for what isn't known, and the names of those that are secret or hold a secret. */
export interface Received {
  readonly values: State;
  readonly secrets: readonly string[];
}

export function received(struct: Values | undefined): Received {
  const secrets: string[] = [];
  const values = Object.entries((struct?.toJavaScript() ?? {}) as State).map(([name, value]) => {
    let isSecret = false;
    const plain = withoutMarks(value, () => (isSecret = true));
    if (isSecret) secrets.push(name);
    return [name, withAllUnknowns(plain)] as const;
  });
  return { values: Object.fromEntries(values), secrets };
}

/** The same as the lifecycle takes it: it is told by a value of its own which values are secret. */
export function receivedInputs(struct: Values | undefined): State {
  const { values, secrets } = received(struct);
  const given = values[SECRETS_INPUT];
  const all = new Set([...(isList(given) ? given : []), ...secrets]);
  return all.size === 0 ? values : { ...values, [SECRETS_INPUT]: [...all] };
}

function withoutMarks(value: unknown, found: () => void): unknown {
  if (isList(value)) return value.map((entry) => withoutMarks(entry, found));
  if (!isRecord(value)) return value;
  if (value[SIGNATURE_KEY] === SECRET_SIGNATURE) {
    found();
    return withoutMarks(value["value"], found);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutMarks(member, found)]));
}

/**
 * Values of a resource for the engine: secret by their kind, or because they were secret in the request.
 *
 * @param given names of values that were secret
 */
export function sent(kind: KindName, values: State, given: unknown): Values {
  const { whole, members } = secretsOf(kind);
  const isGiven = (name: string) => isList(given) && given.includes(name);
  const marked = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const plain = withUnknownSigns(value);
      if (whole.has(name) || isGiven(name)) return [name, secret(plain)];
      const secretMembers = members.get(name);
      return [name, secretMembers === undefined ? plain : withSecretMembers(plain, secretMembers)];
    });
  return toStruct(Object.fromEntries(marked) as State);
}

export function toStruct(values: State): Values {
  return Struct.fromJavaScript(values as Parameters<typeof Struct.fromJavaScript>[0]);
}

export function secret(value: unknown): unknown {
  return value === null ? value : { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** The members of what isn't known yet can't be told apart. */
function withSecretMembers(value: unknown, names: ReadonlySet<string>): unknown {
  if (!isRecord(value)) return secret(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, names.has(name) ? secret(member) : member]),
  );
}
