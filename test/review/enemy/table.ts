import type { Ground } from "./ground";
import { enemyMoves } from "./moves";
import type { Fate, Verdict } from "./run";

const BEGIN = "<!-- enemy: made from a long run of test/review/enemy -->";
const END = "<!-- enemy: end -->";

const COLUMNS: readonly (readonly [fate: Fate, title: string])[] = [
  ["told", "told"],
  ["cannot tell", "cannot tell"],
  ["refused", "refused at preview"],
  ["wrong", "wrong"],
];

/** Every way that is tried at any portal, by what it is called. */
export function ways(grounds: readonly Ground[]): string[] {
  const ids = grounds.flatMap((ground) => [...ground.moves, ...enemyMoves(ground)]);
  return [...new Set(ids.filter(({ isPlain }) => isPlain !== true).map(({ id }) => id))];
}

/** Of each way, how many programs used it, and what the review said. */
export function table(verdicts: readonly Verdict[], grounds: readonly Ground[]): string {
  const counts = (of: readonly Verdict[]) =>
    COLUMNS.map(([fate]) => String(of.filter((verdict) => verdict.fate === fate).length));
  const row = (name: string, of: readonly Verdict[]) => `| ${[name, ...counts(of)].join(" | ")} |`;
  const used = (id: string) =>
    verdicts.filter(({ moves }) => moves.some((move) => move === id || move.startsWith(`${id} (`)));
  return [
    BEGIN,
    "",
    `Programs: ${verdicts.length}.`,
    "",
    `| way | ${COLUMNS.map(([, title]) => title).join(" | ")} |`,
    `| --- | ${COLUMNS.map(() => "---:").join(" | ")} |`,
    row(
      "plain references only",
      verdicts.filter(({ isPlain }) => isPlain),
    ),
    ...ways(grounds).map((id) => row(id, used(id))),
    "",
    END,
  ].join("\n");
}

/** The page with another table in the place of the one that it has. */
export function pageWith(page: string, made: string): string {
  return page.slice(0, page.indexOf(BEGIN)) + made + page.slice(page.indexOf(END) + END.length);
}

/** The ways that a page has a row for, with how many of its programs the review was wrong about. */
export function rowsOf(page: string): { readonly way: string; readonly wrong: number }[] {
  return page
    .slice(page.indexOf(BEGIN), page.indexOf(END))
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map((cells) => ({ way: cells[1]!, wrong: Number(cells[cells.length - 2]) }));
}
