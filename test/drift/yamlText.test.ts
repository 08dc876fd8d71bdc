import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { parse, stringify } from "yaml";
import { NotEditable, YamlText } from "../../drift/adopt/yamlText";
import { runs } from "../support/runs";

const same = (value: unknown) => value;

function changed(text: string, path: readonly (string | number)[], to: unknown, json = false): string {
  const file = new YamlText(text, { json });
  file.change(path, to, same, same, isDeepStrictEqual);
  return file.toString();
}

const REALM = `# The realm of the tests
accounts:
  # Our first customer
  acme:
    name: Acme AG   # as in the register
    description: 'it''s "big"'

    state: production
    users:
      anna: { username: anna, email: anna@acme.example.com, profiles: [administrator, { existing: User-Adm }] } # the boss
      bob:
        username: "bob"
        profiles:
          - administrator # for now
          # and this one
          - desk
    services: [openstack, s3]
    quotas:
      ch-1:
        limits:
          cores: 8   # eight
          memory: 16
users:
  eva:
    username: eva
`;

describe("a file is edited in place", () => {
  it.each<readonly [string, readonly (string | number)[], unknown, string, string]>([
    ["a word", ["accounts", "acme", "name"], "Acme Ltd", "name: Acme AG   #", "name: Acme Ltd   #"],
    ["single quotes", ["accounts", "acme", "description"], "it's", `'it''s "big"'`, "'it''s'"],
    ["double quotes", ["accounts", "acme", "users", "bob", "username"], "b:o", '"bob"', '"b:o"'],
    ["a word that wants quotes", ["users", "eva", "username"], "yes: no", "username: eva\n", 'username: "yes: no"\n'],
    ["a word that is a number", ["users", "eva", "username"], "123", "username: eva\n", 'username: "123"\n'],
    [
      "an entry more in a line",
      ["accounts", "acme", "services"],
      ["openstack", "s3", "dns"],
      "openstack, s3]",
      "openstack, s3, dns]",
    ],
    ["an entry less in a line", ["accounts", "acme", "services"], ["s3"], "[openstack, s3]", "[s3]"],
    ["the last entry less", ["accounts", "acme", "services"], ["openstack"], "[openstack, s3]", "[openstack]"],
    ["none left", ["accounts", "acme", "services"], [], "[openstack, s3]", "[]"],
    [
      "an entry less in lines",
      ["accounts", "acme", "users", "bob", "profiles"],
      ["desk"],
      "          - administrator # for now\n",
      "",
    ],
    [
      "an entry more in lines",
      ["accounts", "acme", "users", "bob", "profiles"],
      ["administrator", "desk", "x y"],
      "- desk\n",
      "- desk\n          - x y\n",
    ],
    [
      "a number within",
      ["accounts", "acme", "quotas", "ch-1", "limits"],
      { cores: 9, memory: 16 },
      "cores: 8   #",
      "cores: 9   #",
    ],
    [
      "a member more",
      ["accounts", "acme", "quotas", "ch-1", "limits"],
      { cores: 8, memory: 16, ips: 1 },
      "memory: 16\n",
      "memory: 16\n          ips: 1\n",
    ],
    [
      "a member less",
      ["accounts", "acme", "quotas", "ch-1", "limits"],
      { memory: 16 },
      "          cores: 8   # eight\n",
      "",
    ],
    [
      "a field more in a line",
      ["accounts", "acme", "users", "anna", "phone"],
      "1",
      "{ existing: User-Adm }] }",
      '{ existing: User-Adm }], phone: "1" }',
    ],
    [
      "a field more in lines",
      ["users", "eva", "email"],
      "eva@x.ch",
      "username: eva\n",
      "username: eva\n    email: eva@x.ch\n",
    ],
    ["a field less", ["accounts", "acme", "state"], undefined, "    state: production\n", ""],
    [
      "a field less in a line",
      ["accounts", "acme", "users", "anna", "email"],
      undefined,
      "email: anna@acme.example.com, ",
      "",
    ],
  ])("%s", (_what, path, to, before, after) => {
    const text = changed(REALM, path, to);
    expect(REALM.split(before)).toHaveLength(2);
    expect(text).toBe(REALM.replace(before, () => after));
  });

  it("takes out an entry with all that is in it, and puts one in", () => {
    const file = new YamlText(REALM, { json: false });
    file.remove(["accounts", "acme", "users", "bob"]);
    const without = REALM.slice(0, REALM.indexOf("      bob:")) + REALM.slice(REALM.indexOf("    services:"));
    expect(file.toString()).toBe(without);
    file.add(["profiles", "desk"], {
      name: "Desk",
      level: "client",
      permissions: ["show_users", "show_projects", "create_project", "create_user"],
    });
    expect(file.toString()).toBe(
      `${without}profiles:\n  desk:\n    name: Desk\n    level: client\n    permissions: [show_users, show_projects, create_project, create_user]\n`,
    );
    file.remove(["users", "eva"]);
    expect(parse(file.toString())).toMatchObject({ users: {}, profiles: { desk: { name: "Desk" } } });
  });

  it("keeps JSON JSON", () => {
    const before = `{\n  "users": {\n    "eva": {\n      "username": "eva",\n      "tags": ["a"]\n    }\n  }\n}\n`;
    const after = changed(
      changed(before, ["users", "eva", "email"], "e@x.ch", true),
      ["users", "eva", "tags"],
      ["a", "b"],
      true,
    );
    expect(after).toBe(
      `{\n  "users": {\n    "eva": {\n      "username": "eva",\n      "tags": ["a", "b"],\n      "email": "e@x.ch"\n    }\n  }\n}\n`,
    );
  });

  it("leaves alone what others share", () => {
    const shared = "x-limits: &small { cores: 1 }\na: { limits: *small }\nb:\n  <<: &base { name: n }\n  x: 1\n";
    expect(() => changed(shared, ["a", "limits"], { cores: 2 })).toThrow(NotEditable);
    expect(() => changed(shared, ["x-limits"], { cores: 2 })).toThrow(NotEditable);
    // What comes from a merge key is overridden where it is used.
    expect(changed(shared, ["b", "name"], "m")).toBe(shared.replace("  x: 1\n", "  x: 1\n  name: m\n"));
  });

  it("any value becomes any other, and every comment stays", () => {
    const word = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom("no", "1", "# x", "a: b", "- a", "~", "{", "it's", " x ", "é\u2028"),
    );
    const leaf = fc.oneof(word, fc.integer(), fc.boolean());
    const key = fc.constantFrom("a", "b", "c");
    const value = fc.oneof(
      leaf,
      fc.array(leaf, { maxLength: 3 }),
      fc.dictionary(key, fc.oneof(leaf, fc.array(leaf, { maxLength: 2 })), { maxKeys: 3, noNullPrototype: true }),
    );
    // Lists are sets here: what stays keeps its place.
    const members = (one: unknown): unknown => {
      if (Array.isArray(one)) return [...new Set(one.map((part) => JSON.stringify(part)))].sort();
      if (typeof one !== "object" || one === null) return one;
      return Object.fromEntries(Object.entries(one).map(([name, part]) => [name, members(part)]));
    };
    fc.assert(
      fc.property(value, value, fc.boolean(), (from, to, flow) => {
        const inner = stringify({ before: 1, field: from, after: 2 }, { collectionStyle: flow ? "flow" : "block" });
        const text = `# head\nentry:\n${inner.replace(/^(?=.)/gmu, "  ")}# tail\nother: 1 # side\n`;
        fc.pre(isDeepStrictEqual(parse(text)?.entry?.field, from));
        const file = new YamlText(text, { json: false });
        file.change(["entry", "field"], to, same, same, (one, other) =>
          isDeepStrictEqual(members(one), members(other)),
        );
        const result = file.toString();
        const read = parse(result) as Record<string, unknown>;
        const entry = read["entry"] as Record<string, unknown>;
        expect(members(entry["field"])).toEqual(members(to));
        expect({ ...entry, field: undefined }).toEqual({ before: 1, after: 2, field: undefined });
        expect(read["other"]).toBe(1);
        for (const comment of ["# head\n", "# tail\n", "# side\n"]) expect(result).toContain(comment);
      }),
      { numRuns: runs(500) },
    );
  });
});
