import fc from "fast-check";
import type { KindName } from "../../../provider/model";
import { referenceName } from "../../../provider/model";
import { urnOf, type WrittenResource } from "../planText";

/** The engine's sign for what isn't known before apply. */
const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const PERMISSIONS = ["show_users", "create_user", "edit_user", "show_clients", "reset_password", "show_projects"];
const BUILT_IN = ["User-Adm", "User", "Client-Adm"];

const BECOMES = ["stays", "stays", "changes", "is made", "is made", "goes"] as const;
type Becomes = (typeof BECOMES)[number];

interface Drawn {
  readonly becomes: Becomes;
  readonly before: { readonly numbers: readonly number[]; readonly word: number };
  readonly after: { readonly numbers: readonly number[]; readonly word: number };
  readonly home: number;
}

const side = fc.record({ numbers: fc.subarray([0, 1, 2, 3, 4, 5]), word: fc.nat(8) });
const drawn: fc.Arbitrary<Drawn> = fc.record({
  becomes: fc.constantFrom(...BECOMES),
  before: side,
  after: side,
  home: fc.nat(8),
});

interface Target {
  readonly kind: KindName;
  readonly name: string;
  readonly becomes: Becomes;
}

/** Values that refer to others, with what the plan has beside them. */
class Values {
  readonly values: Record<string, unknown> = {};
  readonly dependencies: Record<string, string[]> = {};
  readonly references: Record<string, string> = {};

  refer(field: string, path: string, { kind, name, becomes }: Target): string {
    this.dependencies[field] = [...(this.dependencies[field] ?? []), urnOf(kind, name)];
    this.references[path] = referenceName(kind, name);
    return becomes === "is made" ? UNKNOWN_SIGN : `id-${name}`;
  }
}

type Side = "before" | "after";

/** Whether something is there on one side of the change. */
function isThere({ becomes }: Pick<Target, "becomes">, on: Side): boolean {
  return becomes !== (on === "before" ? "is made" : "goes");
}

function written({ kind, name, becomes }: Target, of: (on: Side) => Values): WrittenResource {
  const [before, after] = [of("before"), of("after")];
  const { dependencies, references } = becomes === "goes" ? before : after;
  const values = { before: before.values, after: becomes === "stays" ? before.values : after.values };
  const isSame = becomes === "stays" || JSON.stringify(values.before) === JSON.stringify(values.after);
  return {
    ...{ kind, name, dependencies, references },
    ...(becomes === "is made" ? {} : { before: values.before }),
    ...(becomes === "goes" ? {} : { after: isSame && becomes !== "is made" ? values.before : values.after }),
  };
}

/** Profiles of the reseller, accounts, and people of both, of which each stays, changes, is made or goes. */
export const randomRealm: fc.Arbitrary<readonly WrittenResource[]> = fc
  .record({
    profiles: fc.array(drawn, { minLength: 1, maxLength: 5 }),
    accounts: fc.array(drawn, { minLength: 1, maxLength: 4 }),
    people: fc.array(drawn, { minLength: 1, maxLength: 12 }),
    // One of so many changes; with 0 none does.
    oneOf: fc.constantFrom(0, 1, 2, 5),
  })
  .map(({ oneOf, ...all }) => {
    const [profiles, accounts, people] = [all.profiles, all.accounts, all.people].map((list, number) =>
      list.map((one, index) => {
        const isChanging = oneOf !== 0 && (index + number + 1) % oneOf === 0;
        return isChanging ? one : { ...one, becomes: "stays" as const };
      }),
    ) as [Drawn[], Drawn[], Drawn[]];
    const targets = (kind: KindName, of: readonly Drawn[]): Target[] =>
      of.map(({ becomes }, index) => ({ kind, name: `${kind.toLowerCase()}-${index}`, becomes }));
    const [profileTargets, accountTargets] = [targets("Profile", profiles), targets("Account", accounts)];
    const there = (of: readonly Target[], becomes: Becomes, on: Side) =>
      // What refers to something on both sides refers to what is there on both.
      of.filter((target) =>
        becomes === "stays" ? target.becomes === "stays" || target.becomes === "changes" : isThere(target, on),
      );
    return [
      ...profiles.map((profile, index) =>
        written(profileTargets[index]!, (on) => {
          const values = new Values();
          const { numbers } = profile[on];
          values.values["name"] = `Profile ${index}`;
          values.values["level"] = profile.home % 2 === 0 ? "client" : "reseller";
          values.values["permissions"] = [...numbers].sort().map((number) => PERMISSIONS[number]!);
          return values;
        }),
      ),
      ...accounts.map((account, index) =>
        written(accountTargets[index]!, (on) => {
          const values = new Values();
          values.values["name"] = `Customer ${index}`;
          values.values["state"] = account[on].word % 2 === 0 ? "production" : "trial";
          values.values["onDelete"] = account.home % 2 === 0 ? "retain" : "decommission";
          return values;
        }),
      ),
      ...people.map((person, index) => {
        const target = { kind: "User" as const, name: `user-${index}`, becomes: person.becomes };
        return written(target, (on) => {
          const values = new Values();
          const { numbers, word } = person[on];
          // A person belongs to the same account for good.
          const homes = there(accountTargets, "stays", on);
          const home = homes[person.home];
          if (word === 8) values.values["adopt"] = true;
          values.values["username"] = `person.${word % 2 === 0 ? index : 100 + index}`;
          if (home !== undefined) values.values["account"] = values.refer("account", "account", home);
          const given = there(profileTargets, person.becomes, on).filter((_, at) => numbers.includes(at));
          values.values["profiles"] = [
            ...given.map((profile, at) => values.refer("profiles", `profiles[${at}]`, profile)),
            ...BUILT_IN.slice(word, word + 1),
          ];
          return values;
        });
      }),
    ];
  });
