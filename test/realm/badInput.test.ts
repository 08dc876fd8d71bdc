import { placeText } from "../../provider/model/failureText";
import { examineText, readRealm, RealmFileError } from "../../realm/read";
import { oncePerCause, problemText } from "../../realm/problem";
import { examined, problemsOf, withFiles } from "./files";

const of = (text: string) => examineText(text, "realm.yaml").problems.map(problemText);

describe("what is no YAML that a realm can be", () => {
  it("tabs", () => {
    expect(of("accounts:\n\tacme:\n  \tname: Acme\n")).toEqual([
      "realm.yaml:2:1: starts with a tab; YAML is indented with spaces: replace each tab with two spaces",
      expect.stringContaining("realm.yaml:3:"),
    ]);
    expect(of('{\n\t"accounts": {\n\t\t"acme": { "name": "Acme AG" }\n\t}\n}')).toEqual([]);
  });

  it("anchors that explode, and anchors that never end", () => {
    const levels = ["b", "c", "d", "e", "f", "g", "h", "i"].map(
      (name, index) => `x-${name}: &${name} [${Array(10).fill(`*${"abcdefgh"[index]}`).join(", ")}]\n`,
    );
    const problems = of(`x-a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n${levels.join("")}accounts: {}\n`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^realm.yaml:6:\d+: x-f\[\d\] makes the file explode: its aliases stand for more than 1000000 values/,
    );
    expect(of("accounts:\n  acme: &acme\n    name: *acme\n")).toEqual([
      "realm.yaml:3:11: accounts.acme.name refers to &acme, which contains it: this is infinite",
    ]);
    expect(of("accounts:\n  acme: { name: *nobody }\n")).toEqual([
      "realm.yaml:2:17: accounts.acme.name refers to the anchor &nobody, which is not defined before it",
    ]);
  });

  it("as many aliases as honest people need", () => {
    const accounts = Array.from(
      { length: 2_000 },
      (_, index) =>
        `  c${index}:\n    name: Customer ${index}\n    quotas: { ch-1: { limits: *small }, ch-2: { <<: *quota, onDelete: reset } }\n`,
    );
    const read = examineText(
      `x-small: &small { vcpus: 10, ramGb: 20 }\nx-quota: &quota { limits: *small, onDelete: retain }\naccounts:\n${accounts.join("")}`,
      "realm.yaml",
    );
    expect(read.problems).toEqual([]);
    expect(read.entries).toHaveLength(6_000);
    expect(read.entries.at(-1)?.values).toEqual({
      region: "ch-2",
      limits: { vcpus: 10, ramGb: 20 },
      onDelete: "reset",
    });
  });

  it("a key twice in a map", () => {
    expect(of("accounts:\n  acme:\n    name: One\n    state: trial\n    name: Two\n  acme: { name: Three }\n")).toEqual(
      [
        "realm.yaml:5:5: accounts.acme.name is here a second time; the first is in line 3, column 5; keep one of the two",
        "realm.yaml:6:3: accounts.acme is here a second time; the first is in line 2, column 3; keep one of the two",
      ],
    );
  });

  it("nesting without an end, in an instant", () => {
    for (const text of [
      "[".repeat(3_000_000),
      "{a: ".repeat(500_000),
      "- ".repeat(500_000),
      "a: ".repeat(500_000),
      "? ".repeat(500_000),
    ])
      expect(of(text)).toEqual([expect.stringMatching(/^realm.yaml:1:\d+: is nested deeper than 64 levels/)]);
  });

  it("a second document, another YAML, tags, strange keys, what is cut off", () => {
    expect(of("accounts: {}\n---\naccounts: {}\n")).toEqual([
      "realm.yaml:2:1: begins a second document (---); a realm file has one: move the other to a separate file",
    ]);
    expect(of("%YAML 1.1\n---\naccounts: {}\n")[0]).toContain("realm.yaml:1:1: asks for YAML 1.1");
    expect(of("accounts: !vault {}\n")[0]).toContain("has an unknown tag");
    expect(of("accounts:\n  ? [a, b]\n  : { name: A }\n")).toEqual([
      "realm.yaml:2:5: accounts has a key that is not a string; keys are strings such as acme",
    ]);
    expect(of("accounts: {acme: {name: Acme AG\n")[0]).toMatch(/^realm.yaml:\d+:\d+: /);
    expect(of("quotaProfiles:\n  a: { name: A, limits: { __proto__: 5 } }\n")).toEqual([
      'realm.yaml:2:27: quotaProfiles.a.limits has the key "__proto__", which is not allowed',
    ]);
    expect(of("accounts:\n  __proto__: { name: A }\n  constructor: { name: C }\n")).toEqual([
      'realm.yaml:2:3: accounts has the key "__proto__", which is not allowed',
    ]);
    expect(problemsOf({ "realm.yaml": Buffer.from([0x61, 0xff, 0xfe]) })).toEqual([
      "realm.yaml: is not UTF-8 text: line 1 has the byte 0xFF, which Latin-1 and Windows-1252 use for letters such as ü; save it as UTF-8",
    ]);
  });
});

describe("paths that lead to no realm", () => {
  it.each([
    { paths: "missing.yaml", says: /^missing.yaml: there is no such file or folder; paths are relative to \// },
    { paths: [] as string[], says: /^files: names no file/ },
    { paths: "", says: /has an empty path/ },
    { paths: "empty", says: /^empty: is a folder without realm files \(.yaml, .yml, .json\)/ },
    {
      paths: "realm/*.yaml",
      says: /^realm\/\*.yaml: there is no such file or folder; patterns are not expanded; use the folder/,
    },
    { paths: "empty/notes.txt", says: /^empty\/notes.txt: is not a realm file: its name must end in/ },
    {
      paths: "nothing.yaml",
      says: /^nothing.yaml: declares nothing; to declare an empty realm, write accounts: {}/,
    },
  ])("$paths", ({ paths, says }) => {
    const files = { "empty/notes.txt": "", "empty/.hidden.yaml": "accounts: {}", "nothing.yaml": "# later\n" };
    const problems = problemsOf(files, paths);
    expect(problems).toEqual([expect.stringMatching(says)]);
  });

  it("an empty realm is possible, where it says so", () => {
    expect(problemsOf({ "realm.yaml": "accounts: {}\n" })).toEqual([]);
    expect(problemsOf({ "realm.yaml": "accounts:\n" })).toEqual([]);
  });

  it("says everything at once, and throws it in order", () => {
    withFiles({ "b.yaml": "acounts: {}\n", "a.yaml": "users:\n  a: { emial: a }\n  b: { email: 5 }\n" }, (folder) => {
      let error: unknown;
      try {
        readRealm([".", "c.yaml"], folder);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(RealmFileError);
      expect((error as Error).message.split("\n").map((line) => line.replace(/folder; .*/, "folder"))).toEqual([
        "pulumi-reseller: 4 problems in the realm",
        "  a.yaml:2:8: users.a.emial is not known in a User; did you mean email?",
        '  a.yaml:3:8: users.b.email is 5, but must be an e-mail address such as anna@example.com; if it is meant as a string, put it in quotes: "5"',
        "  b.yaml:1:1: acounts is not known in a realm file; did you mean accounts?",
        "  c.yaml: there is no such file or folder",
      ]);
    });
  });
});

describe("what is not as the schema has it", () => {
  it.each([
    "users: { anna: { password: % } }",
    "users: { anna: { pasword: % } }",
    "accounts: { acme: { adminAccess: % } }",
    "accounts: { acme: { adminAccess: { username: a, password: % } } }",
    "accounts: { acme: { adminAccess: { username: a, pasword: % } } }",
    "users: { anna: { password: { Mark3d: % } } }",
  ])("shows nothing of what stands in the place of a secret, or under a misspelt name of one: %s", (line) => {
    for (const value of [
      "Mark3d",
      "77344191",
      "0x49c2f3f",
      "[77344191]",
      "[Mark3d]",
      "{ pass: 77344191 }",
      "{ config: 77344191 }",
    ]) {
      const problems = of(line.replace("%", value));
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.join("\n")).not.toMatch(/Mark3d|77344191|0x49c2f3f/);
    }
  });

  it("says what, where, and how it is mended", () => {
    expect(
      of(
        [
          "users:",
          "  anna: { username: 0815, firstName: true, lastName: }",
          "  ben: { profiles: administrator, accessTimes: [{ days: [mon], from: '8', to: '18:00' }] }",
          "  cleo: { password: hunter22 }",
          "  dan: { adminAccess: {} }",
          "profiles:",
          "  p: { level: reseler, name: P }",
          "accounts:",
          "  a/b: { name: A }",
          "  acme:",
          "    name: Acme",
          "    adminAccess: { username: a, email: e@example.com, password: hunter23 }",
          "    productPrices: { ten: 5 }",
          "    users: { eva: { account: acme } }",
          "    services: openstack",
          "  five: 5",
          "  none:",
          "  only: { users: {} }",
          "connection: ''",
        ].join("\n"),
      ),
    ).toEqual([
      'realm.yaml:2:11: users.anna.username is 0815, but must be a string: the login name, unique within the account; if it is meant as a string, put it in quotes: "0815"',
      'realm.yaml:2:27: users.anna.firstName is true, but must be a string: the person\'s first name; if it is meant as a string, put it in quotes: "true"',
      "realm.yaml:2:44: users.anna.lastName has no value; set one, or remove the line",
      expect.stringMatching(/^realm.yaml:3:10: users.ben.profiles is "administrator", but must be a list of profiles/),
      'realm.yaml:3:64: users.ben.accessTimes[0].from is "8", but must be a time of day from 00:00 to 23:59, such as 08:00',
      "realm.yaml:4:11: users.cleo.password must be { config: NAME }: secrets are in the stack's configuration, not in a realm file. Set it with: pulumi config set --secret NAME",
      "realm.yaml:5:10: users.dan.adminAccess is not known in a User; did you mean access or realmAccess?",
      'realm.yaml:7:8: profiles.p.level is "reseler", but must be one of reseller, client; did you mean reseller?',
      "realm.yaml:9:3: accounts.a/b is no key: keys have 1 to 128 letters, digits and the characters . _ @ + -, and start with a letter or digit",
      expect.stringMatching(/^realm.yaml:12:55: accounts.acme.adminAccess.password must be { config: NAME }/),
      "realm.yaml:13:22: accounts.acme.productPrices.ten is no name that is possible here: it must be named by a product number, without zeros before it",
      "realm.yaml:14:21: accounts.acme.users.eva.account is not repeated in an account: what stands in acme is of acme; take the line out",
      'realm.yaml:15:5: accounts.acme.services is "openstack", but must be a list of service keys, or a map of them',
      "realm.yaml:16:3: accounts.five is 5, but must be a map",
      "realm.yaml:17:3: accounts.none has no value; set one, or remove the line",
      "realm.yaml:18:3: accounts.only is opened here, but has no fields; set its name: in one of the files, accounts.only must have the fields of the account",
      "realm.yaml:19:1: connection must not be empty",
    ]);
  });

  it("never shows a secret", () => {
    const problems = of(
      "users:\n  a: { password: { config: [hunter22] } }\n  b: { password: [hunter22] }\n  c: { password: { value: hunter22 } }\n",
    );
    expect(problems.filter((problem) => problem.includes("must be { config: NAME }"))).toHaveLength(3);
    expect(problems.join("\n")).not.toContain("hunter");
  });
});

describe("references", () => {
  it("to nothing: the nearest key is offered, and the way to an object that is not declared", () => {
    expect(
      of(
        [
          "profiles: { administrator: { name: A } }",
          "accounts:",
          "  acme:",
          "    name: Acme",
          "    users: { anna: { profiles: [administrater, { existing: User-Adm }, User-Adm] } }",
          "    projects: { main: { name: main, roles: [{ user: ana, roles: [member] }] } }",
          "  globex:",
          "    name: Globex",
          "    projects: { main: { name: main, roles: [{ user: anna, roles: [member] }] } }",
        ].join("\n"),
      ),
    ).toEqual([
      'realm.yaml:5:33: accounts.acme.users.anna.profiles[0] refers to "administrater", but this realm has no Profile of this key; did you mean administrator? An object that is at the portal and not declared is { existing: "administrater" }',
      'realm.yaml:5:72: accounts.acme.users.anna.profiles[2] refers to "User-Adm", but this realm has no Profile of this key; an object that is at the portal and not declared is { existing: "User-Adm" }',
      'realm.yaml:6:47: accounts.acme.projects.main.roles[0].user refers to "ana", but this realm has no User of this key; did you mean anna? An object that is at the portal and not declared is { existing: "ana" }',
      'realm.yaml:9:47: accounts.globex.projects.main.roles[0].user refers to "anna", but this realm has no User of this key; did you mean acme/anna? An object that is at the portal and not declared is { existing: "anna" }',
    ]);
  });

  it("that name one thing which isn't there are one problem, with the places of all", () => {
    expect(
      oncePerCause(
        examineText(
          [
            "users:",
            "  anna: { profiles: [desk] }",
            "  bob: { profiles: [desk, desks] }",
            "  cleo: { profiles: [desk] }",
          ].join("\n"),
          "realm.yaml",
        ).problems,
      ).map(problemText),
    ).toEqual([
      'realm.yaml:2:22: users.anna.profiles[0] refers to "desk", but this realm has no Profile of this key; an object that is at the portal and not declared is { existing: "desk" }; so do users.bob.profiles[0] (realm.yaml:3:21) and users.cleo.profiles[0] (realm.yaml:4:22)',
      'realm.yaml:3:27: users.bob.profiles[1] refers to "desks", but this realm has no Profile of this key; an object that is at the portal and not declared is { existing: "desks" }',
    ]);
  });

  it("in a cycle: the way round is shown, with places", () => {
    expect(
      of(
        [
          "profiles:",
          "  a: { name: A, basedOn: b }",
          "  b: { name: B, basedOn: c }",
          "  c: { name: C, basedOn: a }",
          "  d: { name: D, basedOn: d }",
          "accounts:",
          "  acme: { name: Acme, owner: anna, users: { anna: { email: anna@example.com } } }",
        ].join("\n"),
      ),
    ).toEqual([
      expect.stringMatching(
        /^realm.yaml:2:17: profiles.a.basedOn is part of a cycle, .*: Profile a refers by basedOn to Profile b \(realm.yaml:2:17\); Profile b refers by basedOn to Profile c \(realm.yaml:3:17\); Profile c refers by basedOn to Profile a \(realm.yaml:4:17\)/,
      ),
      "realm.yaml:5:17: profiles.d.basedOn refers to Profile d itself, which is not possible",
      expect.stringMatching(
        /^realm.yaml:7:23: accounts.acme.owner is part of a cycle, .*User acme\/anna stands in Account acme \(realm.yaml:7:45\)/,
      ),
    ]);
  });

  it("to an earlier name that somebody has today", () => {
    expect(of("users:\n  anna: { formerly: [ben, cleo] }\n  ben: { email: ben@example.com }\n")).toEqual([
      "realm.yaml:2:22: users.anna.formerly[0] names User ben, which is a current name; use only names that are no longer used",
    ]);
  });

  it("as long as the realm", () => {
    const chain = Array.from({ length: 6_000 }, (_, index) => `  p${index}: { name: P, basedOn: p${index + 1} }\n`);
    const read = examineText(`profiles:\n${chain.join("")}  p6000: { name: P }\n`, "realm.yaml");
    expect(read.problems).toEqual([]);
    expect(read.entries[0]?.name).toBe("p6000");
  });
});

describe("several files", () => {
  const ACME = "accounts:\n  acme:\n    name: Acme AG\n    users:\n      anna: { email: anna@acme.example.com }\n";

  it("merge; an account's parts may stand in several", () => {
    const read = examined({
      "a/acme.yaml": ACME,
      "b.json": JSON.stringify({ connection: "b", accounts: { acme: { users: { ben: {} }, services: ["s3"] } } }),
      "c.yml": "profiles: { reader: { name: Reader } }\n",
      ".ci.yaml": "nothing: here",
      "README.md": "nothing",
    });
    expect(read.problems).toEqual([]);
    expect(read.files).toEqual(["a/acme.yaml", "b.json", "c.yml"]);
    expect(read.entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "Account acme",
      "User acme/anna",
      "User acme/ben",
      "ServiceActivation acme/s3",
      "Profile reader",
    ]);
    expect(read.entries.map(({ values }) => values["connection"])).toEqual([undefined, undefined, "b", "b", undefined]);
    expect(placeText(read.placeOf({ kind: "User", name: "acme/anna" }, "email")!)).toBe("a/acme.yaml:5:15");
  });

  it("a key that is used twice is said with both places", () => {
    expect(
      problemsOf({
        "a.yaml": ACME,
        "b.yaml": "accounts:\n  acme:\n    name: Acme\n    users:\n      anna: {}\n",
      }),
    ).toEqual([
      "b.yaml:2:3: accounts.acme has fields here and in a.yaml:2:3; keep the fields of an account in one place",
      "b.yaml:5:7: accounts.acme.users.anna is declared twice, here and in a.yaml:5:7; each key is used once: rename or remove one of them",
    ]);
  });

  it("a file that is named twice is read once", () => {
    expect(examined({ "realm/acme.yaml": ACME }, ["realm", "realm/acme.yaml", "./realm/"]).problems).toEqual([]);
  });
});

describe("five megabytes", () => {
  it("are read, and what is wrong on the last line is said", () => {
    const people: string[] = [];
    for (let size = 0; size < 5 * 1024 * 1024; size += people.at(-1)!.length)
      people.push(
        `  person-${people.length}: { username: person.${people.length}, email: p${people.length}@example.com, firstName: P, lastName: Q, description: ${"One of many. ".repeat(16).trim()} }\n`,
      );
    const problems = of(`users:\n${people.join("")}  last: { emial: last@example.com }\n`);
    expect(problems).toEqual([
      `realm.yaml:${people.length + 2}:11: users.last.emial is not known in a User; did you mean email?`,
    ]);
  }, 300_000);

  it("more than sixteen are refused, and say what to do", () => {
    expect(problemsOf({ "realm.yaml": `#${" ".repeat(17 * 1024 * 1024)}` })).toEqual([
      "realm.yaml: has 18 MB, and at most 16 MB are read of one file; move some of its accounts to separate files",
    ]);
  });
});
