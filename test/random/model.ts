import type { KindName } from "../../provider/model";
import type { PortalName } from "../../provider/portals/list";
import type { RunningSandbox } from "../../sandbox";
import type { Draw } from "./draw";
import type { Labels } from "./labels";
import type { Companions, DrawnRealm, DrawnResource, Values } from "./realm";

/** What a choice may look at. */
export interface Scene {
  readonly model: PortalModel;
  readonly realm: DrawnRealm;
  readonly view: PortalView;
  /** The portal's ids of the resources that exist, by label. */
  readonly ids: ReadonlyMap<string, string>;
}

/** The portal's id of what a declaration refers to. */
export type IdOf = (reference: unknown) => unknown;

/** How one field is declared, and what the portal must then show: written down here once more, apart from the provider. */
export interface FieldModel {
  /** A value to declare; undefined leaves the field out. */
  draw(draw: Draw, scene: Scene, self: DrawnResource): unknown;
  /** What the portal shows, in a form that can be compared. Left out where the field speaks only to the provider. */
  readonly read?: (item: Item) => unknown;
  /** The same for a declared value. Left out: the value itself. */
  readonly shown?: (value: unknown, idOf: IdOf, self: DrawnResource, scene: Scene) => unknown;
  /** Another field of the same resource that this one follows from, where that is declared. */
  readonly impliedBy?: string;
  /** What the portal shows of a new object whose declaration leaves the field out. */
  readonly initially?: unknown;
  /** The portal empties the field when it is taken out of the declaration; else it keeps the value. */
  readonly cleared?: boolean;
  /** Part of what names the object within the realm. */
  readonly key?: boolean;
  /** What others declare decides it, where it is not declared: the value; undefined where it doesn't. */
  readonly overruled?: (realm: DrawnRealm, self: DrawnResource) => unknown;
  /** A set of which only the declared entries are the resource's: others stay. */
  readonly open?: boolean;
  /** What an entry of an open set is about, where that is not the whole of it. */
  readonly about?: (entry: unknown) => string;
  /** Entries of an open set that changes of other objects have added. */
  readonly gains?: (item: Item, before: PortalView, after: PortalView) => unknown[];
  /** An entry that is no longer declared stays as it is. */
  readonly outlasts?: boolean;
  /** Part of what the object is, and edited more often than other fields. */
  readonly identity?: boolean;
  /** Never edited once it is declared. */
  readonly fixed?: boolean;
  /** The member that changes where a resource that exists is given another value, and only then. */
  readonly pulls?: string;
  /** It acts where an object is taken over, too. */
  readonly pullsWhenAdopted?: boolean;
  /** What stays of a value that nobody declares when other objects go with which it is about. */
  readonly outlives?: (value: unknown, view: PortalView) => unknown;
  /** A change that a person makes with calls of its own; undefined where there is nothing to change. */
  readonly callByHand?: (draw: Draw, scene: Scene, item: Item) => HandCall | undefined;
  /** The body of a change that a person makes at the portal. */
  readonly byHand?: (draw: Draw, scene: Scene, item: Item, self: DrawnResource) => Record<string, unknown>;
}

export interface HandCall {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: object;
  readonly etag?: unknown;
  /** What it is about, where the portal needs to know before it is asked. */
  readonly item?: Item;
}

export type FieldModels = Readonly<Record<string, FieldModel>>;

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
  /** It is gone with what it belongs to. */
  readonly goesWith?: (item: Item, after: PortalView) => boolean;
  /** It is taken over without `adopt`. */
  readonly isOpen?: (resource: DrawnResource, item: Item) => boolean;
  /** Members that follow from the declaration as a whole, and what they must be. */
  readonly inForce?: { readonly members: readonly string[]; readonly holds: (item: Item) => boolean };
  /** Members of an object that nobody declares, which a declaration of others may change. */
  readonly swayed?: (realm: DrawnRealm, ids: ReadonlyMap<string, string>, item: Item) => readonly string[];
  /** Where a person changes it; undefined where no one can. */
  readonly path?: (item: Item) => string;
  readonly method?: "PATCH" | "PUT";
  /** Whether a person can delete it now, as far as the portal's answer tells. */
  readonly isDeletable?: (item: Item, scene: Scene) => boolean;
}

/** A rule that the model never breaks: of the portal, or of a sound program. */
export type ModelRule = (scene: Scene, applied: DrawnRealm) => boolean;

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
  companions(realm: DrawnRealm, resource: DrawnResource): Companions;
  /** The program with what a new resource needs; undefined where it can't be added. */
  supplied(scene: Scene, resource: DrawnResource, draw: Draw, labels: Labels): DrawnRealm | undefined;
  /** The program after a resource has got its values: what excludes it has others. */
  settled(realm: DrawnRealm, chosen: DrawnResource, draw: Draw): DrawnRealm;
  /** Fields that are drawn anew when another one is. */
  redrawn(draw: Draw, kind: KindName, field: string): readonly string[];
  isRemovable(realm: DrawnRealm, resource: DrawnResource): boolean;
  /** The resource, without what it says of resources that go. */
  without(resource: DrawnResource, going: ReadonlySet<string>): DrawnResource;
  /** The output that has the password of a user who has just been made. */
  firstPassword(user: DrawnResource): "initialPassword" | undefined;
  /** How often a listing of everything asks a list for a page; left out: once. */
  mostLists?(route: string): number;
  /** The route by which whoever asks anything signs in, which changes nothing. */
  readonly signIn?: string;
  /** What the listing has under another kind, or another id. */
  isListedElsewhere?(kind: KindName, id: string): boolean;
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
  isReset?(route: string): boolean;
  signsIn(user: Item, password: string): Promise<boolean>;
  /** Whether the portal did it: it keeps its rules against people, too. */
  act(call: HandCall): Promise<boolean>;
  /** What a person does before everything can be deleted. */
  makeWay?(): Promise<void>;
  /** Something new with that name. */
  making(draw: Draw, name: string): Promise<HandCall>;
}
