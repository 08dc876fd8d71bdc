import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "./pulumi";
import {
  examineFleet,
  nameAtPortal,
  type Part,
  PART_VARIABLE,
  partOf,
  type PartTarget,
  readingOfPart,
  readPart,
} from "../fleet";
import type { Portal } from "../provider/model/portal";
import { isRecord } from "../provider/model/shapes";
import type { EntryName, Place, RealmEntry } from "../realm/entry";
import type { RealmReading } from "../realm/read";
import { endOfRun } from "./endOfRun";
import { noteReference } from "./evidence";
import { shortenStacks } from "./shortStack";

/** The output of a stack that has the ids of what other stacks refer to. */
const REFERENCES = "references";

/** What a program declares of a fleet. */
export interface StackPart {
  readonly reading: RealmReading;
  /** Undefined where something is wrong with the fleet. */
  readonly part: Part | undefined;
}

/**
 * The part of a fleet that the stack which runs declares: as `reseller fleet` has written it, or from the files.
 *
 * @param file `fleet.yaml`, relative to the program's folder
 */
export function partOfThisStack(file: string): StackPart {
  const [folder, fileName] = [path.resolve(path.dirname(file)), path.basename(file)];
  const stack = pulumi.getStack();
  const written = process.env[PART_VARIABLE];
  try {
    if (written !== undefined && written !== "") {
      const part = readPart(fs.readFileSync(written, "utf8"), folder, fileName, stack);
      return { part, reading: shownFrom(folder, readingOfPart(part)) };
    }
    const { fleet, problems } = examineFleet(folder, fileName);
    if (fleet !== undefined && problems.length === 0) {
      const part = partOf(fleet, stack);
      return { part, reading: shownFrom(folder, readingOfPart(part)) };
    }
    const entries = fleet?.stacks.find(({ name }) => name === stack)?.entries ?? [];
    const whole = fleet?.realm ?? NOTHING;
    return { part: undefined, reading: shownFrom(folder, { ...whole, entries, problems }) };
  } catch (error) {
    throw endOfRun(error);
  }
}

const NOTHING: RealmReading = {
  entries: [],
  problems: [],
  files: [],
  textIn: () => undefined,
  placeOf: () => undefined,
  isBroken: () => false,
  isImplied: () => false,
};

/** Files of a fleet are named from its folder; those of a program, from the program's. */
function shownFrom(folder: string, reading: RealmReading): RealmReading {
  const here = process.cwd();
  if (folder === here) return reading;
  const shown = <Named extends { readonly file: string } | undefined>(place: Named): Named =>
    place && { ...place, file: path.relative(here, path.resolve(folder, place.file)) };
  return {
    ...reading,
    problems: reading.problems.map((problem) => ({
      ...problem,
      file: problem.file === undefined ? undefined : shown({ file: problem.file }).file,
      place: shown(problem.place),
    })),
    placeOf: (entry, property): Place | undefined => shown(reading.placeOf(entry, property)),
  };
}

/** What the resources of one stack refer to in other stacks. */
export class Crossings {
  private readonly targets: ReadonlyMap<string, PartTarget>;
  private readonly stacks = new Map<string, pulumi.StackReference>();

  constructor(private readonly part: Part) {
    this.targets = new Map(part.targets.map((target) => [keyOf(target), target]));
  }

  target(entry: EntryName): PartTarget | undefined {
    return this.targets.get(keyOf(entry));
  }

  /** What stands in the place of the id of an entry of another stack, or why nothing can. */
  valueOf(
    target: PartTarget,
    from: RealmEntry,
    portal: Portal | undefined,
  ): { readonly value: unknown } | { readonly problem: string } {
    if (target.pending === true)
      return pulumi.runtime.isDryRun()
        ? { value: standingFor(target, pulumi.output(pulumi.unknown)) }
        : { problem: runFirst(target) };
    if (this.part.references === "stack") return { value: this.idOf(target) };
    if (portal === undefined) return { value: pulumi.output(pulumi.unknown) };
    const { name, problem } = nameAtPortal(portal, target, from);
    return problem === undefined ? { value: name } : { problem };
  }

  /** Ids of the entries that other stacks refer to; none where they refer by name. */
  ids(resourceOf: (entry: EntryName) => pulumi.CustomResource | undefined) {
    const referredTo = this.part.references === "stack" ? this.part.referredTo : [];
    const ids = referredTo.map((entry) => [keyOf(entry), resourceOf(entry)?.id] as const);
    return pulumi.output(Object.fromEntries(ids.filter(([, id]) => id !== undefined))) as pulumi.Output<
      Readonly<Record<string, string>>
    >;
  }

  private idOf(target: PartTarget): pulumi.Output<unknown> {
    const published = this.stack(target.stack).getOutput(REFERENCES) as pulumi.Output<unknown>;
    const id = published.apply((ids: unknown) => {
      const found = publishedId(ids, target);
      if ("id" in found) return found.id;
      if (!pulumi.runtime.isDryRun()) throw endOfRun(new Error(found.problem));
      return pulumi.unknown;
    });
    return standingFor(target, id);
  }

  private stack(name: string): pulumi.StackReference {
    const known = this.stacks.get(name);
    if (known !== undefined) return known;
    const restoreStacks = shortenStacks();
    try {
      const made = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${name}`);
      this.stacks.set(name, made);
      return made;
    } finally {
      restoreStacks();
    }
  }
}

/** With evidence, in the plan, of what a value stands for that isn't known yet. */
function standingFor(target: PartTarget, output: pulumi.Output<unknown>): pulumi.Output<unknown> {
  noteReference(target, output);
  return output;
}

function runFirst({ kind, name, stack }: PartTarget): string {
  return `refers to ${kind} ${name}, which the stack ${stack} hasn't created yet; run that stack first: pulumi up --stack ${stack}`;
}

/** The id of an entry, as the output `references` of its stack has it, or why an `up` can't go on. */
export function publishedId(ids: unknown, target: PartTarget): { readonly id: unknown } | { readonly problem: string } {
  if (!isRecord(ids))
    return {
      problem:
        `the stack ${target.stack} has no output ${REFERENCES}, in which it publishes the ids that other stacks refer to: ` +
        `export it in the program (exports.${REFERENCES} = realm.${REFERENCES}), then run pulumi up --stack ${target.stack}`,
    };
  const id = ids[keyOf(target)];
  return id === undefined ? { problem: `a reference ${runFirst(target)}` } : { id };
}

/** As the output `references` has it. */
function keyOf({ kind, name }: EntryName): string {
  return `${kind}/${name}`;
}
