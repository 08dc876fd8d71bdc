import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { listStacks, namesListed } from "../../../cli/fleet/stackList";

const POSTGRES = "postgres://somebody@127.0.0.1:5432/states?sslmode=disable";
/** In the place of the engine: it says how many stacks it would look at together. */
const ENGINE = `#!/bin/sh\necho "[{\\"name\\": \\"organization/realm/\${PULUMI_DIY_BACKEND_PARALLEL:-as-usual}\\"}]"\n`;

interface Place {
  readonly environment?: Readonly<Record<string, string>>;
  readonly project?: string;
  /** What somebody is signed in to. */
  readonly current?: string;
}

async function listed({ environment, project = "", current }: Place): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "reseller-stacks-"));
  try {
    const file = (name: string) => path.join(folder, name);
    writeFileSync(file("pulumi"), ENGINE);
    chmodSync(file("pulumi"), 0o755);
    writeFileSync(file("Pulumi.yaml"), `name: realm\n${project}`);
    mkdirSync(file("home"));
    if (current !== undefined) writeFileSync(file("home/credentials.json"), JSON.stringify({ current }));
    const known = { PATH: `${folder}:${process.env["PATH"] ?? ""}`, PULUMI_HOME: file("home") };
    return namesListed(await listStacks({ cwd: folder, environment: { ...known, ...environment } }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the list of the stacks of a project", () => {
  it.each<readonly [where: string, place: Place]>([
    ["the environment", { environment: { PULUMI_BACKEND_URL: POSTGRES }, current: "s3://states" }],
    ["Pulumi.yaml", { project: `backend: { url: "${POSTGRES}" }\n`, current: "file://~" }],
    ["a login", { current: POSTGRES }],
  ])(
    "looks at one stack after the other with PostgreSQL of %s, where the engine would wait for itself",
    async (_where, place) => {
      expect(await listed(place)).toEqual(["1"]);
      const chosen = { ...place.environment, PULUMI_DIY_BACKEND_PARALLEL: "2" };
      expect(await listed({ ...place, environment: chosen })).toEqual(["2"]);
    },
  );

  it.each<readonly [what: string, place: Place]>([
    ["another backend", { environment: { PULUMI_BACKEND_URL: "s3://states" }, current: POSTGRES }],
    ["none that is known", {}],
  ])("is left to the engine with %s", async (_what, place) => {
    expect(await listed(place)).toEqual(["as-usual"]);
  });
});
