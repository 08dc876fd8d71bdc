import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { listReport } from "../../../cli/commands/fleetList";
import { selectedStacks } from "../../../cli/fleet/selection";
import { stacksSince } from "../../../cli/fleet/since";
import { readFleet } from "../../../fleet";

const ROOT = realpathSync(mkdtempSync(path.join(tmpdir(), "reseller-since-")));
const REPOSITORY = path.join(ROOT, "repository");
const FLEET = path.join(REPOSITORY, "customers");

afterAll(() => rmSync(ROOT, { recursive: true, force: true }));

function git(folder: string, ...words: string[]): void {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...words], { cwd: folder, stdio: "ignore" });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(FLEET, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function commit(message: string): void {
  git(REPOSITORY, "add", "-A");
  git(REPOSITORY, "commit", "-q", "-m", message);
}

const account = (name: string, more = "") => `accounts:\n  ${name}:\n    name: ${name}\n${more}`;
const user = (firstName: string) =>
  `    users:\n      anna: { username: anna, email: a@example.com, firstName: ${firstName}, lastName: K, profiles: [admin] }\n`;
const since = (ref: string) => Object.fromEntries(stacksSince(readFleet(FLEET), ref));
const refused = (folder: string, ref: string): string => {
  try {
    stacksSince(readFleet(folder), ref);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was not refused");
};

describe("--since", () => {
  beforeAll(() => {
    mkdirSync(REPOSITORY);
    git(REPOSITORY, "init", "-q", "-b", "main");
    write({ "README.md": "Customers.\n" });
    commit("no fleet yet");
    write({
      "fleet.yaml": "files: realm\n",
      "Pulumi.yaml": "name: customers\nruntime: nodejs\nstackConfigDir: stacks\n",
      "index.js": "",
      "realm/shared.yaml": "profiles:\n  admin: { name: Admin, permissions: [show_users], level: client }\n",
      "realm/acme.yaml": account("acme", user("Anna")),
      "realm/globex.yaml": account("globex"),
    });
    commit("a fleet");
  });

  it("tells stacks by their entries, settings and program, committed or not, with files that are new and gone", () => {
    const everything = ["acme", "globex", "shared"];
    expect(since("HEAD")).toEqual({});
    expect(Object.keys(since("HEAD~1")).toSorted()).toEqual(everything);
    expect(since("HEAD~1")["acme"]).toEqual(["there is no fleet.yaml at HEAD~1"]);

    write({
      "realm/acme.yaml": `# A comment.\n${account("acme", user("Anne"))}`,
      "realm/initech.yaml": account("initech"),
      "realm/globex.yaml": `# Nothing but a comment.\n${account("globex")}`,
      "stacks/Pulumi.shared.yaml": "config: {}\n",
      "stacks/Pulumi.nobody.yaml": "config: {}\n",
      "notes.md": "",
    });
    const changed = {
      acme: ["User acme/anna has changed"],
      initech: ["Account initech is new"],
      shared: ["stacks/Pulumi.shared.yaml has changed"],
    };
    expect(since("HEAD")).toEqual(changed);
    commit("a change");
    expect(since("HEAD~1")).toEqual(changed);
    const fleet = readFleet(FLEET);
    const names = (only?: string[]) =>
      selectedStacks(fleet, { since: "HEAD~1", ...(only && { only }) }).map(({ name }) => name);
    expect(names().toSorted()).toEqual(["acme", "initech", "shared"]);
    expect(names(["acme", "globex"])).toEqual(["acme"]);
    const { stacks } = listReport({ cwd: FLEET, since: "HEAD~1", only: ["acme"] });
    expect(stacks.map(({ name, reasons }) => [name, reasons])).toEqual([["acme", changed.acme]]);

    rmSync(path.join(FLEET, "realm", "globex.yaml"));
    commit("globex has left");
    expect(since("HEAD~1")).toEqual({});
    write({ "index.js": "// Changed.\n" });
    expect(since("HEAD")).toEqual(
      Object.fromEntries(["acme", "initech", "shared"].map((name) => [name, ["index.js has changed"]])),
    );
  });

  it("says what is wrong: no repository, no such commit, a clone without it, files elsewhere, a fleet that can't be read", () => {
    const alone = path.join(ROOT, "alone");
    cpSync(FLEET, alone, { recursive: true });
    expect(refused(alone, "main")).toContain("is in no Git repository");
    expect(refused(FLEET, "no-such-branch")).toMatch(/--since no-such-branch: Git knows no commit of this name/);
    expect(refused(FLEET, "--output=x")).toMatch(/knows no commit/);
    const shallow = path.join(ROOT, "shallow");
    git(ROOT, "clone", "-q", "--depth", "1", `file://${REPOSITORY}`, shallow);
    expect(refused(path.join(shallow, "customers"), "HEAD~1")).toContain("fetch-depth: 0");
    write({ "fleet.yaml": `files: [realm, ${JSON.stringify(path.join(alone, "realm", "acme.yaml"))}]\n` });
    rmSync(path.join(FLEET, "realm", "acme.yaml"));
    expect(refused(FLEET, "HEAD")).toContain("is outside of the Git repository");
    write({ "fleet.yaml": "flies: realm\n" });
    commit("broken");
    write({ "fleet.yaml": "files: realm\n" });
    expect(since("HEAD")["shared"]?.[0]).toMatch(/^the fleet can't be read \(fleet\.yaml:1:1: .*\) at HEAD$/);
  });
});
