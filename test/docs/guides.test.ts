import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { PortalName } from "../../provider/portals/portal";
import { ensureEngine } from "../../tools/engine";
import { type Scenario, withScenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";
import { runGuide } from "./guide";
import { startRegistry } from "./registry";

jest.setTimeout(900_000);

const COMMAND = path.resolve(__dirname, "..", "..", "dist", "cli", "main.js");

/** The commands of the guides, as they stand in the text. */
describe("the guides", () => {
  let commands: string;
  beforeAll(() => {
    commands = mkdtempSync(path.join(tmpdir(), "reseller-commands-"));
    const file = path.join(commands, "reseller");
    writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
    chmodSync(file, 0o755);
  });
  afterAll(() => rmSync(commands, { recursive: true }));

  /** Runs a guide in a project that is there already. */
  async function inProject(
    guide: string,
    prepare: (scenario: Scenario) => Promise<void>,
    portal?: PortalName,
  ): Promise<void> {
    await withScenario(
      async (scenario) => {
        await prepare(scenario);
        const { folder, environment } = scenario.realm;
        const PATH = `${commands}${path.delimiter}${environment["PATH"] ?? process.env["PATH"] ?? ""}`;
        await runGuide(guide, { ...environment, PATH, PULUMI_STACK: "test", NO_COLOR: "1" }, folder);
      },
      { portal },
    );
  }

  it("Your first realm: from an empty folder, with the package as it is published", async () => {
    const engine = await ensureEngine();
    const registry = await startRegistry();
    const home = mkdtempSync(path.join(tmpdir(), "reseller-home-"));
    try {
      await runGuide("docs/first-realm.md", {
        ...(engine.env as Record<string, string>),
        HOME: home,
        npm_config_registry: registry.url,
        npm_config_cache: path.join(home, ".npm"),
        npm_config_userconfig: path.join(home, ".npmrc"),
      });
    } finally {
      await registry.close();
      rmSync(home, { recursive: true, force: true });
    }
  });

  it("Reviewing a change", () =>
    inProject("docs/review.md", async ({ realm }) => {
      const program = (permissions: string) => `
        const desk = new reseller.Profile("desk", { name: "Desk", level: "reseller", permissions: [${permissions}] });
        new reseller.User("eva", { username: "eva", email: "eva@reseller.example.com", firstName: "Eva", lastName: "Baumann", profiles: [desk] });`;
      expectSuccess(await realm.program(program('"show_clients"')).up());
      realm.program(program('"show_clients", "manage_clients"'));
    }));
});
