/** What is to be said where the program's package and the plugin are of different versions; neither has fields that only the other knows. */
export function versionRemark(
  program: unknown,
  plugin: string,
): { readonly text: string; readonly isOlder: boolean } | undefined {
  if (typeof program !== "string") return undefined;
  const difference = compared(plugin, program);
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

/** By major, minor and patch, as a number below, at or above 0. */
function compared(one: string, other: string): number {
  const [first, second] = [one, other].map((version) => version.split(/[-+]/)[0]!.split(".").map(Number));
  const place = [0, 1, 2].find((part) => first![part] !== second![part]);
  return place === undefined ? 0 : (first![place] ?? 0) - (second![place] ?? 0);
}
