import axios from "axios";
import * as fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { PUBLISHED } from "../../cli/newProject/packages";
import { projectFiles } from "../../cli/newProject/projectFiles";
import { fixtureOf, fixtures } from "../portals/list";
import { sequences } from "../random/sequence";
import { reseller } from "../support/command";
import { RandomRealm } from "../support/randomRealm";
import { changed, expectSuccess, RealmStack, STACK } from "../support/stack";

/** A realm with so much in it that files are made of it. */
function richSpec(seed: number) {
  const samples = fc.sample(sequences({ mostSteps: 1 }), { seed, numRuns: 40 });
  const richness = ({ steps }: (typeof samples)[number]) => steps[0]!.edits.length;
  return samples.sort((one, other) => richness(other) - richness(one))[0]!;
}

describe.each(fixtures.map(({ name, model }) => [name, model()] as const))(
  "import at %s, with the real engine",
  (portal, model) => {
    it("is taken over by a new stack without a write, previews empty, and is imported again with the same bytes", async () => {
      const { flags, program, seed } = fixtureOf(portal).programs.imported;
      const realm = await RandomRealm.build(model, richSpec(seed));
      const config = Object.fromEntries(
        Object.entries(realm.portal.settings)
          .filter(([name]) => name === "keys")
          .map(([name, value]) => [`reseller:${name}`, value]),
      );
      const stack = await RealmStack.create(realm.sandbox, { ...config, "reseller:adopt": "true" }, portal);
      try {
        const before = new Set(fs.readdirSync(stack.folder));
        const importAgain = () =>
          reseller(["import", "--force", "--partial", ...flags], {
            cwd: stack.folder,
            env: { ...stack.environment, PULUMI_STACK: STACK },
          });
        const files = () => {
          const accounts = path.join(stack.folder, "accounts");
          const names = [
            ...fs.readdirSync(stack.folder),
            ...(fs.existsSync(accounts) ? fs.readdirSync(accounts).map((name) => `accounts/${name}`) : []),
          ];
          return names
            .filter((name) => /\.(yaml|ts)$/.test(name) && !before.has(name))
            .map((name) => [name, fs.readFileSync(path.join(stack.folder, name), "utf8")]);
        };
        await axios.delete(`${realm.sandbox.baseUrl}/_sandbox/calls`);
        expect(await importAgain()).toMatchObject({ code: 0 });
        const first = files();
        expect(first.length).toBeGreaterThan(0);

        if (program !== undefined) stack.program(program);
        else {
          stack.inOwnProcess();
          for (const file of projectFiles({ project: "", format: "typescript", realm: [], packages: PUBLISHED }))
            if (file.path.endsWith(".json")) fs.writeFileSync(path.join(stack.folder, file.path), file.text);
        }
        const up = await stack.up();
        expectSuccess(up);
        expect(up.changes["create"]).toBeGreaterThan(4);
        expect(await realm.portal.writes()).toEqual({});
        const preview = await stack.preview();
        expectSuccess(preview);
        expect(changed(preview)).toEqual({});
        expect(await importAgain()).toMatchObject({ code: 0 });
        expect(files()).toEqual(first);
      } finally {
        stack.remove();
        await realm.close();
      }
    });
  },
);
