import type { z } from "zod";
import type { BodyMistakes } from "../servePortal";
import { expecting, fault, fieldErrors, neutronError, type OpenStackProblem, problem } from "./problem";
import { literal } from "./python";
import { DEFAULTS } from "./quotas";

const CHOSEN_ID = "explicit_domain_id";

/** What is wrong with a body, as Keystone says it: the first mistake alone, by the member's own name. */
export function wrongBody({ issues }: BodyMistakes, body: unknown): OpenStackProblem | undefined {
  const [issue] = issues;
  if (issue === undefined) return undefined;
  const member = issue.path.at(-1);
  if (member === CHOSEN_ID) return problem(400, "Domain ID does not conform to required UUID format.");
  const value = valueAt(body, issue.path);
  const [root] = issue.path;
  if (root === "auth" && issue.path.length > 1) return wrongSignIn(issue.path, value);
  if (root === "quota_set" || root === "quota") return wrongQuota(root, String(member), value);
  if (root === "size" || root === "regions") return fieldErrors({ [root]: ["This field is required."] });
  if (value === undefined) {
    const above = issue.path.at(-2);
    const reason = `'${String(member)}' is a required property`;
    return problem(400, above === undefined ? reason : input(above, valueAt(body, issue.path.slice(0, -1)), reason));
  }
  // Names of groups are held against the column of the database alone.
  if (issue.path[0] === "group" && issue.code === "too_big" && typeof value === "string")
    return problem(
      400,
      `String length exceeded. The length of string '${value}' exceeds the limit of column ${String(member)}(CHAR(${String(issue.maximum)})).`,
    );
  return problem(400, input(member ?? "body", value, reasonOf(issue, value)));
}

/** What is missing in a sign-in, or one thing too many. */
function wrongSignIn(path: readonly PropertyKey[], value: unknown): OpenStackProblem {
  const member = String(path.at(-1));
  if (member === "user") return expecting("domain", "user");
  const [place, ...others] = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (member === "scope" && place === "project" && others.length === 0) return expecting("domain", "project");
  if (member === "scope") return expecting("system, project, domain, OS-TRUST:trust or unscoped", "scope");
  return expecting(member, String(path.at(-2)));
}

const BOUNDS = { low: -1, high: 0x7f_ff_ff_ff };

/** Each service says in its own words that a limit is too small or too large. */
function wrongQuota(root: "quota_set" | "quota", name: string, value: unknown): OpenStackProblem {
  const isLow = Number(value) < BOUNDS.low;
  if (root === "quota") {
    const reason = isLow
      ? `is too small - must be at least '${BOUNDS.low}'`
      : `is too large - must be no larger than '${BOUNDS.high}'`;
    return neutronError(400, "HTTPBadRequest", `Invalid input for ${name}. Reason: '${String(value)}' ${reason}.`);
  }
  if (name in DEFAULTS.volume) return fault(400, `${name} must be ${isLow ? `>= ${BOUNDS.low}` : `<= ${BOUNDS.high}`}`);
  const [than, bound] = isLow ? ["less than the minimum", BOUNDS.low] : ["greater than the maximum", BOUNDS.high];
  return fault(400, input(name, value, `${literal(value)} is ${than} of ${bound}`));
}

function input(member: PropertyKey, value: unknown, reason: string): string {
  return `Invalid input for field/attribute ${String(member)}. Value: ${typeof value === "string" ? value : literal(value)}. ${reason}`;
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case "too_big":
      return `${literal(value)} is too long`;
    case "too_small":
      return `${literal(value)} should be non-empty`;
    case "unrecognized_keys":
      return `Additional properties are not allowed ('${issue.keys[0]}' was unexpected)`;
    case "custom":
      return `${literal(value)} ${issue.message}`;
    case "invalid_format":
      return `${literal(value)} does not match '${issue.pattern ?? issue.format}'`;
    default:
      return `${literal(value)}: ${issue.message}`;
  }
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (here, step) =>
      typeof here === "object" && here !== null ? (here as Record<PropertyKey, unknown>)[step] : undefined,
    body,
  );
}
