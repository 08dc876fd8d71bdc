import { compare } from "../engine/plannedResource";
import type { Untold } from "./drift";

/** What can't be told, by the reason why. */
export class Doubts {
  private readonly byReason = new Map<string, { readonly subjects: string[]; isOfUndeclared: boolean }>();

  note(reason: string, subject: string, isOfUndeclared = false): void {
    const entry = this.byReason.get(reason) ?? { subjects: [], isOfUndeclared };
    entry.subjects.push(subject);
    entry.isOfUndeclared &&= isOfUndeclared;
    this.byReason.set(reason, entry);
  }

  all(): Untold[] {
    return [...this.byReason]
      .map(([reason, { subjects, isOfUndeclared }]) => ({ reason, subjects: subjects.sort(compare), isOfUndeclared }))
      .sort((one, other) => compare(one.subjects[0]!, other.subjects[0]!) || compare(one.reason, other.reason));
  }
}
