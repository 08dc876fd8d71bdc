import { canonicalUrl } from "../provider/model";
import type { Settings } from "../provider/lifecycle";
import type { ConnectionSettings } from "../provider/model/portal";
import type { Plan } from "../engine/plannedResource";
import type { Undeclared } from "./drift";
import type { Ignore } from "./driftFile";
import { connectionOf } from "./liveSide";

export interface DriftProgress {
  /** Objects of the stack that have been looked at. */
  looked(done: number, all: number): void;
  /** Lists that have been read. */
  listed(done: number, all: number): void;
  /** What the portal is waited for. */
  say(message: string): void;
}

export interface DriftQuestion {
  /** What `pulumi preview --json --show-sames` printed. */
  readonly plan: string;
  /** How messages call the plan. */
  readonly from?: string;
  readonly settings: Settings;
  /** Names, keys or ids of the accounts that are looked at; empty: everything. */
  readonly accounts?: readonly string[];
  /** Whether objects are looked for that nobody declares. Default true. */
  readonly undeclared?: boolean;
  readonly ignore?: readonly Ignore[];
  /** Whether an object that the plan doesn't have is declared all the same, by what can't be previewed. */
  readonly isDeclared?: (object: Pick<Undeclared, "kind" | "name">) => boolean;
  /** Told what is being done, and how far that is. */
  readonly progress?: DriftProgress;
  /** How long the gate against mass vanishing waits for further reads; all of them are asked for at once. */
  readonly quietMilliseconds?: number;
}

/** What is asked of a plan that has been read. */
export type PlannedQuestion = Omit<DriftQuestion, "plan" | "from">;

/** What is wrong with how drift was asked for. */
export class DriftQuestionError extends Error {}

const HOW_TO_CHOOSE = "choose the plan's stack with --stack and --cwd";

/** A plan of one portal held against another would show everything as missing. @throws DriftQuestionError */
export function mustBeOfTheseSettings({ config, providers = {} }: Plan, { connections }: Settings): void {
  const flat = { portal: config["reseller:portal"], endpoint: config["reseller:endpoint"] };
  mustBeSame(flat, connections.get(connectionOf({})), "");
  for (const [name, settings] of Object.entries(providers))
    mustBeSame(settings, connections.get(name), ` for the provider resource ${name}`);
}

function mustBeSame(
  { portal, endpoint }: Readonly<Record<string, unknown>>,
  own: ConnectionSettings | undefined,
  of: string,
): void {
  if (own === undefined) return;
  if (typeof portal === "string" && portal !== own.portal)
    throw new DriftQuestionError(
      `the plan is for the portal ${portal}${of}, and the settings are for ${own.portal}: ${HOW_TO_CHOOSE}`,
    );
  const address = (text: string) => String(canonicalUrl(text)).replace(/\/+$/, "");
  if (typeof endpoint === "string" && address(endpoint) !== address(own.endpoint))
    throw new DriftQuestionError(
      `the plan is for the portal at ${endpoint}${of}, and the settings lead to ${own.endpoint}: ${HOW_TO_CHOOSE}`,
    );
}
