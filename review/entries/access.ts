import { compare } from "../../engine/plannedResource";
import type { RightChange } from "../access/changes";
import { unknownSentence } from "../findings/rights";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Report } from "../report";

/** Permissions and sets of rights by number: a thousand people who have the same share one entry. */
export class AccessTables {
  readonly permissions: Report["permissions"] = [];
  readonly rights: Report["rights"] = [];
  readonly access: Report["access"] = [];
  private readonly numbers = new Map<string, number>();

  constructor(reviews: readonly ConnectionReview[]) {
    for (const review of reviews) this.addPermissions(review);
    for (const review of reviews) this.addAccess(review);
  }

  number({ meaning }: ConnectionReview, permission: string): number {
    return this.numbers.get(`${meaning.portal} ${permission}`)!;
  }

  private addPermissions(review: ConnectionReview): void {
    const { meaning } = review;
    const sets = new Set(review.people.flatMap(({ scopes }) => scopes.map(({ rights }) => rights)));
    const names = new Set([...sets].flatMap((rights) => rights.map(({ permission }) => permission)));
    for (const name of [...names].sort(compare)) {
      if (this.numbers.has(`${meaning.portal} ${name}`)) continue;
      const { sentence, section, power } = meaning.describePermission(name) ?? {
        sentence: unknownSentence(name),
        section: "Unknown",
        power: "none" as const,
      };
      this.numbers.set(`${meaning.portal} ${name}`, this.permissions.length);
      this.permissions.push({
        portal: meaning.portal,
        name,
        sentence,
        section,
        power,
        known: meaning.describePermission(name) !== undefined,
      });
    }
  }

  private addAccess(review: ConnectionReview): void {
    const known = new Map<readonly RightChange[], number>();
    for (const { key, scopes } of review.people)
      for (const { scope, rights } of scopes) {
        if (rights.length === 0) continue;
        let index = known.get(rights);
        if (index === undefined) {
          index = this.rights.length;
          known.set(rights, index);
          this.rights.push(
            rights.map(({ permission, limit, before, after, change, held }) => ({
              permission: this.number(review, permission),
              before,
              after,
              change,
              ...(limit === undefined ? {} : { limit }),
              path: held.path.map(({ kind, name }) => ({ kind, name })),
            })),
          );
        }
        this.access.push({ person: key, scope, rights: index });
      }
  }
}
