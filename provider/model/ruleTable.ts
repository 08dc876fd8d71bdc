import type { Portal } from "./portal";
import type { Rule, RulePlace } from "./rule";

const PLACES: Readonly<Record<RulePlace, string>> = {
  program: "preview, before anything is sent",
  portal: "preview, against the live portal",
  apply: "apply",
  always: "by construction",
};

const SEVERITIES: Readonly<Record<Rule["severity"], string>> = {
  refuse: "error",
  confirm: "confirmation",
  warn: "warning",
  kept: "guaranteed",
};

/** The rules of a portal as a page of the documentation. */
export function ruleTable({ name, rules, documented: { title, sources } }: Portal): string {
  const rows = rules.map(({ id, severity, sentence, source, places }) => {
    const where = places.map((place) => PLACES[place]).join("; ");
    return `| \`${id}\` | ${SEVERITIES[severity]} | ${sentence} | ${source} | ${where} |`;
  });
  return [
    `# Rules of ${title}`,
    "",
    `Generated from \`provider/portals/${name}/rules/\` by \`npm run rules\`. Messages, code, tests and the sandbox refer to a rule by its id.`,
    "",
    "- **error**: the run stops until you correct the declaration.",
    `- **confirmation**: the run stops unless the resource confirms the rule with \`confirm: ["${name}/…"]\`.`,
    "- **warning**: the run continues. `confirm` silences the warning for a resource.",
    "- **guaranteed**: the provider always complies; a program can't break the rule.",
    "",
    sources,
    "",
    "| Rule | Severity | Description | Source | Checked at |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
