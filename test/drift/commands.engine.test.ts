import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { AdoptReport } from "../../cli/reports";
import { DriftReport } from "../../drift";
import { fixtures } from "../portals/list";
import { type Ended, reseller as run } from "../support/command";
import { readOnlyProxy } from "../support/readOnlyProxy";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../support/stack";

function reseller(realm: RealmStack, command: string, ...args: readonly string[]): Promise<Ended> {
  return run([command, "--stack", "test", ...args], { cwd: realm.folder, env: realm.environment });
}

const CSP = `# Who has what
profiles:
  storage: { name: Storage, level: client, permissions: [show_s3_panel, manage_buckets] }
accounts:
  acme:
    name: Acme AG # as in the register
    state: production
    availableServices: [openstack, s3]
    uprovideAccount: UP-10001
    protect: false
    users:
      anna: { username: anna, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [{ existing: User-Adm }] }
      bob:
        username: bob # B.
        email: bob@acme.example.com
        firstName: Bob
        lastName: Frei
        profiles: [storage]
`;
const OPERATOR = "  - { kind: User, name: realm-operator, reason: The token of the pipeline is theirs }\n";
const FROM_FILE = 'new reseller.Realm("realm", { files: "realm.yaml" });';

describe("reseller drift and adopt-drift, on the real engine", () => {
  it("the Cloud Service Portal: none, drift of every sort, its meaning, and back into the file", () =>
    withScenario(async ({ realm, portal, sandbox }) => {
      const file = path.join(realm.folder, "realm.yaml");
      const json = async (...args: readonly string[]) => {
        const { code, printed, complained } = await reseller(realm, "drift", "--json", ...args);
        expect(complained).toBe("");
        const report = DriftReport.parse(JSON.parse(printed));
        expect(report.exitCode).toBe(code);
        return report;
      };
      writeFileSync(file, CSP);
      writeFileSync(path.join(realm.folder, "drift.yaml"), `ignore:\n${OPERATOR}`);
      expectSuccess(await realm.program(FROM_FILE).up());
      const id = (name: string) => realm.resources().get(name)?.id ?? "";

      await portal.resetCalls();
      expect(await json()).toMatchObject({ verdict: "none", changed: [], missing: [], undeclared: [], unapplied: [] });
      // The command as a whole, with the engine's preview: one list for each collection. So it is where Git has something new.
      expect(Object.entries(await portal.calls()).filter(([, count]) => count > 1)).toEqual([]);
      writeFileSync(file, CSP.replace("Storage,", "Storage, description: New,"));
      await portal.resetCalls();
      expect(await json()).toMatchObject({
        verdict: "none",
        unapplied: [{ key: "Profile/storage", operation: "update", fields: ["description"] }],
      });
      expect(Object.entries(await portal.calls()).filter(([, count]) => count > 1)).toEqual([]);
      writeFileSync(file, CSP);
      expect(await portal.writes()).toEqual({});

      const users = `/clients/${id("acme")}/users`;
      const bob = await portal.one(users, "username", "bob");
      const anna = await portal.one(users, "username", "anna");
      const admin = String((await portal.one("/profiles", "name", "User-Adm"))["id"]);
      await portal.patch(`${users}/${bob.id}`, bob, { lastName: "<b>@everyone", profileId: admin });
      await portal.delete(`${users}/${anna.id}`, anna);
      const made = { email: "z@acme.example.com", firstName: "Z", lastName: "Z", profileId: admin };
      await portal.post(users, { ...made, username: "zoe[x](http://evil)" });

      const proxy = await readOnlyProxy(sandbox.csp.endpoint);
      realm.setConfig("reseller:endpoint", { value: proxy.endpoint });
      const { endpoint } = sandbox.csp;
      const drift = await reseller(
        realm,
        "drift",
        "--explain",
        "--out",
        "markdown=drift.md",
        "--out",
        "json=drift.json",
      );
      await proxy.close();
      realm.setConfig("reseller:endpoint", { value: endpoint });
      expect([drift.code, drift.complained, proxy.refused, proxy.handedOn() > 0]).toEqual([2, "", [], true]);
      const report = DriftReport.parse(JSON.parse(readFileSync(path.join(realm.folder, "drift.json"), "utf8")));
      const line = (text: string) => CSP.slice(0, CSP.indexOf(text)).split("\n").length;
      expect(report).toMatchObject({
        headline: "Drift: 1 object changed, 1 object missing and 1 undeclared object.",
        changed: [
          {
            key: "User/acme/bob",
            name: "bob",
            account: "Acme AG",
            source: { file: "realm.yaml", line: line("bob:") },
            differences: [
              { field: "lastName", declared: "Frei", portal: "<b>@everyone" },
              { field: "profiles", portal: [admin] },
            ],
          },
        ],
        missing: [{ key: "User/acme/anna", source: { line: line("anna:") } }],
        undeclared: [{ kind: "User", name: "zoe[x](http://evil)", account: "Acme AG" }],
        names: { [admin]: "User-Adm" },
        cannotTell: [],
      });
      // Bob and Zoe may do what User-Adm allows, and by Git neither may; Anna is gone.
      const meaning = report.explanation!;
      expect(meaning.headline).toMatch(/^At the portal 2 people may do more and 1 person may do less than in Git/);
      expect(meaning.effects.filter(({ change }) => change === "gained").flatMap(({ people }) => people)).toEqual(
        expect.arrayContaining(["bob", "zoe[x](http://evil)"]),
      );
      expect(meaning.findings.map(({ id: of }) => of)).toEqual(expect.arrayContaining(["ESC-04", "IRR-01"]));
      const markdown = readFileSync(path.join(realm.folder, "drift.md"), "utf8");
      expect(markdown.split("\n")[0]).toBe(`**${report.headline}**`);
      expect(markdown).toContain('`"<b>@everyone"`');
      expect(markdown).toContain("`zoe[x](http://evil)`");

      // What waits in Git is no drift, and what is ignored for a reason isn't either.
      writeFileSync(
        path.join(realm.folder, "drift.yaml"),
        `ignore:\n${OPERATOR}  - { kind: User, name: "zoe*", reason: Made by the other team }\n`,
      );
      writeFileSync(file, CSP.replace("Storage,", "Storage, description: New,"));
      const pending = await json("--account", "acme");
      expect(pending).toMatchObject({
        verdict: "drift",
        undeclared: [],
        ignored: [{ place: "drift.yaml:3", objects: 1 }],
      });
      expect(pending.unapplied).toEqual([]);
      writeFileSync(file, CSP);
      writeFileSync(path.join(realm.folder, "drift.yaml"), `ignore:\n${OPERATOR}`);

      const dry = await reseller(realm, "adopt-drift", "--missing", "--undeclared", "--dry-run", "--json");
      expect([dry.code, readFileSync(file, "utf8") === CSP]).toEqual([0, true]);
      expect(AdoptReport.parse(JSON.parse(dry.printed))).toMatchObject({
        ...{ exitCode: 0, dryRun: true, files: ["realm.yaml"], byHand: [], cannotTell: [] },
        written: expect.arrayContaining([expect.objectContaining({ key: "User/acme/bob" })]) as unknown[],
      });
      await portal.resetCalls();
      const adopted = await reseller(realm, "adopt-drift", "--missing", "--undeclared");
      expect([adopted.code, adopted.complained]).toEqual([0, ""]);
      const text = readFileSync(file, "utf8");
      const annasLine = CSP.split("\n").find((other) => other.includes("anna:"))!;
      expect(text).toContain("# Who has what\n");
      expect(text).toContain("name: Acme AG # as in the register\n");
      expect(text).toContain(
        'username: bob # B.\n        email: bob@acme.example.com\n        firstName: Bob\n        lastName: "<b>@everyone',
      );
      expect(text).not.toContain(annasLine);
      expect(text).toContain("        profiles: [{ existing: User-Adm }]\n      zoe");
      expect(adopted.printed.replace(/\s+/g, " ")).toContain(
        "NEXT RESELLER_ADOPT=true pulumi up records it in the state",
      );
      // Zoe exists: no run takes her over that isn't told to, and the file tells none.
      expect(text).not.toContain("adopt");
      expect((await realm.preview()).output).toContain("exists already");
      realm.environment["RESELLER_ADOPT"] = "true";
      const taken = await realm.up();
      expectSuccess(taken);
      expect(changed(taken)).toEqual({ update: 1, create: 1, delete: 1 });
      delete realm.environment["RESELLER_ADOPT"];
      const refreshed = await realm.preview({ refresh: true });
      expectSuccess(refreshed);
      expect(changed(refreshed)).toEqual({});
      expect(await portal.writes()).toEqual({});
      expect((await json()).verdict).toBe("none");

      // A token that has lost its rights tells nothing.
      const all = (await portal.list("/permissions"))
        .filter(({ group }) => group !== "Users")
        .map(({ key }) => String(key));
      await portal.changeToken({ permissions: all });
      const blind = await json();
      expect([blind.verdict, blind.exitCode, blind.missing]).toEqual(["cannot tell", 1, []]);

      // A program that doesn't run, and wrong use.
      const broken = await reseller(realm.program("nonsense("), "drift");
      expect([broken.code, broken.printed]).toEqual([1, expect.stringMatching(/CANNOT TELL|^$/)]);
      const wrong = await reseller(realm, "drift", "--format", "html");
      expect([wrong.code, wrong.complained]).toEqual([1, expect.stringContaining("markdown")]);
    }));

  it.each(fixtures.flatMap(({ name, programs: { drifted } }) => (drifted === undefined ? [] : [{ name, ...drifted }])))(
    "$name: what was changed, deleted and made by hand is told, and a change is taken over",
    ({ name, text, byHand }) =>
      withScenario(
        async ({ realm, portal, sandbox }) => {
          const file = path.join(realm.folder, "realm.yaml");
          writeFileSync(file, text);
          writeFileSync(path.join(realm.folder, "drift.yaml"), "ignore: [{ unseen: true, reason: Theirs }]");
          expectSuccess(await realm.program(FROM_FILE).up());
          await byHand(sandbox, (of) => realm.resources().get(of)?.id ?? "");
          await portal.resetCalls();
          const drift = await reseller(realm, "drift", "--format", "json", "--explain");
          expect([drift.code, drift.complained]).toEqual([2, ""]);
          const report = DriftReport.parse(JSON.parse(drift.printed));
          expect(report).toMatchObject({
            changed: [{ key: "User/nils", differences: [{ field: "lastName", declared: "Graf", portal: "By Hand" }] }],
            missing: [{ key: "User/olga" }],
            undeclared: [{ kind: "User" }],
            unapplied: [],
          });
          expect(report.undeclared[0]!.name).toContain("zoe");
          const adopted = await reseller(realm, "adopt-drift");
          expect([adopted.code, readFileSync(file, "utf8")]).toEqual([0, text.replace("Graf", "By Hand")]);
          const planned = await realm.preview();
          expect([planned.failed, changed(planned)]).toEqual([false, { update: 1 }]);
          // Whom nobody has taken out is made anew, and nothing else is to be done.
          const refreshed = await realm.preview({ refresh: true });
          expectSuccess(refreshed);
          expect(changed(refreshed)).toEqual({ create: 1 });
          expect(await portal.writes(name)).toEqual({});
        },
        { portal: name },
      ),
  );
});
