import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { pluginSchema as served, pluginVersion } from "../../provider/hosts/plugin/package";
import { KIND_NAMES, kinds } from "../../provider/model";
import { hasKind } from "../../provider/model/definePortal";
import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { secretsOf } from "../../provider/portals/secrets";
import { pluginType, resourceType } from "../../engine/names";
import { pluginSchema } from "../../tools/pluginSchema";
import { breaches, interfaceOf, type PluginSchema } from "./pluginInterface";

const RECORDED = path.join(__dirname, "plugin.interface.txt");
const portals = PORTAL_NAMES.map(portalNamed);
const schema = JSON.parse(JSON.stringify(pluginSchema(portals, pluginVersion()))) as PluginSchema;
const lines = interfaceOf(schema);

function recorded(): string[] {
  return existsSync(RECORDED)
    ? readFileSync(RECORDED, "utf8")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}

describe("the schema of the plugin", () => {
  it("is what the plugin answers", () => {
    expect(JSON.parse(served())).toEqual(schema);
    expect(schema.version).toBe(pluginVersion());
  });

  it("has every kind that a portal has, with every field, and each secret marked", () => {
    const had = KIND_NAMES.filter((name) => portals.some((portal) => hasKind(portal, name)));
    expect(Object.keys(schema.resources).sort()).toEqual(had.map(pluginType).sort());
    for (const name of had) {
      const { inputProperties, properties = {}, aliases } = schema.resources[pluginType(name)]!;
      const own = Object.keys(kinds[name].fields).filter((field) => !["after", "connection"].includes(field));
      expect(own.filter((field) => !(field in inputProperties))).toEqual([]);
      expect(Object.keys(kinds[name].outputs.shape).filter((output) => !(output in properties))).toEqual([]);
      expect(aliases).toEqual([{ type: resourceType(name) }]);
      const marked = Object.keys(properties).filter((property) => properties[property]!.secret === true);
      const formerNames = kinds[name].formerFields.map((former) => former.name);
      expect(marked.sort()).toEqual([...secretsOf(name).whole].filter((one) => !formerNames.includes(one)).sort());
    }
  });

  it("refers to types that it has, and to no others", () => {
    const references = [...JSON.stringify(schema).matchAll(/"#\/types\/([^"]+)"/g)].map(([, token]) => token);
    expect([...new Set(references)].sort()).toEqual(Object.keys(schema.types).sort());
  });

  it("breaks no program that was written for the recorded interface", () => {
    expect(breaches(recorded(), lines)).toEqual([]);
    // A recording never forgets anything: what is taken out of it is taken out by hand.
    if (process.env["RESELLER_INTERFACE"] === "write")
      writeFileSync(RECORDED, `${[...new Set([...recorded(), ...lines])].sort().join("\n")}\n`);
    expect(recorded()).not.toEqual([]);
  });
});

describe("a change of the interface", () => {
  const before = ["resource r input a: string", "resource r input b: string (required)", 'type t | "x"'];

  it.each([
    ["a member that is gone", before.slice(1), [before[0]]],
    ["a member of another type", ["resource r input a: integer", ...before.slice(1)], [before[0]]],
    [
      "a member that must be given from now on",
      [`${before[0]} (required)`, ...before.slice(1)],
      [before[0], `${before[0]} (required)`],
    ],
    [
      "a new member that must be given",
      [...before, "resource r input c: string (required)"],
      ["resource r input c: string (required)"],
    ],
    ["a word that is gone", before.slice(0, 2), [before[2]]],
  ])("breaks programs: %s", (_what, after, broken) => {
    expect(breaches(before, after)).toEqual(broken);
  });

  it.each([
    ["a new member", [...before, "resource r input c: string"]],
    ["a member that need not be given any longer", [before[0]!, "resource r input b: string", before[2]!]],
    ["a new resource", [...before, "resource s input c: string (required)"]],
    ["a new word", [...before, 'type t | "y"']],
  ])("breaks nothing: %s", (_what, after) => {
    expect(breaches(before, after)).toEqual([]);
  });
});
