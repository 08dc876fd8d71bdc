import type { KindName } from "../../../model";
import type { Declared, InputsOfKind } from "../../../model/declared";
import type { LiveCheck } from "../../../model/rule";
import type { RealmReading } from "../reading";

/** What is, or was, declared of a resource. */
export type DeclaredOf<Kind extends KindName> = Declared<InputsOfKind<Kind>>;

/** One resource that is held against the live portal. */
export type Check<Kind extends KindName> = LiveCheck<RealmReading, DeclaredOf<Kind>>;
