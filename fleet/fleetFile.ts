import { availableParallelism } from "node:os";
import * as path from "node:path";
import type { z } from "zod";
import { faultsOf } from "../provider/model/checkedYaml";
import { heldAgainst } from "../provider/model/heldAgainst";
import { inWords } from "../provider/model/yamlWords";
import { pathText } from "../text/path";
import { textAt, type RealmProblem, type RealmText } from "../realm/read";
import { fleetFileForm, knownMembers } from "./schema";

export const FLEET_FILE = "fleet.yaml";

const MOST_PARALLEL = 8;
const DEFAULT_SHARED = "shared";

/** What `fleet.yaml` has, with its defaults. */
export interface FleetFile {
  /** Realm files and folders, relative to the folder of `fleet.yaml`. */
  readonly files: readonly string[];
  readonly division: {
    /** One stack for each account, or stacks of whole accounts with about this number of resources. */
    readonly by: "account" | { readonly resources: number };
    /** Stacks that are put together by hand. */
    readonly groups: readonly FleetGroup[];
    /** Name of the stack of all entries that are in no account and in no group. */
    readonly shared: string;
  };
  /** How a stack refers to what another stack declares: by name at the portal, or by an output of the other stack. */
  readonly references: "name" | "stack";
  /** What all accounts together can have: limits by region. */
  readonly pool: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Stacks that run at the same time. */
  readonly parallel: number;
}

export interface FleetGroup {
  /** Name of its stack. */
  readonly name: string;
  /** Keys of accounts; `*` stands for any characters. */
  readonly accounts: readonly string[];
  /** `KIND/NAME` of entries in no account, such as `User/*`; `*` stands for any characters. */
  readonly entries: readonly string[];
}

/** A file beside the realm, and what is wrong in it. */
export interface FileReading<Value> {
  /** Undefined where something is wrong. */
  readonly value: Value | undefined;
  readonly problems: readonly RealmProblem[];
  /** A problem of what a path of the file leads to. */
  problemAt(path: readonly (string | number)[], what: string): RealmProblem;
}

/** Reads a YAML file in the form of a schema. */
export function readForm<Schema extends z.ZodType>(
  folder: string,
  file: string,
  schema: Schema,
  known: (path: readonly PropertyKey[]) => readonly string[],
): FileReading<z.output<Schema>> {
  const text = textAt(path.resolve(folder, file), file);
  if (!("value" in text)) return { value: undefined, problems: [text], problemAt: () => text };
  const problemAt = (at: readonly (string | number)[], what: string) => problemIn(text, at, what);
  if (text.problems.length > 0) return { value: undefined, problems: text.problems, problemAt };
  const result = heldAgainst(schema, text.value ?? {}, inWords);
  const faults = faultsOf(result.error, known, (at) => text.sourceOf(at as (string | number)[]));
  const problems = faults.map(({ path: at, message }) => problemAt(at as (string | number)[], message));
  return { value: result.data, problems, problemAt };
}

function problemIn(text: RealmText, at: readonly (string | number)[], what: string): RealmProblem {
  return { file: text.file, place: text.placeOf(at), path: pathText(at), what };
}

/** Reads `fleet.yaml`. */
export function readFleetFile(folder: string, file: string): FileReading<FleetFile> {
  const reading = readForm(folder, file, fleetFileForm, knownMembers);
  return { ...reading, value: reading.value && withDefaults(reading.value) };
}

function withDefaults({
  files,
  division = {},
  references,
  pool = {},
  parallel,
}: z.output<typeof fleetFileForm>): FleetFile {
  const { by = "account", groups = [], shared = DEFAULT_SHARED } = division;
  return {
    files: [files].flat(),
    division: {
      by,
      groups: groups.map(({ name, accounts = [], entries = [] }) => ({ name, accounts, entries })),
      shared,
    },
    references: references ?? "name",
    pool: new Map(Object.entries(pool)),
    parallel: parallel ?? Math.min(availableParallelism(), MOST_PARALLEL),
  };
}
