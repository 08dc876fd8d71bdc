import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { PortalName } from "../../provider/portals/list";
import { fixtures } from "../portals/list";
import { type Bench, HOSTS, throughHost } from "../support/bench";
import type { StoredResource } from "../support/miniEngine";

/** What is kept of one resource in a state. Ids, times and secrets stand as `{{label}}` or `{{label path}}`: each sandbox makes its own. */
type Recorded = Pick<StoredResource, "id" | "inputs" | "state">;

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
  it.each(
    HOSTS.flatMap((host) =>
      fixtures.flatMap(({ name, states }) =>
        recordedVersions(name).map((version) => [name, version, host, states] as const),
      ),
    ),
  )(
    "of %s, recorded by %s and read by %s, show no difference, and change as a state of today does",
    async (portal, version, host, states) => {
      throughHost(host);
      const { open, program, change } = states();
      const bench = await open();
      try {
        await bench.up(...program);
        const file = path.join(statesOf(portal), `${recording ?? version}.json`);
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
          declared.label === change.label
            ? { ...declared, inputs: { ...declared.inputs, ...change.inputs } }
            : declared,
        );
        recalled(bench, recorded);
        expect(await bench.engine.up(changed)).toEqual({ steps: [`update ${change.label}`], failures: [] });
      } finally {
        await bench.close();
        throughHost("the lifecycle");
      }
    },
  );
});

function statesOf(portal: PortalName): string {
  return path.join(__dirname, "..", "portals", portal, "states");
}

function recordedVersions(portal: PortalName): string[] {
  return readdirSync(statesOf(portal)).map((file) => file.replace(/\.json$/, ""));
}
