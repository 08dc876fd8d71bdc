import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { neededGroups, readFleet } from "../../fleet";
import { fleetText } from "../../cli/fleet/import/files";
import { examineRealm } from "../../realm/read";

describe("the groups that a realm needs for one stack an account", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-grouping-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** The groups, and the stacks of a fleet that has them, each with what it needs. */
  const grouped = (realm: string) => {
    fs.writeFileSync(path.join(folder, "realm.yaml"), realm);
    const { entries, problems } = examineRealm("realm.yaml", folder);
    expect(problems).toEqual([]);
    const groups = neededGroups(entries, "shared");
    fs.writeFileSync(path.join(folder, "fleet.yaml"), fleetText("realm.yaml", groups, []));
    const { stacks } = readFleet(folder);
    return { groups, stacks: Object.fromEntries(stacks.map(({ name, needs }) => [name, needs])) };
  };
  const person = (more = "") => `{ email: p@example.com, lastName: P${more} }`;
  const account = (more = "") => `{ name: A${more} }`;

  it("are none where nothing outside of accounts refers to them", () => {
    const { groups, stacks } = grouped(`
profiles: { reader: { name: Reader } }
users: { eva: ${person()} }
accounts: { acme: ${account(", owner: eva")}, globex: ${account()} }
`);
    expect([groups, stacks]).toEqual([[], { shared: [], acme: ["shared"], globex: [] }]);
  });

  it("have the reseller's own people where these have access to accounts", () => {
    const { groups, stacks } = grouped(`
users: { eva: ${person(", access: [{ account: acme, profile: reader }]")}, ben: ${person()} }
profiles: { reader: { name: Reader } }
accounts: { acme: ${account()} }
`);
    expect(groups).toEqual([{ name: "people", accounts: [], entries: ["User/*"] }]);
    expect(stacks).toEqual({ acme: [], shared: [], people: ["acme", "shared"] });
  });

  it("name those people one by one where an account needs another", () => {
    const { groups, stacks } = grouped(`
users: { eva: ${person(", access: [{ account: acme, profile: { existing: Reader } }]")}, ben: ${person()} }
accounts: { acme: ${account(", owner: ben")} }
`);
    expect(groups).toEqual([{ name: "people", accounts: [], entries: ["User/eva"] }]);
    expect(stacks).toEqual({ shared: [], acme: ["shared"], people: ["acme"] });
  });

  it("take an account along that needs somebody with access to another", () => {
    const { groups, stacks } = grouped(`
users: { eva: ${person(", access: [{ account: acme, profile: { existing: Reader } }]")} }
accounts: { acme: ${account()}, globex: ${account(", owner: eva")} }
`);
    expect(groups).toEqual([{ name: "people", accounts: ["globex"], entries: ["User/eva"] }]);
    expect(stacks).toEqual({ acme: [], people: ["acme"] });
  });

  it("join accounts whose people have access to each other's account", () => {
    const access = (to: string) => person(`, access: [{ account: ${to}, profile: { existing: Reader } }]`);
    const { groups, stacks } = grouped(`
accounts:
  acme: { name: A, users: { anna: ${access("globex")} } }
  globex: { name: G, users: { gina: ${access("acme")} } }
`);
    expect(groups).toEqual([{ name: "acme-and-others", accounts: ["acme", "globex"], entries: [] }]);
    expect(stacks).toEqual({ "acme-and-others": [] });
  });

  it("have the accounts that would have no stack name of their own", () => {
    const { groups, stacks } = grouped(`
accounts: { Acme: ${account()}, acme: ${account()}, shared: ${account()}, 株式会社: ${account()} }
`);
    expect(groups).toEqual([{ name: "others", accounts: ["acme", "shared", "株式会社"], entries: [] }]);
    expect(Object.keys(stacks)).toEqual(["Acme", "others"]);
  });
});
