import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import * as path from "node:path";
import { statesInFolder } from "../../../cli/fleet/backend";

const LATEST = { manifest: { version: "v3.276.0" }, resources: [{ urn: "urn:pulumi:acme::realm::t::n" }] };
const STATE = { version: 3, checkpoint: { stack: "organization/realm/acme", latest: LATEST } };

describe("the state of a stack in a folder", () => {
  let folder: string;
  let stacks: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "reseller-backend-"));
    stacks = path.join(folder, "state", ".pulumi", "stacks", "realm");
    mkdirSync(stacks, { recursive: true });
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: realm\n");
    write("acme.json", STATE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: unknown) =>
    writeFileSync(path.join(stacks, name), typeof content === "string" ? content : JSON.stringify(content));
  const read = (url: string, stack = "acme") => {
    const text = statesInFolder({ cwd: folder, environment: { PULUMI_BACKEND_URL: url } })(stack);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  };

  it("is read as the engine exports it, wherever the address leads to the folder", () => {
    const state = { version: 3, deployment: LATEST };
    expect(read(`file://${folder}/state`)).toEqual(state);
    expect(read("file://./state?no_tmp_dir=true")).toEqual(state);
    expect(read(`file://~/${path.relative(homedir(), path.join(folder, "state"))}`)).toEqual(state);
  });

  it("is left to the engine where it is compressed, of another version, broken, missing, or kept elsewhere", () => {
    const url = `file://${folder}/state`;
    write("newer.json", { ...STATE, version: 4 });
    write("broken.json", '{"version":3,"checkp');
    write("empty.json", { version: 3 });
    for (const stack of ["newer", "broken", "empty", "missing"]) expect(read(url, stack)).toBeUndefined();
    expect(read("s3://bucket")).toBeUndefined();
    write("acme.json.gz", "");
    expect(read(url)).toBeUndefined();
  });
});
