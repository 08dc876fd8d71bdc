import * as pulumi from "./pulumi";
import { type DeclaredInputs, type FormerField, type KindName, UNKNOWN } from "../provider/model";
import { type FileProblem, placeText, writeFailureOf } from "../provider/model/failureText";
import { programError, checkProgram } from "../provider/model/program";
import { formerNameText } from "../provider/model/formerFields";
import { projectEnvironment } from "../provider/portals/environmentFile";
import { DEFAULT_CONNECTION, readSettings, type Settings } from "../provider/portals/settings";
import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import type { Portal, ProgramResource } from "../provider/model/portal";
import { counted } from "../text/words";
import type { Declared } from "./declared";
import { endOfRun } from "./endOfRun";
import { Renames } from "./renames";
import type { SourceLocation } from "./sourceLocation";
import { noteAliases } from "./urns";
import { isStateOnly } from "../provider/model/definePortal";
import { isOneOf } from "../provider/model/shapes";
import { plainSetting } from "./provider";

const PREFIX = "reseller:";

/**
 * Looks at the whole program before the first resource is sent to the engine. The engine asks the provider about one
 * resource at a time and stops at the first that is wrong; a person with thirty mistakes wants to see thirty. Every
 * resource waits for this, which takes no longer than until the program's present turn has ended.
 */
class Preflight {
  private readonly resources: Declared[] = [];
  private readonly byResource = new Map<pulumi.Resource, Declared>();
  private turn: Promise<void> | undefined;
  private examined = 0;
  private problems: FileProblem[] = [];
  private settings: Settings | undefined;
  private readonly byId = new Map<unknown, pulumi.Resource>();
  private readonly renames = new Renames();
  private examination: Promise<void> = Promise.resolve();

  /** Adds a resource to what is looked at when the present turn ends. */
  join(
    given: Pick<Declared, "kind" | "label" | "resource" | "args" | "formerFields" | "isTransformed" | "provider">,
    standing?: SourceLocation,
  ): void {
    const { resource, args, formerFields } = given;
    const references: Record<string, ProgramResource[]> = {};
    const inputs: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(args)) {
      inputs[name] = this.plainValue(value, (references[name] ??= []));
    }
    const { placeOf, isBroken = false } = standing ?? {};
    const declared: Declared = {
      ...{ ...given, inputs, references, isBroken, placeOf },
      formerFields: [...formerFields, ...(standing?.formerFields ?? [])],
      referents: this.referentsIn(args),
    };
    this.resources.push(declared);
    this.byResource.set(resource, declared);
    this.byId.set((resource as pulumi.CustomResource).id, resource);
    noteAliases(resource);
    void this.settled();
  }

  /** Adds what is wrong with files that the program reads: it is said with what is wrong with the resources, and the run ends. */
  refuse(problems: readonly FileProblem[]): void {
    this.problems.push(...problems);
    void this.settled();
  }

  /** Resolves when everything that was declared in the same turn is sound, and the resource may be sent. */
  async sound(resource: pulumi.Resource): Promise<void> {
    await this.settled();
    await this.examination;
    await this.renames.examineLate(resource);
  }

  /** Whether objects of a kind are kept in the state alone on the portal of a connection; false where that can't be known. */
  isStateOnly(kind: KindName, connection?: string, provider?: pulumi.ProviderResource): boolean {
    const portal = this.portalOf(connection, provider);
    return portal !== undefined && isStateOnly(portal, kind);
  }

  /** What the portal of a connection is; undefined where that can't be known. */
  portalOf(connection: string = DEFAULT_CONNECTION, provider?: pulumi.ProviderResource): Portal | undefined {
    if (provider !== undefined) return connection === DEFAULT_CONNECTION ? portalOfProvider(provider) : undefined;
    const portal = this.knownSettings()?.connections.get(connection)?.portal;
    return portal === undefined ? undefined : portalNamed(portal);
  }

  /** Whether the settings, the environment among them, say that what exists is taken over. */
  adopts(provider?: pulumi.ProviderResource): boolean {
    if (provider !== undefined) return plainSetting(provider, "adopt") === "true";
    return this.knownSettings()?.adopt === true;
  }

  private knownSettings(): Settings | undefined {
    try {
      this.settings ??= readProgramSettings();
    } catch {
      // Said where the whole program is looked at.
    }
    return this.settings;
  }

  /** Whether a resource may take over an object that exists already, in place of making one. */
  mayAdopt({ inputs, provider }: Declared): boolean {
    const { adopt = this.adopts(provider) } = inputs;
    return adopt !== undefined && adopt !== false;
  }

  /** All resources of the program, once the present turn has ended. */
  async everything(): Promise<readonly Declared[]> {
    await this.settled();
    return this.resources;
  }

  private settled(): Promise<void> {
    this.turn ??= new Promise((resolve) =>
      setImmediate(() => {
        this.turn = undefined;
        this.examine();
        resolve();
      }),
    );
    return this.turn;
  }

  /** Throws out of the event loop: the run ends with this one message, and nothing has been sent. */
  private examine(): void {
    const joined = this.resources.slice(this.examined);
    const fresh = new Set<ProgramResource>(joined.filter(({ isBroken }) => !isBroken));
    this.examined = this.resources.length;
    const problems = this.problems;
    this.problems = [];
    try {
      // Settings of a provider resource are the plugin's to check.
      if (this.resources.length === 0 || joined.some(({ provider }) => provider === undefined))
        this.readSettings(problems);
      const verdicts = this.groups().map(({ portal, resources }) => checkProgram(portal, resources));
      const news = verdicts.flatMap(({ failures }) => failures).filter(({ resource }) => fresh.has(resource));
      if (news.length + problems.length > 0) throw programError(news, problems);
      for (const { resource, ...warning } of verdicts.flatMap(({ warnings }) => warnings))
        if (fresh.has(resource))
          void pulumi.log.warn(`${placed(resource, warning.property)}${writeFailureOf(resource, warning)}`);
      warnOfFormerNames(joined);
    } catch (error) {
      throw endOfRun(error);
    }
    const { settings } = this;
    // The state doesn't tell which provider resource leads where.
    if (settings !== undefined && this.resources.every(({ provider }) => provider === undefined))
      this.examination = this.examination.then(() => this.renames.examine(joined, this.resources, settings));
  }

  /** Settings that are wrong, and files that are, are said together: the program can't be looked at without settings. */
  private readSettings(problems: readonly FileProblem[]): void {
    try {
      this.settings ??= readProgramSettings();
    } catch (error) {
      if (problems.length === 0 || !(error instanceof Error)) throw error;
      throw new Error(`${error.message}\n${programError([], problems).message}`);
    }
  }

  /** Resources that are looked at together: those of one portal, and of one provider resource. */
  private groups(): { readonly portal: Portal; readonly resources: readonly Declared[] }[] {
    const groups = new Map<unknown, Map<Portal, Declared[]>>();
    for (const resource of this.resources) {
      const connection = resource.inputs["connection"] ?? DEFAULT_CONNECTION;
      const portal = typeof connection === "string" ? this.portalOf(connection, resource.provider) : undefined;
      if (portal === undefined) continue;
      const ofProvider = groups.get(resource.provider) ?? new Map<Portal, Declared[]>();
      groups.set(resource.provider, ofProvider.set(portal, [...(ofProvider.get(portal) ?? []), resource]));
    }
    return [...groups.values()].flatMap((byPortal) =>
      [...byPortal].map(([portal, resources]) => ({ portal, resources })),
    );
  }

  /** The value as far as the program alone tells; resources it comes from are noted in `found`. */
  private plainValue(value: unknown, found: ProgramResource[]): unknown {
    if (pulumi.Output.isInstance(value)) {
      for (const source of resourcesBehind(value)) this.note(source, found);
      return UNKNOWN;
    }
    if (pulumi.Resource.isInstance(value)) {
      this.note(value, found);
      return UNKNOWN;
    }
    if (value instanceof Promise) return UNKNOWN;
    if (Array.isArray(value)) return value.map((entry) => this.plainValue(entry, found));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.plainValue(entry, found)]));
    }
    return value;
  }

  private referentsIn(args: Readonly<Record<string, unknown>>): Record<string, pulumi.Resource> {
    const found: Record<string, pulumi.Resource> = {};
    for (const [field, value] of Object.entries(args)) {
      const referent = pulumi.CustomResource.isInstance(value) ? value : this.byId.get(value);
      if (referent !== undefined) found[field] = referent;
    }
    return found;
  }

  private note(source: pulumi.Resource, found: ProgramResource[]): void {
    const declared = this.byResource.get(source);
    if (declared !== undefined && !found.includes(declared)) found.push(declared);
  }
}

/** The portal of a provider resource, as far as the program and the environment tell. */
function portalOfProvider(provider: pulumi.ProviderResource): Portal | undefined {
  const { environment } = projectEnvironment(process.env, process.cwd());
  const named = plainSetting(provider, "portal") ?? environment["RESELLER_PORTAL"];
  return isOneOf(PORTAL_NAMES, named) ? portalNamed(named) : undefined;
}

/** Once for each name, however many resources have it. */
function warnOfFormerNames(resources: readonly Declared[]): void {
  const warned = new Map<string, { first: Declared; former: FormerField; count: number }>();
  for (const resource of resources)
    for (const former of resource.formerFields) {
      const key = `${resource.kind} ${former.name}`;
      const known = warned.get(key);
      if (known === undefined) warned.set(key, { first: resource, former, count: 1 });
      else known.count += 1;
    }
  for (const { first, former, count } of warned.values()) {
    const others = count === 1 ? "" : ` (${counted(count - 1, "more resource has", "more resources have")} it, too)`;
    const text = writeFailureOf(first, { property: former.name, reason: formerNameText(former) });
    void pulumi.log.warn(`${placed(first, former.field)}${text}${others}`);
  }
}

function placed({ placeOf }: ProgramResource, property: string): string {
  const place = placeOf?.(property);
  return place === undefined ? "" : `${placeText(place)}: `;
}

/** The resources that an output comes from, as far as that is known at once. The SDK hides the method from its types. */
function resourcesBehind(output: pulumi.Output<unknown>): Iterable<pulumi.Resource> {
  return (output as unknown as { resources(): Set<pulumi.Resource> }).resources();
}

function readProgramSettings(): Settings {
  const all = pulumi.runtime.allConfig();
  const names = Object.keys(all)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length));
  // The provider says what there is to remark.
  const { environment } = projectEnvironment(process.env, process.cwd());
  return readSettings({ get: (name) => all[`${PREFIX}${name}`], names, environment });
}

const runs = new WeakMap<object, Preflight>();
const outsideOfARun = {};

/** The one of the program that runs now: several programs can run one after the other, or side by side, in one process. */
export function preflight(): Preflight {
  const run = pulumi.runtime.getStackResource() ?? outsideOfARun;
  const existing = runs.get(run);
  if (existing !== undefined) return existing;
  const fresh = new Preflight();
  runs.set(run, fresh);
  return fresh;
}

/** Resources of one kind that belong to the same account as `resource`, itself left out. */
export function companions(
  resources: readonly Declared[],
  resource: pulumi.Resource,
  kind: KindName,
  where: (inputs: DeclaredInputs) => boolean = () => true,
): Declared[] {
  const self = resources.find((declared) => declared.resource === resource);
  if (self === undefined) return [];
  return resources.filter(
    (other) => other !== self && other.kind === kind && sameAccount(self, other) && where(other.inputs),
  );
}

function sameAccount(one: ProgramResource, other: ProgramResource): boolean {
  const account = one.references["account"]?.[0];
  if (account !== undefined) return account === other.references["account"]?.[0];
  const id = one.inputs["account"];
  return id !== UNKNOWN && id !== undefined && id === other.inputs["account"];
}
