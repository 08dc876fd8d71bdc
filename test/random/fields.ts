import { Reference } from "../support/miniEngine";
import type { Draw } from "./draw";
import type { FieldModel } from "./model";
import { type DrawnRealm, type DrawnResource } from "./realm";

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

export function anyOf(
  realm: DrawnRealm,
  kind: DrawnResource["kind"],
  where: (resource: DrawnResource) => boolean = () => true,
) {
  return (draw: Draw): Reference | undefined => {
    const found = draw.pickAny(realm.resources.filter((resource) => resource.kind === kind && where(resource)));
    return found === undefined ? undefined : new Reference(found.label);
  };
}
