import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { readFailure, readFailures, writeFailure } from "../../provider/model/failureText";
import { catalogue, type FindingId } from "./catalogue";
import type { EngineMessage } from "../../engine/messages";
import type { Plan } from "../../engine/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Source } from "../report";
import type { RaisedFinding } from "./context";

/** A rule that is named without being what the text is about, as in `confirm: ["csp/C6"]`. */
const NAMED = new RegExp(`\\b((?:${PORTAL_NAMES.join("|")})/[A-Z]+\\d+)\\b`);
const MOST = 600;

/** One thing that the provider refuses. */
interface Refusal {
  /** As findings name it. */
  readonly subject: string;
  readonly text: string;
  readonly rule: string | undefined;
  readonly source: Source | undefined;
}

function refusalsIn({ text: said, refused }: EngineMessage): Refusal[] {
  const failures =
    refused === undefined ? readFailures(said).failures : [readFailure(refused.kind, refused.name, said)];
  return failures.map((failure) => {
    const text = writeFailure(failure);
    const rule = failure.rule ?? NAMED.exec(text)?.[1];
    return { subject: `${failure.kind}/${failure.name}`, text, rule, source: failure.place };
  });
}

/** What the provider refuses at preview: the plan ends there, and what else it would do isn't known. */
export function* refusals({ messages }: Plan, reviews: readonly ConnectionReview[]): Iterable<RaisedFinding> {
  for (const { subject, text, rule, source } of messages.filter(({ isError }) => isError).flatMap(refusalsIn)) {
    if (rule === undefined) continue;
    yield {
      id: standsFor(rule),
      subject,
      sentence: `The provider refuses the change of ${subject}: ${shortened(text)}`,
      rule,
      at: reviews.map((review) => review.resource(subject)).find((resource) => resource !== undefined),
      ...(source === undefined ? {} : { source }),
    };
  }
}

/** The finding that a rule stands for; by the rule's id, since a plan that is refused as a whole has no resources. */
function standsFor(rule: string): FindingId {
  const portal = PORTAL_NAMES.find((name) => rule.startsWith(`${name}/`));
  const id = portal === undefined ? undefined : portalNamed(portal).rules.find((known) => known.id === rule)?.refusedAs;
  return id !== undefined && Object.hasOwn(catalogue, id) ? (id as FindingId) : "PRV-01";
}

/** What an error says that ended the preview. */
export function errorText(message: EngineMessage): string {
  const found = refusalsIn(message);
  if (found.length === 0) return message.text;
  const { others } = readFailures(message.text);
  return [...found.map(({ subject, text }) => `${subject}: ${text}`), ...others].join("; ");
}

/** What an error says that is no finding: `refusals` finds what is about a rule. */
export function errorBesideFindings(message: EngineMessage): readonly string[] {
  const found = refusalsIn(message);
  if (found.length === 0) return [message.text];
  const { others } = readFailures(message.text);
  return [
    ...found.filter(({ rule }) => rule === undefined).map(({ subject, text }) => `${subject}: ${text}`),
    ...others,
  ];
}

function shortened(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}
