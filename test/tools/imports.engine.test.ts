import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const packageRoot = path.resolve(__dirname, "..", "..");
const cruiser = path.join(packageRoot, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
const rules = path.join(packageRoot, ".dependency-cruiser.js");

const refused = [
  ["provider/model/user.ts", "provider/transport/client.ts", "model-imports-no-other-room"],
  ["provider/transport/client.ts", "provider/model/user.ts", "transport-imports-no-other-room"],
  ["provider/model/user.ts", "provider/transport/client.ts", "no-cycles"],
  ["text/escape.ts", "provider/model/account.ts", "text-imports-no-other-room"],
  ["engine/plan.ts", "provider/portals/facts.ts", "engine-imports-model"],
  ["provider/contract/probe.ts", "provider/portals/facts.ts", "contract-imports-model-and-transport"],
  ["provider/portals/csp/user.ts", "provider/lifecycle/create.ts", "portals-import-model-contract-and-transport"],
  ["provider/portals/csp/user.ts", "provider/portals/scaleway/user.ts", "portals-do-not-know-each-other"],
  ["provider/lifecycle/create.ts", "provider/hosts/dynamic.ts", "lifecycle-imports-model-and-portals"],
  ["provider/lifecycle/create.ts", "provider/portals/csp/user.ts", "lifecycle-imports-model-and-portals"],
  ["provider/lifecycle/create.ts", "provider/transport/client.ts", "lifecycle-imports-model-and-portals"],
  ["provider/lifecycle/create.ts", "@pulumi/pulumi", "pulumi-only-in-hosts-and-sdk"],
  ["provider/hosts/dynamic.ts", "sdk/user.ts", "hosts-import-the-provider"],
  ["sdk/user.ts", "provider/lifecycle/create.ts", "sdk-imports-model-engine-and-realm"],
  ["sdk/user.ts", "axios", "what-is-pure-reaches-no-network"],
  ["engine/plan.ts", "@pulumi/pulumi", "reviews-and-policies-reach-no-pulumi"],
  ["drift/report.ts", "review/findings/people.ts", "review-has-a-face"],
  ["sandbox/server.ts", "provider/portals/csp/user.ts", "sandbox-imports-contracts"],
  ["cli/command.ts", "sandbox/server.ts", "sandbox-is-a-package"],
  ["provider/model/user.ts", "test/builders.ts", "provider-and-sdk-stand-alone"],
  ["provider/model/user.ts", "no-such-package", "no-unresolvable-imports"],
] as const;

const allowed = [
  ["provider/portals/csp/account.ts", "provider/model/portal.ts"],
  ["provider/lifecycle/read.ts", "provider/model/portal.ts"],
  ["provider/lifecycle/read.ts", "provider/portals/index.ts"],
  ["provider/hosts/plugin.ts", "provider/lifecycle/read.ts"],
  ["provider/model/project.ts", "text/words.ts"],
  ["sdk/project.ts", "provider/model/project.ts"],
  ["drift/report.ts", "review/index.ts"],
  ["sandbox/store.ts", "provider/portals/csp/contract.ts"],
  ["test/portal.ts", "sandbox/server.ts"],
] as const;

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** A tree of files that import each other as listed above, and what the check says about it. */
describe("check of imports", () => {
  let violations: Violation[];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "imports-"));

  beforeAll(() => {
    const append = (file: string, text: string) => {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.appendFileSync(path.join(folder, file), text);
    };
    const link = (from: string, to: string, statement: string) => {
      append(from, `${statement} "${to.endsWith(".ts") ? relativeImport(from, to) : to}";\nexport const x = 1;\n`);
      if (to.endsWith(".ts")) {
        append(to, "");
      }
    };
    refused.forEach(([from, to]) => link(from, to, "import * as anything from"));
    allowed.forEach(([from, to]) => link(from, to, "import * as anything from"));
    append("package.json", "{}");
    for (const name of ["axios", "@pulumi/pulumi"]) {
      append(`node_modules/${name}/package.json`, "{}");
      append(`node_modules/${name}/index.js`, "");
    }

    const rooms = fs.readdirSync(folder).filter((name) => !["package.json", "node_modules"].includes(name));
    const args = [cruiser, "--config", rules, "--output-type", "json", ...rooms];
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    violations = (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary.violations;
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  const broken = (from: string, to: string) =>
    violations
      .filter((violation) => violation.from === from && [to, `node_modules/${to}/index.js`].includes(violation.to))
      .map(({ rule }) => rule.name);

  it.each(refused)("refuses that %s imports %s: %s", (from, to, rule) => {
    expect(broken(from, to)).toContain(rule);
  });

  it.each(allowed)("allows that %s imports %s", (from, to) => {
    expect(broken(from, to)).toEqual([]);
  });
});

function relativeImport(from: string, to: string): string {
  const relative = path.posix.relative(path.posix.dirname(from), to).replace(/\.ts$/, "");
  return relative.startsWith(".") ? relative : `./${relative}`;
}
