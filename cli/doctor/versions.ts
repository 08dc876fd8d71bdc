import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "../../provider/model/portal";
import { cachedPlugin, PLUGIN_VERSION } from "../pluginCache";
import { NoEngine, runPulumi } from "../pulumi";
import { compareVersions } from "../../text/versions";
import { type Check, checksOf } from "./check";
import { NODE_ENDS } from "./nodeVersions";

const { engines, peerDependencies } = require("pulumi-reseller/package.json") as {
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
};
const { ok, warning, problem, unknown } = checksOf("versions");

/** The versions of everything that takes part. */
export async function versionChecks(project: string | undefined, environment: Environment): Promise<Check[]> {
  return [
    ok("pulumi-reseller", PLUGIN_VERSION),
    nodeCheck(process.versions.node, new Date()),
    await engineCheck(project, environment),
    sdkCheck(project),
    fs.existsSync(cachedPlugin(environment))
      ? ok("plugin", `${PLUGIN_VERSION} is in Pulumi's plugin cache`)
      : ok(
          "plugin",
          "not in Pulumi's plugin cache; it is only needed if reseller:host is plugin and Pulumi.yaml names no path",
        ),
  ];
}

/** @param now for tests */
export function nodeCheck(version: string, now: Date): Check {
  const major = Number(version.split(".")[0]);
  const least = Number(/\d+/.exec(engines.node)?.[0] ?? 0);
  if (major < least)
    return problem("Node.js", `${version}, but ${engines.node} is needed`, "install a newer version of Node.js");
  const end = (NODE_ENDS as Readonly<Record<number, string>>)[major];
  if (end !== undefined && Date.parse(end) < now.getTime())
    return warning(
      "Node.js",
      `${version}, which gets no security fixes since ${end}`,
      "install a newer version of Node.js",
    );
  return ok("Node.js", version);
}

async function engineCheck(project: string | undefined, environment: Environment): Promise<Check> {
  try {
    const { code, stdout } = await runPulumi(["version"], {
      environment,
      ...(project === undefined ? {} : { cwd: project }),
    });
    const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0];
    if (code !== 0 || version === undefined) return unknown("Pulumi", "pulumi version prints no version");
    const least = /\d+\.\d+\.\d+/.exec(peerDependencies["@pulumi/pulumi"] ?? "")?.[0] ?? "0.0.0";
    return compareVersions(version, least) < 0
      ? problem(
          "Pulumi",
          `${version}, but ${least} or newer is needed`,
          "update Pulumi (https://www.pulumi.com/docs/install/)",
        )
      : ok("Pulumi", version);
  } catch (error) {
    if (!(error instanceof NoEngine)) throw error;
    return problem("Pulumi", error.message, "install Pulumi (https://www.pulumi.com/docs/install/)");
  }
}

function sdkCheck(project: string | undefined): Check {
  const name = "@pulumi/pulumi";
  try {
    const manifest = require.resolve(`${name}/package.json`, { paths: [project ?? process.cwd()] });
    const { version } = JSON.parse(fs.readFileSync(manifest, "utf8")) as { readonly version: string };
    return ok(name, version);
  } catch {
    return project === undefined
      ? unknown(name, "there is no Pulumi project here")
      : problem(name, `is not installed in ${path.resolve(project)}`, "run npm install there");
  }
}
