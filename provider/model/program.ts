import { canonicalValue, type DeclaredInputs, folded, type KindName } from ".";
import type { Portal, ProgramFailure, ProgramFinding, ProgramResource } from "./portal";
import { declarationFindings } from "./declaration";
import { UserError } from "./errors";
import { placeText, writeFailures } from "./failureText";
import { applyConfirmations } from "./confirmations";
import { isStateOnly } from "./definePortal";
import { kindAt } from "./kindAt";
import { programFindings as rulesBetween } from "./rule";
import { holdsUnknown } from "./unknown";
import { normalise, sameValue, show } from "./values";

export interface ProgramCheckResult {
  readonly failures: ProgramFailure[];
  readonly warnings: ProgramFailure[];
}

/**
 * Everything that a whole program tells before anything is sent: the failures of each resource, resources that stand for the same
 * object, and rules between resources. What a resource alone is warned of, its own check says.
 */
export function checkProgram(portal: Portal, resources: readonly ProgramResource[]): ProgramCheckResult {
  const verdicts = programFindings(portal, resources).map(({ resource, ...finding }) => {
    const { failures, warnings } = applyConfirmations([finding], resource.inputs);
    const of = (failure: { property: string; reason: string }) => ({ ...failure, resource });
    return { failures: failures.map(of), warnings: warnings.map(of) };
  });
  return {
    failures: verdicts.flatMap(({ failures }) => failures),
    warnings: verdicts.flatMap(({ warnings }) => warnings),
  };
}

/** What a whole program tells, before it is known what its authors have confirmed. */
export function programFindings(portal: Portal, resources: readonly ProgramResource[]): ProgramFinding[] {
  const own = ownFindings(portal, resources).filter(({ severity }) => severity !== "warn");
  return [...own, ...findingsBetween(portal, resources)];
}

/** What each resource breaks by itself; `before` says what was last applied of it. */
export function ownFindings(
  portal: Portal,
  resources: readonly ProgramResource[],
  before: (resource: ProgramResource) => DeclaredInputs | undefined = () => undefined,
): ProgramFinding[] {
  return resources.flatMap((resource) => {
    const kind = kindAt(resource.kind, portal);
    const was = before(resource);
    const known = was === undefined ? undefined : normalise(kind, was);
    return declarationFindings(kind, portal, normalise(kind, resource.inputs), { before: known }).map((finding) => ({
      ...finding,
      resource,
    }));
  });
}

/** What resources break together. */
export function findingsBetween(portal: Portal, resources: readonly ProgramResource[]): ProgramFinding[] {
  return [
    ...duplicates(portal, resources),
    ...rulesBetween(portal.rules, resources),
    ...(portal.programChecks ?? []).flatMap((check) => [...check(resources)]),
  ];
}

/** One error that lists them all. */
export function programError(...written: Parameters<typeof writeFailures>): UserError {
  return new UserError(writeFailures(...written));
}

function whereIs({ label, placeOf }: ProgramResource): string {
  const place = placeOf?.("");
  return place === undefined ? label : placeText(place);
}

/** The rule that holds on every portal, in the words of rule books. */
export const DECLARED_ONCE = "declared-once";

function duplicates(portal: Portal, resources: readonly ProgramResource[]): ProgramFinding[] {
  const [first, firstAlike] = [new Map<string, ProgramResource>(), new Map<string, ProgramResource>()];
  return resources.flatMap((resource): ProgramFinding[] => {
    const key = programKey(portal, resource);
    if (key === undefined) return [];
    const fields = kindAt(resource.kind, portal).naturalKey;
    const property = fields[fields.length - 1] ?? "";
    const other = first.get(key.exact);
    if (other !== undefined) {
      const reason =
        `together with ${fields.slice(0, -1).join(", ") || "the kind"} names the same object as the resource ${named(other)}; ` +
        "declare each object once: rename or remove one of them";
      return [{ resource, property, reason, rule: DECLARED_ONCE }];
    }
    first.set(key.exact, resource);
    const near = firstAlike.get(key.alike);
    firstAlike.set(key.alike, near ?? resource);
    // What is in the state alone has the names that it is given.
    if (near === undefined || isStateOnly(portal, resource.kind)) return [];
    const reason = alikeReason(
      portal,
      show(resource.inputs[property]),
      `the resource ${named(near)}`,
      show(near.inputs[property]),
    );
    return [{ resource, ...portal.alike.broken(property, reason) }];
  });
}

function named(resource: ProgramResource): string {
  return `${resource.label}${resource.placeOf === undefined ? "" : ` (${whereIs(resource)})`}`;
}

/** What the rule about natural keys that differ in spelling alone has to say of one beside another. */
export function alikeReason({ title }: Portal, own: string, other: string, theirs: string): string {
  return (
    `is ${own}, and ${other} has ${theirs}, another spelling of the same: it is not known whether ${title} distinguishes them. ` +
    "If they are one object, declare it once, in the portal's spelling, with adopt: true if it exists already. If they are two, confirm the rule"
  );
}

/** The fields that together name one object of a kind. */
export function naturalKeyFields(portal: Portal, kind: KindName): readonly string[] {
  return kindAt(kind, portal).naturalKey;
}

/** Whether two resources of a kind stand for one object, as far as their natural keys are known. */
export function likeness(
  portal: Portal,
  kind: KindName,
  one: (field: string) => unknown,
  other: (field: string) => unknown,
): "same" | "different" | "unclear" {
  const { fields, naturalKey } = kindAt(kind, portal);
  const open = naturalKey.filter((field) => !sameValue(fields[field], one(field), other(field)));
  if (open.length === 0) return "same";
  return open.every((field) => holdsUnknown(one(field))) ? "unclear" : "different";
}

/**
 * The natural key within the program, and what it is without what is spelling alone. A reference to a resource counts as that resource, also
 * before it has an id.
 */
function programKey(
  portal: Portal,
  resource: ProgramResource,
): { readonly exact: string; readonly alike: string } | undefined {
  const { fields, naturalKey } = kindAt(resource.kind, portal);
  const exact: string[] = [resource.kind, String(resource.inputs["connection"] ?? "")];
  const alike = [...exact];
  for (const name of naturalKey) {
    const target = resource.references[name]?.[0];
    const value = resource.inputs[name];
    if (target === undefined && holdsUnknown(value)) return undefined;
    const known = canonicalValue(fields[name], value) ?? null;
    const own = target === undefined ? `value ${JSON.stringify(known)}` : `resource ${target.kind} ${target.label}`;
    exact.push(own);
    alike.push(target === undefined && typeof known === "string" ? `value ${JSON.stringify(folded(known))}` : own);
  }
  return { exact: exact.join("\n"), alike: alike.join("\n") };
}
