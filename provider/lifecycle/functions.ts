/** What programs ask without declaring anything: functions, and lists of what could be imported. Nothing secret is in an answer. */
import type { Failure, KindName } from "../model";
import { calledAt } from "../model/called";
import { UserError } from "../model/errors";
import { isDeclarable, type LiveObject, type LiveObjects } from "../model/liveObjects";
import { secretsOf } from "../portals/secrets";
import type { State } from "./context";
import type { Lifecycle } from "./lifecycle";

/** A function of the plugin: what it is asked by, beside the account, and the kind of object that it answers. */
export interface PluginFunction {
  readonly kind: KindName;
  readonly says: string;
  readonly isList?: true;
  /** Each with what it is. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Inputs without which it can't be asked. */
  readonly required: readonly string[];
}

const ID = "The object's id at the portal. Set either this or the other arguments.";
const ACCOUNT = "The account: its name or its id.";

export const FUNCTIONS: Readonly<Record<string, PluginFunction>> = {
  getAccount: {
    kind: "Account",
    says: "An existing account, by its id or name.",
    inputs: { id: ID, name: "The account's name." },
    required: [],
  },
  getUser: {
    kind: "User",
    says: "An existing user, by its id or sign-in name.",
    inputs: {
      id: ID,
      account: `${ACCOUNT} Not needed if only one user has the name.`,
      name: "The user's sign-in name or e-mail address.",
    },
    required: [],
  },
  getProfile: {
    kind: "Profile",
    says: "An existing profile, by its id or name. The portal's own profiles are found, too.",
    inputs: { id: ID, account: `${ACCOUNT} Not needed if only one profile has the name.`, name: "The profile's name." },
    required: [],
  },
  getServices: {
    kind: "ServiceActivation",
    says: "The active services of an account. If a portal has them as features of the account, getAccount lists them.",
    isList: true,
    inputs: { account: ACCOUNT },
    required: ["account"],
  },
  getQuota: {
    kind: "Quota",
    says: "The limits of an account, or of one of its projects.",
    inputs: {
      account: `${ACCOUNT} Default: the partner's own, if the portal has quotas for it.`,
      region: "The region of the limits.",
      project: "The project: its id.",
    },
    required: [],
  },
};

/** What a function's list is called in its answer. */
export const LIST_OF_SERVICES = "services";

export type FunctionAnswer = { readonly values: State } | { readonly failures: readonly Failure[] };

export async function askFunction(lifecycle: Lifecycle, name: string, args: State): Promise<FunctionAnswer> {
  const asked = FUNCTIONS[name];
  if (asked === undefined) throw new UserError(`pulumi-reseller has no function ${name}`);
  const missing = asked.required.find((input) => typeof args[input] !== "string");
  if (missing !== undefined) return failure(missing, "is missing");
  const { kind } = asked;
  const { objects, unseen } = await lifecycle.listed(kind);
  const account = accountOf(objects, args["account"]);
  if (account !== undefined && "failures" in account) return account;
  const found = objects.all
    .filter((object) => object.kind === kind && object.found.deleting === undefined)
    .filter((object) => account === undefined || object.account === account.id)
    .filter((object) => isAsked(objects, object, args));
  if (asked.isList === true) {
    const active = found.filter((object) => object.found.untouched !== true);
    return { values: { [LIST_OF_SERVICES]: active.map((object) => shownValues(object)) } };
  }
  if (args["id"] === undefined && args["name"] === undefined && kind !== "Quota")
    return failure("name", "is missing: set name or id");
  const [first, ...others] = found;
  const property = args["id"] !== undefined ? "id" : kind === "Quota" ? "account" : "name";
  if (first === undefined) {
    const doubt = unseen === undefined ? "" : `, as far as the token sees: ${unseen}`;
    return failure(property, `names no object of the kind ${kind}${doubt}`);
  }
  if (others.length > 0)
    return failure(
      property,
      `is not enough: several objects fit, with the ids ${found.map((one) => one.found.id).join(", ")}`,
    );
  return { values: shownValues(first) };
}

/** Id and name of each object of a kind that could be imported; of one account, where one is named. */
export async function listObjects(
  lifecycle: Lifecycle,
  kind: KindName,
  query: State,
): Promise<{ readonly id: string; readonly name: string }[]> {
  const { objects } = await lifecycle.listed(kind);
  const account = accountOf(objects, query["account"]);
  if (account !== undefined && "failures" in account)
    throw new UserError(account.failures.map(({ property, reason }) => `${property} ${reason}`).join("; "));
  return objects.all
    .filter((object) => object.kind === kind && isDeclarable(object))
    .filter((object) => account === undefined || object.account === account.id)
    .map((object) => ({ id: object.found.id, name: objects.shownName(object) }));
}

function accountOf(
  objects: LiveObjects,
  word: unknown,
): { readonly id: string } | { readonly failures: readonly Failure[] } | undefined {
  if (typeof word !== "string") return undefined;
  const accounts = objects.all.filter(
    (object) => object.kind === "Account" && calledAt(objects, object).names.includes(word),
  );
  const [first] = accounts.filter(({ found }) => found.id === word).concat(accounts);
  if (first === undefined) return failure("account", `${JSON.stringify(word)} is not the name or id of an account`);
  if (accounts.length > 1 && first.found.id !== word)
    return failure("account", `${JSON.stringify(word)} is the name of several accounts: use an id`);
  return first.found;
}

function isAsked(objects: LiveObjects, object: LiveObject, { id, name, region, project }: State): boolean {
  const { inputs } = object.found;
  if (typeof id === "string") return object.found.id === id;
  if (typeof name === "string" && !calledAt(objects, object).names.includes(name)) return false;
  if (object.kind !== "Quota") return true;
  return inputs["region"] === (region ?? undefined) && inputs["project"] === (project ?? undefined);
}

function shownValues({ kind, found }: LiveObject): State {
  const { whole, members } = secretsOf(kind);
  const all = Object.entries({ ...found.inputs, ...found.outputs });
  const shown = all.filter(
    ([name, value]) => value !== undefined && value !== null && !whole.has(name) && !members.has(name),
  );
  return { ...Object.fromEntries(shown), id: found.id };
}

function failure(property: string, reason: string): { readonly failures: readonly Failure[] } {
  return { failures: [{ property, reason }] };
}
