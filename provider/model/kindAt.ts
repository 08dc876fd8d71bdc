import { z } from "zod";
import { type DeclaredInputs, type Field, type Kind, type KindName, kinds, SECRETS_INPUT, UNKNOWN } from ".";
import type { KindTable } from "./fieldTable";
import type { Portal } from "./portal";

const known = new WeakMap<Portal, Map<KindName, Kind>>();

/** The kind of a resource that has these values, or had them: what the program gave as a secret is secret. */
export function withGivenSecrets(kind: Kind, values: readonly (DeclaredInputs | undefined)[]): Kind {
  const given = values.flatMap((some) => some?.[SECRETS_INPUT] ?? []);
  if (given.length === 0) return kind;
  // While it isn't known which values are secret, any may be.
  const isSecret = (name: string) => given.includes(UNKNOWN) || given.includes(name);
  const fields = Object.entries(kind.fields).map(([name, field]): [string, Field] => [
    name,
    isSecret(name) ? { ...field, secret: true } : field,
  ]);
  return { ...kind, fields: Object.fromEntries(fields) };
}

/** A kind as a portal has it. */
export function kindAt(name: KindName, portal: Portal): Kind {
  const ofPortal = known.get(portal) ?? new Map<KindName, Kind>();
  known.set(portal, ofPortal);
  const kind = ofPortal.get(name) ?? specialised(kinds[name], portal.fields[name]);
  ofPortal.set(name, kind);
  return kind;
}

function specialised(kind: Kind, table: KindTable | undefined): Kind {
  const { has = {}, naturalKey = kind.naturalKey, secretOutputs = kind.secretOutputs } = table ?? {};
  const fields = Object.fromEntries(
    Object.entries(kind.fields).map(([name, field]) => [name, { ...field, ...has[name] }]),
  );
  const shape = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema]));
  return { ...kind, fields, inputs: z.strictObject(shape), naturalKey, secretOutputs };
}
