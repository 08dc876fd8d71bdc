import type { PlannedResource } from "../../engine/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import { joined } from "../../text/words";
import { text } from "../../provider/model/words";
import type { FindingId } from "./catalogue";
import type { RaisedFinding, FindingRule } from "./context";
import { isKnown, valueText } from "./identity";

interface WatchedField {
  readonly id: FindingId;
  readonly field: string;
  /** To be read after the account's name, and before the value. */
  readonly verb: string;
}

/** Fields of an account that decide who owns it and who pays for it. The people who have rights in it aren't among them. */
const WATCHED: readonly WatchedField[] = [
  { id: "IDN-03", field: "email", verb: "has an owner who signs in with" },
  { id: "IDN-03", field: "phone", verb: "has an owner who is reached at" },
  { id: "LIF-02", field: "state", verb: "is in the state" },
  { id: "LIF-03", field: "uprovideAccount", verb: "is billed to" },
  { id: "LIF-03", field: "externalId", verb: "has the customer number" },
];

/** What becomes of accounts, beside locks and deletion: who owns them, who pays, and whether a deletion does something. */
export const customers: FindingRule = function* (review) {
  for (const resource of review.of("Account")) {
    const { key, before, after, operation } = resource;
    if (before === undefined || after === undefined || operation === "delete") continue;
    const about = { subject: key, accounts: [key] };
    const findings = new Map<FindingId, { said: string[]; certain: boolean }>();
    for (const { id, field, verb } of WATCHED) {
      const [was, is] = [before.values[field], after.values[field]];
      if (operation === "same" || (was === is && isKnown(is)) || isSaidOtherwise(review, id, was, is)) continue;
      const { said, certain } = findings.get(id) ?? { said: [], certain: false };
      const former = was === undefined || was === is ? "" : ` in place of ${valueText(was)}`;
      said.push(is === undefined ? `no longer ${verb} ${valueText(was)}` : `${verb} ${valueText(is)}${former}`);
      findings.set(id, { said, certain: certain || (isKnown(was) && isKnown(is)) });
    }
    for (const [id, { said, certain }] of findings)
      yield {
        id,
        sentence: `${review.accountName(key)} ${certain ? "" : "perhaps "}${joined(said)}${CONSEQUENCES[id] ?? "."}`,
        certain,
        ...about,
      };
    yield* protection(review, resource);
  }
};

const CONSEQUENCES: Readonly<Partial<Record<FindingId, string>>> = {
  "IDN-03": ": an owner has all permissions in it, and can grant them to others.",
  "LIF-03": ": its holder is charged for the usage.",
};

/** A change of state to what isn't charged for is LIF-01. */
function isSaidOtherwise(
  { meaning: { charged } }: ConnectionReview,
  id: FindingId,
  was: unknown,
  is: unknown,
): boolean {
  return (
    id === "LIF-02" && charged !== undefined && charged.states.includes(text(was)) && charged.free.includes(text(is))
  );
}

function* protection(review: ConnectionReview, { key, before, after }: PlannedResource): Iterable<RaisedFinding> {
  if (before === undefined || after === undefined || after.protect) return;
  const [was, is] = [before.values["onDelete"], after.values["onDelete"]];
  const doesSomething = (onDelete: unknown) => onDelete !== undefined && onDelete !== "retain";
  if (!doesSomething(is) || (!before.protect && doesSomething(was) && was === is && isKnown(is))) return;
  yield {
    id: "LIF-04",
    subject: key,
    sentence: `${review.accountName(key)} is not protected, and onDelete is ${valueText(is)}. From now on, removing it from the program is enough.`,
    certain: isKnown(is),
    accounts: [key],
  };
}
