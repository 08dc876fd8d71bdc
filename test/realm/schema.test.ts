import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { type KindName, kinds } from "../../provider/model";
import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { SECTIONS } from "../../realm/entry";
import { ENTRY_EXAMPLES, FIELD_EXAMPLES } from "../../realm/examples";
import { fieldPaths } from "../../realm/fieldPaths";
import { examineObject, examineRealm, examineText } from "../../realm/read";
import { problemText } from "../../realm/problem";
import { type JsonSchema, realmSchema } from "../../realm/schema";
import { hasField, hasKind } from "../../provider/model/definePortal";

const schema = realmSchema() as { definitions: Record<string, { properties: Record<string, JsonSchema> }> };
const NAMES = Object.keys(kinds) as KindName[];

it("is a JSON Schema that the strictest validator takes", () => {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);
  expect(validate({ accounts: { acme: { name: "Acme AG", services: ["openstack"] } } })).toBe(true);
  expect(validate({ accounts: { acme: { nmae: "Acme AG" } } })).toBe(false);
});

it.each(NAMES)("describes every field of %s, says which portals have it, and gives an example", (name) => {
  for (const field of Object.keys(kinds[name].fields)) {
    const { description = "", examples } = (schema.definitions[name]?.properties[field] ?? {}) as {
      description?: string;
      examples?: unknown[];
    };
    expect([name, field, description.length > 10]).toEqual([name, field, true]);
    const having = PORTAL_NAMES.filter((portal) => {
      return hasField(portalNamed(portal), name, field);
    });
    const all = PORTAL_NAMES.filter((portal) => hasKind(portalNamed(portal), name));
    if (having.length < all.length)
      expect([field, description]).toEqual([
        field,
        expect.stringMatching(`Only on ${having.length === 2 ? having.join(" and ") : having[0]}[.,]`),
      ]);
    const isWord = (schema.definitions[name]?.properties[field] as { type?: string }).type === "boolean";
    if (!isWord && !["adopt", "confirm", "connection"].includes(field))
      expect([field, examples]).not.toEqual([field, undefined]);
  }
});

it("has examples that are right", () => {
  const sections = Object.fromEntries(NAMES.map((name) => [SECTIONS[name], ENTRY_EXAMPLES[name]]));
  const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);
  expect([validate(sections), validate.errors]).toEqual([true, null]);
  for (const name of NAMES)
    for (const [field, examples] of Object.entries(FIELD_EXAMPLES[name] ?? {}))
      for (const example of examples) {
        expect(Object.keys(kinds[name].fields)).toContain(field);
        const entry = Object.values(ENTRY_EXAMPLES[name])[0] as object;
        validate({ [SECTIONS[name]]: { example: { ...entry, [field]: example } } });
        expect([name, field, validate.errors]).toEqual([name, field, null]);
      }
});

it("knows every place that refers to something, and every secret", () => {
  const paths = Object.fromEntries(
    NAMES.map((name) => [name, fieldPaths(name).references.map(({ path, kind }) => `${path.join(".")} ${kind}`)]),
  );
  expect(paths).toEqual({
    Account: ["owner User"],
    Profile: [
      "account Account",
      "group Profile",
      "rules.[].scope.projects.[] Project",
      "rules.[].scope.accounts.[] Account",
      "basedOn Profile",
    ],
    QuotaProfile: ["account Account"],
    ServiceActivation: ["account Account", "after ServiceActivation"],
    Quota: ["account Account", "project Project", "profile QuotaProfile"],
    User: [
      "account Account",
      "profiles.[] Profile",
      "access.[].account Account",
      "access.[].profile Profile",
      "realmAccess Profile",
    ],
    Project: [
      "account Account",
      "parent Project",
      "quotaProfile QuotaProfile",
      "roles.[].user User",
      "roles.[].profile Profile",
      "after ServiceActivation",
    ],
  });
  // A field that refers to something, and that the schemas don't show to, would take a key for an id.
  for (const name of NAMES)
    for (const [field, { reference }] of Object.entries(kinds[name].fields))
      if (reference !== undefined) expect(fieldPaths(name).references.map(({ path }) => path[0])).toContain(field);
  expect(NAMES.flatMap((name) => fieldPaths(name).secrets.map((path) => `${name} ${path.join(".")}`))).toEqual([
    "Account adminAccess.password",
    "User password",
  ]);
});

it("takes from a program what only a program has, and says paths where there are no lines", () => {
  const opaque = Symbol("an output");
  const read = examineObject(
    { accounts: { acme: { name: opaque, users: { anna: { profiles: [opaque], email: 5 } } }, globex: opaque } },
    (value) => value === opaque,
  );
  expect(read.problems.map(problemText)).toEqual([
    "accounts.acme.users.anna.email is 5, but must be an e-mail address such as anna@example.com; if it is meant as a string, put it in quotes",
    expect.stringMatching(/^accounts.globex is .*, but must be a map/),
  ]);
  expect(read.entries[0]?.values["name"]).toBe(opaque);
  expect(read.entries[1]?.values["profiles"]).toEqual([opaque]);
});

it("reads the example of the guide, and those in the folder of examples", () => {
  const root = path.resolve(__dirname, "..", "..");
  const guide = readFileSync(path.join(root, "docs", "realm-file.md"), "utf8");
  const [example = ""] = /(?<=```yaml\n)# yaml-language-server[^`]*/.exec(guide) ?? [];
  expect(examineText(example, "realm.yaml").problems).toEqual([]);
  expect(examineText(example, "realm.yaml").entries).toHaveLength(10);
  for (const name of ["realm-file/realm", "realm-file-scaleway/realm.yaml", "realm-file-gridscale/realm.yaml"])
    expect(examineRealm(`examples/${name}`, root).problems).toEqual([]);
});
