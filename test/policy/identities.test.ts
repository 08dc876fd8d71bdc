import * as fc from "fast-check";
import { withIdentities } from "../../policy/identities";
import { UNKNOWN_SIGN } from "../../engine/values";
import type { EngineState } from "../../engine/digest";
import { runs } from "../support/runs";

const typeOf = (kind: string) => `pulumi-nodejs:dynamic/reseller:${kind}`;
const urnOf = (kind: string, name: string) => `urn:pulumi:test::realm::${typeOf(kind)}::${name}`;

interface Drawn {
  readonly states: EngineState[];
  /** What the portal would say: the id of each resource. */
  readonly ids: ReadonlyMap<string, string>;
}

/** People with profiles of the program and names of the portal's own, in any order, as the engine shows them to a policy: without ids. */
const realms: fc.Arbitrary<Drawn> = fc
  .record({
    profiles: fc.integer({ min: 1, max: 5 }),
    people: fc.array(
      fc.record({
        has: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
        names: fc.subarray(["User", "User-Adm", "a foreign id"]),
        order: fc.integer({ min: 0, max: 7 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ profiles, people }) => {
    const ids = new Map(
      [...Array(profiles).keys()].map((index) => [urnOf("Profile", `p${index}`), `id-of-${index}`] as const),
    );
    const urns = [...ids.keys()];
    const states: EngineState[] = [
      ...urns.map((urn) => ({ urn, type: typeOf("Profile"), inputs: { name: urn } })),
      ...people.map(({ has, names, order }, index) => {
        const behind = has.flatMap((number) => urns[number] ?? []);
        const words = [...behind.map((urn) => ids.get(urn)!), ...names];
        const turned = [...words.slice(order % (words.length + 1)), ...words.slice(0, order % (words.length + 1))];
        return {
          urn: urnOf("User", `u${index}`),
          type: typeOf("User"),
          inputs: { profiles: turned },
          propertyDependencies: { profiles: [...behind].reverse() },
        };
      }),
    ];
    return { states, ids };
  });

const isName = (_kind: string, word: string) => word === "User" || word === "User-Adm";

describe("ids that follow from what refers to what", () => {
  it("are never wrong, and a word is never lost: it stays, or is unknown", () => {
    fc.assert(
      fc.property(realms, ({ states, ids }) => {
        const found = withIdentities(states, isName);
        for (const [index, { urn, id, inputs }] of found.entries()) {
          if (id !== undefined && ids.has(urn)) {
            // A foreign id that always stands beside one resource's own can't be told from it, but then they are taken for no one's.
            expect([ids.get(urn), undefined]).toContain(id);
          }
          const before = states[index]!.inputs!["profiles"] as string[] | undefined;
          const after = inputs!["profiles"] as string[] | undefined;
          expect(after?.length).toBe(before?.length);
          after?.forEach((word, place) => expect([before![place], UNKNOWN_SIGN]).toContain(word));
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it("are found one from another: who is left over when the others are known", () => {
    const person = (name: string, words: string[], behind: string[]): EngineState => ({
      urn: urnOf("User", name),
      type: typeOf("User"),
      inputs: { profiles: words },
      propertyDependencies: { profiles: behind.map((profile) => urnOf("Profile", profile)) },
    });
    const profile = (name: string): EngineState => ({
      urn: urnOf("Profile", name),
      type: typeOf("Profile"),
      inputs: {},
    });
    const found = withIdentities(
      [
        profile("a"),
        profile("b"),
        profile("c"),
        person("anna", ["1", "2", "User"], ["a", "b"]),
        person("bob", ["2"], ["b"]),
        person("carl", ["1", "3"], ["c", "a"]),
      ],
      isName,
    );
    expect(found.slice(0, 3).map(({ id }) => id)).toEqual(["1", "2", "3"]);
  });

  it("of members of objects are told apart by what the members are called", () => {
    const found = withIdentities(
      [
        { urn: urnOf("Account", "acme"), type: typeOf("Account"), inputs: {} },
        { urn: urnOf("Profile", "viewer"), type: typeOf("Profile"), inputs: {} },
        {
          urn: urnOf("User", "ben"),
          type: typeOf("User"),
          inputs: { access: [{ account: "account-7", profile: "role-3" }] },
          propertyDependencies: { access: [urnOf("Account", "acme"), urnOf("Profile", "viewer")] },
        },
      ],
      () => false,
    );
    expect(found.map(({ id }) => id)).toEqual(["account-7", "role-3", undefined]);
  });

  it("are unknown where nothing tells two of them apart", () => {
    const [, , anna] = withIdentities(
      [
        { urn: urnOf("Profile", "a"), type: typeOf("Profile"), inputs: {} },
        { urn: urnOf("Profile", "b"), type: typeOf("Profile"), inputs: {} },
        {
          urn: urnOf("User", "anna"),
          type: typeOf("User"),
          inputs: { profiles: ["1", "2", "User"] },
          propertyDependencies: { profiles: [urnOf("Profile", "a"), urnOf("Profile", "b")] },
        },
      ],
      isName,
    );
    expect(anna!.inputs!["profiles"]).toEqual([UNKNOWN_SIGN, UNKNOWN_SIGN, "User"]);
  });
});
