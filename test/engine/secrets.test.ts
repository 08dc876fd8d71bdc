import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { WHOLE_REALM } from "../support/programs";
import { withScenario } from "../support/scenario";

jest.setTimeout(600_000);

describe("secrets stay secret", () => {
  it("neither a password nor the token stands in plain text anywhere, through success, refresh, failure and preview", async () => {
    await withScenario(async ({ sandbox, portal, realm }) => {
      const up = await realm.program(WHOLE_REALM).up();
      const password = up.outputs["password"]?.value as string;
      expect(up.outputs["password"]?.secret).toBe(true);
      expect(password.length).toBeGreaterThan(10);

      const refresh = await realm.refresh();
      const preview = await realm.program(WHOLE_REALM.replace("Keller", "Meier")).preview();
      await portal.setFaults([
        {
          match: { method: "PATCH" },
          effect: { status: 500, body: { detail: `token ${sandbox.csp.token} password: ${password}` }, when: "before" },
        },
      ]);
      const failed = await realm.up();
      expect(failed.failed).toBe(true);
      expect(failed.output).toContain("status 500");

      const printed = [up, refresh, preview, failed].map(({ output }) => output).join("\n");
      const written = filesBelow(path.join(realm.folder, "backend"))
        .map((file) => readFileSync(file, "utf8"))
        .join("\n");
      for (const secret of [password, sandbox.csp.token]) {
        for (const spelling of [secret, Buffer.from(secret).toString("base64"), encodeURIComponent(secret)]) {
          expect(printed).not.toContain(spelling);
          expect(written).not.toContain(spelling);
        }
      }
    });
  });

  it("a refresh keeps the password that can't be read again", async () => {
    await withScenario(async ({ realm }) => {
      const up = await realm.program(WHOLE_REALM).up();
      await realm.refresh();
      const outputs = await realm.stack.outputs();
      expect(outputs["password"]).toEqual(up.outputs["password"]);
      const again = await realm.up();
      expect(again.outputs["password"]).toEqual(up.outputs["password"]);
    });
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesBelow(file) : [file];
  });
}
