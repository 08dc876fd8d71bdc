import type { PortalName } from "../../../provider/portals/list";
import type { RunningSandbox } from "../../../sandbox";
import type { Draw } from "../../random/draw";
import type { Wording } from "./comparison";
import type { Fields } from "./program";
import type { Realms } from "./realms";

export interface StoredRecord {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** Records of one portal, by collection. */
export type Stored = Readonly<Record<string, readonly StoredRecord[] | undefined>>;

/** Names by ids, as somebody sees them who looks at the portal. */
export interface Seen {
  readonly accounts: ReadonlyMap<string, string>;
  /** Ids of accounts that nobody can enter. */
  readonly closed: readonly string[];
  readonly projects: ReadonlyMap<string, string>;
  /** Ids by what people log in with. */
  readonly people: ReadonlyMap<string, string>;
}

/** One portal, as far as random realms and what becomes of them need to know it. */
export interface Reality {
  readonly portal: PortalName;
  /** Makes what the realms take for granted; `config` are settings beside those that every stack has. */
  open(sandbox: RunningSandbox): Promise<{
    readonly config: Readonly<Record<string, string>>;
    realms(draw: Draw): Realms;
  }>;
  readonly wording: Wording;
  look(stored: Stored): Seen;
  /** What a declared person logs in with. */
  loginOf(person: Fields): string;
}
