import { catalogue, type FindingId } from "./catalogue";
import type { Plan } from "../plan/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Found } from "./context";

const RULE = /\(rule ([a-z]+\/[A-Z]\d+)\)|\b((?:csp|scaleway|gridscale)\/[A-Z]\d+)\b/;
const RESOURCE = /reseller:(\w+) resource '((?:[^'\\]|\\.)*)'/;
const HEAD = /^error: /;
const MOST = 600;

/** What the provider refuses at preview: the plan ends there, and what else it would do isn't known. */
export function* refusals({ messages }: Plan, reviews: readonly ConnectionReview[]): Iterable<Found> {
  for (const { text, isError } of messages) {
    if (!isError) continue;
    const [, named, bare] = RULE.exec(text) ?? [];
    const rule = named ?? bare;
    const [, kind, name] = RESOURCE.exec(text) ?? [];
    if (rule === undefined || kind === undefined) continue;
    const stands = reviews.map(({ meaning }) => meaning.refusals[rule]).find((id) => id !== undefined);
    const id = stands !== undefined && Object.hasOwn(catalogue, stands) ? (stands as FindingId) : "PRV-01";
    const subject = `${kind}/${name}`;
    yield {
      id,
      subject,
      sentence: `The provider refuses the change of ${subject}: ${shortened(text.replace(HEAD, "").replace(/^.*?has a problem: /s, ""))}`,
      rule,
      at: reviews.map((review) => review.resource(subject)).find((resource) => resource !== undefined),
    };
  }
}

function shortened(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}
