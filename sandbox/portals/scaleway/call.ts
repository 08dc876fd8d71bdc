import type { operations } from "../../../provider/portals/scaleway/contract";
import type { Asking, Handlers as HandlersOf } from "../call";
import type { Caller } from "./caller";
import { argument, invalid } from "./problem";
import type { ChosenIds, ScalewayRealm } from "./realm";

/** What a handler knows of whoever calls. */
export interface Context {
  readonly realm: ScalewayRealm;
  readonly caller: Caller;
  readonly sender: { readonly ip: string; readonly userAgent: string };
  /** What is made has these, where somebody has chosen them. */
  readonly ids?: ChosenIds;
}

/** A call of which the operation doesn't matter. */
export type AnyCall = Context & Pick<Asking, "parameters" | "query" | "now">;

/** A call of an operation whose path names an object. */
export type CallOn<Parameter extends string> = AnyCall & { readonly parameters: Readonly<Record<Parameter, string>> };

export type Handlers = HandlersOf<typeof operations, Context>;

/** A filter of a list by a text. */
export function filterOf({ query }: AnyCall, name: string): string | undefined {
  const value = query.get(name);
  return value === null || value === "" ? undefined : value;
}

/** A filter by one of a few words; what begins with `unknown_` is the default of a client that always sends all, and filters nothing. */
export function choiceOf(call: AnyCall, name: string): string | undefined {
  const value = filterOf(call, name);
  return value?.startsWith("unknown_") === true ? undefined : value;
}

const FLAGS = new Map(
  [true, false].flatMap((flag) =>
    (flag ? ["1", "t", "T", "true", "TRUE", "True"] : ["0", "f", "F", "false", "FALSE", "False"]).map(
      (word) => [word, flag] as const,
    ),
  ),
);

/** A filter by yes or no, in any way that clients write them. @throws {ScalewayProblem} `invalid_arguments` */
export function flagOf(call: AnyCall, name: string): boolean | undefined {
  const value = filterOf(call, name);
  if (value === undefined) return undefined;
  const flag = FLAGS.get(value);
  if (flag === undefined) throw invalid(argument(name, "format", "must be true or false"));
  return flag;
}

/** A filter that may be repeated; undefined where it was not sent. */
export function filtersOf({ query }: AnyCall, name: string): readonly string[] | undefined {
  const values = query.getAll(name);
  return values.length === 0 ? undefined : values;
}

/** The name that a thing has beside its id. */
export function srnOf(kind: string, id: string, service: "iam" | "account" = "iam"): string {
  return `srn://${service}.scw.eu/${kind}/${id}`;
}

/** Microseconds, as the portal writes them. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000Z");
}

/** A time that somebody has chosen, which is seldom one with a fraction: as many digits as it needs, three at a time. */
export function chosenTimeText(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000) * 1000;
  const microseconds = Math.round((milliseconds - second) * 1000);
  const fraction = `.${String(microseconds).padStart(6, "0")}`.replace(/(\.000)?000$/, "");
  return new Date(second).toISOString().replace(".000", fraction);
}

/** Milliseconds, with a fraction for the microseconds. @throws {ScalewayProblem} `invalid_arguments` */
export function momentIn(text: string, name: string): number {
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw invalid(argument(name, "format", "must be a time"));
  const [, beyond = ""] = /\.\d{3}(\d{1,3})/.exec(text) ?? [];
  return moment + Number(beyond.padEnd(3, "0")) / 1000;
}
