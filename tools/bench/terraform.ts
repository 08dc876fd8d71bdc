/**
 * The same groups and policies, by Terraform and its Scaleway provider, where the environment names both: `BENCH_TERRAFORM` (the binary)
 * and `BENCH_TERRAFORM_PROVIDER` (a folder that has the provider's binary, at any depth).
 */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { SandboxReady } from "../sandboxProcess";
import type { Phase } from "./figures";
import { timedRun } from "./timedRun";

const BINARY = "BENCH_TERRAFORM";
const PROVIDER = "BENCH_TERRAFORM_PROVIDER";

export interface Terraform {
  readonly binary: string;
  /** Folder that holds the provider's binary itself. */
  readonly providerFolder: string;
}

/** What the environment names; undefined where it names nothing. @throws Error where it names something that is not there. */
export async function terraformHere(): Promise<Terraform | undefined> {
  const { [BINARY]: binary, [PROVIDER]: folder } = process.env;
  if (binary === undefined && folder === undefined) return undefined;
  if (binary === undefined || folder === undefined)
    throw new Error(
      `to measure Terraform, set both ${BINARY} (its binary) and ${PROVIDER} (a folder with its Scaleway provider)`,
    );
  const providerFolder = await folderOfProvider(folder);
  if (providerFolder === undefined)
    throw new Error(`${PROVIDER} names ${folder}, in which there is no file terraform-provider-scaleway*`);
  return { binary, providerFolder };
}

async function folderOfProvider(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (
    entries.some((entry) => !entry.isDirectory() && /^terraform-provider-scaleway(_v[\d.]+)?(\.exe)?$/.test(entry.name))
  )
    return folder;
  for (const entry of entries.filter((candidate) => candidate.isDirectory())) {
    const found = await folderOfProvider(path.join(folder, entry.name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Applied, planned with nothing to do, refreshed and destroyed: what our phases do. */
const PHASES: readonly { readonly phase: Phase; readonly args: readonly string[] }[] = [
  { phase: "up", args: ["apply", "-auto-approve", "-refresh=false"] },
  { phase: "second up", args: ["apply", "-auto-approve"] },
  { phase: "refresh", args: ["apply", "-refresh-only", "-auto-approve"] },
  { phase: "destroy", args: ["destroy", "-auto-approve", "-refresh=false"] },
];

export async function measureTerraform(
  { binary, providerFolder }: Terraform,
  { scaleway }: SandboxReady,
  size: number,
  parallel: string,
  measured: (phase: Phase, seconds: number) => Promise<void>,
  began: (phase: Phase) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-reseller-terraform-"));
  try {
    await writeFile(path.join(folder, "main.tf.json"), JSON.stringify(program(size)));
    const rcFile = path.join(folder, "terraform.rc");
    await writeFile(
      rcFile,
      `provider_installation {\n  dev_overrides {\n    "scaleway/scaleway" = ${JSON.stringify(providerFolder)}\n  }\n  direct {}\n}\n`,
    );
    const env = {
      TF_CLI_CONFIG_FILE: rcFile,
      TF_IN_AUTOMATION: "true",
      CHECKPOINT_DISABLE: "true",
      SCW_API_URL: scaleway.rootEndpoint ?? scaleway.endpoint,
      SCW_ACCESS_KEY: scaleway.accessKey,
      SCW_SECRET_KEY: scaleway.secretKey,
      SCW_DEFAULT_ORGANIZATION_ID: scaleway.organizationId,
      SCW_DEFAULT_PROJECT_ID: scaleway.organizationId,
      SCW_CONFIG_PATH: path.join(folder, "none.yaml"),
    };
    for (const { phase, args } of PHASES) {
      await began(phase);
      const flags = ["-input=false", "-no-color", `-parallelism=${parallel}`];
      await measured(phase, await timedRun(binary, [...args, ...flags], { cwd: folder, env }));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As many groups, each with a policy of one rule. */
function program(size: number): object {
  return {
    terraform: { required_providers: { scaleway: { source: "scaleway/scaleway" } } },
    resource: {
      scaleway_iam_group: {
        bench: { count: size, name: "bench-${count.index + 1}", description: "For the benchmark" },
      },
      scaleway_iam_policy: {
        bench: {
          count: size,
          name: "bench-${count.index + 1}",
          description: "For the benchmark",
          group_id: "${scaleway_iam_group.bench[count.index].id}",
          rule: [
            {
              organization_id: "${scaleway_iam_group.bench[count.index].organization_id}",
              permission_set_names: ["BillingReadOnly", "IAMReadOnly"],
            },
          ],
        },
      },
    },
  };
}
