import * as fc from "fast-check";
import { KIND_NAMES, type KindName, UNKNOWN } from "../../provider/model";
import { declarationFindings } from "../../provider/model/declaration";
import { kindAt } from "../../provider/model/kindAt";
import { difference } from "../../provider/model/diff";
import { asGiven, inOrderOf, normalise, sameValue } from "../../provider/model/values";
import { portalNamed } from "../../provider/portals";
import { sound as SOUND } from "../portals/csp/sound";
import { fixtures } from "../portals/list";
import type { PortalName } from "../../provider/portals/list";
import { hasField, hasKind } from "../../provider/model/definePortal";
import { placeOfEntries } from "../../realm/whereFields";

const kindsOf = (portal: PortalName) => (name: KindName) => kindAt(name, portalNamed(portal));
const atCsp = kindsOf("csp");

/** The same value with some of its leaves, or whole branches, not known yet. */
function withUnknowns(value: unknown, decide: () => boolean): unknown {
  if (decide()) return UNKNOWN;
  if (Array.isArray(value)) return value.map((entry) => withUnknowns(entry, decide));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withUnknowns(entry, decide)]));
  return value;
}

/** The same value with the entries of its lists in another order, and some of them twice. */
function shuffled(value: unknown, number: () => number): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => [number(), shuffled(entry, number)] as const);
    return [...entries, ...entries.slice(0, number() % 2)]
      .sort(([one], [other]) => one - other)
      .map(([, entry]) => entry);
  }
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, shuffled(entry, number)]));
  return value;
}

/** What the engine holds an `up` by a saved plan to: everything that was known stays as it was, at its place. */
function expectKnownPartsAlike(planned: unknown, actual: unknown): void {
  if (planned === UNKNOWN) return;
  if (typeof planned !== "object" || planned === null) return expect(actual).toEqual(planned);
  expect(Object.keys(actual as object)).toEqual(Object.keys(planned));
  for (const [name, value] of Object.entries(planned))
    expectKnownPartsAlike(value, (actual as Record<string, unknown>)[name]);
}

describe.each(fixtures)("what a declaration alone tells on $name", ({ name, sound, besideSound }) => {
  const portal = portalNamed(name);
  const names = Object.keys(sound) as KindName[];
  const soundOf = (kind: KindName): Record<string, unknown> => sound[kind]!;

  const everyField = (kind: KindName, value: unknown) =>
    Object.keys(soundOf(kind)).map((_, index): [KindName, number, unknown] => [kind, index, value]);

  it.each(names)("a sound %s has no failure", (kind) => {
    expect(declarationFindings(kindAt(kind, portal), portal, soundOf(kind))).toEqual([]);
  });

  it("values that are not known yet never fail, at any depth", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.infiniteStream(fc.boolean()), (kind, coins) => {
        const decide = () => coins.next().value === true;
        const inputs = Object.fromEntries(
          Object.entries(soundOf(kind)).map(([name, value]) => [name, withUnknowns(value, decide)]),
        );
        expect(declarationFindings(kindAt(kind, portal), portal, inputs)).toEqual([]);
      }),
    );
  });

  it("garbage in a field fails on that field, and never throws", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.anything({ withNullPrototype: true }),
        (kind, pick, garbage) => {
          const fields = Object.keys(soundOf(kind));
          const name = fields[pick % fields.length]!;
          const failures = declarationFindings(kindAt(kind, portal), portal, { ...soundOf(kind), [name]: garbage });
          for (const { property, reason } of failures) {
            expect(property.split(/[.[]/)[0]).toBe(name);
            expect(reason).not.toMatch(/[\n\u001b]/);
          }
        },
      ),
      // As JSON and YAML can hold it: zod measures it, and JavaScript can't make a number of it.
      { examples: names.flatMap((kind) => everyField(kind, { length: { toString: 1 }, size: [[{ valueOf: {} }]] })) },
    );
  });

  it("what isn't known yet changes nothing about the rest of what is declared, nor about its order: saved plans are held against it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.infiniteStream(fc.boolean()),
        fc.infiniteStream(fc.nat()),
        (name, coins, numbers) => {
          const kind = kindAt(name, portal);
          const declared = shuffled(soundOf(name), () => numbers.next().value as number) as Record<string, unknown>;
          const decide = () => coins.next().value === true;
          const atPreview = Object.fromEntries(
            Object.entries(declared).map(([field, value]) => [field, withUnknowns(value, decide)]),
          );
          expectKnownPartsAlike(asGiven(kind, atPreview), asGiven(kind, declared));
        },
      ),
    );
  });

  it("every field that the portal lacks is refused, with what to do instead where the portal's table says it", () => {
    for (const kind of names)
      for (const name of Object.keys(kindAt(kind, portal).fields).filter((field) => !hasField(portal, kind, field))) {
        const advice = portal.fields[kind]?.instead?.[name];
        const [failure] = declarationFindings(kindAt(kind, portal), portal, { ...soundOf(kind), [name]: UNKNOWN });
        const reason = `is not a field of ${portal.title}${advice === undefined ? "" : `: ${advice}`}`;
        expect(failure).toEqual({ property: name, reason });
      }
  });

  it("entries of a realm file stand where its page says: with an account, without one, or either way", () => {
    for (const kind of names.filter((name) => name !== "Account")) {
      const refuses = (account: unknown) =>
        declarationFindings(kindAt(kind, portal), portal, { ...soundOf(kind), account }).some(
          ({ property }) => property === "account",
        );
      expect([kind, refuses(undefined), refuses(UNKNOWN)]).toEqual([
        kind,
        placeOfEntries(kind, portal) === "account",
        placeOfEntries(kind, portal) === "top",
      ]);
    }
  });

  it("every field of every kind is declared here, or one that the portal lacks", () => {
    const speakToProvider = [
      "adopt",
      "confirm",
      "connection",
      "followProfile",
      "profile",
      "basedOn",
      "add",
      "remove",
      "permissions",
      "generatePassword",
      "resetPassword",
    ];
    for (const kind of names) {
      const known = [...Object.keys(soundOf(kind)), ...speakToProvider];
      const open = Object.keys(portal.fields[kind]?.has ?? {}).filter((name) => !known.includes(name));
      expect(open).toEqual(besideSound?.[kind] ?? []);
    }
  });

  it("kinds that the portal lacks are refused with what to do instead", () => {
    for (const kind of KIND_NAMES.filter((name) => !hasKind(portal, name)))
      expect(declarationFindings(kindAt(kind, portal), portal, {})).toEqual([
        { property: "", reason: `${portal.title} has no ${kind}: ${portal.insteadOf?.[kind]}` },
      ]);
  });
});

describe("what a declaration alone tells", () => {
  it.each(["constructor", "__proto__", "toString"])(
    "a service that is called %s is just an unknown word",
    (service) => {
      expect(
        declarationFindings(atCsp("Account"), portalNamed("csp"), { ...SOUND.Account, availableServices: [service] }),
      ).toEqual([]);
    },
  );

  it("what can't even be printed fails on its field", () => {
    const failures = declarationFindings(atCsp("Account"), portalNamed("csp"), {
      ...SOUND.Account,
      availableServices: [{ toString: 0 }],
    });
    expect(failures.map(({ property }) => property)).toEqual(["availableServices[0]"]);
  });
});

describe("what is the same", () => {
  it("sets, whatever their order and repeats", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (permissions) => {
        const again = [...permissions].reverse().concat(permissions);
        const before = normalise(atCsp("Profile"), { ...SOUND.Profile, permissions });
        expect(difference(atCsp("Profile"), before, { ...SOUND.Profile, permissions: again }).changes).toBe(false);
        expect(normalise(atCsp("Profile"), { permissions: again })).toEqual(
          normalise(atCsp("Profile"), { permissions }),
        );
      }),
    );
  });

  it("a set that the portal shows keeps the order and the spelling of the declaration; what is new comes last", () => {
    const { permissions } = atCsp("Profile").fields;
    const { sourceAddresses } = atCsp("User").fields;
    expect(inOrderOf(permissions!, ["c", "gone", "a"], ["b", "a", "c"])).toEqual(["c", "a", "b"]);
    expect(inOrderOf(sourceAddresses!, ["2001:DB8::1"], ["2001:db8::1", "10.0.0.1"])).toEqual([
      ...["2001:DB8::1", "10.0.0.1"],
    ]);
    expect(inOrderOf(permissions!, undefined, ["b", "a"])).toEqual(["a", "b"]);
  });

  it("colours, whatever their case", () => {
    expect(sameValue(atCsp("Account").fields["primaryColor"], "#aabbcc", "#AABBCC")).toBe(true);
    expect(sameValue(atCsp("Account").fields["primaryColor"], "#aabbcc", "#AABBCD")).toBe(false);
  });

  it("nothing that is not known yet", () => expect(sameValue(undefined, UNKNOWN, UNKNOWN)).toBe(false));
});

describe("what a change means", () => {
  it("a new login name makes a new user, beside the old one", () => {
    expect(difference(atCsp("User"), SOUND.User, { ...SOUND.User, username: "v" })).toEqual({
      changes: true,
      replaces: ["username"],
      deleteBeforeReplace: false,
    });
  });
  it("a new quota profile's account makes a new one of the same name, which the old one must leave first", () => {
    const before = { ...SOUND.QuotaProfile, inheritable: undefined, account: "cli_1" };
    expect(difference(atCsp("QuotaProfile"), before, { ...before, account: UNKNOWN })).toEqual({
      changes: true,
      replaces: ["account"],
      deleteBeforeReplace: false,
    });
  });
  it("an account that is not known yet may be another one", () => {
    expect(difference(atCsp("User"), SOUND.User, { ...SOUND.User, account: UNKNOWN }).replaces).toEqual(["account"]);
  });
  it("everything else is changed in place", () => {
    expect(difference(atCsp("User"), SOUND.User, { ...SOUND.User, email: "v@example.com" })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
    });
  });
});
