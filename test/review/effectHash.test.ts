import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as fc from "fast-check";
import { z } from "zod";
import { type Field, KIND_NAMES, type KindName, kinds } from "../../provider/model";
import { kindAt } from "../../provider/model/kindAt";
import { PORTAL_NAMES, type PortalName, portalNamed } from "../../provider/portals/list";
import { parseReviewFile, type Report, reviewPlan } from "../../review";
import { planText, same, type WrittenResource } from "./planText";
import { runs } from "../support/runs";
import { hasField, hasKind } from "../../provider/model/definePortal";

/** The engine's sign for what isn't known before apply. */
const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TODAY = "2027-03-01";

function reviewed(resources: readonly WrittenResource[], portal: PortalName = "csp", file?: string): Report {
  return reviewPlan(planText(resources, { config: { "reseller:portal": portal } }), {
    today: TODAY,
    ...(file === undefined ? {} : { file: parseReviewFile(file) }),
  });
}

function hashOf(...of: Parameters<typeof reviewed>): string {
  return reviewed(...of).effectHash;
}

interface Place {
  readonly portal: PortalName;
  readonly kind: KindName;
  readonly name: string;
  readonly field: Field;
}

/** Every field of every kind, on every portal that has it. */
const PLACES: readonly Place[] = PORTAL_NAMES.flatMap((portalName) => {
  const portal = portalNamed(portalName);
  return KIND_NAMES.filter((kind) => hasKind(portal, kind)).flatMap((kind) =>
    Object.entries(kindAt(kind, portal).fields)
      .filter(([name]) => hasField(portal, kind, name))
      .map(([name, field]) => ({ portal: portalName, kind, name, field })),
  );
});
const COSMETIC = PLACES.filter(({ field }) => field.cosmetic === true);
const DECIDING = PLACES.filter(({ field }) => field.cosmetic !== true);

type JsonSchema = Readonly<Record<string, unknown>>;

/** Values of the form that a field has; the review is not who holds them against patterns and lengths. */
function valueOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const {
    enum: choices,
    anyOf,
    type,
    items,
    properties,
    additionalProperties,
    required,
  } = schema as {
    enum?: readonly unknown[];
    const?: unknown;
    anyOf?: readonly JsonSchema[];
    type?: string;
    items?: JsonSchema;
    properties?: Readonly<Record<string, JsonSchema>>;
    additionalProperties?: JsonSchema;
    required?: readonly string[];
  };
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (schema["const"] !== undefined) return fc.constant(schema["const"]);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(valueOf));
  if (type === "boolean") return fc.boolean();
  if (type === "integer" || type === "number") return fc.integer({ min: 0, max: 1000 });
  if (type === "array") return fc.array(valueOf(items!), { minLength: 1, maxLength: 3 });
  if (properties !== undefined)
    return fc.record(
      Object.fromEntries(
        Object.entries(properties)
          .filter(([, of]) => Object.keys(of).length > 0)
          .map(([name, of]) => [name, valueOf(of)]),
      ),
      {
        requiredKeys: [...(required ?? [])],
      },
    );
  if (type === "object")
    return fc.dictionary(fc.constantFrom("cores", "vcpus", "6"), valueOf(additionalProperties!), { minKeys: 1 });
  return fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.constant(UNKNOWN_SIGN));
}

function schemaOf({ field }: Place): JsonSchema {
  return z.toJSONSchema(field.schema, { io: "input", unrepresentable: "any", target: "draft-7" }) as JsonSchema;
}

type Step = string | number;

/** Where the values of a value stand, without those that are secret: of them it is told whether they are declared. */
function leavesOf(value: unknown, secret: Field["secret"], at: readonly Step[] = []): (readonly Step[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([name, member]) =>
    secret !== true && secret?.includes(name) === true
      ? []
      : leavesOf(member, secret, [...at, Array.isArray(value) ? Number(name) : name]),
  );
}

function changedAt(value: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (step === undefined)
    return typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${String(value)}x`;
  if (Array.isArray(value))
    return value.map((entry: unknown, index) => (index === step ? changedAt(entry, rest) : entry));
  return { ...(value as object), [step]: changedAt((value as Record<Step, unknown>)[step], rest) };
}

/** A value of a field, and another one: with one of its leaves changed, or none at all. */
function twoValues(place: Place): fc.Arbitrary<readonly [one: unknown, other: unknown]> {
  const { secret } = place.field;
  return fc.tuple(valueOf(schemaOf(place)), fc.nat(), fc.boolean()).map(([value, number, isGone]) => {
    const leaves = leavesOf(value, secret);
    return [
      value,
      isGone || secret === true || leaves.length === 0 ? undefined : changedAt(value, leaves[number % leaves.length]!),
    ];
  });
}

/** A change with a value of the field: in what is made, in what is changed on either side, and in what goes. */
const CHANGES: Readonly<Record<string, (value: object) => Pick<WrittenResource, "before" | "after" | "operation">>> = {
  create: (value) => ({ after: value }),
  "update, after": (value) => ({ before: {}, after: value, operation: "update" }),
  "update, before": (value) => ({ before: value, after: {}, operation: "update" }),
  replace: (value) => ({ before: {}, after: value, operation: "replace" }),
  delete: (value) => ({ before: value }),
};

function hashWith({ portal, kind, name }: Place, value: unknown, change: (value: object) => object): string {
  const given = value === undefined ? {} : { [name]: value };
  const changed = Object.fromEntries(
    Object.entries(change(given)).map(([side, of]) => [
      side,
      typeof of === "object" && of !== null && name !== "name" ? { name: "same", ...of } : of,
    ]),
  );
  return hashOf([{ kind, name: "it", ...changed }], portal);
}

const labelOf = ({ portal, kind, name }: Place) => `${portal} ${kind}.${name}`;

describe("what is approved", () => {
  it.each(DECIDING.map((place) => [labelOf(place), place] as const))("is another where %s is", (_label, place) => {
    fc.assert(
      fc.property(twoValues(place), fc.constantFrom(...Object.keys(CHANGES)), ([one, other], change) => {
        expect(hashWith(place, one, CHANGES[change]!)).not.toBe(hashWith(place, other, CHANGES[change]!));
      }),
      { numRuns: runs(8) },
    );
  });

  it.each(COSMETIC.map((place) => [labelOf(place), place] as const))("is the same whatever %s is", (_label, place) => {
    fc.assert(
      fc.property(twoValues(place), fc.constantFrom(...Object.keys(CHANGES)), ([one, other], change) => {
        expect(hashWith(place, one, CHANGES[change]!)).toBe(hashWith(place, other, CHANGES[change]!));
      }),
      { numRuns: runs(8) },
    );
  });

  it("leaves no field out but those that docs/review.md lists", () => {
    const cosmetic = KIND_NAMES.flatMap((kind) =>
      Object.entries<Field>(kinds[kind].fields).flatMap(([name, field]) =>
        field.cosmetic === true ? [`${kind}: ${name}`] : [],
      ),
    );
    const page = readFileSync(path.resolve(__dirname, "..", "..", "docs", "review.md"), "utf8");
    const [, list = ""] = /<!-- cosmetic fields -->\n+(.*?)\n+<!-- end of cosmetic fields -->/s.exec(page) ?? [];
    const listed = [...list.matchAll(/^- (\w+): (.*)$/gm)].flatMap(([, kind, fields = ""]) =>
      [...fields.matchAll(/`(\w+)`/g)].map(([, name]) => `${kind}: ${name}`),
    );
    expect(listed.sort()).toEqual(cosmetic.sort());
  });
});

const ACME: WrittenResource = same("Account", "acme", {
  name: "Acme AG",
  state: "production",
  uprovideAccount: "UP-1",
});
const DESK: WrittenResource = same("Profile", "desk", {
  name: "Desk",
  level: "reseller",
  permissions: ["show_clients", "manage_clients"],
});
const READERS: WrittenResource = same("Profile", "readers", {
  name: "Readers",
  level: "client",
  permissions: ["show_users"],
});

function newPerson(name: string, values: object = {}): WrittenResource {
  return {
    kind: "User",
    name,
    after: { username: name, email: `${name}@partner.example`, profiles: ["id-desk"], ...values },
  };
}

/** A profile that gains a right, and a person who has it and doesn't change. */
function raised(rita: object, id?: string): readonly WrittenResource[] {
  return [
    {
      kind: "Profile",
      name: "readers",
      before: READERS.before,
      after: { ...READERS.after, permissions: ["show_users", "edit_user"] },
    },
    {
      ...same("User", "rita", {
        username: "rita",
        email: "rita@acme.example",
        account: "id-acme",
        profiles: ["id-readers"],
        ...rita,
      }),
      ...(id === undefined ? {} : { id }),
    },
  ];
}

describe("an approval", () => {
  it("is for one person, and not for the next one who is given the same", () => {
    const approved = hashOf([DESK, newPerson("eva")]);
    for (const values of [{ email: "mallory@evil.example" }, { username: "mallory" }, { firstName: "Mallory" }]) {
      const text = planText([DESK, newPerson("eva", values)]);
      const report = reviewPlan(text, { today: TODAY, approved });
      expect(report).toMatchObject({ approved: false, verdict: "blocked" });
      expect(report.headline).toContain("The approved effect was different.");
    }
    expect(reviewPlan(planText([DESK, newPerson("eva")]), { today: TODAY, approved })).toMatchObject({
      approved: true,
      verdict: "changes",
      headline: expect.stringMatching(/^Approved as it is/) as string,
    });
  });

  it("is for the people who gain by a change of something else, as they are known then", () => {
    const approved = hashOf([ACME, ...raised({})]);
    expect(hashOf([ACME, ...raised({})])).toBe(approved);
    expect(hashOf([ACME, ...raised({ email: "mallory@evil.example" })])).not.toBe(approved);
    expect(hashOf([ACME, ...raised({ username: "mallory" })])).not.toBe(approved);
    expect(hashOf([ACME, ...raised({}, "another")])).not.toBe(approved);
    expect(hashOf([ACME, ...raised({ description: "on holiday" })])).toBe(approved);
    const other = { name: "Acme Holding AG", state: "production", uprovideAccount: "UP-1" };
    expect(hashOf([same("Account", "acme", other), ...raised({})])).not.toBe(approved);
  });

  it("is for what somebody gains by it, beside what they have already", () => {
    const gainedBeside = (had: string) =>
      hashOf([
        ACME,
        same("Profile", "other", { name: "Other", level: "client", permissions: [had] }),
        {
          kind: "Profile",
          name: "readers",
          before: READERS.before,
          after: { ...READERS.after, permissions: ["show_users", "show_usage", "show_backup"] },
        },
        raised({ profiles: ["id-readers", "id-other"] })[1]!,
      ]);
    expect(gainedBeside("show_usage")).not.toBe(gainedBeside("show_backup"));
  });

  it("is for a way, and not for another one to the same right", () => {
    const twin: WrittenResource = { ...DESK, name: "twin" };
    const by = (profile: string) => hashOf([DESK, twin, newPerson("eva", { profiles: [profile] })]);
    expect(by("id-desk")).not.toBe(by("id-twin"));
  });

  it("is for an end, where review.yaml gives one", () => {
    const until = (day: string, person = "User/eva") =>
      hashOf([DESK, newPerson("eva")], "csp", `expiries: [{ person: ${person}, until: ${day}, reason: audit }]`);
    expect(until("2027-12-31")).not.toBe(until("2028-12-31"));
    expect(until("2027-12-31", "User/nobody")).toBe(until("2028-12-31", "User/nobody"));
  });

  it("is for what is protected", () => {
    const at = (isBefore: boolean, isAfter: boolean) => hashOf([{ ...ACME, protect: [isBefore, isAfter] }]);
    expect(at(true, false)).not.toBe(at(true, true));
    expect(at(true, true)).toBe(at(false, false));
  });

  it("is for a thing, and not for the id that the portal has given it", () => {
    const by = (id: string) => hashOf([{ ...DESK, id }, newPerson("eva", { profiles: [id] })]);
    expect(by("prf_1")).toBe(by("prf_2"));
    const unknown = (from: string) =>
      hashOf([DESK, { ...newPerson("eva", { profiles: UNKNOWN_SIGN }), dependencies: { profiles: [from] } }]);
    expect(unknown("urn:one")).not.toBe(unknown("urn:other"));
  });

  it("is for whether a secret is declared, and shows nothing of it", () => {
    const with_ = (password?: string) =>
      hashOf(
        [{ kind: "User", name: "eva", after: { username: "eva", ...(password === undefined ? {} : { password }) } }],
        "scaleway",
      );
    expect(with_("one-secret")).toBe(with_("other-secret"));
    expect(with_("one-secret")).toBe(with_("[secret]"));
    expect(with_("one-secret")).not.toBe(with_());
  });

  it("is the same in whatever order the engine prints steps", () => {
    const resources = [ACME, DESK, READERS, newPerson("eva"), newPerson("max"), ...raised({}).slice(1)];
    const whole = hashOf(resources);
    fc.assert(
      fc.property(fc.shuffledSubarray(resources, { minLength: resources.length }), (shuffled) => {
        expect(hashOf(shuffled)).toBe(whole);
      }),
      { numRuns: runs(30) },
    );
  });
});
