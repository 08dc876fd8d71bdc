import type { KindName } from "../../../model";
import type { DeclaredOf } from "../../../model/declared";
import type { LiveCheck } from "../../../model/rule";
import type { RealmReading } from "../reading";

/** One resource that is held against the live portal. */
export type Check<Kind extends KindName> = LiveCheck<RealmReading, DeclaredOf<Kind>>;
