import { finding, type RaisedFinding } from "../findings/context";
import type { Finding } from "../report";
import { nearNames } from "./references";
import { placeOf, type ReviewFile } from "./reviewFile";

/** Marks what is accepted. What has expired, or names nothing that is there, is a finding itself. */
export function withAcceptances(findings: readonly Finding[], { accept = [] }: ReviewFile, today: string): Finding[] {
  const own: RaisedFinding[] = [];
  const marked = [...findings];
  for (const entry of accept) {
    const { finding: id, subject, reason, owner, expires } = entry;
    const found = marked.findIndex((candidate) => candidate.id === id && candidate.subject === subject);
    const name = `The acceptance of ${id} for ${subject} (${owner})`;
    if (expires < today)
      own.push({
        id: "ACP-01",
        subject: `${id} ${subject}`,
        sentence: `${name} ended on ${expires}: it no longer applies. Renew it, or remove it.`,
        ...placeOf(entry),
      });
    if (found < 0)
      own.push({
        id: "ACP-02",
        subject: `${id} ${subject}`,
        sentence: `${name} names a finding that doesn't exist${nearNames(
          subject,
          findings.filter((other) => other.id === id).map((other) => other.subject),
        )}. Remove it.`,
        ...placeOf(entry),
      });
    else if (expires >= today) marked[found] = { ...marked[found]!, accepted: { reason, owner, expires } };
  }
  return [...marked, ...own.map((entry) => finding(entry))];
}
