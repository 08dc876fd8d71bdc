import { Reference } from "../support/miniEngine";
import type { Draw } from "./draw";
import type { Item, PortalModel, PortalView } from "./model";
import { type Realm, type Resource } from "./realm";

/** What a choice may look at. */
export interface Scene {
  readonly model: PortalModel;
  readonly realm: Realm;
  readonly view: PortalView;
  /** The portal's ids of the resources that exist, by label. */
  readonly ids: ReadonlyMap<string, string>;
}

/** The portal's id of what a declaration refers to. */
export type IdOf = (reference: unknown) => unknown;

/** How one field is declared, and what the portal must then show: written down here once more, apart from the provider. */
export interface FieldModel {
  /** A value to declare; undefined leaves the field out. */
  draw(draw: Draw, scene: Scene, self: Resource): unknown;
  /** What the portal shows, in a form that can be compared. Left out where the field speaks only to the provider. */
  readonly read?: (item: Item) => unknown;
  /** The same for a declared value. Left out: the value itself. */
  readonly shown?: (value: unknown, idOf: IdOf, self: Resource, scene: Scene) => unknown;
  /** Another field of the same resource that this one follows from, where that is declared. */
  readonly impliedBy?: string;
  /** What the portal shows of a new object whose declaration leaves the field out. */
  readonly initially?: unknown;
  /** The portal empties the field when it is taken out of the declaration; else it keeps the value. */
  readonly cleared?: boolean;
  /** Part of what names the object within the realm. */
  readonly key?: boolean;
  /** What others declare decides it, where it is not declared: the value; undefined where it doesn't. */
  readonly overruled?: (realm: Realm, self: Resource) => unknown;
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
  readonly byHand?: (draw: Draw, scene: Scene, item: Item, self: Resource) => Record<string, unknown>;
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

const NAMES = [
  "anna",
  "Anna",
  "a",
  "Zürich & Söhne",
  "René",
  "R2/D2",
  "100%",
  "one, two",
  "#1+1=2?",
  'it\'s "quoted" \\',
  "${name}",
  "数据",
  "🦊 fox",
  "__proto__",
  "null",
];
const LONGEST_NAME = 64;

const TEXTS = [
  "",
  "Plain",
  "two\nlines\tand a tab",
  "Ünïcödé 🦊",
  'quotes " \\ ${x} `',
  " spaces ",
  "null",
  "x".repeat(1024),
];

export function drawName(draw: Draw): string {
  return draw.chance(5) ? "n".repeat(LONGEST_NAME) : draw.pick(NAMES);
}

function sorted(value: unknown): unknown {
  return [...new Set(value as string[])].sort();
}

/** A field that the portal has under one name. */
export function plain(
  member: string,
  draw: FieldModel["draw"],
  more: Partial<FieldModel> = {},
): FieldModel & Required<Pick<FieldModel, "read" | "byHand">> {
  return {
    draw,
    read: (item) => item[member],
    byHand: (choice, scene, _item, self) => ({ [member]: draw(choice, scene, self) ?? null }),
    ...more,
  };
}

/** Left out in one of three declarations. */
export function optional(draw: FieldModel["draw"]): FieldModel["draw"] {
  return (choice, scene, self) => (choice.chance(33) ? undefined : draw(choice, scene, self));
}

export function name(member = "name", more: Partial<FieldModel> = {}): FieldModel {
  return plain(member, drawName, { key: true, ...more });
}

export const description: FieldModel = plain(
  "description",
  optional((draw) => draw.pick(TEXTS)),
  {
    initially: null,
    cleared: true,
  },
);

export function colour(member: string, initially: string): FieldModel {
  return plain(
    member,
    optional((draw) => draw.pick(["#1A2B3C", "#1a2b3c", "#FFFFFF", "#000000", "#aBcDeF"])),
    {
      read: (item) => String(item[member]).toLowerCase(),
      shown: (value) => String(value).toLowerCase(),
      initially,
      byHand: (draw, _scene, item) => ({
        [member]: draw.chance(50) ? otherCase(String(item[member])) : draw.pick(["#1A2B3C", "#654321"]),
      }),
    },
  );
}

function otherCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}

/** A list whose order means nothing. */
export function set(member: string, draw: FieldModel["draw"], more: Partial<FieldModel> = {}): FieldModel {
  return plain(member, draw, { read: (item) => sorted(item[member]), shown: sorted, ...more });
}

/** A reference that stands in the path. */
export function account(draw: FieldModel["draw"], more: Partial<FieldModel> = {}): FieldModel {
  return {
    draw,
    read: (item) => item["clientId"],
    shown: (value, idOf) => idOf(value),
    initially: null,
    key: true,
    ...more,
  };
}

/** Speaks only to the provider. */
export function local(draw: FieldModel["draw"], more: Partial<FieldModel> = {}): FieldModel {
  return { draw, ...more };
}

export function anyOf(realm: Realm, kind: Resource["kind"], where: (resource: Resource) => boolean = () => true) {
  return (draw: Draw): Reference | undefined => {
    const found = draw.pickAny(realm.resources.filter((resource) => resource.kind === kind && where(resource)));
    return found === undefined ? undefined : new Reference(found.label);
  };
}
