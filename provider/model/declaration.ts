import type { z } from "zod";
import { pathText } from "../../text/path";
import { type DeclaredInputs, type Failure, type Finding, heldAgainst, type Kind, UNKNOWN } from ".";
import { bothNamesText } from "./formerFields";
import { hasKind, lacking } from "./definePortal";
import { alternatives, suggestion } from "./nearest";
import type { Portal } from "./portal";
import { type ChangeContext, confirmable, inputFindings, ruleOfFormat } from "./rule";
import { holdsUnknown, unknownAt } from "./unknown";
import { showField } from "./values";
import { memberAt } from "./shapes";
import { knownWords } from "./words";

/**
 * Everything that the declared inputs of one resource alone can tell: types, formats, what the portal lacks, rules.
 * All failures at once. Values that are not known yet are passed over, at any depth.
 */
export function declarationFindings(
  kind: Kind,
  portal: Portal,
  inputs: DeclaredInputs,
  change: ChangeContext = {},
): Finding[] {
  if (!hasKind(portal, kind.name)) {
    const advice = portal.insteadOf?.[kind.name];
    return [
      { property: "", reason: `${portal.title} has no ${kind.name}${advice === undefined ? "" : `: ${advice}`}` },
    ];
  }

  const failures: Finding[] = [
    ...schemaFailures(kind, inputs).map((failure) => withRule(kind, portal, failure)),
    ...unsupportedFields(kind, portal, inputs),
    ...strangeConfirmations(portal, inputs),
  ];
  const faulty = new Set(failures.map((failure) => failure.property.split(/[.[]/)[0]));
  // A rule may rely on the formats of what it is shown; what is malformed is there, but nobody knows what it should have been.
  const sound = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, faulty.has(name) ? UNKNOWN : value]),
  );
  const found = [
    ...(kind.check?.(sound) ?? []),
    ...(portal.checks?.[kind.name]?.(sound) ?? []),
    ...inputFindings(portal.rules, kind.name, sound, change),
  ];
  return [...failures, ...found.filter(({ property }) => !faulty.has(property))];
}

/** The failure, with the id of the portal's rule that the field's format comes from. */
function withRule(kind: Kind, portal: Portal, { property, reason }: Failure): Finding {
  return ruleOfFormat(portal.rules, kind.name, property)?.broken(property, reason, "refuse") ?? { property, reason };
}

function schemaFailures(kind: Kind, inputs: DeclaredInputs): Failure[] {
  const result = heldAgainst(kind.inputs, inputs);
  if (result.success) return [];
  return (
    result.error.issues
      .filter((issue) => !unknownAt(inputs, issue.path))
      // Which of several forms is meant can't be told before all of it is known.
      .filter((issue) => issue.code !== "invalid_union" || !holdsUnknown(valueAt(inputs, issue.path)))
      .flatMap((issue) => issueFailures(kind, inputs, issue))
  );
}

function issueFailures(kind: Kind, inputs: DeclaredInputs, issue: z.core.$ZodIssue): Failure[] {
  if (issue.code === "unrecognized_keys") {
    const isTop = issue.path.length === 0;
    const known = isTop ? Object.keys(kind.fields) : [];
    return issue.keys.map((key) => {
      const former = isTop ? kind.formerFields.find(({ name }) => name === key) : undefined;
      return {
        property: pathText([...issue.path, key]),
        reason:
          former === undefined ? `is not a property of ${kind.name}${suggestion(key, known)}` : bothNamesText(former),
      };
    });
  }
  const value = valueAt(inputs, issue.path);
  const [name, ...rest] = issue.path;
  const given = value === undefined ? "is missing" : `is ${showField(kind.fields[String(name)], value, rest)}`;
  const message = issue.message.startsWith("is missing") ? issue.message : `${given}, but ${issue.message}`;
  return [{ property: pathText(issue.path), reason: message }];
}

function unsupportedFields(kind: Kind, portal: Portal, inputs: DeclaredInputs): Failure[] {
  return lacking(portal, kind.name, inputs).map(({ field, why }) => ({ property: field, reason: why }));
}

/** Ids that no rule with a question has: a slip there would leave a question open for good. */
function strangeConfirmations(portal: Portal, { confirm }: DeclaredInputs): Failure[] {
  const known = confirmable(portal.rules);
  return knownWords(confirm)
    .filter((id) => !known.includes(id))
    .map((id) => ({
      property: "confirm",
      reason: `has ${JSON.stringify(id)}, which is not a rule that can be confirmed${alternatives(id, known)}`,
    }));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(memberAt, value);
}
