import { hashOf } from "../../secrets";
import type { Collection, StoredRecord } from "../../store/collection";
import type { PortalSurroundings } from "../portal";
import { secretIn } from "./caller";
import { catchUp } from "./due";
import { CspRealm } from "./realm";
import { RESELLER_TOKEN, seed, seededToken } from "./seed";

/** All resellers of the portal. Each has a realm of its own, with nothing in common but the clock and the catalogues. */
export class Resellers {
  private readonly further: Collection<StoredRecord>;
  private readonly realms: CspRealm[];

  constructor(
    readonly first: CspRealm,
    private readonly surroundings: PortalSurroundings,
  ) {
    this.further = surroundings.records.collection<StoredRecord>("resellers", {});
    this.realms = [first, ...[...this.further.values()].map(({ id }) => this.open(id))];
  }

  /** One more reseller, with a token of a user who may do everything in it. */
  add(): { readonly resellerId: string; readonly token: string } {
    const resellerId = `reseller-${this.realms.length + 1}`;
    this.further.insert({ id: resellerId });
    const realm = this.open(resellerId);
    seed(realm, this.surroundings.now());
    this.realms.push(realm);
    return { resellerId, token: seededToken(realm, RESELLER_TOKEN).secret ?? "" };
  }

  /** The realm that a token belongs to; the first one where nobody knows the token. */
  realmOf(authorization: string | undefined): CspRealm {
    const secret = secretIn(authorization);
    if (secret === undefined || this.realms.length === 1) return this.first;
    const hash = hashOf(secret);
    return this.realms.find((realm) => realm.tokens.first("secretHash", hash) !== undefined) ?? this.first;
  }

  catchUp(now: number): void {
    for (const realm of this.realms) catchUp(realm, now);
  }

  private open(resellerId: string): CspRealm {
    const { store, records, operationDelayMilliseconds } = this.surroundings;
    return new CspRealm(
      { records: store.portal(`${records.portal}:${resellerId}`), operationDelayMilliseconds },
      resellerId,
    );
  }
}
