import * as fs from "node:fs";
import * as path from "node:path";
import type { Overlay } from "../../provider/contract";
import { cspContract } from "../../provider/portals/csp/contractFacts";
import { parseOverlay } from "../../provider/contract/read";
import { contracts, dialectOf } from "../contract/dialects/inPlaceOfSandbox";
import { documentOf } from "../contract/compare/vendorDocument";
import { type Ended, reseller } from "../support/command";
import { WHOLE_REALM } from "../support/programs";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, STACK } from "../support/stack";

type Json = Record<string, unknown>;

/** The vendor's own document: paths, methods and members as the vendor has them. */
function vendorDocument(overlay: Overlay): Json {
  const own = documentOf(cspContract) as { paths: Json; components: { schemas: Record<string, Json> } };
  const paths: Record<string, Json> = {};
  for (const operations of Object.values(own.paths as Record<string, Record<string, Json>>))
    for (const [method, operation] of Object.entries(operations)) {
      const id = String(operation["operationId"]);
      const terms = overlay.operations[id];
      const { path: at = id, method: verb = method } = terms ?? {};
      if (terms?.lacks === undefined) (paths[at] ??= {})[verb.toLowerCase()] = { ...operation, operationId: at };
    }
  for (const [name, schema] of Object.entries(own.components.schemas))
    schema["properties"] = Object.fromEntries(
      Object.entries((schema["properties"] ?? {}) as Json).map(([member, value]) => [
        overlay.types[name]?.[member]?.at?.split(".").pop() ?? member,
        value,
      ]),
    );
  return { ...own, paths };
}

describe("a reseller with a token, at a portal in another dialect", () => {
  it("is led by doctor, probe and compare to a contract.yaml, and from there to an up that is empty the second time", () =>
    withScenario(
      async ({ sandbox, realm, portal }) => {
        const { folder, environment } = realm;
        const run = (...args: string[]): Promise<Ended> =>
          reseller(args, { cwd: folder, env: { ...environment, PULUMI_STACK: STACK } });
        realm.setConfig("reseller:endpoint", { value: `${sandbox.baseUrl}/vendor/csp` });
        realm.program(WHOLE_REALM);

        const ill = await run("doctor");
        expect(ill.code).toBe(1);
        expect(ill.printed).toMatch(/PROBLEM +token/);
        const differs = await run("contract", "probe");
        expect(differs.code).toBe(3);
        expect(differs.printed).toContain("DIFFERS listUsers");
        const refused = await realm.preview();
        expect(refused.failed).toBe(true);

        const overlay = parseOverlay(fs.readFileSync(dialectOf("csp"), "utf8"), "contract.yaml", cspContract);
        fs.writeFileSync(path.join(folder, "vendor.json"), JSON.stringify(vendorDocument(overlay)));
        const compared = await run("contract", "compare", "vendor.json", "--draft", "draft.yaml");
        expect(compared.code).toBe(0);
        const draft = fs.readFileSync(path.join(folder, "draft.yaml"), "utf8");
        expect(draft).toContain("# guess");
        parseOverlay(draft, "draft.yaml", cspContract);

        // As a person completes the draft.
        fs.copyFileSync(dialectOf("csp"), path.join(folder, "contract.yaml"));
        realm.setConfig("reseller:contract", { value: "contract.yaml" });
        const passed = await run("contract", "probe", "--record", "shapes.json");
        expect([passed.code, passed.printed]).toEqual([0, expect.stringContaining("PASSED")]);
        expect(JSON.parse(fs.readFileSync(path.join(folder, "contract.probe.json"), "utf8"))).toMatchObject({
          probes: [{ portal: "csp", passed: true }],
        });
        const well = await run("doctor");
        expect(well.printed).not.toMatch(/PROBLEM +(?!Pulumi)/);
        expect(well.printed).toContain("has passed");
        expect(await portal.writes()).toEqual({});

        const up = await realm.up();
        expectSuccess(up);
        expect(changed(await realm.up())).toEqual({});
        const token = sandbox.csp.token;
        for (const text of [ill, differs, compared, passed, well].flatMap(({ printed, complained }) => [
          printed,
          complained,
        ]))
          expect(text).not.toContain(token);
        const shapes = fs.readFileSync(path.join(folder, "shapes.json"), "utf8");
        expect(shapes).not.toContain("realm-operator");
      },
      { sandbox: { contracts } },
    ));
});
