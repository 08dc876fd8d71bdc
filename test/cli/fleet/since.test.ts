import fc from "fast-check";
import { stringify } from "yaml";
import { differencesBetween } from "../../../cli/fleet/since/differences";
import { meaningOf } from "../../../cli/fleet/since/otherFiles";
import { type Fleet, partOf, readFleet } from "../../../fleet";
import { withFiles } from "../../realm/files";
import { runs } from "../../support/runs";

interface Account {
  readonly name: string;
  readonly users: Readonly<Record<string, { readonly firstName: string; readonly profile: string }>>;
}

interface Realm {
  readonly profiles: Readonly<Record<string, string>>;
  readonly accounts: Readonly<Record<string, Account>>;
  /** The accounts of the group "key". */
  readonly group: readonly string[];
  readonly references: "name" | "stack";
  /** How the files are written, which means nothing. */
  readonly isReversed: boolean;
  readonly comment: string;
  readonly isSplit: boolean;
}

const PROFILES = ["admin", "viewer"];
const ACCOUNTS = ["acme", "globex", "initech"];
const USERS = ["anna", "ben"];

const realms: fc.Arbitrary<Realm> = fc
  .record({
    profiles: fc.record({ admin: fc.constantFrom("Admin", "Administrators"), viewer: fc.constantFrom("View", "Look") }),
    accounts: fc.dictionary(
      fc.constantFrom(...ACCOUNTS),
      fc.record({
        name: fc.constantFrom("One", "Two"),
        users: fc.dictionary(
          fc.constantFrom(...USERS),
          fc.record({ firstName: fc.constantFrom("A", "B"), profile: fc.constantFrom(...PROFILES) }),
          { maxKeys: 2 },
        ),
      }),
      { minKeys: 1, maxKeys: 3 },
    ),
    group: fc.subarray(ACCOUNTS),
    references: fc.constantFrom("name" as const, "name" as const, "stack" as const),
    isReversed: fc.boolean(),
    comment: fc.constantFrom("", "# A comment.\n", "\n\n\n"),
    isSplit: fc.boolean(),
  })
  .map((realm) => ({ ...realm, group: realm.group.filter((account) => account in realm.accounts) }));

function filesOf({
  profiles,
  accounts,
  group,
  references,
  isReversed,
  comment,
  isSplit,
}: Realm): Record<string, string> {
  const inOrder = <Value>(values: readonly Value[]) => (isReversed ? [...values].reverse() : values);
  const accountsText = (some: readonly string[]) =>
    some.length === 0
      ? ""
      : stringify({
          accounts: Object.fromEntries(
            some.map((account) => {
              const { name, users } = accounts[account]!;
              const own = inOrder(Object.entries(users)).map(([user, { firstName, profile }]) => [
                user,
                {
                  username: `${user}-${account}`,
                  email: `${user}@example.com`,
                  firstName,
                  lastName: "B",
                  profiles: [profile],
                },
              ]);
              return [account, Object.fromEntries(inOrder(Object.entries({ name, users: Object.fromEntries(own) })))];
            }),
          ),
        });
  const names = inOrder(Object.keys(accounts));
  const declared = Object.entries(profiles).map(([key, name]) => [
    key,
    { name, permissions: ["show_users"], level: "client" },
  ]);
  const groups = group.length === 0 ? [] : [{ name: "key", accounts: group }];
  return {
    "fleet.yaml": `${comment}${stringify({ files: "realm", references, division: { groups } })}`,
    "realm/a.yaml": `${comment}${stringify({ profiles: Object.fromEntries(declared) })}${isSplit ? "" : accountsText(names)}`,
    ...(isSplit ? { "realm/b.yaml": `${comment}${accountsText(names)}` } : {}),
  };
}

const fleetOf = (realm: Realm): Fleet => withFiles(filesOf(realm), (folder) => readFleet(folder));

/** What the program of a stack is told, without what it is told for messages alone; undefined where there is no such stack. */
function toldOf(fleet: Fleet, stack: string): unknown {
  if (!fleet.stacks.some(({ name }) => name === stack)) return undefined;
  const { entries, targets, referredTo, references } = partOf(fleet, stack);
  const byName = <Entry extends { kind: string; name: string }>(some: readonly Entry[]) =>
    [...some].sort((one, other) => (`${one.kind} ${one.name}` < `${other.kind} ${other.name}` ? -1 : 1));
  return {
    references,
    entries: byName(entries.map(({ places: _places, implied: _implied, ...entry }) => entry)),
    targets: byName(references === "stack" ? targets : targets.map(({ stack: _stack, ...target }) => ({ ...target }))),
    referredTo: references === "stack" ? byName(referredTo) : [],
  };
}

/** Whether two values are the same, whatever the order of their members. */
const isSame = (one: unknown, other: unknown) => {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
};

describe("the stacks that differ between two versions of a fleet", () => {
  it("are those whose program is told something else, and no others", () => {
    fc.assert(
      fc.property(realms, realms, fc.boolean(), (one, other, isSameRealm) => {
        // Half of the time, the same realm is written in another way.
        const { isReversed, comment, isSplit } = other;
        const before = fleetOf(one);
        const now = fleetOf(isSameRealm ? { ...one, isReversed, comment, isSplit } : other);
        const differing = now.stacks
          .map(({ name }) => name)
          .filter((name) => !isSame(toldOf(before, name), toldOf(now, name)));
        const reasons = differencesBetween(before, now);
        expect([...reasons.keys()].toSorted()).toEqual(differing.toSorted());
        if (isSameRealm) expect(reasons.size).toBe(0);
        for (const all of reasons.values()) expect(all.length).toBeGreaterThan(0);
      }),
      { numRuns: runs(60) },
    );
  });

  it("have the reason", () => {
    const realm: Realm = {
      profiles: { admin: "Admin", viewer: "View" },
      accounts: {
        acme: { name: "Acme", users: { anna: { firstName: "Anna", profile: "admin" } } },
        globex: { name: "Globex", users: {} },
      },
      ...{ group: [], references: "name" as const, isReversed: false, comment: "", isSplit: false },
    };
    const ben = { firstName: "Ben", profile: "viewer" };
    const changed: Realm = {
      ...realm,
      profiles: { admin: "Administrators", viewer: "View" },
      accounts: { ...realm.accounts, globex: { name: "Globex Inc", users: { ben } } },
    };
    const between = (before: Realm, now: Realm) =>
      Object.fromEntries(differencesBetween(fleetOf(before), fleetOf(now)));
    expect(between(realm, changed)).toEqual({
      shared: ["Profile admin has changed"],
      acme: ["refers to Profile admin, which has changed"],
      globex: ["Account globex has changed", "User globex/ben is new", "refers to Profile viewer, which is new"],
    });
    expect(between(changed, realm)["globex"]).toEqual([
      "Account globex has changed",
      "User globex/ben is gone",
      "refers to Profile viewer no more",
    ]);
    expect(between(realm, { ...realm, group: ["globex"] })).toEqual({
      key: ["Account globex has moved here from globex"],
    });
  });
});

describe("files that declare no entry", () => {
  it.each([
    ["index.js", "all stacks"],
    ["src/program.ts", "all stacks"],
    ["package.json", "all stacks"],
    ["Pulumi.yaml", "all stacks"],
    ["review.yaml", "all stacks"],
    ["contract.yaml", "all stacks"],
    [".env", "all stacks"],
    ["../package-lock.json", "all stacks"],
    ["../../package.json", "all stacks"],
    ["../sibling/package.json", "nothing"],
    ["../README.txt", "nothing"],
    ["README.md", "nothing"],
    [".gitignore", "nothing"],
    [".github/workflows/fleet.yaml", "nothing"],
    ["stacks/Pulumi.acme.yaml", { stack: "acme" }],
    ["Pulumi.key-1.x.yaml", { stack: "key-1.x" }],
    ["other/Pulumi.acme.yaml", "all stacks"],
  ])("%s: %j", (file, meaning) => {
    expect(meaningOf(file, "stacks")).toEqual(meaning);
  });
});
