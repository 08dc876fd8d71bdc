import { createHash } from "node:crypto";
import type { Plan } from "./recording";

/** Ids of the portals, and the engine's own. */
const ID = /\b(?:[a-z]+(?:-[a-z]+)*_[0-9a-f]{12}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32})\b/g;
/** What looks like one and is always the same: the engine's word for a value that isn't known. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TIME = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|\+00:00)/g;
const ANY_TIME = "2027-01-01T00:00:00Z";
const ACCESS_KEY = /\bSCW[0-9A-Z]{17}\b/g;
const ANY_ACCESS_KEY = "SCW00000000000000000";

/** What stands in plans and differs from run to run. */
export interface Place {
  readonly sandbox: string;
  readonly folder: string;
}

interface StepOfPlan {
  readonly urn: string;
  readonly oldState?: { readonly id?: string };
  readonly newState?: { readonly id?: string };
}

/** Plans of one realm as they can be compared with those of another run: each id by whose it is, one time, steps in one order. */
export class ComparablePlans {
  private readonly names = new Map<string, string>([[UNKNOWN, UNKNOWN]]);

  constructor(private readonly place: Place) {}

  /** Gives an id a name that is the same in every run. */
  name(id: string, owner: string): void {
    for (const part of id.match(ID) ?? []) if (!this.names.has(part)) this.names.set(part, alike(part, owner));
  }

  plan(text: string): Plan {
    const { duration: _, ...plan } = JSON.parse(text) as Plan & { duration?: unknown };
    // The engine asks for what doesn't wait for each other in any order.
    const steps = [...plan.steps].sort((one, other) => (one.urn < other.urn ? -1 : one.urn > other.urn ? 1 : 0));
    for (const { urn, oldState, newState } of steps as readonly StepOfPlan[])
      for (const state of [oldState, newState]) if (state?.id !== undefined) this.name(state.id, urn);
    return ordered(JSON.parse(this.text(JSON.stringify({ ...plan, steps })))) as Plan;
  }

  /** The text with what differs from run to run replaced. */
  text(text: string): string {
    return text
      .replaceAll(this.place.sandbox, "http://127.0.0.1:8080")
      .replaceAll(this.place.folder, "/realm")
      .replace(TIME, ANY_TIME)
      .replace(ACCESS_KEY, ANY_ACCESS_KEY)
      .replace(ID, (id) => {
        this.name(id, `the id number ${this.names.size}`);
        return this.names.get(id)!;
      });
  }
}

/** How far a preview got that ended with an error is chance, and in which order messages came; what they say is not. */
export function certainPart(plan: Plan): object {
  const { steps, changeSummary, ...rest } = plan;
  const messages = (plan["diagnostics"] ?? []) as { readonly severity?: string; readonly message?: string }[];
  const diagnostics = [...messages].sort((one, other) => ((one.message ?? "") < (other.message ?? "") ? -1 : 1));
  const failed = messages.some(({ severity }) => severity === "error");
  return { ...rest, diagnostics, ...(failed ? {} : { steps, changeSummary }) };
}

/** Another id of the same form. */
function alike(id: string, owner: string): string {
  const digits = createHash("sha256").update(owner).digest("hex");
  const prefix = /^[a-z-]+_/.exec(id)?.[0] ?? "";
  let place = 0;
  return prefix + id.slice(prefix.length).replace(/[0-9a-f]/g, () => digits[place++]!);
}

/** Members that say where the packages of this machine are, or in which order the engine came to something. */
function isOfThisRun(name: string, value: unknown): boolean {
  return name === "stackTrace" || (name === "sourcePosition" && String(value).startsWith("project:///../"));
}

/**
 * Members by name. Lists of ids that the portal answered had the order of the real ones, and lists of URNs that of the engine; lists of a
 * program keep its order.
 */
function ordered(value: unknown, isAnswered = false): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => ordered(entry, isAnswered));
    const isOf = (what: RegExp) => entries.every((entry) => typeof entry === "string" && entry.match(what) !== null);
    return isOf(/^urn:pulumi:/) || (isAnswered && isOf(ID)) ? entries.sort() : entries;
  }
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value)
    .filter(([name, member]) => !isOfThisRun(name, member))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, ordered(member, isAnswered || name === "outputs")]));
}
