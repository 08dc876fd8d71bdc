import * as fc from "fast-check";
import { canonicalValue } from "../../provider/model/sets";
import { kinds } from "../../provider/model";
import { runs } from "../support/runs";

/** Entries of sets that are objects, two of each. */
const SETS = [
  [
    "Project roles",
    kinds.Project.fields["roles"]!,
    [
      { user: "user-9", roles: ["member"] },
      { profile: "group-1", roles: ["reader", "member"] },
      { user: "user-1", roles: ["reader"] },
    ],
  ],
  [
    "User accessTimes",
    kinds.User.fields["accessTimes"]!,
    [
      { days: ["tue", "mon"], from: "08:00", to: "12:00" },
      { days: ["fri"], from: "07:00", to: "18:00" },
    ],
  ],
  [
    "Profile rules",
    kinds.Profile.fields["rules"]!,
    [
      { permissionSets: ["BillingReadOnly"], scope: "organization" },
      { permissionSets: ["AllProductsFullAccess"], scope: { projects: ["p2", "p1"] } },
      { roles: ["reader"], scope: { accounts: ["a1"], inherited: true } },
    ],
  ],
] as const;

describe("the entries of a set", () => {
  it.each(SETS)("of %s are the same in any order, with their members in any order", (_, field, entries) => {
    const shuffled = fc
      .tuple(fc.shuffledSubarray([...entries], { minLength: entries.length }), fc.infiniteStream(fc.boolean()))
      .map(([order, turns]) =>
        order.map((entry) => {
          const members = Object.entries(entry);
          return Object.fromEntries(turns.next().value === true ? members.reverse() : members);
        }),
      );
    fc.assert(
      fc.property(shuffled, (other) => {
        expect(JSON.stringify(canonicalValue(field, other))).toBe(JSON.stringify(canonicalValue(field, entries)));
      }),
      { numRuns: runs(50) },
    );
  });
});
