import { compareVersions } from "../../text/versions";

/** What is to be said where the program's package and the plugin are of different versions; neither has fields that only the other knows. */
export function versionRemark(
  program: unknown,
  plugin: string,
): { readonly text: string; readonly isOlder: boolean } | undefined {
  if (typeof program !== "string") return undefined;
  const difference = compareVersions(plugin, program);
  if (difference === 0) return undefined;
  const isOlder = difference < 0;
  const remedy = isOlder
    ? `Install the plugin ${program} (npx reseller plugin install, with the package of that version), or correct the path under plugins in Pulumi.yaml`
    : `Update the program's package to ${plugin}, or install the plugin ${program}`;
  return {
    text: `the program was written for pulumi-reseller ${program}, and this plugin is ${isOlder ? "older" : "newer"}: ${plugin}. ${remedy}`,
    isOlder,
  };
}
