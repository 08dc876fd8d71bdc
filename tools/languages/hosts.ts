/** Pulumi's language hosts for YAML, Python and Go. An installed engine has them; one that was built here needs them built as well. */
import fs from "node:fs";
import path from "node:path";

import { type Engine, ensureEngine } from "../engine";
import { languageHostModule, languageModules } from "../engine/pins";
import { executableName } from "../engine/searchPath";
import { digestOf, type Surroundings } from "../openstack/packages";
import { compileGo, ensureFolder, runGo } from "./goBuild";

const SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3";
/** Runs the program for the host for Python. */
const PYTHON_RUNNER = "pulumi-language-python-exec";

/** Versions differ: each host is of the last version whose module can be had everywhere. */
const HOSTS: ReadonlyArray<{ readonly name: string; readonly goPackage: string; readonly module: string }> = [
  {
    name: "pulumi-language-yaml",
    goPackage: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    module: path.join(languageModules, "pulumi"),
  },
  {
    name: "pulumi-language-python",
    goPackage: `${SDK_MODULE}/python/cmd/pulumi-language-python`,
    module: languageHostModule,
  },
  {
    name: "pulumi-language-go",
    goPackage: `${SDK_MODULE}/go/pulumi-language-go`,
    module: path.join(languageModules, "go-host"),
  },
];

/** The folder that has the hosts. */
export async function ensureHosts(surroundings: Surroundings): Promise<string> {
  const engine: Engine = await ensureEngine({ env: surroundings.env, log: surroundings.log });
  const besideEngine = path.dirname(fs.realpathSync(engine.binary));
  if (HOSTS.every(({ name }) => fs.existsSync(path.join(besideEngine, executableName(name))))) return besideEngine;
  const modules = HOSTS.map(({ module }) => fs.readFileSync(path.join(module, "go.mod"), "utf8"));
  const name = `hosts-${process.platform}-${process.arch}-${digestOf(...modules)}`;
  const told = { name, what: "build of the language hosts for YAML, Python and Go", expected: "two to three minutes" };
  return ensureFolder(told, surroundings, (work) => build(work, surroundings.env));
}

async function build(work: string, env: NodeJS.ProcessEnv): Promise<void> {
  for (const { name, goPackage, module } of HOSTS)
    await compileGo(goPackage, path.join(work, executableName(name)), module, env);
  const list = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK_MODULE];
  const sdk = await runGo(list, languageHostModule, env);
  fs.copyFileSync(path.join(sdk, "python", "cmd", PYTHON_RUNNER), path.join(work, PYTHON_RUNNER));
  // Go keeps the files of its module cache read-only and without the executable mark.
  fs.chmodSync(path.join(work, PYTHON_RUNNER), 0o755);
}
