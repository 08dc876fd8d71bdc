import type { Step } from "../../provider/model/accessModel";
import { portalNamed } from "../../provider/portals/list";
import type { PortalName } from "../../provider/model/portal";
import type { PlannedResource } from "../../engine/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import { catalogue, type FindingId, type FindingKind } from "./catalogue";
import { type Finding, type Level, moreSerious, type Source } from "../report";

/** What a rule says it has found; what is the same for all findings of its kind stands in the catalogue. */
export interface RaisedFinding {
  readonly id: FindingId;
  /** Key of an object, or `plan`. */
  readonly subject: string;
  readonly sentence: string;
  /** Where it is more serious than the catalogue has it: a finding never becomes less serious. */
  readonly level?: Level;
  readonly certain?: boolean;
  readonly people?: readonly string[];
  readonly accounts?: readonly string[];
  readonly path?: readonly Step[];
  /** The resource on whose line it stands; by itself that of the subject. */
  readonly at?: PlannedResource;
  /** Where it stands in another file than the program's, such as review.yaml. */
  readonly source?: Source;
  readonly rule?: string;
}

/** The portal's own rule that a finding is about. */
function ruleFoundAs(portal: PortalName, id: FindingId): string | undefined {
  return portalNamed(portal).rules.find(({ foundAs }) => foundAs?.includes(id) === true)?.id;
}

/** A rule looks at one connection's part of the plan. */
export type FindingRule = (review: ConnectionReview) => Iterable<RaisedFinding>;

export function finding(found: RaisedFinding, review?: ConnectionReview): Finding {
  const { id, subject, sentence, certain = true, people = [], accounts = [], path = [], at } = found;
  const { level, title }: FindingKind = catalogue[id];
  const about = at ?? review?.resource(subject);
  const source = found.source ?? about?.source;
  const rule = found.rule ?? (review === undefined ? undefined : ruleFoundAs(review.meaning.portal, id));
  return {
    id,
    level: moreSerious(level, found.level),
    title,
    subject,
    sentence,
    certain,
    people: [...new Set(people)].sort(),
    accounts: [...new Set(accounts)].sort(),
    path: path.map(({ kind, name }) => ({ kind, name })),
    ...(about?.stack === undefined ? {} : { stack: about.stack }),
    ...(source === undefined ? {} : { source }),
    ...(rule === undefined ? {} : { rule }),
  };
}
