import type { RuleBook, RuleEntry, RulePlace } from "./ruleBook";

const PLACES: Readonly<Record<RulePlace, string>> = {
  program: "before anything is sent",
  portal: "preview, against the live portal",
  apply: "at the change",
  always: "by construction",
};

const SEVERITIES: Readonly<Record<RuleEntry["severity"], string>> = {
  refuse: "refused",
  confirm: "refused unless confirmed",
  warn: "said",
  kept: "kept",
};

/** The rules of a portal as a page of the documentation; `notes` say what stands in the column of sources. */
export function ruleTable<Name extends string>(
  { rules, names, id }: RuleBook<Name>,
  { title, file, notes }: { readonly title: string; readonly file: string; readonly notes: string },
): string {
  const rows = names.map((name) => {
    const { severity, what, source, places } = rules[name];
    const where = places.map((place) => PLACES[place]).join("; ");
    return `| \`${id(name)}\` | ${SEVERITIES[severity]} | ${what} | ${source} | ${where} |`;
  });
  return [
    `# Rules of ${title}`,
    "",
    `Made from \`${file}\` by \`npm run rules\`. The id stands in the code, in every message, in the tests and in the sandbox.`,
    "",
    "- **refused**: nothing goes on until it is mended.",
    `- **refused unless confirmed**: nothing goes on unless the resource says that it is meant, with \`confirm: ["${id(names[0]!).split("/")[0]}/…"]\`.`,
    "- **said**: a warning; the run goes on. `confirm` silences it for a resource.",
    "- **kept**: it can't be broken from a program.",
    "",
    notes,
    "",
    "| Rule | What becomes of it | What it says | Source | Where it is held |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
