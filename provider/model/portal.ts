import type { z } from "zod";
import type { DeclaredInputs, Finding, KindName } from ".";
import type { Declared, Values } from "./declared";
import type { FieldTable } from "./fieldTable";
import type { AccessModel } from "./accessModel";
import type { PortalName } from "./portalName";
import type { ProgramFinding, ProgramResource } from "./programResource";
import type { Rule } from "./rule";
import type { PlannedInputs, Surroundings } from "./surroundings";

export type { PortalName } from "./portalName";
export type { ProgramFailure, ProgramFinding, ProgramResource, SourcePlace } from "./programResource";
export type { PlannedInputs, Surroundings } from "./surroundings";

/** Name of the connection that the flat settings describe. */
export const DEFAULT_CONNECTION = "default";

/** What is wrong with a setting that is sound by itself. */
export interface SettingFault {
  /** Its name, without the namespace. */
  readonly setting: string;
  /** Continues the setting's name in a message. Never a value of a credential. */
  readonly problem: string;
}

/** What a portal is, without talking to it: what it has, its rules, and what its permissions mean. Made by `definePortal`. */
export interface Portal<Name extends PortalName = PortalName> {
  readonly name: Name;
  /** How messages call the portal. */
  readonly title: string;
  /** Settings of a connection that only this portal has, and which of them are credentials. */
  readonly settings: readonly SettingFact[];
  /** What settings that are each sound must agree on. */
  readonly settingProblems?: (given: Readonly<Record<string, string>>) => readonly SettingFault[];
  /** Where the portal is, unless a setting says otherwise, and what an address of it must not have. */
  readonly endpoint?: {
    readonly usual?: string;
    readonly environment: readonly string[];
    readonly problems: (endpoint: string) => string[];
  };
  /** Settings (`endpoint` among them) that the vendor's own tools keep in a file. Read when something is missing. */
  readonly keptByTools?: (environment: Environment) => KeptSettings;
  /** Environment variables that `keptByTools` looks at. */
  readonly toolVariables?: readonly Pick<SettingFact, "name" | "credential">[];
  /** The kinds that it has, with their fields. */
  readonly fields: FieldTable;
  /** What to do in place of kinds that it lacks. */
  readonly insteadOf?: Partial<Record<KindName, string>>;
  /** What must be there before something else is made, where the program doesn't say so. */
  readonly ordering?: {
    /** By the service that is activated, those that must be active before. */
    readonly services: Readonly<Record<string, readonly string[]>>;
    /** The service that projects are made in. */
    readonly projects: string;
  };
  /** The text of a realm file that a new project begins with: it applies on the sandbox, and is commented. */
  readonly startingRealm: string;
  /** Where people sign in, unless that is at the address of its API. */
  readonly signIn?: string;
  /** How its pages in docs/ call it, and what they say of the sources of its rules. */
  readonly documented: { readonly title: string; readonly sources: string };
  /** Every rule of the portal that this provider keeps. */
  readonly rules: readonly Rule[];
  /** What declared inputs must agree on beside types, formats and rules. */
  readonly checks?: Partial<Record<KindName, (inputs: DeclaredInputs) => readonly Finding[]>>;
  /** What resources of a program must agree on beside the rules. */
  readonly programChecks?: readonly ((resources: readonly ProgramResource[]) => readonly ProgramFinding[])[];
  /** Kinds that a reference can give by name in place of the id. */
  readonly foundByName?: readonly KindName[];
  /** The rule about objects whose natural keys differ in spelling alone, and of which nobody knows whether they are one. */
  readonly alike: Rule;
  /** What its permissions mean to people, and how they come by them. */
  readonly access: AccessModel;
  /** The portal's folder: `session` in it has `openSession`, which is loaded when a connection is first opened. */
  readonly folder: string;
}

/** What a portal's `session` exports. */
export interface SessionModule {
  /**
   * Opens a connection. Nothing is sent before it is first used.
   *
   * @param say takes a line for the user that is no error: progress of a long wait, a retry.
   */
  openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface KeptSettings {
  readonly values: Readonly<Record<string, string>>;
  /** What is wrong with where they are kept. Never prints a value of a credential. */
  readonly problems: readonly string[];
  /** Why there are none, which only matters where one is needed. */
  readonly absent?: string;
}

export interface SettingFact {
  readonly name: string;
  readonly credential: boolean;
  /** Two connections with the same address and another value here lead to two realms. */
  readonly namesRealm?: true;
  /** It may be left out. */
  readonly optional?: boolean;
  /** It names a file: a relative name is taken from the project's folder. */
  readonly isFile?: true;
  /** Only taken from where this other setting comes from: the two belong together. */
  readonly goesWith?: string;
  /** Environment variables that stand in for the setting, the first that is set wins. */
  readonly environment: readonly string[];
  readonly schema: z.ZodType;
  readonly hint: string;
}

/** Where a setting of a connection comes from. */
export interface SettingOrigin {
  readonly setting: string;
  /** Such as "the stack" or the name of an environment variable. */
  readonly from: string;
  readonly credential: boolean;
}

/** What a session needs to open a connection; taken from settings that have passed their check. */
export interface ConnectionSettings {
  readonly name: string;
  readonly portal: PortalName;
  readonly endpoint: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Where settings come from that are set. */
  readonly origins?: readonly SettingOrigin[];
  /** Nothing is written, and whether the token may write is not asked. */
  readonly readOnly?: boolean;
  readonly maxConcurrency: number;
  readonly requestTimeoutSeconds: number;
  readonly operationTimeoutSeconds: number;
}

/** An object at the portal, in the words of its kind. */
export interface Found<Inputs = DeclaredInputs, Outputs = DeclaredInputs> {
  readonly id: string;
  /** The values at the portal, one for each field that the portal has; references as ids. */
  readonly inputs: Values<Inputs>;
  readonly outputs: Values<Outputs>;
  /** What a conditional write names, so that nobody else's change is overwritten. */
  readonly revision?: string;
  /** Set while the portal is still working on the object. */
  readonly pending?: Pending;
  /** The portal is deleting the object, and nothing can stop that: it counts as gone, and a delete waits for it. */
  readonly deleting?: Pending;
  /** The portal's own object, which nobody may change or delete: why. */
  readonly builtIn?: string;
  /** A singleton (a quota, a service of an account) that exists but that nobody has set yet. */
  readonly untouched?: boolean;
  /** In a listing: it comes with its account, values and all, so that nobody need have made it. */
  readonly inherent?: boolean;
  /** In a listing: nobody can declare the object as it is, and why. */
  readonly undeclarable?: string;
}

/** Work that the portal does after it has answered. */
export interface Pending {
  /** For messages: "client Acme to be created". */
  readonly what: string;
  /** The portal's own name for the work; kept in the state where a run ends before the work does. */
  readonly operation?: string;
  /** Work of one sort takes about the same time: when one has ended, the first look at the next one is made when that is likely to have. */
  readonly sort?: string;
  /** Where the portal gave no name: whether the work is done by now. */
  readonly finished?: () => Promise<boolean>;
}

export interface Written<Outputs = DeclaredInputs> {
  readonly id: string;
  readonly outputs: Values<Outputs>;
  /** What the portal is still doing. */
  readonly pending?: readonly Pending[];
  /** What is to be written once that is done. The object exists by now: a failure from here on never loses its id or its outputs. */
  readonly next?: () => Promise<Written<Outputs>>;
}

/** All objects of a kind, as far as a connection's token sees them. */
export interface Listing {
  readonly found: readonly Found[];
  /** Why there may be more of them, or more about them, than the token sees; absent where the listing is whole. */
  readonly unseen?: string;
  /** Fields that `unseen` is about, where all objects are in the listing; absent where it may be about objects. */
  readonly unseenFields?: readonly string[];
  /** Ids of the accounts (undefined: the reseller's own part) that `unseen` is about; absent where it may be about all. */
  readonly unseenIn?: readonly (string | undefined)[];
  /** What can be declared of such objects and never stands in a listing, each as a sentence that says why. */
  readonly without?: readonly string[];
}

/** `known` may answer from what was listed earlier in the run, `fresh` asks the portal. */
export type Freshness = "known" | "fresh";

export type Absence =
  | { readonly proven: true }
  /** The object can't be seen, but that may have another reason. */
  | { readonly proven: false; readonly because: string };

/**
 * How a portal does one kind, with the inputs and outputs of the kind as the portal narrows them. Everything here may talk to the portal;
 * control flow stands in the lifecycle, which treats all kinds alike and calls nothing here before `check` has held the inputs against
 * their schemas.
 */
export interface KindDriver<Inputs = DeclaredInputs, Outputs = DeclaredInputs> {
  /** True where the object is part of another one (a quota, a service): it can be set, not made. */
  readonly singleton?: boolean;
  /** Replaces names of references by ids, so that inputs can be compared with what the portal says. Default: they are ids. */
  canonical?(inputs: Declared<Inputs>): Promise<Declared<Inputs>>;
  /** What must be there at the live portal for these inputs, beside the rules: accounts, profiles and words that they name. Must not write. */
  verify?(inputs: Declared<Inputs>, surroundings: Surroundings): Promise<Finding[]>;
  /** The object that has this natural key. */
  find(inputs: Declared<Inputs>, freshness: Freshness): Promise<Found<Inputs, Outputs> | undefined>;
  /** Objects whose natural key differs from this one in spelling alone. */
  alike?(inputs: Declared<Inputs>): Promise<readonly Found<Inputs, Outputs>[]>;
  /**
   * The object that has this id; `state` holds the inputs it was declared with, and where nothing is to be written over it the outputs, so
   * that what they show to be unchanged need not be read: a field that is left out of `inputs` is as `state` has it.
   */
  get(
    id: string,
    state: Declared<Inputs> & Declared<Outputs>,
    freshness: Freshness,
  ): Promise<Found<Inputs, Outputs> | undefined>;
  /**
   * Every object of the kind that the token sees, over the same bulk lists that `get` answers from: at most one list for each collection.
   * `Found.inputs` has all that can be declared of an object, with references as ids; never a secret. What nobody can declare is named;
   * `whole` asks for what it holds, too.
   */
  everything(whole?: boolean): Promise<Listing>;
  create(inputs: Inputs): Promise<Written<Outputs>>;
  /** Writes just the fields in `changes`; `undefined` clears a field. Conditional on `found.revision`. */
  update(found: Found<Inputs, Outputs>, changes: Values<Inputs>, wanted: Inputs): Promise<Written<Outputs>>;
  /** Does once what a new value of a trigger asks for; the outputs that it answers replace those of the same name. */
  act?(found: Found<Inputs, Outputs>, trigger: string): Promise<Values<Outputs>>;
  /** Deletes, or undoes, as `state.onDelete` says; what it answers is a note for the user. */
  remove(found: Found<Inputs, Outputs>, state: Values<Inputs>, planned: PlannedInputs): Promise<Removed>;
  /** What of a found object says that it can't be seen because it is not there. Asked only about objects that were not found. */
  absence(id: string, state: Declared<Inputs>): Promise<Absence>;
  /** What the portal calls the object, for messages. */
  describe(inputs: Declared<Inputs>): string;
}

/** Whose credentials a connection has, as far as the portal tells. */
export interface Bearer {
  /** The person or application; undefined where the portal doesn't tell. */
  readonly id?: string;
  /** What people call them: the name they sign in with. */
  readonly name?: string;
  /** What they are and may do, in words of the portal: `reseller`, `Admin`, `application`. */
  readonly role?: string;
  /** Whom they act for: the reseller's own part of the portal. */
  readonly organization: { readonly id?: string; readonly name?: string };
  /** The account that the credentials belong to, if they are a customer's. */
  readonly account?: { readonly id: string; readonly name?: string };
  /** When the credentials end (ISO 8601); null: never; undefined where the portal doesn't tell. */
  readonly ends?: string | null;
  /** What can't be told of them, and why. */
  readonly untold: readonly string[];
}

/** A right that credentials lack, as far as the portal tells. */
export interface MissingRight {
  /** As the portal calls it. */
  readonly right: string;
  /** What can't be done without it: "users can't be created". */
  readonly costs: string;
}

export interface Removed {
  readonly pending?: readonly Pending[];
  /** What was kept, and why. */
  readonly note?: string;
}

/** An open connection to a portal. */
export interface PortalSession {
  readonly portal: Portal;
  readonly kinds: Readonly<Partial<Record<KindName, KindDriver>>>;
  /** All that the live portal says against these inputs: what must be there, and rules. Must not write. */
  verify(kind: KindName, inputs: DeclaredInputs, surroundings: Surroundings): Promise<Finding[]>;
  /** Problems with the connection itself (wrong token, wrong portal behind the endpoint), found by one cheap call. */
  verifyConnection(): Promise<void>;
  /** Whose credentials these are. Only reads. */
  bearer(): Promise<Bearer>;
  /** Rights to write that the credentials lack. Only reads. Undefined if the portal doesn't tell. */
  missingRights?(): Promise<readonly MissingRight[] | undefined>;
  /** Waits until the portal has done its work; rejects with the portal's reason, or at the deadline with a message that says what was awaited. */
  waitFor(pending: Pending): Promise<void>;
  /** From now on no message of this session carries the secret. */
  protect(secret: string): void;
  /** Removes every credential and one-time secret this session knows from a text. */
  redact(text: string): string;
  /** From now on no answer counts that another process of the machine has got: what is asked for must be true now. */
  readAnew(): void;
  close(): void;
}
