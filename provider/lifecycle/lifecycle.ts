import { apart, type KindName, kinds, UNKNOWN } from "../model";
import { type KindDriver, type Listing, openSession, type PortalSession } from "../portals";
import { AbsenceGate } from "./absenceGate";
import { checkResource } from "./check";
import type { Checked, Context, Made, State } from "./context";
import { createObject } from "./create";
import { deleteObject } from "./delete";
import { type Importable, importObject } from "./importable";
import { KnownListings, type Listings } from "./listings";
import { type Difference, difference } from "../model/diff";
import { differencePaths, type PropertyChange } from "../model/differencePaths";
import { UserError } from "../model/errors";
import { formerFieldsIn, underFormerNames, underPresentNames } from "../model/formerFields";
import { kindAt, withGivenSecrets } from "../model/kindAt";
import { untilReady } from "./prerequisites";
import { readObject } from "./read";
import { RunMemory } from "./runMemory";
import { RunOrder } from "./runOrder";
import { DEFAULT_CONNECTION, KNOWN_IDS_VARIABLE, realmOf, type Settings } from "../portals/settings";
import { type Identified, identifyObject, type TakenIn, takeInObject } from "./takeIn";
import { updateObject } from "./update";
import { spellingsIn } from "../model/spellings";
import { asGiven, inputsIn, naturalKeyOf, normalise, secretsIn } from "../model/values";

/** Environment variable that makes a host work offline. */
export const OFFLINE_VARIABLE = "RESELLER_OFFLINE";

export interface LifecycleOptions {
  /** Read once, when the first call needs it; every call waits for it. */
  readonly settings: () => Promise<Settings>;
  /** Takes a line for the user that is no error. Redacted. */
  readonly say: (message: string) => void;
  /** This run only looks: what exists is no clash, and a step that would write fails. */
  readonly onlyLooks?: boolean;
  /** See AbsenceGate. */
  readonly quietMilliseconds?: number;
  /** What is declared is held against the declaration alone: no portal is asked, and whatever needs one is an error. */
  readonly offline?: boolean;
  /** The host can't know the whole program before it makes the first object: programs of any language. */
  readonly seesPart?: boolean;
}

/** A difference, and on demand the properties that it is in. */
export interface DetailedDifference extends Difference {
  paths(): readonly PropertyChange[];
}

/**
 * What happens to a resource between a host and a portal: written once for all kinds and portals, knows nothing of
 * either. One instance lives as long as one run of the host.
 */
export class Lifecycle {
  private readonly run = new RunMemory();
  private readonly order: RunOrder;
  private readonly listings = new KnownListings();
  private readonly sessions = new Map<string, PortalSession>();
  private settings: Promise<Settings> | undefined;
  private gate: AbsenceGate | undefined;

  constructor(private readonly options: LifecycleOptions) {
    this.order = new RunOrder(options.quietMilliseconds);
  }

  /** Failures of one resource, all at once, and its inputs without what isn't there. Never writes. */
  async check(kindName: KindName, given: State | undefined, inputs: State): Promise<Checked> {
    const before = given && present(kindName, given);
    const declared = present(kindName, inputs);
    if (declared["connection"] === UNKNOWN) {
      return {
        inputs: apart(declared).declared,
        failures: [
          { property: "connection", reason: "must be known at preview: write the connection's name as a literal" },
        ],
      };
    }
    return this.with(kindName, [declared, before], async (context) => {
      const { kind } = context;
      const wanted = normalise(kind, declared);
      const key = naturalKeyOf(kind, wanted);
      this.run.declare(context, kindName, key, wanted);
      if (before === undefined && key !== undefined)
        this.run.announce(context, { kind: kindName, inputs: wanted }, key);
      const known = before === undefined ? undefined : normalise(kind, inputsIn(kind, before));
      return { inputs: asGiven(kind, declared), failures: await checkResource(context, known, wanted) };
    });
  }

  /** What a change means, from state and declaration alone. */
  async diff(kindName: KindName, id: string, state: State, inputs: State): Promise<DetailedDifference> {
    const before = present(kindName, state);
    const declared = present(kindName, inputs);
    const context = await this.context(kindName, declared);
    const { kind, realm } = context;
    const old = normalise(kind, inputsIn(kind, before));
    const wanted = normalise(kind, declared);
    const result = difference(kind, old, wanted, spellingsIn(before));
    this.run.plan(realm, kindName, id, wanted);
    if (result.replaces.length === 0) this.run.claim(realm, kindName, id);
    const key = naturalKeyOf(kind, wanted);
    if (result.deleteBeforeReplace && key !== undefined) this.run.expectReplacement(context, kindName, key);
    const paths = () => differencePaths(kind, asGiven(kind, inputsIn(kind, before)), asGiven(kind, declared));
    return { ...result, paths };
  }

  async create(kindName: KindName, inputs: State): Promise<Made> {
    this.refuseToWrite();
    const declared = present(kindName, inputs);
    return this.with(kindName, [declared], async (context) => {
      const wanted = normalise(context.kind, declared);
      try {
        await untilReady(context, wanted, this.order);
        return await createObject(context, asGiven(context.kind, declared));
      } finally {
        const key = naturalKeyOf(context.kind, wanted);
        if (key !== undefined) this.run.settle(context, { kind: kindName, inputs: wanted }, key);
      }
    });
  }

  /** What can be told of a create before anything is written: whether the program declares what the object needs. */
  async previewCreate(kindName: KindName, inputs: State): Promise<void> {
    if (this.options.offline === true || !this.run.isPutOff(kindName)) return;
    const declared = present(kindName, inputs);
    await this.with(kindName, [declared], (context) =>
      untilReady(context, normalise(context.kind, declared), this.order, true),
    );
  }

  /** The object as it is; undefined where it is proven to be gone. @throws CannotTell where that can't be proven. */
  async read(kindName: KindName, id: string, kept: State): Promise<{ inputs: State; state: State } | undefined> {
    this.mustBeOnline();
    const state = present(kindName, kept);
    const read = await this.with(kindName, [state], (context) => readObject(context, id, state), false);
    // Another name for the same is nothing that a refresh shows.
    const former = formerFieldsIn(kinds[kindName], kept);
    return read && { inputs: underFormerNames(former, read.inputs), state: underFormerNames(former, read.state) };
  }

  async update(kindName: KindName, id: string, state: State, inputs: State): Promise<State> {
    this.refuseToWrite();
    const before = present(kindName, state);
    const declared = present(kindName, inputs);
    return this.with(kindName, [declared, before], (context) =>
      updateObject(context, id, before, asGiven(context.kind, declared)),
    );
  }

  /**
   * An object that nobody has declared, by its id or by what people call it, with the inputs that declare it as it is. Undefined where there
   * is none. Never writes.
   */
  async readImportable(
    kindName: KindName,
    word: string,
    connection: string = DEFAULT_CONNECTION,
  ): Promise<Importable | undefined> {
    this.mustBeOnline();
    const context = await this.context(kindName, { connection });
    return importObject(context, await this.listings.of(context.session, kindName), word);
  }

  /** What a connection lists of a kind, with the accounts and whatever the kind refers to. */
  async listed(kindName: KindName, connection: string = DEFAULT_CONNECTION): Promise<Listings> {
    this.mustBeOnline();
    const { session } = await this.context(kindName, { connection });
    return this.listings.of(session, kindName);
  }

  /** The session of a connection, for whoever reads a whole realm over the lists that single resources are read from. */
  async opened(connection: string = DEFAULT_CONNECTION): Promise<PortalSession> {
    this.mustBeOnline();
    return this.session(await this.loadedSettings(), connection);
  }

  /** Every object of a kind that the connection's token sees; undefined where the portal lacks the kind. */
  async everything(
    kindName: KindName,
    connection: string = DEFAULT_CONNECTION,
    whole = false,
  ): Promise<Listing | undefined> {
    this.mustBeOnline();
    const session = this.session(await this.loadedSettings(), connection);
    return session.kinds[kindName]?.everything(whole);
  }

  async delete(kindName: KindName, id: string, kept: State): Promise<void> {
    this.refuseToWrite();
    const state = present(kindName, kept);
    return this.with(kindName, [state], (context) => deleteObject(context, id, state), false);
  }

  /** Which object at the portal a declaration is about, by its natural key. Never writes. */
  async identify(kindName: KindName, inputs: State): Promise<Identified> {
    const declared = present(kindName, inputs);
    return this.with(kindName, [declared], (context) =>
      identifyObject({ ...context, adopt: true }, normalise(context.kind, declared)),
    );
  }

  /** What a state has of an object that exists, where this is declared of it: the portal's values, and in which fields they differ. Never writes. */
  async takeIn(kindName: KindName, id: string, inputs: State): Promise<TakenIn | undefined> {
    const declared = present(kindName, inputs);
    return this.with(kindName, [declared], (context) => takeInObject(context, id, asGiven(context.kind, declared)));
  }

  /** Removes every credential and secret that any connection of this run knows. */
  redact(text: string): string {
    return [...this.sessions.values()].reduce((clean, session) => session.redact(clean), text);
  }

  close(): void {
    for (const session of this.sessions.values()) session.close();
  }

  /**
   * Does one step with a resource that has, or had, these values. Whatever is secret among them is known to the session before anything is
   * sent that the portal could repeat; where nothing of it is sent, before anything is said of the step, and before it fails: taking a
   * thousand passwords out of every message takes its time.
   */
  private async with<Result>(
    kindName: KindName,
    values: readonly (State | undefined)[],
    work: (context: Context) => Promise<Result>,
    isSent = true,
  ): Promise<Result> {
    const context = await this.context(kindName, ...values);
    const protect = () => {
      for (const some of values)
        for (const secret of secretsIn(context.kind, some ?? {})) context.session.protect(secret);
    };
    const say = (message: string) => {
      protect();
      context.say(message);
    };
    if (isSent) protect();
    try {
      return await this.order.during(() => work({ ...context, say }));
    } catch (error) {
      protect();
      throw error;
    }
  }

  /** @param values The resource as it is declared, or was, and any others that it had. */
  private async context(kindName: KindName, ...values: readonly (State | undefined)[]): Promise<Context> {
    const inputs = values[0] ?? {};
    const settings = await this.loadedSettings();
    this.gate ??= new AbsenceGate(settings.maxVanished, this.options.quietMilliseconds);
    const connection = String(inputs["connection"] ?? DEFAULT_CONNECTION);
    const session = this.session(settings, connection);
    const realm = realmOf(settings.connections.get(connection)!);
    const say = (message: string) => this.options.say(session.redact(message));
    const driver = session.kinds[kindName] ?? missingDriver(kindName, session);
    const adopt = this.options.onlyLooks === true || adoptsExisting(inputs, settings);
    const kind = withGivenSecrets(kindAt(kindName, session.portal), values);
    const { offline = false, seesPart = false } = this.options;
    return { kind, driver, session, connection, realm, adopt, run: this.run, gate: this.gate, offline, seesPart, say };
  }

  private loadedSettings(): Promise<Settings> {
    this.settings ??= this.options.settings();
    return this.settings;
  }

  private mustBeOnline(): void {
    if (this.options.offline !== true) return;
    throw new UserError(
      `no requests are sent to the portal while ${OFFLINE_VARIABLE} is set: it is for previews of the declaration only. Unset it`,
    );
  }

  /** To be called before every write. */
  private refuseToWrite(): void {
    this.mustBeOnline();
    this.listings.forget();
    if (this.options.onlyLooks === true)
      throw new UserError(
        `pulumi-reseller: nothing is written while ${KNOWN_IDS_VARIABLE} is set: it is for the previews of reseller import --into-stack. Unset it`,
      );
  }

  private session(settings: Settings, name: string): PortalSession {
    const open = this.sessions.get(name);
    if (open !== undefined) return open;
    const connection = settings.connections.get(name);
    if (connection === undefined) {
      const known = [...settings.connections.keys()].join(", ");
      throw new UserError(
        [
          `pulumi-reseller: the connection ${JSON.stringify(name)} is not declared in reseller:connections (known: ${known || "none"})`,
          ...settings.remarks,
        ].join(". "),
      );
    }
    const session = openSession(connection, this.options.say);
    this.sessions.set(name, session);
    return session;
  }
}

/** What hosts hand over may be from before a field had its name. */
function present(kindName: KindName, values: State): State {
  return underPresentNames(kinds[kindName], values);
}

function adoptsExisting(inputs: State, settings: Settings): boolean {
  return typeof inputs["adopt"] === "boolean" ? inputs["adopt"] : settings.adopt;
}

function missingDriver(kindName: KindName, session: PortalSession): KindDriver {
  const advice = session.portal.insteadOf?.[kindName] ?? "use another portal for it";
  throw new UserError(`${session.portal.title} has no ${kindName}: ${advice}`);
}
