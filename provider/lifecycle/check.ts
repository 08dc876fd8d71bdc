import { type DeclaredInputs, type Failure, type Finding, type Kind, UNKNOWN } from "../model";
import type { Found } from "../portals";
import { canonicalInputs, type Context, naming } from "./context";
import { declarationFindings } from "../model/declaration";
import { writeFailure } from "../model/failureText";
import { applyConfirmations } from "../model/confirmations";
import { alikeReason } from "../model/program";
import { isPutOff } from "./prerequisites";
import { differingFields, immutability, naturalKeyOf, sameValue, showField } from "../model/values";

/**
 * All that can be known to fail. What has not changed since it was last applied costs no call to the portal; what has is
 * held against the live portal as well.
 */
export async function checkResource(
  context: Context,
  before: DeclaredInputs | undefined,
  inputs: DeclaredInputs,
): Promise<Failure[]> {
  const { kind, session } = context;
  const findings = declarationFindings(kind, session.portal, inputs, { before, now: new Date() });
  if (before !== undefined) findings.push(...refusedChanges(context, before, inputs, findings));

  if (before !== undefined && inputs["adopt"] === true)
    context.say(
      `${naming(context, inputs)} is now managed by this stack: adopt: true is no longer needed, and can be removed`,
    );

  const changed = before === undefined || differingFields(kind, before, inputs).length > 0;
  const declared = applyConfirmations(findings, inputs).failures;
  if (!changed || context.offline) return declared;

  await session.verifyConnection();
  // A confirmed value is checked against the portal like any other.
  const faulty = new Set(declared.map(({ property }) => topLevel(property)));
  const sound = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, faulty.has(name) ? UNKNOWN : value]),
  );
  const surroundings = { before, planned: context.run.on(context.realm), say: context.say };
  const live = [
    ...presentOf(context, await session.verify(kind.name, sound, surroundings)),
    ...(await clashFindings(context, before, sound)),
    ...(before === undefined && context.adopt ? await takeOverWarnings(context, sound) : []),
  ];
  const all = [...findings, ...live.filter(({ property }) => property === "" || !faulty.has(topLevel(property)))];
  const { failures, warnings } = applyConfirmations(all, inputs);
  for (const text of new Set(warnings.map(writeFailure))) context.say(`${naming(context, inputs)}: ${text}`);
  return failures;
}

/** What a resource that is still to come can settle is looked at again when this one is made. */
function presentOf({ kind, run, seesPart }: Context, findings: readonly Finding[]): Finding[] {
  if (!seesPart || !findings.some(isPutOff)) return [...findings];
  run.putOffChecks(kind.name);
  return findings.filter((finding) => !isPutOff(finding));
}

function topLevel(property: string): string {
  return property.split(/[.[]/)[0] ?? property;
}

function refusedChanges(
  { kind, session }: Context,
  before: DeclaredInputs,
  inputs: DeclaredInputs,
  findings: readonly Finding[],
): Failure[] {
  return (
    Object.entries(kind.fields)
      .filter(([name, field]) => immutability(field, before[name], inputs[name]) === "refuse")
      .filter(([name, field]) => !sameValue(field, before[name], inputs[name]))
      // A rule that knows why says more.
      .filter(([name]) => !findings.some(({ property }) => property === name))
      .map(([name, field]) => ({
        property: name,
        reason:
          `can't be changed from ${showField(field, before[name])} to ${showField(field, inputs[name])}: ${session.portal.title} doesn't support that, and a replacement would ` +
          `delete the ${kind.name}. Restore the old value, or declare another ${kind.name} in addition to this one`,
      }))
  );
}

/** What is taken over is changed from what it is: whom that reaches is said as it is for an update. */
async function takeOverWarnings(context: Context, inputs: DeclaredInputs): Promise<Finding[]> {
  const { kind, driver, session } = context;
  if (!hasNaturalKey(kind, inputs)) return [];
  const found = await driver.find(await canonicalInputs(context, inputs), "known");
  if (found === undefined || found.deleting !== undefined || found.builtIn !== undefined) return [];
  const surroundings = { before: found.inputs, planned: context.run.on(context.realm), say: context.say };
  return (await session.verify(kind.name, inputs, surroundings)).filter(({ severity }) => severity === "warn");
}

/** Whether all of the natural key is there, and known. */
function hasNaturalKey(kind: Kind, inputs: DeclaredInputs): boolean {
  return (
    naturalKeyOf(kind, inputs) !== undefined &&
    !kind.naturalKey.some((name) => isMissing(kind.fields[name]?.schema, inputs[name]))
  );
}

/** An object that exists already under the natural key that a new or renamed resource wants, or under one that may be the same. */
async function clashFindings(
  context: Context,
  before: DeclaredInputs | undefined,
  inputs: DeclaredInputs,
): Promise<Finding[]> {
  const { kind, driver, run } = context;
  const key = naturalKeyOf(kind, inputs);
  if (key === undefined || !hasNaturalKey(kind, inputs)) return [];
  if (run.isReplaced(context, kind.name, key)) return [];
  const canonical = await canonicalInputs(context, inputs);
  const former = before && (await canonicalInputs(context, before));
  if (former !== undefined && naturalKeyOf(kind, former) === naturalKeyOf(kind, canonical)) return [];

  const found = await driver.find(canonical, "known");
  // Nobody has the old name any more: it was renamed at the portal, and the declaration follows. Its id says so when it is written.
  if (former !== undefined && (await driver.find(former, "known")) === undefined) return [];
  if (found === undefined) return alikeFindings(context, former, canonical);
  const property = kind.naturalKey[kind.naturalKey.length - 1] ?? "";
  const refusal = takeOverRefusal(context, found, canonical, before !== undefined);
  if (refusal !== undefined) return [{ property, reason: refusal }];
  if (!run.isClaimed(context.realm, kind.name, found.id)) return [];
  return [{ property, reason: claimedMessage(context, found, inputs) }];
}

/** Objects of which nobody knows whether they are what is declared. What the resource has been so far is its own. */
async function alikeFindings(
  { kind, driver, session }: Context,
  former: DeclaredInputs | undefined,
  canonical: DeclaredInputs,
): Promise<Finding[]> {
  const own = former && naturalKeyOf(kind, former);
  const [other] = ((await driver.alike?.(canonical)) ?? []).filter(({ inputs }) => naturalKeyOf(kind, inputs) !== own);
  if (other === undefined) return [];
  const property = kind.naturalKey[kind.naturalKey.length - 1] ?? "";
  const what = `an object with the id ${other.id}`;
  const shown = (inputs: DeclaredInputs) => showField(kind.fields[property], inputs[property]);
  const reason = alikeReason(session.portal, shown(canonical), what, shown(other.inputs));
  return [session.portal.alike.broken(property, reason)];
}

function isMissing(schema: { safeParse(value: unknown): { success: boolean } } | undefined, value: unknown): boolean {
  return value === undefined && schema?.safeParse(undefined).success !== true;
}

/** Why an object that exists may not be taken over, or undefined where it may. */
export function takeOverRefusal(
  context: Context,
  found: Found,
  inputs: DeclaredInputs,
  rename = false,
): string | undefined {
  const { kind, driver, session } = context;
  const name = driver.describe(inputs);
  if (found.deleting !== undefined)
    return `${name} (id ${found.id}) is being deleted at ${session.portal.title}, and can't be adopted: wait until it is deleted, or choose another ${kind.naturalKey.join(" or ")}`;
  if (found.builtIn !== undefined) return `${name} is ${found.builtIn}: refer to it by name instead of declaring it`;
  const isSettable = found.untouched === true || matches(context, found, inputs);
  if (driver.singleton === true && isSettable) return undefined;
  if (rename)
    return `${name} exists already with the id ${found.id}: choose another name, or declare that object as a separate resource with adopt: true`;
  if (context.adopt) return undefined;
  return (
    `${name} exists already at ${session.portal.title} with the id ${found.id}. To manage that object in this stack, set adopt: true on ` +
    `this resource (or reseller:adopt for all). To create another object, change ${kind.naturalKey.join(" or ")}. If it is a resource of this stack ` +
    "under another name, use the resource option aliases"
  );
}

export function claimedMessage(context: Context, found: Found, inputs: DeclaredInputs): string {
  return `${context.driver.describe(inputs)} (id ${found.id}) belongs to another resource of this program; declare each object once`;
}

function matches({ kind }: Context, found: Found, inputs: DeclaredInputs): boolean {
  return Object.keys(inputs).every(
    (name) => !(name in found.inputs) || sameValue(kind.fields[name], inputs[name], found.inputs[name]),
  );
}
