import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { markedRule } from "../../provider/model/rule";
import { catalogue, type FindingId } from "./catalogue";
import type { Plan } from "../../engine/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Found } from "./context";

/** A rule that is named without being what the text is about, as in `confirm: ["csp/C6"]`. */
const NAMED = new RegExp(`\\b((?:${PORTAL_NAMES.join("|")})/[A-Z]+\\d+)\\b`);
/** How the engine says what the provider refuses of one resource. */
const OF_ENGINE =
  /^error: \S*reseller:(\w+) resource '((?:[^'\\]|\\.)*)'(?:: property (\S+) value .*?)? has a problem: (.*)$/s;
/** How the provider says what it refuses of a whole program: a heading, and below it resources with what is wrong with each. */
const OF_PROGRAM = /^error: pulumi-reseller: \d+ problems? in \d+ resources?;[^\n]*\n/;
const RESOURCE = /^ {2}(\w+) (\S.*)$/;
const PROBLEM = /^ {4}- (.*)$/;
const MOST = 600;

/** One thing that the provider refuses. */
interface Refusal {
  /** As findings name it. */
  readonly subject: string;
  readonly text: string;
}

function refusalsIn(message: string): Refusal[] {
  const [, kind, name = "", property, problem = ""] = OF_ENGINE.exec(message) ?? [];
  if (kind !== undefined)
    return [{ subject: `${kind}/${name}`, text: property === undefined ? problem : `${property} ${problem}` }];
  const [heading] = OF_PROGRAM.exec(message) ?? [];
  if (heading === undefined) return [];
  const found: Refusal[] = [];
  let subject = "";
  for (const line of message.slice(heading.length).split("\n")) {
    const [, of, label] = RESOURCE.exec(line) ?? [];
    const [, text] = PROBLEM.exec(line) ?? [];
    if (of !== undefined) subject = `${of}/${label}`;
    else if (text !== undefined && subject !== "") found.push({ subject, text });
  }
  return found;
}

/** What the provider refuses at preview: the plan ends there, and what else it would do isn't known. */
export function* refusals({ messages }: Plan, reviews: readonly ConnectionReview[]): Iterable<Found> {
  for (const { subject, text } of messages.flatMap((message) => (message.isError ? refusalsIn(message.text) : []))) {
    const rule = markedRule(text) ?? NAMED.exec(text)?.[1];
    if (rule === undefined) continue;
    yield {
      id: standsFor(rule),
      subject,
      sentence: `The provider refuses the change of ${subject}: ${shortened(text)}`,
      rule,
      at: reviews.map((review) => review.resource(subject)).find((resource) => resource !== undefined),
    };
  }
}

/** The finding that a rule stands for; by the rule's id, since a plan that is refused as a whole has no resources. */
function standsFor(rule: string): FindingId {
  const portal = PORTAL_NAMES.find((name) => rule.startsWith(`${name}/`));
  const id = portal === undefined ? undefined : portalNamed(portal).rules.find((known) => known.id === rule)?.refusedAs;
  return id !== undefined && Object.hasOwn(catalogue, id) ? (id as FindingId) : "PRV-01";
}

/** What an error says that ended the preview, without the engine's way of writing values. */
export function errorText(message: string): string {
  const found = refusalsIn(message);
  if (found.length === 0) return message.replace(/^error: /, "");
  return found.map(({ subject, text }) => `${subject}: ${text}`).join("; ");
}

function shortened(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}
