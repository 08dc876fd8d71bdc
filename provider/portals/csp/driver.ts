import type { DeclaredInputs } from "../../kinds";
import type { Collection } from "../collection";
import { CollectionDriver } from "../driver";
import type { Absence, Found } from "../portal";
import type { Realm } from "./realm";
import { proveAbsence, type Sight } from "./sight";

export { inPath, plain, type WireField } from "../driver";
export { text } from "../words";

/** What the seven kinds of this portal share; each of their files holds only what is different. */
export abstract class CspDriver<Wire extends { etag: string }> extends CollectionDriver<Wire> {
  abstract readonly sight: Sight;

  constructor(
    protected readonly realm: Realm,
    protected readonly collection: Collection<Wire>,
  ) {
    super();
  }

  absence(id: string, state: DeclaredInputs): Promise<Absence> {
    return proveAbsence(this.realm, this.sight, id, state);
  }

  protected override async found(wire: Wire, declared: DeclaredInputs): Promise<Found> {
    return { ...(await super.found(wire, declared)), revision: wire.etag };
  }

  protected collectionFor(_inputs: DeclaredInputs): Collection<Wire> {
    return this.collection;
  }
}
