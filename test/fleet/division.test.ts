import { examineFleet, newLock } from "../../fleet";
import { lockText } from "../../fleet/lock";
import { problemText } from "../../realm/problem";
import { withFiles } from "../realm/files";

type Files = Readonly<Record<string, string>>;

const REALM = `
profiles:
  admin: { name: Admin, permissions: [show_users], level: client }
users:
  eva: { username: eva, email: eva@reseller.example.com, firstName: Eva, lastName: Baumann, profiles: [admin] }
accounts:
  globex:
    name: Globex
  acme:
    name: Acme
    users:
      anna: { username: anna, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [admin] }
`;

function examined(fleet: string, files: Files = { "realm.yaml": REALM }) {
  return withFiles({ "fleet.yaml": fleet, ...files }, (folder) => {
    const { fleet: read, problems } = examineFleet(folder);
    const stacks = read?.stacks.map(({ name, entries, needs }) => ({
      name,
      entries: entries.map((entry) => `${entry.kind}/${entry.name}`),
      needs,
    }));
    return {
      stacks: stacks ?? [],
      problems: problems.map(problemText).map((text) => text.replaceAll(folder, "FOLDER")),
    };
  });
}

const problemsOf = (fleet: string, files?: Files) => examined(fleet, files).problems;

describe("the stacks of a fleet", () => {
  it("are one for each account, and one for what is in none", () => {
    const { stacks, problems } = examined("files: realm.yaml");
    expect(problems).toEqual([]);
    expect(stacks).toEqual([
      { name: "globex", entries: ["Account/globex"], needs: [] },
      { name: "shared", entries: ["Profile/admin", "User/eva"], needs: [] },
      { name: "acme", entries: ["Account/acme", "User/acme/anna"], needs: ["shared"] },
    ]);
  });

  it("are those of groups, with patterns", () => {
    const { stacks, problems } = examined(`
files: [realm.yaml]
division:
  groups:
    - { name: key, accounts: [ac*, globex] }
    - { name: people, entries: ["User/*"] }
  shared: base`);
    expect(problems).toEqual([]);
    expect(stacks.map(({ name, needs }) => [name, needs])).toEqual([
      ["base", []],
      ["key", ["base"]],
      ["people", ["base"]],
    ]);
  });

  it("are numbered, and the lock says which", () => {
    const files = {
      "realm.yaml": REALM,
      "fleet.lock.yaml": lockText(
        new Map([
          ["acme", 2],
          ["globex", 1],
        ]),
      ),
    };
    const { stacks, problems } = examined("files: realm.yaml\ndivision: { by: { resources: 2 } }", files);
    expect(problems).toEqual([]);
    expect(stacks.map(({ name, entries }) => [name, entries.length])).toEqual([
      ["accounts-1", 1],
      ["shared", 2],
      ["accounts-2", 2],
    ]);
  });

  it("have what belongs to an account by its field", () => {
    const realm = `${REALM}projects:\n  lab: { name: lab, account: acme }\n`;
    const { stacks } = examined("files: realm.yaml", { "realm.yaml": realm });
    expect(stacks.find(({ name }) => name === "acme")?.entries).toContain("Project/lab");
  });
});

describe("what is wrong with fleet.yaml", () => {
  it.each([
    [
      "flies: realm.yaml",
      [
        "fleet.yaml:1:1: files is missing: it must be a realm file",
        "fleet.yaml:1:1: flies is not known here; did you mean files?",
      ],
    ],
    [
      "files: realm.yaml\ndivision: { grups: [] }",
      ["fleet.yaml:2:13: division.grups is not known here; did you mean groups?"],
    ],
    [
      "files: realm.yaml\ndivision: { by: acount }",
      ['fleet.yaml:2:13: division.by is "acount", but must be account, or { resources: N }'],
    ],
    [
      "files: realm.yaml\ndivision: { by: { resources: 0 } }",
      ["fleet.yaml:2:19: division.by.resources is 0, but must be 1 or more"],
    ],
    [
      "files: realm.yaml\nreferences: names",
      ['fleet.yaml:2:1: references is "names", but must be one of name, stack; did you mean name?'],
    ],
    ["files: realm.yaml\nparallel: 0", ["fleet.yaml:2:1: parallel is 0, but must be 1 or more"]],
    ["files: realm.yaml\nparallel: many", ['fleet.yaml:2:1: parallel is "many", but must be a number']],
    ["files: 7", ["fleet.yaml:1:1: files is 7, but must be a realm file"]],
    [
      "files: realm.yaml\ndivision: { groups: [{ name: my group, accounts: [acme] }] }",
      ['fleet.yaml:2:24: division.groups[0].name is "my group", but stack names have'],
    ],
    [
      "files: realm.yaml\ndivision: { groups: [{ name: a }] }",
      ["fleet.yaml:2:22: division.groups[0] is empty; set accounts"],
    ],
    [
      "files: realm.yaml\ndivision: { groups: [{ name: a, accounts: acme }] }",
      ['fleet.yaml:2:33: division.groups[0].accounts is "acme", but must be a list'],
    ],
    ["files: [realm.yaml\n", ["fleet.yaml:"]],
    ["files: nowhere.yaml", ["nowhere.yaml: there is no such file or folder"]],
  ])("is told with its place: %s", (fleet, beginnings) => {
    const problems = problemsOf(fleet);
    expect(problems).toHaveLength(beginnings.length);
    for (const [index, beginning] of beginnings.entries()) expect(problems[index]).toContain(beginning);
  });

  it("is all told at once, with the realm's", () => {
    const realm = REALM.replace("username: anna,", "usrname: anna,");
    const problems = problemsOf("files: realm.yaml\ndivision: { groups: [{ name: a, accounts: [acne] }] }", {
      "realm.yaml": realm,
    });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain(
      'fleet.yaml:2:44: division.groups[0].accounts[0] is "acne", but the realm has no such account; did you mean acme?',
    );
    expect(problems[1]).toContain("realm.yaml:12:");
  });

  it("is that there is none", () => {
    const problems = withFiles({ "realm.yaml": REALM }, (folder) =>
      examineFleet(folder).problems.map(({ what }) => what),
    );
    expect(problems).toEqual([
      expect.stringMatching(/^there is no such file in .*; a fleet is declared in fleet.yaml/),
    ]);
  });
});

describe("what is wrong with a division", () => {
  const groups = (text: string) => `files: realm.yaml\ndivision: { groups: [${text}] }`;

  it.each([
    [
      "an account in two groups",
      "{ name: a, accounts: [acme] }, { name: b, accounts: ['a*'] }",
      "groups[1].accounts[0] takes the account acme, which is in the group a already (division.groups[0].accounts[0])",
    ],
    [
      "an entry in two groups",
      "{ name: a, entries: [User/eva] }, { name: b, entries: ['*/*'] }",
      "groups[1].entries[0] takes User/eva, which is in the group a already",
    ],
    ["a group of a kind that is none", "{ name: a, entries: [user/eva] }", 'is "user/eva", but user is not a kind'],
    [
      "a group of entries that matches nothing",
      "{ name: a, entries: [User/evi] }",
      "the realm has no such entry outside of accounts; did you mean User/eva?",
    ],
    [
      "a group of what is in an account",
      "{ name: a, entries: [User/acme/anna] }",
      'what is in an account goes with the account: use accounts: ["acme"]',
    ],
    [
      "two groups of one name",
      "{ name: a, accounts: [acme] }, { name: A, accounts: [globex] }",
      "groups[1].name is the name of division.groups[0].name, too",
    ],
    [
      "a group with the name of the shared stack",
      "{ name: shared, accounts: [acme] }",
      "groups[0].name is the name of division.shared, too",
    ],
  ])("is told: %s", (_what, text, expected) => {
    expect(problemsOf(groups(text)).join("\n")).toContain(expected);
  });

  it.each([
    ["shared", "has the stack name shared, which the stack shared of the entries in no account has, too"],
    ["gl@bex: { name: X }\n  gl-bex", "has the stack name gl-bex, which the account gl@bex (realm.yaml:7:3) has, too"],
    [
      "Acme",
      "has the stack name acme, which the account Acme (realm.yaml:7:3) has, too (upper and lower case count as equal)",
    ],
    ["東京", "can't give its stack a name"],
  ])("is told where stacks would have one name: %s", (key, expected) => {
    expect(problemsOf("files: realm.yaml", { "realm.yaml": REALM.replace("globex", key) }).join("\n")).toContain(
      expected,
    );
  });

  it("is told with the command that locks new accounts", () => {
    const fleet = "files: realm.yaml\ndivision: { by: { resources: 2 } }";
    expect(problemsOf(fleet)).toEqual([
      expect.stringContaining("accounts.acme and 1 other are not in fleet.lock.yaml"),
    ]);
    const lock = withFiles({ "fleet.yaml": fleet, "realm.yaml": REALM }, (folder) => newLock(folder));
    expect(problemsOf(fleet, { "realm.yaml": REALM, "fleet.lock.yaml": lock!.text })).toEqual([]);
  });
});

describe("a cycle of stacks", () => {
  it("is told with its references, and the group that mends it", () => {
    const realm = REALM.replace(
      "profiles: [admin] }\naccounts",
      "access: [{ account: acme, profile: admin }] }\naccounts",
    );
    const [problem, ...others] = problemsOf("files: realm.yaml", { "realm.yaml": realm });
    expect(others).toEqual([]);
    expect(problem).toContain("realm.yaml:5:");
    expect(problem).toContain("shared needs acme, because User eva refers by access[0].account to Account acme");
    expect(problem).toContain("acme needs shared, because User acme/anna refers by profiles[0] to Profile admin");
    expect(problem).toContain('division.groups: [{ name: people, entries: ["User/*"] }]');
    const mended = 'files: realm.yaml\ndivision: { groups: [{ name: people, entries: ["User/*"] }] }';
    expect(problemsOf(mended, { "realm.yaml": realm })).toEqual([]);
  });

  it("of accounts is mended by a group of them", () => {
    const realm = `
accounts:
  one: { name: One, projects: { p: { name: p, parent: two/q } } }
  two: { name: Two, projects: { q: { name: q }, r: { name: r, parent: one/p } } }
`;
    const [problem] = problemsOf("files: realm.yaml", { "realm.yaml": realm });
    expect(problem).toContain('division.groups: [{ name: one-group, accounts: ["one","two"] }]');
  });
});
