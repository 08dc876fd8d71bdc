import { ruleBook, type RuleEntry, ruleId, ruleNames, type RulePlace } from "./ruleBook";

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

/** The rules as a page of the documentation. */
export function ruleTable(): string {
  const rows = ruleNames.map((name) => {
    const { severity, what, source, places }: RuleEntry = ruleBook[name];
    const where = places.map((place) => PLACES[place]).join("; ");
    return `| \`${ruleId(name)}\` | ${SEVERITIES[severity]} | ${what} | ${source} | ${where} |`;
  });
  return [
    "# Rules of the Cloud Service Portal",
    "",
    "Made from `provider/portals/csp/ruleBook.ts` by `npm run rules`. The id stands in the code, in every message, in the tests and in the sandbox.",
    "",
    "- **refused**: nothing goes on until it is mended.",
    '- **refused unless confirmed**: nothing goes on unless the resource says that it is meant, with `confirm: ["csp/…"]`.',
    "- **said**: a warning; the run goes on. `confirm` silences it for a resource.",
    "- **kept**: it can't be broken from a program.",
    "",
    "A source with § is a chapter of the reseller manual; the others are pages of the portal's help. _Derived_ stands where no source says it in so many words.",
    "",
    "| Rule | What becomes of it | What it says | Source | Where it is held |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
