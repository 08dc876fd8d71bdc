import * as fs from "node:fs";
import * as path from "node:path";
import { commentedOut, type WrittenFile } from "../../realm/write/file";
import { scalar } from "../../realm/write/yamlText";

export const PIPELINES = ["none", "github", "gitlab"] as const;
export type Pipeline = (typeof PIPELINES)[number];

const FILES: Readonly<Record<Pipeline, readonly string[]>> = {
  none: [],
  github: [
    ".github/workflows/review.yml",
    ".github/workflows/apply.yml",
    ".github/workflows/drift.yml",
    ".github/CODEOWNERS",
  ],
  gitlab: [".gitlab-ci.yml"],
};

/** What the jobs leave in the folder. */
export const LEFT_BY_PIPELINES = ["review/", "drift.md", "plan.bin"];

/** The example's pipelines, for another project and stack. */
export function pipelineFiles(pipeline: Pipeline, project: string, stack: string): WrittenFile[] {
  const example = path.join(path.dirname(require.resolve("pulumi-reseller/package.json")), "examples", "gitops");
  return FILES[pipeline].map((file) => {
    const text = fs.readFileSync(path.join(example, file), "utf8");
    return { path: file, text: file.endsWith(".yml") ? renamed(text, project, stack) : withoutOwners(text) };
  });
}

function renamed(text: string, project: string, stack: string): string {
  return text
    .replace(/^(\s*STACK:) production$/m, `$1 ${scalar(stack)}`)
    .replace(/^(\s*REALM:) gitops-realm\/production$/m, `$1 ${scalar(`${project}/${stack}`)}`)
    .replace(/^(\s*group:) (apply|drift)-production$/m, (_line, head: string, job: string) => `${head} ${job}-${stack}`)
    .replace(/^(\s*resource_group:) production$/gm, `$1 ${scalar(stack)}`);
}

/** The example's teams are nobody's. */
function withoutOwners(text: string): string {
  const lines = text.split("\n").map((line) => (/^(#|$)/.test(line) ? line : commentedOut(line, "#")));
  return ["# Add your own people or teams, and uncomment the lines.", ...lines].join("\n");
}
