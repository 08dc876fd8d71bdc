import type { DeclaredInputs, Finding, KindName } from "../../model";
import { nearest } from "../../model/nearest";
import type { Collection } from "../collection";
import { CollectionDriver } from "../driver";
import { listing, seenOf, together } from "../listing";
import type { Absence, Found, Listing, Pending, PlannedInputs } from "../../model/portal";
import { knownWords } from "../../model/words";
import { isOfAnother } from "./reading";
import type { CspClient } from "./client";
import { whyInvisible, proveAbsence, type Visibility } from "./visibility";

export { inPath, plain, type WireField } from "../driver";
export { text } from "../../model/words";

/** What stands in the portal's lists. */
export interface Listed<Wire> extends Pick<Listing, "unseen" | "unseenFields"> {
  readonly wires: readonly Wire[];
}

/** What the seven kinds of this portal share; each of their files holds only what is different. */
export abstract class CspDriver<Wire extends { etag: string }> extends CollectionDriver<Wire> {
  abstract readonly kind: KindName;
  abstract readonly visibility: Visibility;
  /** See Listing. */
  protected readonly without: readonly string[] = [];

  constructor(
    protected readonly realm: CspClient,
    protected readonly collection: Collection<Wire>,
  ) {
    super();
  }

  async everything(): Promise<Listing> {
    const { without } = this;
    const about = without.length === 0 ? {} : { without };
    const blind = await whyInvisible(this.realm, this.visibility);
    if (blind !== undefined) return { found: [], unseen: blind, ...about };
    const { clientId } = await this.realm.me();
    const ofOne =
      clientId === null
        ? undefined
        : "the token belongs to a user of one customer, and sees no more than that customer";
    const { wires, unseen, unseenFields } = await this.listed();
    const found = await Promise.all(wires.map((wire) => this.listedAs(wire)));
    const ofFields = ofOne === undefined && unseenFields !== undefined ? { unseenFields } : {};
    return listing(this.kind, found, { ...about, ...together(unseen, ofOne), ...ofFields });
  }

  /** What stands in the portal's lists, and why that may not be all. */
  protected async listed(): Promise<Listed<Wire>> {
    const { items, ...unseen } = await seenOf(() => this.collection.all());
    return { wires: items, ...unseen };
  }

  /** Why nobody can declare the object as it is. */
  protected undeclarable(_wire: Wire): string | undefined {
    return undefined;
  }

  /** What is deleting it. */
  protected deletionOf(_wire: Wire): Pending | undefined {
    return undefined;
  }

  private async listedAs(wire: Wire): Promise<Found> {
    const found = await this.found(wire, this.asDeclared(wire));
    const [undeclarable, leaving] = [this.undeclarable(wire), this.deletionOf(wire)];
    return {
      ...found,
      ...(undeclarable === undefined ? {} : { undeclarable }),
      ...(leaving === undefined ? {} : { deleting: leaving }),
    };
  }

  absence(id: string, state: DeclaredInputs): Promise<Absence> {
    return proveAbsence(this.realm, this.visibility, id, state);
  }

  protected override async found(wire: Wire, declared: DeclaredInputs): Promise<Found> {
    return { ...(await super.found(wire, declared)), revision: wire.etag };
  }

  protected collectionFor(_inputs: DeclaredInputs): Collection<Wire> {
    return this.collection;
  }
}

/** An account that is named by its id must exist, or be made in this run. */
export async function accountFindings(
  realm: CspClient,
  { account }: DeclaredInputs,
  planned: PlannedInputs,
): Promise<Finding[]> {
  if (typeof account !== "string") return [];
  if (planned.of("Account", account) !== undefined || (await realm.clients.withId(account)) !== undefined) return [];
  const named = (await realm.clients.all()).find((client) => client.name === account);
  const hint =
    named === undefined
      ? "give the Account resource, or the id of one the token can see"
      : `that is a name; its id is ${named.id}`;
  return [
    {
      property: "account",
      reason: `is ${JSON.stringify(account)}, which is not the id of a client of this realm: ${hint}`,
    },
  ];
}

/** A quota profile that is named by its id must exist, and be one that the account can have. */
export async function quotaProfileFindings(
  realm: CspClient,
  property: "profile" | "quotaProfile",
  { account, [property]: profile }: DeclaredInputs,
  planned: PlannedInputs,
): Promise<Finding[]> {
  if (typeof profile !== "string") return [];
  const found = await realm.quotaProfiles.withId(profile);
  if (found === undefined) {
    const reason = `is ${JSON.stringify(profile)}, which is not the id of a quota profile that the token can see`;
    return [{ property, reason }];
  }
  if (!(await isOfAnother(realm, found.clientId, account, planned))) return [];
  return [{ property, reason: `is ${JSON.stringify(found.name)}, which belongs to another account` }];
}

/** Keys of permissions must be in the portal's catalogue. */
export async function permissionFindings(realm: CspClient, property: string, declared: unknown): Promise<Finding[]> {
  if (!Array.isArray(declared)) return [];
  const keys = (await realm.permissions()).map(({ key }) => key);
  const known = new Set(keys);
  return knownWords(declared)
    .filter((key) => !known.has(key))
    .map((key) => {
      const near = nearest(key, keys);
      const hint =
        near.length > 0
          ? `; did you mean ${near.join(" or ")}?`
          : "; the portal's catalogue (GET /permissions) says which exist";
      return {
        property,
        reason: `has ${JSON.stringify(key)}, which the portal's catalogue doesn't know${hint}`,
      };
    });
}
