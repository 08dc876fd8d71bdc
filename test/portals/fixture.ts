import type { KindName } from "../../provider/model";
import type { PortalName } from "../../provider/portals/list";
import type { RunningSandbox } from "../../sandbox";
import type { PromiseRealm } from "../promises/realm";
import type { PortalModel } from "../random/model";
import type { Ground } from "../review/enemy/ground";
import type { Identities } from "../review/identities";
import type { NamesInReviewFile } from "../review/namesInReviewFile";
import type { PlanTable } from "../review/plans/planTable";
import type { Bench } from "../support/bench";
import type { ProgramResource } from "../support/miniEngine";

export type Declarations = Readonly<Partial<Record<KindName, Readonly<Record<string, unknown>>>>>;

/**
 * What the tests that are told of every portal need to know of one: its folder beside this file exports it, and `list.ts` names it. What
 * few tests need is a function, and loads what it is made of when it is called.
 */
export interface PortalFixture {
  readonly name: PortalName;
  /** Settings of a connection to the portal of a sandbox, by their names. */
  readonly settings: (sandbox: RunningSandbox) => Readonly<Record<string, string>>;
  /** Those that are secret. */
  readonly secretSettings: readonly string[];
  /** Settings, beside the endpoint, that are well formed and mean nobody. */
  readonly settingsOfNobody: Readonly<Record<string, string>>;
  /** Of each kind that the portal has, a sound declaration with every field that it can have. */
  readonly sound: Declarations;
  /** Fields that no declaration of `sound` has, since they can't stand beside its others. */
  readonly besideSound?: Readonly<Partial<Record<KindName, readonly string[]>>>;
  /** Inputs of a profile that has a name. */
  readonly profileNamed: (name: string) => Readonly<Record<string, unknown>>;
  readonly command: CommandFixture;
  readonly programs: ProgramsFixture;
  /** A realm of every kind that the portal has, whose state stands in `states/` as earlier versions have recorded it. */
  readonly states: () => RecordedRealm;
  /** For what every resource promises. */
  readonly promises: () => Promise<PromiseRealm>;
  /** For random realms: what the portal is like, written down apart from the provider. */
  readonly model: () => PortalModel;
  /**
   * For reviews that are held against what the sandbox admits after the apply, and against programs that hide what they give. Left out
   * where they are held against what real servers admit.
   */
  readonly ground?: () => Ground;
  /** For the review of who somebody is, and whose an account is. */
  readonly identities: () => Identities;
  /** For names in review.yaml. */
  readonly names: () => NamesInReviewFile;
  /** Plans with what a review must say of them, by the names of the files that they are recorded in. */
  readonly plans: () => Readonly<Record<string, PlanTable>>;
}

/** The portal in what `reseller sandbox` prints. */
export interface CommandFixture {
  /** What the ready line says of it; matchers stand for what differs from run to run. */
  readonly ready: (baseUrl: string) => object;
  /** A request that is answered to whoever has the environment of `--detach`. */
  readonly request: (variables: Readonly<Record<string, string>>) => Request;
}

/** Records of a sandbox, by collection. */
export type Dump = Readonly<Record<string, readonly { readonly id: string; readonly [member: string]: unknown }[]>>;

/** Programs in JavaScript, for the real engine. */
export interface ProgramsFixture {
  /** A realm, a change of it that touches everything that a preview looks at, and a finding of its review. */
  readonly changed: { readonly before: string; readonly after: string; readonly finds: string };
  /** What is killed on its way: about so many objects for each of some clients. */
  readonly killed: {
    readonly program: (clients: number, objects: number) => string;
    /** What the portal has by now of what the program makes. */
    readonly made: (dump: Dump) => Readonly<Record<string, readonly string[]>>;
    /** How many there must be in the end, with 16 people for each client. */
    readonly goals: (clients: number) => Readonly<Record<string, number>>;
  };
  /**
   * What `import --into-stack` takes into a stack, and how many resources. `realm:password` is a secret that it may use. For one portal, the
   * command runs the program as the engine does for a user.
   */
  readonly taken: { readonly program: string; readonly number: number; readonly asUser?: true };
  /** How a random realm is imported: flags, the program for its files (none where they are programs), and the seed of the realm. */
  readonly imported: { readonly flags: readonly string[]; readonly program: string | undefined; readonly seed: number };
  /**
   * A realm file with two people, `nils` and `olga`, and what somebody does by hand: the first gets another last name, the second goes, and
   * `zoe` comes. Left out where the commands have a test of their own.
   */
  readonly drifted?: {
    readonly text: string;
    readonly byHand: (sandbox: RunningSandbox, id: (name: string) => string) => Promise<void>;
  };
}

export interface RecordedRealm {
  readonly open: () => Promise<Bench>;
  readonly program: readonly ProgramResource[];
  /** One more change, and the only step that it is. */
  readonly change: { readonly label: string; readonly inputs: object };
}
