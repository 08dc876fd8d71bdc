import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import { catalogue, type FindingId, LEVELS } from "../review";

/** docs/review-findings.md: every finding of a review, the most serious level first. */
export function findingsTable(): string {
  const ids = Object.keys(catalogue) as FindingId[];
  const sections = [...LEVELS].reverse().map((level) => {
    const rows = ids
      .filter((id) => catalogue[id].level === level)
      .map((id) => `| ${id} | ${catalogue[id].title} | ${catalogue[id].when} | ${rulesOf(id)} |`);
    return [
      `## ${level}`,
      "",
      "| id | finding | condition | portal rules |",
      "| --- | --- | --- | --- |",
      ...rows,
    ].join("\n");
  });
  return [
    "# Findings of a review",
    "",
    "Generated from `review/findings/catalogue.ts` by `npm run rules`. For the levels, and how to accept a finding, see [Review a change](review.md).",
    "",
    ...sections.flatMap((section) => [section, ""]),
  ].join("\n");
}

function rulesOf(id: FindingId): string {
  return PORTAL_NAMES.flatMap((portal) => portalNamed(portal).rules)
    .filter(({ refusedAs, foundAs }) => refusedAs === id || foundAs?.includes(id) === true)
    .map((rule) => rule.id)
    .join(", ");
}
