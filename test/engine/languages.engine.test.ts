import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { type Language, lacking, speak } from "../support/languages";
import { type Scenario, withScenario } from "../support/scenario";
import { changed, expectSuccess } from "../support/stack";

/** A program in which something is wrong, made of the example's: its file, and what stands in place of what. */
const MISTAKES: Readonly<Record<Language, readonly [file: string, was: string, is: string]>> = {
  yaml: ["Main.yaml", "show_s3_panel", "show_s4_panel"],
  python: ["__main__.py", "show_s3_panel", "show_s4_panel"],
  go: ["main.go", "show_s3_panel", "show_s4_panel"],
};

function inLanguage(language: Language, work: (scenario: Scenario) => Promise<void>): Promise<void> {
  return withScenario(
    async (scenario) => {
      await speak(scenario.realm, language);
      await work(scenario);
    },
    { config: { "realm:protect": "false" } },
  );
}

/** Says why a test isn't run, where the machine lacks something. */
async function unlessLacking(language: Language, work: (scenario: Scenario) => Promise<void>): Promise<void> {
  const reason = await lacking(language);
  if (reason === undefined) return inLanguage(language, work);
  process.stderr.write(`${language}: not run. ${reason}\n`);
}

describe.each(["yaml", "python", "go"] as const)("a realm in %s", (language) => {
  it("is refused with its mistake, comes up, stays as it is, keeps its secrets, and leaves the customer at the portal", () =>
    unlessLacking(language, async ({ realm, portal }) => {
      const users = await portal.list("/users");
      const [name, was, is] = MISTAKES[language];
      const file = path.join(realm.example(`${language}-reseller`).folder, name);
      const program = readFileSync(file, "utf8");
      writeFileSync(file, program.replace(was, is));
      const refused = await realm.preview();
      expect(refused.failed).toBe(true);
      expect(refused.output).toContain(`did you mean ${was}`);

      // Without it, the default holds: a program in these languages protects nothing by itself.
      writeFileSync(file, program.replace(/^.*on_?delete\b.*\n/im, ""));
      const up = await realm.up();
      expectSuccess(up);
      const { value, secret } = up.outputs["initialPasswords"]!;
      expect(secret).toBe(true);
      const passwords = Object.values(value as Record<string, string>);
      expect(passwords).toEqual([expect.stringMatching(/.{8}/), expect.stringMatching(/.{8}/)]);
      for (const text of [up.output, up.events, realm.stateText()])
        expect(passwords.filter((password) => text.includes(password))).toEqual([]);

      await portal.resetCalls();
      const again = await realm.up();
      expectSuccess(again);
      expect(changed(again)).toEqual({});
      expect(await portal.writes()).toEqual({});

      expectSuccess(await realm.destroy());
      expect(realm.resources().size).toBe(0);
      expect((await portal.list("/clients")).map(({ name: client }) => client)).toEqual(["Alpina Bau AG"]);
      expect(await portal.list("/users")).toHaveLength(users.length);
    }));
});
