import type { PortalContract } from "../../../provider/contract";
import { compared } from "../../../provider/contract/compare";
import { routeOf } from "../../../provider/contract/compare/operations";
import { readOpenApi } from "../../../provider/contract/compare/document";
import { cspContract } from "../../../provider/portals/csp/contractFacts";
import { openApiDocument } from "../../../provider/portals/csp/openapi";
import { gridscaleContract } from "../../../provider/portals/gridscale/contractFacts";
import { ENGLISH, GERMAN, GERMAN_WORDS } from "./translations";
import { documentOf, renamed, type Renaming } from "./vendorDocument";

const SNAKE = (words: readonly string[]) => words.join("_");
const CAMEL = (words: readonly string[]) =>
  words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");

const RENAMINGS: Readonly<Record<string, Renaming>> = {
  English: { words: ENGLISH, join: SNAKE },
  German: { words: GERMAN, join: CAMEL, enumeration: GERMAN_WORDS },
};
const CONTRACTS: readonly (readonly [PortalContract, Record<string, unknown>])[] = [
  [cspContract, openApiDocument("1")],
  [gridscaleContract, documentOf(gridscaleContract)],
];
const CASES = CONTRACTS.flatMap(([contract, document]) =>
  Object.entries(RENAMINGS).map(([language, renaming]) => ({
    name: `${contract.portal}, ${language}`,
    contract,
    document,
    renaming,
  })),
);

/** Of operations and members: how many are matched right, and what is wrong. */
function figures({ contract, document, renaming }: (typeof CASES)[number]) {
  const vendor = renamed(document, renaming);
  const { operations } = compared(contract, readOpenApi(JSON.stringify(vendor.document), "vendor.json"));
  const wrong: string[] = [];
  const unmarked: string[] = [];
  const count = { operations: 0, members: 0, rightOperations: 0, rightMembers: 0 };
  for (const { own, theirs, result, confidence, request, response } of operations) {
    count.operations += 1;
    const expected = routeOf({ method: own.method, path: vendor.path(own.path) });
    const isRight = theirs !== undefined && routeOf(theirs) === expected;
    if (isRight) count.rightOperations += 1;
    else {
      wrong.push(`${own.id}: ${theirs === undefined ? "missing" : routeOf(theirs)} (${confidence}), not ${expected}`);
      if (result === "same") unmarked.push(own.id);
    }
    for (const { path, name, at, result: ofMember, confidence: sure } of [
      ...(request?.members ?? []),
      ...(response?.members ?? []),
    ]) {
      count.members += 1;
      if (isRight && at === vendor.name(name)) count.rightMembers += 1;
      else {
        wrong.push(`  ${own.id} ${path}: ${at ?? "missing"} (${sure}), not ${vendor.name(name)}`);
        if (ofMember === "same") unmarked.push(`${own.id} ${path}`);
      }
    }
  }
  return { ...count, wrong, unmarked };
}

describe("a contract in other words", () => {
  test.each(CASES)("is found again: $name", (each) => {
    const found = figures(each);
    const share = (right: number, all: number) => `${right} of ${all} (${Math.round((100 * right) / all)} %)`;
    const told = [
      `operations ${share(found.rightOperations, found.operations)}, members ${share(found.rightMembers, found.members)}`,
      ...found.wrong,
    ].join("\n");
    if (process.env["DEBUG"]) process.stderr.write(each.name + "\n" + told + "\n");
    expect({ told, enough: found.rightOperations >= 0.8 * found.operations }).toEqual({ told, enough: true });
    expect({ told, enough: found.rightMembers >= 0.8 * found.members }).toEqual({ told, enough: true });
    expect(found.unmarked).toEqual([]);
  });
});
