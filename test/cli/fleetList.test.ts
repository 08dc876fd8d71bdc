import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { listReport } from "../../cli/commands/fleetList";
import { fleetPortals } from "../../cli/fleet/portals";
import { FleetListReport } from "../../cli/fleetReports";
import { withFiles } from "../realm/files";

const FILES = {
  "fleet.yaml": "files: realm.yaml\n",
  "realm.yaml": `
quotaProfiles:
  starter: { name: Starter, limits: { vcpus: 1 } }
accounts:
  acme: { name: Acme, state: production, uprovideAccount: UP-1, quotas: { ch-1: { profile: starter } } }
  globex: { name: Globex, state: production, uprovideAccount: UP-2 }
`,
  "Pulumi.yaml": "name: realm\nruntime: nodejs\nconfig:\n  reseller:portal: csp\n",
};

describe("reseller fleet list", () => {
  it("has the stacks in order, with what the whole realm has wrong", () => {
    const report = withFiles(FILES, (cwd) => listReport({ cwd, check: true }));
    expect(FleetListReport.parse(report)).toEqual(report);
    expect(report.stacks).toEqual([
      { name: "globex", order: 1, accounts: ["globex"], resources: 1, needs: [] },
      { name: "shared", order: 1, accounts: [], resources: 1, needs: [] },
      { name: "acme", order: 2, accounts: ["acme"], resources: 2, needs: ["shared"] },
    ]);
    expect(report.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ severity: "error", name: "acme/ch-1", stack: "acme", place: "realm.yaml:5:83" }),
      ]),
    );
  });

  it("lists the stacks that are asked for", () => {
    const report = withFiles(FILES, (cwd) => listReport({ cwd, only: ["a*"] }));
    expect(report.stacks.map(({ name }) => name)).toEqual(["acme"]);
    expect(report.findings).toBeUndefined();
  });

  it("takes the portal of the project, of the option, and of the environment", () => {
    withFiles(FILES, (folder) => {
      const nameOf = (named?: string, environment = {}) => fleetPortals(folder, named, environment)("default")?.name;
      expect(nameOf()).toBe("csp");
      expect(nameOf("scaleway")).toBe("scaleway");
      expect(() => nameOf("scalway")).toThrow('"scalway" is not a portal: use one of');
      const file = path.join(folder, "Pulumi.yaml");
      writeFileSync(file, readFileSync(file, "utf8").replace("reseller:portal: csp", "reseller:host: plugin"));
      expect(nameOf(undefined, { RESELLER_PORTAL: "gridscale" })).toBe("gridscale");
      expect(nameOf()).toBeUndefined();
      expect(() => listReport({ cwd: folder, check: true })).toThrow("--check: the portal isn't known");
    });
  });
});
