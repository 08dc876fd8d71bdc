import { type DeclaredInputs, everyKind, type KindName, KIND_NAMES, kinds } from ".";
import type { Portal } from "./portal";

/** Fields that speak to this provider: every kind has them, on every portal. */
export const FIELDS_OF_EVERY_KIND: readonly string[] = Object.keys(everyKind);

/**
 * Defines a portal, whole: its folder's `index.ts` calls this, and nothing outside the folder names it but the list of portals.
 *
 * @throws Error where its table of fields names a field that the kind doesn't have
 */
export function definePortal<const Name extends string>(portal: Portal<Name>): Portal<Name> {
  for (const kind of KIND_NAMES) {
    const { has = {}, instead = {} } = portal.fields[kind] ?? {};
    for (const field of [...Object.keys(has), ...Object.keys(instead)])
      if (!(field in kinds[kind].fields)) throw new Error(`${portal.name}: ${kind} has no field ${field}`);
    for (const field of Object.keys(instead))
      if (field in has) throw new Error(`${portal.name}: ${kind} has the field ${field}, and advice in its place`);
  }
  return portal;
}

export function hasKind(portal: Portal, kind: KindName): boolean {
  return portal.fields[kind] !== undefined;
}

export function hasField(portal: Portal, kind: KindName, field: string): boolean {
  return FIELDS_OF_EVERY_KIND.includes(field) || portal.fields[kind]?.has[field] !== undefined;
}

/** What a field is that can't be declared at a portal, to be read after its name; undefined where it can. */
export function lackOf(portal: Portal, kind: KindName, field: string): string | undefined {
  if (hasField(portal, kind, field) || !(field in kinds[kind].fields)) return undefined;
  const advice = portal.fields[kind]?.instead?.[field];
  return `is not a field of ${portal.title}${advice === undefined ? "" : `: ${advice}`}`;
}

/** The declared fields that a portal lacks, each with why it can't be declared there. */
export function lacking(portal: Portal, kind: KindName, inputs: DeclaredInputs): { field: string; why: string }[] {
  return Object.keys(inputs).flatMap((field) => {
    const why = inputs[field] === undefined ? undefined : lackOf(portal, kind, field);
    return why === undefined ? [] : [{ field, why }];
  });
}

/** Whether objects of a kind are in the state alone. */
export function isStateOnly(portal: Portal, kind: KindName): boolean {
  return portal.fields[kind]?.stateOnly === true;
}
