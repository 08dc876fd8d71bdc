import { UserError } from "../provider/model/errors";
import { placeText } from "../provider/model/failureText";
import { pathText } from "../text/path";
import { counted, joined } from "../text/words";
import { compareWords, type Place } from "./entry";

/** One thing that is wrong with a realm file, or with what was named as one. */
export interface RealmProblem {
  /** As messages name it: relative to the working folder. Undefined where the realm comes from a program. */
  readonly file: string | undefined;
  /** Where in the file; undefined where it is the file as a whole. */
  readonly place: Place | undefined;
  /** Path of what is wrong, such as `accounts.acme.state`; empty where it is the file as a whole. */
  readonly path: string;
  /** What is wrong with it, and how it is mended. Never has a value that is secret. */
  readonly what: string;
}

/** More than these are counted and not listed: whoever has a thousand mistakes has made one of them a thousand times. */
const MOST_LISTED = 200;

/** Everything that is wrong with the files of a realm, in the order of files and lines. */
export class RealmFileError extends UserError {
  readonly problems: readonly RealmProblem[];

  constructor(all: readonly RealmProblem[]) {
    const problems = oncePerCause(all);
    super(
      [
        `pulumi-reseller: ${counted(problems.length, "problem")} in the realm`,
        ...problemLines(problems).map((line) => `  ${line}`),
      ].join("\n"),
    );
    this.problems = problems;
  }
}

export function problemText({ place, ...problem }: RealmProblem): string {
  return place === undefined ? unplacedText(problem) : `${placeText(place)}: ${saidText(problem)}`;
}

/** What is wrong and with what, without a place that is said elsewhere. */
export function saidText({ path, what }: Pick<RealmProblem, "path" | "what">): string {
  return path === "" ? what : `${path} ${what}`;
}

function unplacedText({ file, ...problem }: Omit<RealmProblem, "place">): string {
  return `${file === undefined ? "" : `${file}: `}${saidText(problem)}`;
}

/** Where a path of a realm leads, for messages: a place in a file, or the path where there is none. */
export function whereText(place: Place | undefined, path: readonly (string | number)[]): string {
  return place === undefined ? pathText(path) : placeText(place);
}

/** References to something that isn't there are one problem, however many there are: the first is said, with where the others stand. */
export function oncePerCause(problems: readonly RealmProblem[]): RealmProblem[] {
  const groups = new Map<string, [RealmProblem, ...RealmProblem[]]>();
  for (const problem of problems) {
    const key = problem.what.startsWith(DANGLING) ? problem.what : JSON.stringify([groups.size]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups.values()].map(([first, ...others]) => {
    if (others.length === 0) return first;
    const places = others.map(({ path, place }) => (place === undefined ? path : `${path} (${placeText(place)})`));
    return { ...first, what: `${first.what}; so ${others.length === 1 ? "does" : "do"} ${joined(places)}` };
  });
}

/** How a problem begins that is about a reference. */
export const DANGLING = "refers to ";

/** A line for each problem; where there are very many, a last one counts the rest. */
export function problemLines(problems: readonly RealmProblem[]): string[] {
  const lines = problems.slice(0, MOST_LISTED).map(problemText);
  return problems.length > MOST_LISTED ? [...lines, `and ${problems.length - MOST_LISTED} more`] : lines;
}

export function byPlace(one: RealmProblem, other: RealmProblem): number {
  return (
    compareWords(one.file ?? "", other.file ?? "") ||
    (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
    (one.place?.column ?? 0) - (other.place?.column ?? 0) ||
    compareWords(one.path, other.path)
  );
}
