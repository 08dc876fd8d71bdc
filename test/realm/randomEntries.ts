import * as fc from "fast-check";
import { nameOfEntry, type RealmEntry } from "../../realm/entry";
import { anyCharacter } from "../support/text";

/** Texts that mean something to YAML, to JavaScript, or to a terminal. */
const HOSTILE = [
  "no",
  "Yes",
  "~",
  "null",
  "1e3",
  "0x1F",
  "12:30",
  "2027-01-31",
  ".inf",
  "@home",
  "`whoami`",
  "${process.exit(1)}",
  "a: b",
  "a #b",
  "- a",
  "? a",
  "! a",
  "& a * b",
  "{ a: 1 }",
  "[a]",
  "*/ //",
  "<!--",
  "</script>",
  '"quoted"',
  "it's",
  `both ' and "`,
  "back\\slash \\n \\u0041",
  "%YAML 1.1",
  "--- ",
  "...",
  "line one\nline two",
  "line one\n\n  indented\n",
  "tab\there\r\n",
  " leading and trailing ",
  "\u202Eright to left",
  "zero\u200Bwidth\u2028line\u2029paragraph\u0000",
  "Łódź 東京 😀 é",
  "",
  "x".repeat(130),
  "wide ".repeat(40),
  "東".repeat(70),
];

const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: anyCharacter, maxLength: 40 }), fc.string());
/** No longer than the names of most kinds may be. */
const named = hostile.map((text) => [...text].slice(0, 64).join("")).filter((text) => text !== "");
const key = fc
  .oneof(
    fc.constantFrom(
      "acme",
      "anna",
      "no",
      "1e3",
      "true",
      "delete",
      "class",
      "anna.keller",
      "a_b-c",
      "Łódź",
      "東京",
      "9",
      "k".repeat(100),
      "東".repeat(60),
    ),
    fc.stringMatching(/^[a-z0-9][a-zA-Z0-9._@+-]{0,20}$/),
  )
  .filter((word) => word !== "__proto__");
const limits = fc.dictionary(fc.constantFrom("vcpus", "ramGb", "a.b", "1", "projects"), fc.nat(), { maxKeys: 4 });
const addresses = fc.constantFrom("203.0.113.0/24", "2001:db8::/32", "203.0.113.7");

function keyed<Value>(value: fc.Arbitrary<Value>, most: number): fc.Arbitrary<[string, Value][]> {
  return fc.uniqueArray(fc.tuple(key, value), { selector: ([word]) => word, maxLength: most });
}

function optional(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

const option = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Realms that a file can have, whatever their texts are. */
export const randomEntries: fc.Arbitrary<RealmEntry[]> = fc
  .record({
    profiles: keyed(
      fc.record({ name: named, description: option(hostile), permissions: fc.uniqueArray(named, { maxLength: 12 }) }),
      3,
    ),
    quotaProfiles: keyed(fc.record({ name: named, limits }), 2),
    accounts: keyed(
      fc.record({
        values: fc.record({ name: named, description: option(hostile), availableServices: option(fc.array(named)) }),
        protect: option(fc.boolean()),
        formerly: fc.uniqueArray(key, { maxLength: 2 }),
        users: keyed(
          fc.record({
            username: option(named),
            description: option(hostile),
            profiles: fc.array(fc.oneof(named, fc.nat(9)), { maxLength: 4 }),
            sourceAddresses: option(fc.uniqueArray(addresses)),
            accessTimes: option(
              fc.array(
                fc.record({
                  days: fc.uniqueArray(fc.constantFrom("mon", "tue", "sun"), { minLength: 1 }),
                  from: fc.constantFrom("08:00", "09:30"),
                  to: fc.constantFrom("18:00", "23:59"),
                }),
                { maxLength: 3 },
              ),
            ),
            secret: fc.boolean(),
            locked: option(fc.boolean()),
          }),
          3,
        ),
        services: keyed(fc.boolean(), 3),
        quotas: keyed(fc.record({ limits: option(limits), profile: fc.nat(9), region: option(named) }), 2),
        projects: keyed(
          fc.record({ name: named, roles: fc.array(fc.tuple(fc.nat(9), fc.uniqueArray(named, { minLength: 1 }))) }),
          2,
        ),
      }),
      3,
    ),
    connection: option(named),
  })
  .map(({ profiles, quotaProfiles, accounts, connection }) => {
    const entries: RealmEntry[] = [];
    const add = (
      kind: RealmEntry["kind"],
      within: string | undefined,
      own: string,
      values: Record<string, unknown>,
      rest: Partial<RealmEntry> = {},
    ) => {
      const given = { ...optional(values), ...(connection === undefined ? {} : { connection }) };
      entries.push({ kind, key: own, within, name: nameOfEntry(within, own), values: given, formerly: [], ...rest });
    };
    const pick = <Item>(items: readonly Item[], index: number) => items[index % Math.max(items.length, 1)];
    for (const [own, values] of profiles) add("Profile", undefined, own, values);
    for (const [own, values] of quotaProfiles) add("QuotaProfile", undefined, own, values);
    for (const [account, { values, protect, formerly, users, services, quotas, projects }] of accounts) {
      const before = formerly.filter((name) => name !== account && !accounts.some(([other]) => other === name));
      add("Account", undefined, account, values, {
        ...(protect === undefined ? {} : { protect }),
        formerly: before,
      });
      for (const [own, { profiles: given, secret, ...rest }] of users) {
        const references = given.map((reference) => {
          const profile = typeof reference === "number" ? pick(profiles, reference)?.[0] : undefined;
          return profile === undefined
            ? { existing: String(reference) }
            : { entry: { kind: "Profile" as const, name: profile } };
        });
        add("User", account, own, {
          ...rest,
          profiles: references,
          ...(secret ? { password: { config: "annas-password" } } : {}),
        });
      }
      for (const [own, isNamed] of services) add("ServiceActivation", account, own, { service: isNamed ? own : "x y" });
      for (const [own, { limits: numbers, profile, region }] of quotas) {
        const target = pick(quotaProfiles, profile)?.[0];
        add("Quota", account, own, {
          region: region ?? own,
          ...(numbers === undefined && target !== undefined
            ? { profile: { entry: { kind: "QuotaProfile", name: target } } }
            : { limits: numbers ?? {} }),
        });
      }
      for (const [own, { name, roles }] of projects)
        add("Project", account, own, {
          name,
          roles: roles.map(([user, words]) => {
            const of = pick(users, user)?.[0];
            const reference =
              of === undefined
                ? { existing: "somebody" }
                : { entry: { kind: "User" as const, name: nameOfEntry(account, of) } };
            return { user: reference, roles: words };
          }),
        });
    }
    // What stands in an account that had another name had another name, too.
    return entries.map((entry) => {
      const account = accounts.find(([own]) => own === entry.within)?.[1];
      const kept = entries.find(({ kind, name }) => kind === "Account" && name === entry.within);
      return account === undefined || kept === undefined
        ? entry
        : { ...entry, formerly: kept.formerly.map((name) => nameOfEntry(name, entry.key)) };
    });
  });
