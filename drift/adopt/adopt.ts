import { isDeepStrictEqual } from "node:util";
import { type Finding, kinds, type KindName } from "../../provider/model";
import { declarationFindings } from "../../provider/model/declaration";
import { formerFieldsIn, stepsTo } from "../../provider/model/formerFields";
import { kindAt } from "../../provider/model/kindAt";
import { sameValue } from "../../provider/model/values";
import { withoutUsual } from "../../provider/model/usualValues";
import { slug } from "../../text/slug";
import { KEY, nameOfEntry, SECTIONS } from "../../realm/entry";
import { fieldPaths } from "../../realm/fieldPaths";
import { KEY_FIELDS } from "../../realm/schema";
import { compare, type PlannedResource } from "../../engine/plannedResource";
import { declaredConnection, isOfProvider } from "../../engine/providers";
import { meant, nearMisses } from "../../realm/resourceWords";
import { calledIn } from "../called";
import type { Drift, Undeclared } from "../drift";
import { DriftQuestionError } from "../question";
import { connectionOf } from "../liveSide";
import { namesOfIds } from "../names";
import { namesIn, valueText } from "../outputs/wording";
import { shownValue } from "../shownValue";
import { type EntryPlace, entryPlace, isInRealmFile, References } from "./references";
import { NotEditable, type Path, YamlText } from "./yamlText";

export interface AdoptOptions {
  /** What is taken over, in any form that commands print: `User/acme/anna`, `User · anna of Acme AG`. Empty: everything. */
  readonly only?: readonly string[];
  /** Whether objects that nobody declares get an entry. */
  readonly undeclared?: boolean;
  /** Whether entries of objects that are missing go. */
  readonly missing?: boolean;
  /** The text of a file that a resource's source names. @throws where it can't be read */
  readonly readFile: (file: string) => string;
}

/** One thing that was done, or that is to be done. */
export interface AdoptStep {
  readonly key: string;
  readonly what: string;
  /** `realm.yaml:12`, where there is a line. */
  readonly place?: string;
}

export interface Adoption {
  /** New texts of files, by the name that sources give them. */
  readonly files: ReadonlyMap<string, string>;
  /** What the new texts have. */
  readonly written: readonly AdoptStep[];
  /** What a person has to do, and why. */
  readonly byHand: readonly AdoptStep[];
  /** Drift that was not requested. */
  readonly left: readonly AdoptStep[];
  /** Keys of new entries whose objects the next run has to be allowed to take over. The entries don't say so: they would for ever. */
  readonly toTakeOver: readonly string[];
}

/** What a change at the portal is in the declaration. Nothing is written: that is left to whoever asks. */
export function adoption(drift: Drift, options: AdoptOptions): Adoption {
  return new Adopting(drift, options).run();
}

/** Kinds whose objects are there with their account: a declaration takes them over without being told. */
const SINGLETONS: readonly KindName[] = ["Quota", "ServiceActivation"];

class Adopting {
  private readonly references: References;
  private readonly names: Readonly<Record<string, string>>;
  private readonly texts = new Map<string, YamlText>();
  private readonly before = new Map<string, string>();
  private readonly written: AdoptStep[] = [];
  private readonly byHand: AdoptStep[] = [];
  private readonly left: AdoptStep[] = [];
  private readonly toTakeOver: string[] = [];
  /** Undefined: everything. */
  private meant: ReadonlySet<PlannedResource | Undeclared> | undefined;

  constructor(
    private readonly drift: Drift,
    private readonly options: AdoptOptions,
  ) {
    this.references = new References(drift);
    this.names = Object.fromEntries(namesOfIds(drift));
  }

  run(): Adoption {
    this.mustBeKnown();
    for (const { resource, differences } of this.drift.changed)
      if (this.isMeant(resource)) for (const difference of differences) this.change(resource, difference);
    this.addUndeclared();
    // What goes goes last, so that nothing is written into it.
    for (const resource of this.drift.missing) if (this.isMeant(resource)) this.remove(resource);
    const files = [...this.texts]
      .map(([file, text]) => [file, text.toString()] as const)
      .filter(([file, text]) => text !== this.before.get(file));
    return {
      files: new Map(files.sort(([one], [other]) => compare(one, other))),
      written: this.written,
      byHand: this.byHand,
      left: this.left,
      toTakeOver: this.toTakeOver,
    };
  }

  private mustBeKnown(): void {
    const { only = [] } = this.options;
    const drifted = [
      ...this.drift.changed.map(({ resource }) => resource),
      ...this.drift.missing,
      ...this.drift.undeclared,
    ];
    const called = (one: PlannedResource | Undeclared) => calledIn(this.drift, one);
    const found = only.map((word) => meant(word, drifted, called));
    const strangers = only.filter((_, index) => found[index]!.length === 0);
    if (strangers.length > 0)
      throw new DriftQuestionError(
        strangers
          .map((word) => `--only ${word}: no object of this name has drifted${nearMisses(word, drifted.map(called))}`)
          .join("\n"),
      );
    this.meant = only.length === 0 ? undefined : new Set(found.flat());
  }

  private isMeant(one: PlannedResource | Undeclared): boolean {
    return this.meant === undefined || this.meant.has(one);
  }

  private change(
    resource: PlannedResource,
    { field, portal }: { readonly field: string; readonly portal: unknown },
  ): void {
    const { key, kind, source } = resource;
    const to = portal ?? undefined;
    const what =
      to === undefined
        ? `${field} removed, which has no value at the portal`
        : `${field} is now ${this.valueText(kind, field, to)}`;
    const task = to === undefined ? `remove ${field}` : `set ${field} to ${this.valueText(kind, field, to)}`;
    if (!isInRealmFile(resource) || source === undefined) return this.leave(resource, task);
    const values = { ...(resource.after ?? resource.before)?.values, [field]: to };
    const [refused] = this.refusals(kind, connectionOf(resource), values).filter(({ property }) =>
      property.startsWith(field),
    );
    if (refused !== undefined)
      return this.leave(resource, `${field} can't be declared as it is at the portal: it ${refused.reason}`);
    const place = entryPlace(kind, resource.label, connectionOf(resource));
    const owner = this.drift.portals.get(connectionOf(resource));
    const about = (owner === undefined ? kinds[kind] : kindAt(kind, owner)).fields[field];
    const first =
      about?.immutable === undefined ? "" : "; run pulumi refresh first, because the field can't be changed in place";
    this.edit({ key, what: `${what}${first}`, ...placeOf(resource) }, task, source.file, (text) => {
      if (text.valueAt(place.path) === undefined) throw new NotEditable("has its entry in another file, or in a list");
      const formerFields = formerFieldsIn(kinds[kind], membersOf(text.valueAt(place.path)));
      // What a former name has besides the value goes with the value.
      const steps = to === undefined ? stepsTo(formerFields, field).slice(0, 1) : stepsTo(formerFields, field);
      const presentPath = (path: Path) => [...place.path, field, ...path.slice(place.path.length + steps.length)];
      text.change(
        [...place.path, ...steps],
        to,
        (value, path) => this.references.meaning(place, value, presentPath(path)),
        (value, path) => this.references.written(place, value, presentPath(path)),
        (one, other) => sameValue(about, one, other),
      );
    });
  }

  /** A value with the names of what it refers to. */
  private valueText(kind: KindName, field: string, value: unknown): string {
    const names = namesIn(value, this.names);
    return `${valueText(shownValue(kind, field, value))}${names.length === 0 ? "" : ` (${names.join(", ")})`}`;
  }

  private remove(resource: PlannedResource): void {
    const { key, kind, label, source } = resource;
    const task = "remove it: it is missing at the portal";
    if (this.options.missing !== true) {
      this.left.push({ key, what: "is missing at the portal: --missing removes its entry", ...placeOf(resource) });
      return;
    }
    if (!isInRealmFile(resource) || source === undefined) return this.leave(resource, task);
    const { path } = entryPlace(kind, label, connectionOf(resource));
    this.edit(
      { key, what: "removed, because it is missing at the portal", ...placeOf(resource) },
      task,
      source.file,
      (text) => {
        const section = text.valueAt(path.slice(0, -1));
        // It went with its account.
        if (section === undefined) return;
        const index = Array.isArray(section) ? section.indexOf(path[path.length - 1]) : -1;
        if (Array.isArray(section)) text.remove([...path.slice(0, -1), index]);
        else if (Object.hasOwn(section as object, path[path.length - 1]!)) text.remove(path);
      },
    );
  }

  private addUndeclared(): void {
    const named: { object: Undeclared; name: string; within: string | undefined }[] = [];
    for (const object of this.drift.undeclared) {
      if (!this.isMeant(object)) continue;
      const key = keyOf(object);
      if (this.options.undeclared !== true) {
        this.left.push({ key, what: `(id ${object.found.id}) is not declared: --undeclared adds an entry` });
      } else if (object.found.undeclarable !== undefined) {
        this.byHand.push({ key, what: `(id ${object.found.id}) can't be declared: ${object.found.undeclarable}` });
      } else {
        const account = object.found.inputs["account"];
        const within =
          object.kind === "Account" || typeof account !== "string"
            ? undefined
            : this.references.nameOf("Account", object.connection, account);
        if (typeof account === "string" && within === undefined) {
          this.byHand.push({
            key,
            what: `(id ${object.found.id}) belongs to ${this.drift.accountName(object.connection, account)}, which is not in a realm file: declare it where that account is declared`,
          });
          continue;
        }
        const name = this.freeName(object, within);
        this.references.addEntry(object.kind, object.connection, name, object.found.id);
        named.push({ object, name, within });
      }
    }
    for (const { object, name, within } of named) this.addEntry(object, name, within);
  }

  private addEntry(object: Undeclared, name: string, within: string | undefined): void {
    const { kind, connection, found } = object;
    const key = `${kind}/${name}`;
    const place = entryPlace(kind, name, connection);
    const file = this.fileFor(kind, within, connection);
    if (file === undefined) {
      this.byHand.push({ key, what: `(id ${found.id}) has no realm file: declare it in the program` });
      return;
    }
    const values = this.valuesOf(object, place);
    // What it refers to is there, by whatever name: ids are as good for this.
    const own = Object.entries(found.inputs).filter(([field]) => field in values || field === "account");
    const keyField = KEY_FIELDS[kind];
    const implied = keyField === undefined ? {} : { [keyField]: found.inputs[keyField] };
    const refused = this.refusals(kind, connection, { ...implied, ...Object.fromEntries(own) });
    if (refused.length > 0) {
      const why = refused.map(({ property, reason }) => `${property} ${reason}`).join("; ");
      this.byHand.push({ key, what: `(id ${found.id}) can't be declared as it is: ${why}` });
      return;
    }
    const isAdded = this.edit(
      { key, what: `added, which is at the portal with the id ${found.id}`, place: file },
      "add it",
      file,
      (text) => {
        const section = text.valueAt(place.path.slice(0, -1));
        const entryKey = place.path[place.path.length - 1]!;
        const bare = Object.keys(values).length === 0;
        if (Array.isArray(section) && bare)
          text.change(place.path.slice(0, -1), [...(section as unknown[]), entryKey], same, same, isDeepStrictEqual);
        else text.add(place.path, bare ? null : values);
      },
    );
    if (isAdded && !SINGLETONS.includes(kind)) this.toTakeOver.push(key);
  }

  /** What a preview would refuse of a declaration, whatever the portal says to it. */
  private refusals(kind: KindName, connection: string, values: Readonly<Record<string, unknown>>): Finding[] {
    const portal = this.drift.portals.get(connection);
    if (portal === undefined) return [];
    return declarationFindings(kindAt(kind, portal), portal, values).filter(
      ({ severity = "refuse" }) => severity === "refuse",
    );
  }

  /** What an entry says of an object: all that can be declared of it, so that taking it over writes nothing. */
  private valuesOf({ kind, connection, found }: Undeclared, place: EntryPlace): Record<string, unknown> {
    const portal = this.drift.portals.get(connection);
    const { fields } = portal === undefined ? kinds[kind] : kindAt(kind, portal);
    const secret = new Set(fieldPaths(kind).secrets.map(([field]) => field));
    const isNested = place.path.length > 2;
    const keyField = KEY_FIELDS[kind];
    const { profile, limits } = found.inputs;
    const declared = declaredConnection(this.drift.plan, connection);
    const values = Object.entries(found.inputs)
      .filter(([field, value]) => value !== undefined && value !== null && field in fields && !secret.has(field))
      .filter(([field]) => !(field === "account" && isNested && kind !== "Account"))
      .filter(([field, value]) => !(field === keyField && value === place.path[place.path.length - 1]))
      .filter(([field, value]) => !(fields[field]?.emptyIsAbsent === true && isEmpty(value)))
      // The numbers are what is there; which quota profile they once came from says nothing about them.
      .filter(([field]) => !(kind === "Quota" && field === "profile" && profile !== undefined && limits !== undefined))
      .map(([field, value]) => [field, this.references.written(place, value, [...place.path, field])] as const);
    return {
      ...withoutUsual(kind, Object.fromEntries(values)),
      ...(declared === undefined || this.isImplied(place, connection) ? {} : { connection: declared }),
    };
  }

  /** Whether the account that an entry stands in says which connection it is of. */
  private isImplied({ kind, within }: EntryPlace, connection: string): boolean {
    return kind !== "Account" && within !== undefined && this.references.has("Account", connection, within);
  }

  /** The file that has the account's entry, or one that has such entries at its top already. */
  private fileFor(kind: KindName, within: string | undefined, connection: string): string | undefined {
    const { plan } = this.drift;
    // The files of a provider resource are those of the realm that has it.
    const inFiles = plan.resources
      .filter(isInRealmFile)
      .filter((other) => !isOfProvider(plan, connection) || connectionOf(other) === connection);
    const account = inFiles.find(
      (other) => other.kind === "Account" && other.label === within && connectionOf(other) === connection,
    );
    const files = [...new Set(inFiles.map(({ source }) => source!.file))].sort(compare);
    const withSection = (of: KindName) =>
      files.find((file) => {
        try {
          return this.textOf(file).valueAt([SECTIONS[of]]) !== undefined;
        } catch {
          return false;
        }
      });
    return account?.source?.file ?? withSection(within === undefined ? kind : "Account") ?? files[0];
  }

  /** A name that nobody has: what people call the object, as a key. */
  private freeName({ kind, connection, found, name }: Undeclared, within: string | undefined): string {
    const keyField = KEY_FIELDS[kind];
    const own = keyField === undefined ? name : String(found.inputs[keyField] ?? name);
    const word = kind === "User" ? (own.split("@")[0] ?? own) : own;
    const start = KEY.test(slug(word)) ? slug(word) : kind.toLowerCase();
    for (let number = 1; ; number += 1) {
      const candidate = nameOfEntry(within, number === 1 ? start : `${start}-${number}`);
      if (!this.references.has(kind, connection, candidate)) return candidate;
    }
  }

  /** To a person. */
  private leave(resource: PlannedResource, what: string): void {
    this.byHand.push({ key: resource.key, what, ...placeOf(resource) });
  }

  private edit(step: AdoptStep, task: string, file: string, work: (text: YamlText) => void): boolean {
    try {
      work(this.textOf(file));
      this.written.push(step);
      return true;
    } catch (error) {
      if (!(error instanceof NotEditable)) throw error;
      this.byHand.push({ ...step, what: `${task} (${error.message})` });
      return false;
    }
  }

  private textOf(file: string): YamlText {
    const known = this.texts.get(file);
    if (known !== undefined) return known;
    let text: string;
    try {
      text = this.options.readFile(file);
    } catch (error) {
      throw new NotEditable(`${file} can't be read: ${(error as Error).message}`);
    }
    const made = new YamlText(text, { json: /\.json$/i.test(file) });
    this.texts.set(file, made);
    this.before.set(file, text);
    return made;
  }
}

function keyOf({ kind, name, found }: Undeclared): string {
  return `${kind}/${name || found.id}`;
}

function placeOf({ source }: PlannedResource): { readonly place?: string } {
  return source === undefined ? {} : { place: `${source.file}:${source.line}` };
}

function same(value: unknown, _path: Path): unknown {
  return value;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}
