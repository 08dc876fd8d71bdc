import type { Portal } from "./portal";
import type { Rule, RulePlace } from "./rule";

const PLACES: Readonly<Record<RulePlace, string>> = {
  program: "before anything is sent",
  portal: "preview, against the live portal",
  apply: "at the change",
  always: "by construction",
};

const SEVERITIES: Readonly<Record<Rule["severity"], string>> = {
  refuse: "refused",
  confirm: "refused unless confirmed",
  warn: "said",
  kept: "kept",
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
    `Made from \`provider/portals/${name}/rules/\` by \`npm run rules\`. The id stands in the code, in every message, in the tests and in the sandbox.`,
    "",
    "- **refused**: the run stops until the declaration is corrected.",
    `- **refused unless confirmed**: the run stops unless the resource confirms the rule, with \`confirm: ["${name}/…"]\`.`,
    "- **said**: a warning; the run continues. `confirm` silences it for a resource.",
    "- **kept**: a program can't break it.",
    "",
    sources,
    "",
    "| Rule | What becomes of it | What it says | Source | Where it is held |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
