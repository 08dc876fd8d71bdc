import type * as pulumi from "./pulumi";
import type { KindName } from "../provider/model";

/** The member in which a resource of this package has its kind. */
export const KIND: unique symbol = Symbol.for("pulumi-reseller/kind");

/** A resource of one kind. The classes of this package make them. */
export interface ResourceOf<Kind extends KindName> extends pulumi.CustomResource {
  readonly [KIND]: Kind;
}

/** A reference to an object: the resource itself, or the id of an object that the program doesn't declare. */
export type Reference<Kind extends KindName> = pulumi.Input<string> | ResourceOf<Kind>;
