import { OLDEST_ENGINE } from "../engine/pins";
import { type Host, NODE_VERSIONS, SDK_VERSIONS, type Step, STEPS, TESTED } from "./list";

const HOSTS: readonly Host[] = ["dynamic", "plugin"];

/** docs/versions.md: which versions of Pulumi and Node.js are supported, and what is tested with them. */
export function versionsPage(): string {
  return [
    "# Versions",
    "",
    "Generated from `tools/versions/list.ts` by `npm run rules`.",
    "",
    ...table(
      ["", "supported"],
      [
        ["Pulumi", `${OLDEST_ENGINE} and newer`],
        ["`@pulumi/pulumi`", `${SDK_VERSIONS[0]} and newer`],
        ["Node.js", Object.keys(NODE_VERSIONS).join(", ")],
      ],
    ),
    "",
    "## Node.js",
    "",
    "Each version is supported until the [end of its life](https://nodejs.org/en/about/previous-releases). Node.js 20 has reached it and gets no more security fixes. It is still tested, and a later release of this package will require Node.js 22.",
    "",
    ...table(
      ["Node.js", "end of life", "tested"],
      Object.entries(NODE_VERSIONS).map(([major, { end, version }]) => [major, end, version]),
    ),
    "",
    "`@pulumi/pulumi` 3.249 and newer ask for Node.js 22. On Node.js 20, npm warns of that (`EBADENGINE`); install 3.248 to avoid the warning.",
    "",
    "## Tests",
    "",
    `\`npm run test:engines\` runs a realm with all kinds of resources, on both [hosts](plugin.md), with each line of this table:`,
    "",
    ...table(
      ["Pulumi", "`@pulumi/pulumi`", "Node.js"],
      TESTED.map(({ engine, sdk, node }) => [engine, sdk, node]),
    ),
    "",
    "These are the steps, and the versions of Pulumi that they work with, as far as they are tested:",
    "",
    ...table(
      ["step", "dynamic provider", "plugin"],
      Object.values<Step>(STEPS).map((step) => [step.title, ...HOSTS.map((host) => supportOf(step, host))]),
    ),
    "",
  ].join("\n");
}

function supportOf({ hosts, since }: Step, host: Host): string {
  if (hosts?.includes(host) === false) return "no";
  return since === undefined ? "all" : `${since} and newer`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [titles, titles.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
