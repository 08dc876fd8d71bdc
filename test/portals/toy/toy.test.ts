import { readLive } from "../../../discovery";
import { findDrift, reportOf } from "../../../drift";
import { type KindName } from "../../../provider/model";
import { Lifecycle, readSettings } from "../../../provider/lifecycle";
import { openSession } from "../../../provider/portals";
import { yamlFiles } from "../../../realm/write/yaml";
import { reviewPlan } from "../../../review";
import { fieldReference } from "../../../tools/fieldReference";
import { supportTable } from "../../../tools/supportTable";
import { ruleTable } from "../../../provider/model/ruleTable";
import { enginePlan } from "../../drift/enginePlan";
import { planText } from "../../review/planText";
import { resource } from "../../support/bench";
import { MiniEngine } from "../../support/miniEngine";
import { programOf } from "../../support/liveProgram";
import type { Portal } from "../../../provider/model/portal";
import type * as Registered from "../../../provider/portals/registered";
import { toy } from ".";
import { accounts } from "./session";

/** The line that a new portal is in the list of the provider. */
jest.mock("../../../provider/portals/registered", () => {
  const { registered } = jest.requireActual<typeof Registered>("../../../provider/portals/registered");
  return { registered: [...registered, (require(".") as { toy: Portal }).toy] };
});

const ENDPOINT = "https://toy.example";
const settings = (adopt = "false") => {
  const values: Record<string, string> = { portal: "toy", endpoint: ENDPOINT, adopt };
  return readSettings({ get: (name) => values[name], environment: {} });
};
const engine = (adopt?: string) =>
  new MiniEngine(() => new Lifecycle({ settings: () => Promise.resolve(settings(adopt)), say: () => undefined }));
const acme = (inputs: object = {}) => resource("Account", "acme", { name: "Acme", onDelete: "delete", ...inputs });

/** A new portal is one folder and one line: everything else works from what that says. */
describe("a portal of one kind with two fields, defined in one folder", () => {
  beforeEach(() => accounts.clear());

  it("is checked, made, read, changed and deleted", async () => {
    const { up, preview, refresh } = bound(engine());
    expect((await preview(acme({ name: "" }))).failures.join()).toContain("acme");
    expect((await preview(acme({ state: "trial" }))).failures).toEqual([
      "acme: state is not a field of the Toy Portal",
    ]);
    expect((await preview(resource("User", "anna", { email: "anna@example.com" }))).failures.join()).toContain(
      "the Toy Portal has no User",
    );
    expect(await up(acme({ description: "First" }))).toEqual({ steps: ["create acme"], failures: [] });
    expect([...accounts.values()]).toEqual([{ name: "Acme", description: "First" }]);
    expect(await up(acme({ description: "First" }))).toEqual({ steps: [], failures: [] });

    accounts.set("toy-1", { name: "Acme", description: "By hand" });
    expect((await refresh()).changed).toEqual(["acme"]);
    expect(await up(acme({ description: "First" }))).toEqual({ steps: ["update acme"], failures: [] });
    expect([...accounts.values()]).toEqual([{ name: "Acme", description: "First" }]);

    expect((await preview(acme())).failures.join()).toContain('(rule toy/T1). To confirm, add confirm: ["toy/T1"]');
    expect((await up(acme({ confirm: ["toy/T1"] }))).failures).toEqual([]);
    expect([...accounts.values()]).toEqual([{ name: "Acme", description: undefined }]);

    expect(await up()).toEqual({ steps: ["delete acme"], failures: [] });
    expect(accounts.size).toBe(0);
  });

  it("is imported, and taken over without a change", async () => {
    accounts.set("toy-7", { name: "Acme", description: "A customer" });
    const session = openSession(settings().connections.get("default")!, () => undefined);
    const { entries } = await readLive(session);
    expect(
      yamlFiles(entries)
        .map(({ text }) => text)
        .join(),
    ).toContain("description: A customer");
    const { up, refresh } = bound(engine("true"));
    expect((await up(...programOf(entries))).failures).toEqual([]);
    expect([...accounts]).toEqual([["toy-7", { name: "Acme", description: "A customer" }]]);
    expect(await refresh()).toEqual({ changed: [], gone: [], failures: [] });
  });

  it("shows drift", async () => {
    const run = engine();
    await run.up([acme({ description: "First" })]);
    accounts.set("toy-1", { name: "Acme", description: "By hand" });
    accounts.set("toy-9", { name: "Other", description: undefined });
    const drift = await findDrift({ plan: enginePlan(run.resources), settings: settings(), quietMilliseconds: 1 });
    expect(reportOf(drift)).toMatchObject({
      verdict: "drift",
      changed: [{ key: "Account/acme", differences: [{ field: "description", declared: "First", portal: "By hand" }] }],
      undeclared: [{ kind: "Account", id: "toy-9" }],
    });
  });

  it("is reviewed", () => {
    const kind: KindName = "Account";
    const plan = planText([{ kind, name: "acme", before: { name: "Acme", onDelete: "delete" } }], {
      config: { "reseller:portal": "toy", "reseller:endpoint": ENDPOINT },
    });
    const { verdict, findings, portals } = reviewPlan(plan);
    expect(portals).toMatchObject([{ title: "the Toy Portal" }]);
    expect([verdict, findings.map(({ id, subject }) => [id, subject])]).toEqual([
      "approval",
      [["IRR-05", "Account/acme"]],
    ]);
  });

  it("has its place in the pages that are made from the portals", () => {
    expect(supportTable([toy])).toContain("| `description`");
    expect(fieldReference([toy])).toContain("### Account: `description`");
    expect(ruleTable(toy)).toContain("| `toy/T1` | confirmation |");
  });
});

function bound(run: MiniEngine) {
  type Program = Parameters<MiniEngine["up"]>[0];
  return {
    up: (...program: Program) => run.up(program),
    preview: (...program: Program) => run.preview(program),
    refresh: () => run.refresh(),
  };
}
