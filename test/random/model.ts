import type { KindName } from "../../provider/model";
import type { PortalName } from "../../provider/model/portal";
import type { RunningSandbox } from "../../sandbox";
import type { Draw } from "./draw";
import type { FieldModels, HandCall, Scene } from "./fields";
import type { Labels } from "./labels";
import type { Realm, Resource, Values } from "./realm";

/** An object as the model sees it; `clientId` is that of the account it belongs to, or null. */
export interface Item {
  readonly id: string;
  readonly clientId?: unknown;
  readonly [member: string]: unknown;
}

/** Everything that the portal shows at one moment, by kind. */
export type PortalView = Readonly<Partial<Record<KindName, readonly Item[]>>>;

export interface KindModel {
  readonly fields: FieldModels;
  readonly idOf: (item: Item) => string;
  /** What becomes of the object when its resource is taken out. */
  readonly removed: "gone" | "stays";
  /** What a deletion policy makes of it instead. */
  readonly leftAs?: { readonly when: (values: Values) => boolean; readonly holds: (item: Item) => boolean };
  /** It is there with its account: it can be set, not made. */
  readonly singleton?: boolean;
  readonly isPristine?: (item: Item) => boolean;
  /** It is taken over without `adopt`. */
  readonly isOpen?: (resource: Resource, item: Item) => boolean;
  /** Members that follow from the declaration as a whole, and what they must be. */
  readonly inForce?: { readonly members: readonly string[]; readonly holds: (item: Item) => boolean };
  /** Members of an object that nobody declares, which a declaration of others may change. */
  readonly swayed?: (realm: Realm, ids: ReadonlyMap<string, string>, item: Item) => readonly string[];
  /** Where a person changes it; undefined where no one can. */
  readonly path?: (item: Item) => string;
  readonly method?: "PATCH" | "PUT";
  /** Whether a person can delete it now, as far as the portal's answer tells. */
  readonly isDeletable?: (item: Item, scene: Scene) => boolean;
}

/** A rule that the model never breaks: of the portal, or of a sound program. */
export type ModelRule = (scene: Scene, applied: Realm) => boolean;

/** What must come first, beyond what a resource refers to. */
export interface Companions {
  /** Given as the field `after`. */
  readonly after?: string;
  readonly dependsOn: readonly string[];
  /** What a program has to say itself, since the SDK doesn't find it. */
  readonly inText?: string;
}

/** What one portal is like, written down once more, apart from the provider. */
export interface PortalModel {
  readonly portal: PortalName;
  /** The kinds in the order in which a declaration can refer to those before. */
  readonly kinds: Readonly<Partial<Record<KindName, KindModel>>>;
  /** How often each is added. */
  readonly weights: Readonly<Partial<Record<KindName, number>>>;
  /** Members that follow from other objects, or from the clock. */
  readonly derived: readonly string[];
  readonly rules: readonly ModelRule[];
  /** Kinds of objects that are taken over from the portal. */
  readonly adoptable: readonly KindName[];
  isAdoptable(kind: KindName, item: Item): boolean;
  /** What a declaration of an object that is taken over starts from, beside its keys. */
  adoptedValues(kind: KindName, item: Item): Values;
  /** The portal's id of something that a program refers to by its name. */
  standard(view: PortalView, name: unknown): string | undefined;
  companions(realm: Realm, resource: Resource): Companions;
  /** The program with what a new resource needs; undefined where it can't be added. */
  supplied(scene: Scene, resource: Resource, draw: Draw, labels: Labels): Realm | undefined;
  /** The program after a resource has got its values: what excludes it has others. */
  settled(realm: Realm, chosen: Resource, draw: Draw): Realm;
  /** Fields that are drawn anew when another one is. */
  redrawn(draw: Draw, kind: KindName, field: string): readonly string[];
  isRemovable(realm: Realm, resource: Resource): boolean;
  /** The resource, without what it says of resources that go. */
  without(resource: Resource, going: ReadonlySet<string>): Resource;
  /** The output that has the password of a user who has just been made. */
  firstPassword(user: Resource): "initialPassword" | undefined;
  open(sandbox: RunningSandbox): Promise<ModelPortal>;
}

/** A portal, as a person and a test meet it. */
export interface ModelPortal {
  /** Settings of the connection, by their names. */
  readonly settings: Readonly<Record<string, string>>;
  look(): Promise<PortalView>;
  /** Calls that changed something, by route. */
  writes(): Promise<Readonly<Record<string, number>>>;
  /** Whether a route sets a password of the portal's or the provider's own making. */
  isReset(route: string): boolean;
  signsIn(user: Item, password: string): Promise<boolean>;
  /** Whether the portal did it: it keeps its rules against people, too. */
  act(call: HandCall): Promise<boolean>;
  /** What a person does before everything can be deleted. */
  makeWay?(): Promise<void>;
  /** Something new with that name. */
  making(draw: Draw, name: string): Promise<HandCall>;
}
