import { gzipSync } from "node:zlib";

/**
 * What GitHub's code scanning asks of a SARIF file beyond its schema, as the page "SARIF support for code scanning" of its documentation has
 * it: what is required (and then not empty), what is the most it takes, and addresses that it can match against files of the repository.
 */

const MOST_BYTES_ZIPPED = 10_000_000;
const MOST = { runs: 20, results: 25_000, rules: 25_000, tags: 20, locations: 1000, description: 1024, name: 255 };
const REPOSITORY = "https://repository.example/top/";

type Json = Readonly<Record<string, unknown>> | undefined;

const within = (of: Json, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((part, name) => (part as Json)?.[name], of);
const listIn = (of: Json, ...path: readonly string[]): readonly Json[] =>
  (within(of, ...path) as readonly Json[] | undefined) ?? [];

/** Why code scanning would refuse a file, or leave something out; nothing where it takes all of it. */
export function refusals(sarif: string): string[] {
  const said: string[] = [];
  const mustBe = (isSo: boolean, what: string) => {
    if (!isSo) said.push(what);
  };
  const isText = (value: unknown, most = Infinity) =>
    typeof value === "string" && value.trim() !== "" && value.length <= most;
  const log = JSON.parse(sarif) as Json;
  mustBe(gzipSync(sarif).length <= MOST_BYTES_ZIPPED, "has more than 10 MB, zipped");
  mustBe(isText(log?.["$schema"]) && log?.["version"] === "2.1.0", "has $schema and version 2.1.0");
  const runs = listIn(log, "runs");
  mustBe(runs.length > 0 && runs.length <= MOST.runs, `has 1 to ${MOST.runs} runs`);
  for (const run of runs) {
    const rules = listIn(run, "tool", "driver", "rules");
    const results = listIn(run, "results");
    mustBe(isText(within(run, "tool", "driver", "name")), "tool.driver.name");
    mustBe(Array.isArray(run?.["results"]) && results.length <= MOST.results, `at most ${MOST.results} results`);
    mustBe(rules.length > 0 && rules.length <= MOST.rules, `1 to ${MOST.rules} rules`);
    const ids = rules.map((rule) => rule?.["id"]);
    mustBe(new Set(ids).size === ids.length, "rules with ids of their own");
    for (const rule of rules) {
      const of = `rule ${JSON.stringify(rule?.["id"])}`;
      mustBe(isText(rule?.["id"], MOST.name), `${of}: id`);
      for (const part of ["shortDescription", "fullDescription"])
        mustBe(isText(within(rule, part, "text"), MOST.description), `${of}: ${part}`);
      mustBe(isText(within(rule, "help", "text")), `${of}: help`);
      mustBe(
        ["note", "warning", "error"].includes(String(within(rule, "defaultConfiguration", "level"))),
        `${of}: level`,
      );
      const severity = Number(within(rule, "properties", "security-severity"));
      mustBe(severity > 0 && severity <= 10, `${of}: security-severity`);
      mustBe(listIn(rule, "properties", "tags").length <= MOST.tags, `${of}: tags`);
    }
    results.forEach((result, index) => {
      const of = `result ${index}`;
      mustBe(ids[Number(result?.["ruleIndex"])] === result?.["ruleId"], `${of}: its rule`);
      mustBe(isText(within(result, "message", "text")), `${of}: message`);
      mustBe(isText(within(result, "partialFingerprints", "primaryLocationLineHash")), `${of}: fingerprint`);
      const locations = listIn(result, "locations");
      mustBe(locations.length > 0 && locations.length <= MOST.locations, `${of}: at least one location`);
      for (const location of locations) {
        const uri = within(location, "physicalLocation", "artifactLocation", "uri");
        mustBe(isText(uri) && isRelative(uri as string), `${of}: the address of a file in the repository`);
        const at = (name: string) => Number(within(location, "physicalLocation", "region", name));
        const [line, column, endLine, endColumn] = [at("startLine"), at("startColumn"), at("endLine"), at("endColumn")];
        mustBe(
          [line, column, endLine, endColumn].every((number) => Number.isInteger(number) && number > 0),
          `${of}: region`,
        );
        mustBe(line < endLine || (line === endLine && column < endColumn), `${of}: a region that has something`);
      }
    });
  }
  return said;
}

function isRelative(uri: string): boolean {
  return !uri.startsWith("/") && URL.canParse(uri, REPOSITORY) && new URL(uri, REPOSITORY).href === REPOSITORY + uri;
}
