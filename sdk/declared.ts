import type * as pulumi from "./pulumi";
import type { FormerField } from "../provider/model";
import type { ProgramResource } from "../provider/model/portal";

/** A resource of the program, with the object that Pulumi knows it by. */
export interface Declared extends ProgramResource {
  readonly resource: pulumi.Resource;
  /** As the program gave them. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Which resource's id a field is, where the program gave that resource itself, or its very id. */
  readonly referents: Readonly<Record<string, pulumi.Resource>>;
  readonly isBroken: boolean;
  /** Fields that the program, or the realm file, has under their former names. */
  readonly formerFields: readonly FormerField[];
  /** The engine calls code of the program's, which may change it on its way. */
  readonly isTransformed: boolean;
  /** The provider that the program gave it: its connection is that one's. */
  readonly provider?: pulumi.ProviderResource;
}
