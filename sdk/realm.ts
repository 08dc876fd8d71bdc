import * as path from "node:path";
import * as pulumi from "./pulumi";
import { REALM_TYPE } from "../engine/names";
import { type KindName, kinds, UNKNOWN } from "../provider/model";
import { isStateOnly, lackOf } from "../provider/model/definePortal";
import { suggestion } from "../provider/model/nearest";
import type { Portal } from "../provider/model/portal";
import type { EntryName, RealmEntry, Reference } from "../realm/entry";
import { isReference, withReferences, withSecrets } from "../realm/fieldPaths";
import { oncePerCause, saidText } from "../realm/problem";
import type * as realmRead from "../realm/read";
import type { RealmReading } from "../realm/read";
import { pathText } from "../text/path";
import { Account } from "./account";
import type * as fleetPart from "./fleetPart";
import type { Crossings, StackPart } from "./fleetPart";
import { givenMember } from "./formerFields";
import { chosenHost } from "./host";
import { preflight } from "./preflight";
import { Profile } from "./profile";
import { Project } from "./project";
import { PACKAGE, packageOf } from "./provider";
import { Quota } from "./quota";
import { QuotaProfile } from "./quotaProfile";
import type { RealmContent } from "./realmContent";
import { ServiceActivation } from "./serviceActivation";
import { shortenStacks } from "./shortStack";
import { declaredBy } from "./sourceLocation";
import { User } from "./user";

/** What reads files, loaded with the first Realm: a program of classes alone doesn't need it, and would take a third longer to load. */
const loaded = {
  reader: () => require("../realm/read") as typeof realmRead,
  fleetPart: () => require("./fleetPart") as typeof fleetPart,
};

export interface RealmArgs {
  /**
   * Realm files and folders, relative to the program's folder: `realm.yaml`, `["realm", "people.yaml"]`. In a folder, all `.yaml`, `.yml` and
   * `.json` files are read, recursively, except those whose names start with a dot.
   * Set one of `files`, `fleet` and `realm`.
   */
  readonly files?: string | readonly string[];
  /**
   * The file `fleet.yaml` of a realm that is run as many stacks, relative to the program's folder. The program declares the part of the stack
   * that runs.
   */
  readonly fleet?: string;
  /** The content of a realm file as an object, for programs that compute it. */
  readonly realm?: RealmContent;
}

interface Classes {
  readonly Account: Account;
  readonly Profile: Profile;
  readonly QuotaProfile: QuotaProfile;
  readonly ServiceActivation: ServiceActivation;
  readonly Quota: Quota;
  readonly User: User;
  readonly Project: Project;
}

type Maker = new (name: string, args: never, options: pulumi.CustomResourceOptions) => pulumi.CustomResource;

const CLASSES: Readonly<Record<KindName, Maker>> = {
  Account,
  Profile,
  QuotaProfile,
  ServiceActivation,
  Quota,
  User,
  Project,
};

/** Resources by their names: `acme`, `acme/anna`. */
export type ByName<Resource> = Readonly<Record<string, Resource>>;

/**
 * A realm declared as data: files in YAML or JSON, or an object. Every entry becomes the resource that a program would declare, named by its
 * keys: `acme` for an account, `acme/anna` for an entry in it.
 *
 * The resources are not children of this component. A resource's identity consists of its parents' types and its name, so an entry can move to
 * another file, or from YAML to TypeScript and back, without a replacement. The options `parent`, `provider`, `protect`, `dependsOn`,
 * `retainOnDelete` and `transforms` apply to all resources.
 *
 * All errors in the files and in their declarations are reported together, with files, lines and columns, before anything is sent.
 */
export class Realm extends pulumi.ComponentResource {
  /** All resources, in dependency order. Use it for `dependsOn`. */
  readonly resources: readonly pulumi.CustomResource[];
  readonly accounts: ByName<Account>;
  readonly profiles: ByName<Profile>;
  readonly quotaProfiles: ByName<QuotaProfile>;
  readonly services: ByName<ServiceActivation>;
  readonly quotas: ByName<Quota>;
  readonly users: ByName<User>;
  readonly projects: ByName<Project>;
  /** Initial passwords of new users, by user name. A secret. */
  readonly initialPasswords: pulumi.Output<Readonly<Record<string, string>>>;
  /** Passwords of resets with `resetPassword`, by user name. A secret. */
  readonly newPasswords: pulumi.Output<Readonly<Record<string, string>>>;
  /**
   * With `fleet` and `references: stack` in `fleet.yaml`: the ids of the resources that other stacks refer to; empty with `references: name`.
   * Export it as `references`: other stacks read it by a StackReference. Undefined without `fleet`.
   */
  readonly references: pulumi.Output<Readonly<Record<string, string>>> | undefined;

  constructor(name: string, args: RealmArgs, options: pulumi.ComponentResourceOptions = {}) {
    const restoreStacks = shortenStacks();
    try {
      super(REALM_TYPE, name, {}, options);
    } finally {
      restoreStacks();
    }
    const { reading, part } = declarationOf(name, args);
    const crossings = part && new (loaded.fleetPart().Crossings)(part);
    const made = new Making(options, crossings).all(reading);
    const of = <Name extends KindName>(kind: Name) => made.of(kind) as ByName<Classes[Name]>;
    this.resources = made.resources;
    this.accounts = of("Account");
    this.profiles = of("Profile");
    this.quotaProfiles = of("QuotaProfile");
    this.services = of("ServiceActivation");
    this.quotas = of("Quota");
    this.users = of("User");
    this.projects = of("Project");
    this.initialPasswords = passwords(this.users, ({ initialPassword }) => initialPassword);
    this.newPasswords = passwords(this.users, ({ newPassword }) => newPassword);
    this.references = crossings?.ids((entry) => made.of(entry.kind)[entry.name]);
    // Passwords stand in the users' own states, once.
    this.registerOutputs({});
  }

  /** The account of this name. @throws Error if the realm has none; the message suggests the closest names */
  account(name: string): Account {
    return found("Account", this.accounts, name);
  }

  /** The profile of this name. @throws Error if the realm has none; the message suggests the closest names */
  profile(name: string): Profile {
    return found("Profile", this.profiles, name);
  }

  /** The quota profile of this name. @throws Error if the realm has none; the message suggests the closest names */
  quotaProfile(name: string): QuotaProfile {
    return found("QuotaProfile", this.quotaProfiles, name);
  }

  /** The service activation of this name, such as `acme/openstack`. @throws Error if the realm has none */
  service(name: string): ServiceActivation {
    return found("ServiceActivation", this.services, name);
  }

  /** The quota of this name, such as `acme/ch-1`. @throws Error if the realm has none */
  quota(name: string): Quota {
    return found("Quota", this.quotas, name);
  }

  /** The user of this name, such as `acme/anna`, or `eva` for the reseller's own staff. @throws Error if the realm has none */
  user(name: string): User {
    return found("User", this.users, name);
  }

  /** The project of this name, such as `acme/main`. @throws Error if the realm has none */
  project(name: string): Project {
    return found("Project", this.projects, name);
  }
}

function declarationOf(name: string, { files, fleet, realm }: RealmArgs): StackPart {
  if ([files, fleet, realm].filter((given) => given !== undefined).length !== 1)
    throw new pulumi.RunError(
      `Realm ${name}: set one of files, such as { files: "realm.yaml" }, fleet, such as { fleet: "fleet.yaml" }, or realm with the content of a realm file as an object`,
    );
  if (fleet !== undefined) return loaded.fleetPart().partOfThisStack(fleet);
  const { examineObject, examineRealm } = loaded.reader();
  const reading = files === undefined ? examineObject(realm, isOpaque) : examineRealm(files, process.cwd());
  return { reading, part: undefined };
}

/** What a program may put in the place of a value or a key: it is taken as it is. */
function isOpaque(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || pulumi.Resource.isInstance(value) || value instanceof Promise;
}

/** Where a reference stands. */
interface Standing {
  readonly where: readonly (string | number)[];
  readonly portal: Portal | undefined;
  readonly reading: RealmReading;
}

/** Makes the resources of a realm. */
class Making {
  readonly resources: pulumi.CustomResource[] = [];
  private readonly byKind = new Map<KindName, Record<string, pulumi.CustomResource>>();
  private readonly config = new pulumi.Config();
  private readonly run = preflight();

  constructor(
    private readonly options: pulumi.ComponentResourceOptions,
    private readonly crossings: Crossings | undefined,
  ) {}

  /** With problems too: what is sound is looked at all the same, and the program goes on until all that is wrong is said. */
  all(reading: RealmReading): this {
    this.run.refuse(
      oncePerCause(reading.problems).map((problem) => ({
        place: problem.place,
        text:
          problem.place === undefined && problem.file !== undefined
            ? `${problem.file}: ${saidText(problem)}`
            : saidText(problem),
      })),
    );
    for (const entry of reading.entries) this.make(entry, reading);
    return this;
  }

  of(kind: KindName): ByName<pulumi.CustomResource> {
    return this.byKind.get(kind) ?? {};
  }

  private make(entry: RealmEntry, reading: RealmReading): void {
    const { kind, name } = entry;
    const place = reading.placeOf(entry);
    const made = declaredBy(
      {
        source: place && { ...place, file: path.resolve(place.file) },
        placeOf: (property) => reading.placeOf(entry, property),
        formerFields: entry.formerFields ?? [],
        isBroken: reading.isBroken(entry),
      },
      () => new CLASSES[kind](name, this.argsOf(entry, reading) as never, this.optionsOf(entry)),
    );
    const named = this.byKind.get(kind) ?? {};
    named[name] = made;
    this.byKind.set(kind, named);
    this.resources.push(made);
  }

  private argsOf(entry: RealmEntry, reading: RealmReading): Record<string, unknown> {
    const { kind, within } = entry;
    const given = typeof entry.values["connection"] === "string" ? entry.values["connection"] : undefined;
    const portal = this.run.portalOf(given, chosenHost(this.optionsOf(entry)).provider);
    const values = withSecrets(
      kind,
      withReferences(kind, this.withFollowedLimits(entry, portal), (reference, _kind, where) =>
        this.referent(reference, entry, { where, portal, reading }),
      ),
      (setting, where) => this.secret(setting.config, entry, where, reading),
    );
    for (const { field, member } of entry.formerFields ?? [])
      if (member !== undefined && isOpaque(values[field])) values[field] = givenMember(values[field], member);
    // A key that stands for a field is just a key where the portal has no such field.
    for (const field of Object.keys(values))
      if (portal !== undefined && lackOf(portal, kind, field) !== undefined && reading.isImplied(entry, field))
        delete values[field];
    if (within !== undefined) values["account"] = this.of("Account")[within];
    return Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, value === UNKNOWN ? neverKnown() : value]),
    );
  }

  private referent(reference: Reference, entry: RealmEntry, { where, portal, reading }: Standing): unknown {
    if ("existing" in reference) return reference.existing;
    const { kind, name } = reference.entry;
    const target = this.crossings?.target(reference.entry);
    if (target === undefined) return this.of(kind)[name] ?? neverKnown();
    const found = this.crossings!.valueOf(target, entry, portal);
    if ("value" in found) return found.value;
    const property = pathText(where);
    const text = `${entry.kind} ${entry.name}: ${property} ${found.problem}`;
    this.run.refuse([{ place: reading.placeOf(entry, property), text }]);
    return neverKnown();
  }

  /** The numbers of a quota profile of another stack, where a quota has those of its profile (`hooks` does it within one stack). */
  private withFollowedLimits({ kind, values }: RealmEntry, portal: Portal | undefined): RealmEntry["values"] {
    const { profile, limits, followProfile } = values;
    if (kind !== "Quota" || limits !== undefined || !isReference(profile) || !("entry" in profile)) return values;
    const target = this.crossings?.target(profile.entry);
    if (target?.limits === undefined) return values;
    const isFollowed = followProfile === true || (portal !== undefined && isStateOnly(portal, "QuotaProfile"));
    return isFollowed ? { ...values, limits: target.limits, followProfile: true } : values;
  }

  private secret(
    setting: string,
    entry: EntryName,
    where: readonly (string | number)[],
    reading: RealmReading,
  ): unknown {
    const value = this.config.getSecret(setting);
    if (value !== undefined) return value;
    const property = where.join(".");
    const place = reading.placeOf(entry, property);
    const text =
      `${entry.kind} ${entry.name}: ${property} is the secret ${JSON.stringify(setting)}, which is not in this stack's configuration. ` +
      `Set it with: pulumi config set --secret ${setting}`;
    this.run.refuse([{ place, text }]);
    return neverKnown();
  }

  private optionsOf({ protect, formerly }: RealmEntry): pulumi.CustomResourceOptions {
    const { parent, dependsOn, retainOnDelete, transforms, transformations } = this.options;
    const provider = providerOf(this.options);
    const protection = protect ?? this.options.protect;
    const given = { parent, dependsOn, retainOnDelete, transforms, transformations, provider, protect: protection };
    return {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      ...(formerly.length === 0 ? {} : { aliases: formerly.map((name) => ({ name })) }),
    };
  }
}

/** The run ends with an error before anybody waits for it in vain. */
function neverKnown(): Promise<never> {
  return new Promise(() => undefined);
}

/** Resources of this package are dynamic ones, or the plugin's: a provider for others is none for them. */
const PACKAGES = ["pulumi-nodejs", PACKAGE];

function providerOf({ provider, providers }: pulumi.ComponentResourceOptions): pulumi.ProviderResource | undefined {
  const all = Array.isArray(providers) ? providers : Object.values(providers ?? {});
  return [...(provider === undefined ? [] : [provider]), ...all].find((some) => PACKAGES.includes(packageOf(some)));
}

function passwords(
  users: ByName<User>,
  of: (user: User) => pulumi.Output<string | undefined>,
): pulumi.Output<Readonly<Record<string, string>>> {
  const all = pulumi.all(Object.fromEntries(Object.entries(users).map(([name, user]) => [name, of(user)])));
  const known = all.apply((byName) =>
    Object.fromEntries(
      Object.entries(byName).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
  );
  return pulumi.secret(known);
}

function found<Resource>(kind: KindName, byName: ByName<Resource>, name: string): Resource {
  if (Object.hasOwn(byName, name)) return byName[name]!;
  const hint = suggestion(name, Object.keys(byName));
  throw new pulumi.RunError(`the realm has no ${kinds[kind].name} ${JSON.stringify(name)}${hint}`);
}
