import * as fc from "fast-check";
import { stringify } from "yaml";
import { type KindName, kinds } from "../../provider/model";
import { placeText } from "../../provider/model/failureText";
import { ENTRY_EXAMPLES, FIELD_EXAMPLES } from "../../realm/examples";
import { examineObject, examineRealm, examineText } from "../../realm/read";
import { examined, withFiles } from "./files";
import { runs } from "../support/runs";
import { anyCharacter } from "../support/text";

const TEXT = [
  "quotaProfiles:", // 1
  "  starter: { name: Starter, limits: &small { vcpus: 10 } }",
  "accounts:",
  "  acme:",
  "    name: Acme AG", // 5
  "    formerly: [acme-ag, acme-gmbh]",
  "    protect: false",
  "    users:",
  "      anna: { username: anna, email: anna@acme.example.com, formerly: anna }",
  "      ben:", // 10
  "        email: ben@acme.example.com",
  "        accessTimes:",
  "          - { days: [mon], from: '08:00', to: '18:00' }",
  "    services: [openstack, s3]",
  "    quotas:", // 15
  "      ch-1: { limits: *small }",
  "      site: { region: ch-2, project: main, limits: { a.b: 1, a: 2 } }",
  "      all: { region: null, profile: starter }",
  "    projects:",
  "      main: { name: main, roles: [{ user: anna, roles: [member] }, { user: { existing: eva }, roles: [member] }] }", // 20
  "",
].join("\n");

describe("a reading", () => {
  const read = examineText(TEXT, "realm.yaml");
  const entry = (kind: KindName, name: string) =>
    read.entries.find((some) => some.kind === kind && some.name === name)!;
  const at = (kind: KindName, name: string, property?: string) => placeText(read.placeOf({ kind, name }, property)!);

  it("has what the file declares, what is needed first", () => {
    expect(read.problems).toEqual([]);
    expect(read.entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "QuotaProfile starter",
      "Account acme",
      "User acme/anna",
      "User acme/ben",
      "ServiceActivation acme/openstack",
      "ServiceActivation acme/s3",
      "Quota acme/ch-1",
      "Project acme/main",
      "Quota acme/site",
      "Quota acme/all",
    ]);
    expect(entry("Account", "acme")).toMatchObject({
      protect: false,
      formerly: ["acme-ag", "acme-gmbh"],
      within: undefined,
    });
    expect(entry("User", "acme/anna").formerly).toEqual(["anna", "acme-ag/anna", "acme-gmbh/anna"]);
    expect(entry("Quota", "acme/ch-1").values).toEqual({ region: "ch-1", limits: { vcpus: 10 } });
    expect(entry("Quota", "acme/all").values).toEqual({
      profile: { entry: { kind: "QuotaProfile", name: "starter" } },
    });
    expect(entry("Project", "acme/main").values["roles"]).toEqual([
      { user: { entry: { kind: "User", name: "acme/anna" } }, roles: ["member"] },
      { user: { existing: "eva" }, roles: ["member"] },
    ]);
    expect(read.isImplied({ kind: "Quota", name: "acme/ch-1" }, "region")).toBe(true);
    expect(read.isImplied({ kind: "Quota", name: "acme/site" }, "region")).toBe(false);
  });

  it("knows the place of every property", () => {
    expect(at("Account", "acme")).toBe("realm.yaml:4:3");
    expect(at("Account", "acme", "state")).toBe("realm.yaml:4:3");
    expect(at("User", "acme/ben", "accessTimes[0].from")).toBe("realm.yaml:13:28");
    expect(at("ServiceActivation", "acme/s3", "service")).toBe("realm.yaml:14:27");
    expect(at("Quota", "acme/ch-1", "limits.vcpus")).toBe("realm.yaml:2:46");
    expect(at("Quota", "acme/site", "limits.a.b")).toBe("realm.yaml:17:54");
    expect(at("Quota", "acme/site", "limits.a")).toBe("realm.yaml:17:62");
    expect(at("Project", "acme/main", "roles[1].user")).toBe("realm.yaml:20:70");
    expect(read.placeOf({ kind: "User", name: "nobody" })).toBeUndefined();
  });
});

const key = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._@+-]{0,11}$/);

/** Entries of a kind with some of the fields that it can have, and nothing that refers to others. */
function entries(kind: KindName): fc.Arbitrary<Record<string, unknown>> {
  const sample = Object.values(ENTRY_EXAMPLES[kind])[0] as Record<string, unknown>;
  const fields = Object.entries(FIELD_EXAMPLES[kind] ?? {}).filter(
    ([, examples]) => !JSON.stringify(examples).includes("existing"),
  );
  const needed =
    kind === "Account" || kind === "Project" || kind === "Profile" || kind === "QuotaProfile"
      ? { name: sample["name"] }
      : {};
  const whole = kind === "QuotaProfile" ? { ...needed, limits: sample["limits"] } : needed;
  const refers = new Set([
    "profiles",
    "account",
    "access",
    "owner",
    "roles",
    "profile",
    "project",
    "quotaProfile",
    "after",
    "basedOn",
    "group",
    "realmAccess",
  ]);
  const values = fc
    .subarray(fields.filter(([field]) => !refers.has(field)))
    .map((chosen) => ({ ...whole, ...Object.fromEntries(chosen.map(([field, [example]]) => [field, example])) }));
  const text = fc.string({ unit: "grapheme", maxLength: 40 });
  const described =
    kinds[kind].fields["description"] === undefined
      ? values
      : fc.tuple(values, text).map(([some, description]) => ({ ...some, description }));
  return fc.dictionary(key, described, { maxKeys: 3 });
}

const realm = fc
  .tuple(
    fc.record({
      profiles: entries("Profile"),
      quotaProfiles: entries("QuotaProfile"),
      users: entries("User"),
      projects: entries("Project"),
    }),
    entries("Account"),
    fc.record({
      users: entries("User"),
      quotas: entries("Quota"),
      projects: entries("Project"),
      services: fc.uniqueArray(key, { maxLength: 3 }),
    }),
  )
  .map(([top, accounts, within]) => ({
    ...top,
    accounts: Object.fromEntries(
      Object.entries(accounts).map(([name, account]) => [name, { ...(account as object), ...within }]),
    ),
  }));

describe("whatever is written", () => {
  it("a realm survives being printed and read, as YAML and as JSON", () => {
    fc.assert(
      fc.property(realm, (content) => {
        const wanted = examineObject(content);
        expect(wanted.problems).toEqual([]);
        for (const text of [stringify(content), JSON.stringify(content, undefined, 2)]) {
          const read = examineText(text, "realm.yaml");
          expect(read.problems).toEqual([]);
          expect(read.entries).toEqual(wanted.entries);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it("garbage is told as problems with places, and nothing is thrown", () => {
    const scrap = fc.constantFrom(
      "accounts",
      "users",
      ":",
      " ",
      "\n",
      "\n  ",
      "- ",
      "{",
      "}",
      "[",
      "]",
      ",",
      "&a ",
      "*a",
      "<<",
      "|",
      ">",
      "'",
      '"',
      "#",
      "!",
      "%",
      "---\n",
      "\t",
      "name",
      "acme",
      "x-",
      "null",
      "~",
      "? ",
      "\u0000",
      "é",
    );
    const garbage = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.array(scrap, { maxLength: 60 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(garbage, (text) => {
        for (const { place, what } of examineText(text, "realm.yaml").problems) {
          expect(what).not.toBe("");
          if (place !== undefined) expect(place.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: runs(1_000) },
    );
  });

  it("values of any form are told as problems, and nothing is thrown", () => {
    const value = fc.object({
      key: fc.constantFrom(
        "accounts",
        "users",
        "acme",
        "name",
        "services",
        "limits",
        "formerly",
        "password",
        "profiles",
        "quotas",
        "toString",
      ),
      maxDepth: 5,
    });
    fc.assert(
      fc.property(value, (content) => {
        const text = JSON.stringify(content);
        for (const read of [examineObject(content), examineText(text, "realm.yaml"), examined({ "realm.json": text })])
          for (const { what } of read.problems) expect(what).not.toBe("");
      }),
      { numRuns: runs(200) },
    );
  });

  it("any byte of a realm that is lost or doubled is told as problems, or is no mistake", () => {
    fc.assert(
      fc.property(fc.nat(TEXT.length - 1), fc.boolean(), (index, isDoubled) => {
        const text = TEXT.slice(0, index) + (isDoubled ? TEXT[index]!.repeat(2) : "") + TEXT.slice(index + 1);
        const read = examineText(text, "realm.yaml");
        expect(read.problems.length === 0 || read.problems.every(({ place }) => place !== undefined)).toBe(true);
      }),
      { numRuns: runs(200) },
    );
  });

  it("takes from a similar realm what has the same text, and says the same as without it", () => {
    const ben = "users: { ben: { username: ben, email: ben@example.com, profiles: [desk] } }\n";
    const desk = (permission: string) =>
      `profiles: { desk: { name: Desk, level: client, permissions: [${permission}] } }\n`;
    const broken = "users: { eva: { username: 1 } }\n";
    const before = examined({ "ben.yaml": ben, "desk.yaml": desk("show_users"), "eva.yaml": broken });
    const files = {
      "ben.yaml": ben,
      "desk.yaml": desk("show_projects"),
      "eva.yaml": broken,
      "new.yaml": "users: {}\n",
    };
    withFiles(files, (folder) => {
      const now = examineRealm(".", folder, before);
      const alone = examineRealm(".", folder);
      expect([now.entries, now.problems, now.files]).toEqual([alone.entries, alone.problems, alone.files]);
      const isTaken = Object.keys(files).map((file) => [file, now.textIn(file) === before.textIn(file)]);
      expect(Object.fromEntries(isTaken)).toEqual({
        "ben.yaml": true,
        "desk.yaml": false,
        "eva.yaml": true,
        "new.yaml": false,
      });
    });
  });
});
