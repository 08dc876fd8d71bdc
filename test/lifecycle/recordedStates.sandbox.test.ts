import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { acme, clientUser, LIMITS, openstack, project, quota, ref, resource, RuleBench } from "../rules/bench";
import { account, GridscaleBench, person } from "../rules/gridscaleBench";
import { member, organization, profile, ScalewayBench } from "../rules/scalewayBench";
import type { Bench } from "../support/bench";
import type { ProgramResource, StoredResource } from "../support/miniEngine";

/** What is kept of one resource in a state. Ids, times and secrets stand as `{{label}}` or `{{label path}}`: each sandbox makes its own. */
type Recorded = Pick<StoredResource, "id" | "inputs" | "state">;

interface Realm {
  readonly open: () => Promise<Bench>;
  readonly program: readonly ProgramResource[];
  /** One more change, and the only step that it is. */
  readonly change: { readonly label: string; readonly inputs: object };
}

/** A realm of each portal with every kind that the portal has. */
const realms: Readonly<Record<string, Realm>> = {
  csp: {
    open: () => RuleBench.start(),
    program: [
      acme({ description: "A customer", primaryColor: "#7A0019" }),
      openstack,
      resource("Profile", "desk", { name: "Desk", level: "client", permissions: ["show_users", "create_user"] }),
      resource("QuotaProfile", "starter", { name: "Starter", limits: LIMITS, inheritable: true }),
      quota(),
      clientUser("anna", {
        profiles: [ref("desk"), "User-Adm"],
        sourceAddresses: ["203.0.113.0/24"],
        accessTimes: [{ days: ["mon", "tue"], from: "08:00", to: "18:00" }],
      }),
      project("main", { roles: [{ user: ref("anna"), roles: ["member"] }] }),
    ],
    change: { label: "anna", inputs: { lastName: "Keller" } },
  },
  scaleway: {
    open: () => ScalewayBench.start(),
    program: [
      organization("acme", { description: "A customer", phone: "+41 44 555 01 02" }),
      profile("readers", { tags: ["b", "a"] }),
      member("anna", { firstName: "Anna", profiles: [ref("readers")], generatePassword: true }),
      resource("QuotaProfile", "starter", { name: "Starter", limits: { iam_users: 5 } }),
      resource("Quota", "quota", { limits: { iam_users: 5 } }),
      resource("Project", "main", { name: "main", description: "A project" }),
    ],
    change: { label: "anna", inputs: { lastName: "Keller" } },
  },
  gridscale: {
    open: () => GridscaleBench.start(),
    program: [
      account("acme", { features: ["gpu"], locations: ["fra"], productPrices: { "10001": 0.5 } }),
      resource("Profile", "reader", { name: "Read Only", level: "client" }),
      resource("QuotaProfile", "starter", { name: "Starter", limits: { cores: 5 } }),
      resource("Quota", "quota", { account: ref("acme"), limits: { cores: 5 } }),
      resource("ServiceActivation", "zrh", { account: ref("acme"), service: "location:zrh" }),
      person("anna", { firstName: "Anna", access: [{ account: ref("acme"), profile: ref("reader") }] }),
    ],
    change: { label: "anna", inputs: { lastName: "Keller" } },
  },
};

/** What each run makes anew: ids, times, passwords. */
const OF_ONE_RUN = /^[\da-f]{8}-[\da-f-]{27}$|_[\da-f]{12}\b|^\d{4}-\d\d-\d\dT/;

/** Calls `change` with each text in a value and its path. */
function texts(value: unknown, change: (text: string, path: string) => unknown, at = ""): unknown {
  if (typeof value === "string") return change(value, at);
  if (Array.isArray(value)) return value.map((entry, index) => texts(entry, change, `${at}[${index}]`));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, texts(member, change, at === "" ? name : `${at}.${name}`)]),
  );
}

function recordable(bench: Bench): Record<string, Recorded> {
  const labels = new Map([...bench.engine.resources].map(([label, { id }]) => [id, label]));
  const named = (text: string) =>
    [...labels].reduce((shown, [id, label]) => shown.replaceAll(id, `{{${label}}}`), text);
  return Object.fromEntries(
    [...bench.engine.resources].map(([label, { id, inputs, state }]) => {
      const placeholder = (text: string, place: string) => {
        const shown = named(text);
        const isOfOneRun = OF_ONE_RUN.test(shown) || /password/i.test(place);
        return isOfOneRun ? `{{${label} ${place}}}` : shown;
      };
      return [label, texts({ id: named(id), inputs, state }, placeholder) as Recorded];
    }),
  );
}

/** The recorded states, with what this run has made in the place of what that run had made. */
function recalled(bench: Bench, recorded: Readonly<Record<string, Recorded>>): void {
  const { resources } = bench.engine;
  for (const [label, kept] of Object.entries(recorded)) {
    const now = resources.get(label)!;
    const own = new Map<string, string>();
    texts({ inputs: now.inputs, state: now.state }, (text, place) => own.set(place, text));
    const filled = texts(kept, (text, place) =>
      text.startsWith(`{{${label} `)
        ? (own.get(place) ?? text)
        : text.replace(/\{\{([^ }]+)\}\}/g, (_all, other: string) => resources.get(other)?.id ?? other),
    ) as Recorded;
    (resources as Map<string, StoredResource>).set(label, { ...now, ...filled });
  }
}

/** `RESELLER_RECORD_STATES=<version>` writes what this version keeps; a recording is never written over. */
const recording = process.env["RESELLER_RECORD_STATES"];

describe("states of earlier versions", () => {
  it.each([
    ["csp", "0.1.0"],
    ["scaleway", "0.1.0"],
    ["gridscale", "0.1.0"],
  ])("of %s, recorded by %s, show no difference, and change as a state of today does", async (portal, version) => {
    const { open, program, change } = realms[portal]!;
    const bench = await open();
    try {
      await bench.up(...program);
      const file = path.join(__dirname, "states", `${portal}-${recording ?? version}.json`);
      if (recording !== undefined && !existsSync(file))
        writeFileSync(file, `${JSON.stringify(recordable(bench), null, 2)}\n`);
      const recorded = JSON.parse(readFileSync(file, "utf8")) as Record<string, Recorded>;
      expect(Object.keys(recorded).sort()).toEqual([...bench.engine.resources.keys()].sort());
      recalled(bench, recorded);
      await bench.resetCalls();

      expect(await bench.engine.preview(program)).toEqual({ steps: [], failures: [] });
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      expect(await bench.engine.preview(program)).toEqual({ steps: [], failures: [] });
      expect(await bench.writes()).toEqual({});
      const changed = program.map((declared) =>
        declared.label === change.label ? { ...declared, inputs: { ...declared.inputs, ...change.inputs } } : declared,
      );
      recalled(bench, recorded);
      expect(await bench.engine.up(changed)).toEqual({ steps: [`update ${change.label}`], failures: [] });
    } finally {
      await bench.close();
    }
  });
});
