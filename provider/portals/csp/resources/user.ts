import { isDeepStrictEqual } from "node:util";
import type { DeclaredInputs, Finding } from "../../../model";
import { seenOf, together } from "../../listing";
import type { Found, PlannedInputs, Removed, Surroundings, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { knownWords, listed, nameWithin } from "../../../model/words";
import { type AccessTerms, readAccess, refreshAccess, writeAccess } from "../accessRules";
import { administersNow, anyAdministers, held } from "../administrators";
import { operations } from "../contract";
import {
  accountFindings,
  CspDriver,
  type Listed,
  inPath,
  permissionFindings,
  plain,
  text,
  type WireField,
} from "../driver";
import { panelsOf } from "../panels";
import { type Answer, orAbsent } from "../wire";
import { ACCESS, activeServices, profilesOf, userKey, type WireUser } from "../reading";
import { newIdempotencyKey, type CspClient } from "../client";
import { A1 } from "../rules/access";
import { U5 } from "../rules/users";
import { accountIsSeen, type Visibility } from "../visibility";

/**
 * The wire has one profile and a list of further permission sets; together they are the user's profiles. The one in use
 * stays in its place as long as it is declared.
 */
const profiles: WireField<WireUser> = {
  read: profilesOf,
  write: (value, current) => {
    const ids = Array.isArray(value) ? (value as string[]) : [];
    const first = ids.find((id) => id === current?.profileId) ?? ids[0];
    return { profileId: first, permissionSets: ids.filter((id) => id !== first) };
  },
};

/** Written by a call of its own. */
const grants: WireField<WireUser> = {
  read: ({ permissions = [] }) => (permissions.length === 0 ? undefined : permissions),
  write: () => ({}),
};

/** User = client user, or reseller user where there is no account. */
export class UserDriver extends CspDriver<WireUser> {
  readonly fields: Readonly<Record<string, WireField<WireUser>>> = {
    account: inPath("clientId"),
    username: plain("username"),
    email: plain("email"),
    firstName: plain("firstName"),
    lastName: plain("lastName"),
    description: plain("description"),
    profiles,
    permissions: grants,
  };

  readonly kind = "User";

  readonly visibility: Visibility = {
    section: "Organization_Management",
    group: "Users",
    canary: async (realm, state) => {
      const me = await realm.me();
      if (me.clientId === null && (await realm.users.withId(me.userId)) === undefined)
        return "the token doesn't even see the user that it belongs to";
      return accountIsSeen(realm, state);
    },
  };

  private seesAccess = true;

  constructor(realm: CspClient) {
    super(realm, realm.users);
  }

  idOf(user: WireUser): string {
    return user.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return userKey(inputs);
  }

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["username"], inputs["account"]);
  }

  /** Names of profiles become ids. One that is not known yet, or doesn't exist, stays as it is. */
  override async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    const declared = inputs["profiles"];
    if (!Array.isArray(declared)) return inputs;
    const ids = await Promise.all(
      declared.map(async (reference: unknown) =>
        typeof reference === "string" ? ((await this.realm.profile(reference))?.id ?? reference) : reference,
      ),
    );
    return { ...inputs, profiles: ids };
  }

  async verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    return [
      ...(await accountFindings(this.realm, inputs, planned)),
      ...(await permissionFindings(this.realm, "permissions", inputs["permissions"])),
    ];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const call = { body: this.body(inputs), idempotencyKey: newIdempotencyKey() };
    const account = accountOf(inputs);
    const { body } =
      account === undefined
        ? await this.realm.wire.call(operations.createUser, call)
        : await this.realm.wire.call(operations.createClientUser, { ...call, params: { clientId: account } });
    this.realm.wire.protect(body.initialPassword);
    const { id } = body.user;
    return {
      id,
      outputs: { initialPassword: body.initialPassword },
      next: async () => {
        await this.remember(body.user);
        const user = await this.writeRest({ id, account, granted: [] }, definedIn(inputs), body.user);
        return { id, outputs: await this.outputs(user) };
      },
    };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const account = accountOf(found.inputs);
    const current = await this.collection.withId(found.id);
    const body = this.body(changes, current);
    let user = current;
    if (Object.keys(body).length > 0) {
      const call = { body, ifMatch: found.revision };
      const answer = await (account === undefined
        ? this.realm.wire.call(operations.updateUser, { ...call, params: { userId: found.id } })
        : this.realm.wire.call(operations.updateClientUser, {
            ...call,
            params: { clientId: account, userId: found.id },
          }));
      user = answer.body;
      await this.remember(user);
    }
    const granted = knownWords(found.inputs["permissions"]);
    user = await this.writeRest({ id: found.id, account, granted }, changes, user);
    return { id: found.id, outputs: {}, next: async () => ({ id: found.id, outputs: await this.outputs(user) }) };
  }

  /** A new password, shown once. A reset whose answer was lost is done again: the password it gave is dead by then. */
  async act(found: Found, _trigger: string): Promise<Readonly<Record<string, unknown>>> {
    const account = accountOf(found.inputs);
    const reset = async () => {
      const call = { idempotencyKey: newIdempotencyKey() };
      const { body } = await (account === undefined
        ? this.realm.wire.call(operations.resetUserPassword, { ...call, params: { userId: found.id } })
        : this.realm.wire.call(operations.resetClientUserPassword, {
            ...call,
            params: { clientId: account, userId: found.id },
          }));
      this.realm.wire.protect(body.newPassword);
      return body.newPassword;
    };
    const first = await reset().catch((error: unknown) => {
      if (error instanceof PortalRefusal && error.uncertain) return undefined;
      throw error;
    });
    const newPassword = first ?? (await reset());
    if (newPassword === undefined)
      throw new PortalRefusal("the portal has reset the password without showing the new one: reset it once more");
    return { newPassword, initialPassword: undefined };
  }

  async remove(found: Found, state: DeclaredInputs, planned: PlannedInputs): Promise<Removed> {
    const { userId } = await this.realm.me();
    if (found.id === userId)
      throw new PortalRefusal(
        `this is the user that the token belongs to, and deleting it would shut this tool out ${A1.mark}. Take it out of the ` +
          "state instead (pulumi state delete), or use another user's token",
      );
    const note = await this.administratorNote(found, state, planned);
    const ifMatch = found.revision;
    const account = accountOf(found.inputs);
    await (account === undefined
      ? this.realm.wire.call(operations.deleteUser, { params: { userId: found.id }, ifMatch })
      : this.realm.wire.call(operations.deleteClientUser, {
          params: { clientId: account, userId: found.id },
          ifMatch,
        }));
    this.realm.users.drop(found.id);
    return note === undefined ? {} : { note };
  }

  protected override async found(wire: WireUser, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    if (ACCESS.every((sort) => declared[sort] === undefined)) return found;
    const access = await readAccess(this.realm, wire.id);
    const shown = ACCESS.filter((sort) => declared[sort] !== undefined).map((sort) => [sort, access[sort]]);
    return { ...found, inputs: { ...found.inputs, ...Object.fromEntries(shown) } };
  }

  protected override async refreshed(wire: WireUser, declared: DeclaredInputs): Promise<void> {
    if (ACCESS.some((sort) => declared[sort] !== undefined)) await refreshAccess(this.realm, wire.id);
  }

  protected override readonly without = [
    "passwords: the portal shows one when it is made, and never again; resetPassword makes a new one",
  ];

  /** Hours and addresses stand in a list of their own, which takes a right of its own. */
  protected override async listed(): Promise<Listed<WireUser>> {
    const { wires, unseen } = await super.listed();
    const rules = await seenOf(() => this.realm.accessRules.all());
    this.seesAccess = rules.unseen === undefined;
    const blind = this.seesAccess ? undefined : `the accessTimes and sourceAddresses of people (${rules.unseen})`;
    const isOfFields = unseen === undefined && blind !== undefined;
    return { wires, ...together(unseen, blind), ...(isOfFields ? { unseenFields: ACCESS } : {}) };
  }

  protected override asDeclared(wire: WireUser): DeclaredInputs {
    return { ...super.asDeclared(wire), ...(this.seesAccess ? { accessTimes: [], sourceAddresses: [] } : {}) };
  }

  /** What the person sees; left out where the token can't see what it hangs on. */
  protected override async outputs(wire: WireUser | undefined): Promise<Record<string, unknown>> {
    if (wire === undefined || !(await this.realm.may("show_profiles"))) return {};
    if (wire.clientId !== null && !(await this.realm.may("show_services"))) return {};
    const services = wire.clientId === null ? undefined : new Set(await activeServices(this.realm, wire.clientId));
    const permissions = await held(this.realm, profilesOf(wire), wire.permissions ?? []);
    return { effectivePanels: panelsOf(await this.realm.permissions(), permissions, services) };
  }

  protected async fetch(id: string, state: DeclaredInputs): Promise<WireUser | undefined> {
    const account = accountOf(state);
    return account === undefined
      ? orAbsent(this.realm.wire.call(operations.getUser, { params: { userId: id } }))
      : orAbsent(this.realm.wire.call(operations.getClientUser, { params: { clientId: account, userId: id } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireUser | undefined> {
    const username = text(inputs["username"]);
    const account = accountOf(inputs);
    const query = { "filter[username]": username };
    const named =
      account === undefined
        ? await this.realm.wire.list(operations.listUsers, { query })
        : await this.realm.wire.list(operations.listClientUsers, { params: { clientId: account }, query });
    return named.find((user) => user.username === username && (user.clientId ?? undefined) === account);
  }

  /** What the portal takes in calls of its own: permissions beside the profiles, and conditional access. */
  private async writeRest(
    user: { readonly id: string; readonly account: string | undefined; readonly granted: readonly string[] },
    values: DeclaredInputs,
    wire: WireUser | undefined,
  ): Promise<WireUser | undefined> {
    const sorts = ACCESS.filter((sort) => sort in values);
    if (sorts.length > 0) await writeAccess(this.realm, user, values as AccessTerms, sorts);
    if (!("permissions" in values)) return wire;
    await this.writeGrants(user, knownWords(values["permissions"]));
    const now = await this.fetch(user.id, { account: user.account });
    if (now !== undefined) await this.remember(now);
    return now;
  }

  private async writeGrants(
    { id, account, granted }: { id: string; account: string | undefined; granted: readonly string[] },
    wanted: readonly string[],
  ): Promise<void> {
    const params = { clientId: account ?? "", userId: id };
    const of = (answer: Answer<{ permissions: string[] }>) => answer;
    const read = of(
      await (account === undefined
        ? this.realm.wire.call(operations.getResellerUserPermissions, { params: { userId: id } })
        : this.realm.wire.call(operations.getUserPermissions, { params })),
    );
    if (!isDeepStrictEqual([...read.body.permissions].sort(), [...granted].sort()))
      throw new PortalRefusal(
        `the permissions of the user ${id} were changed by somebody else at the same time`,
        "stale",
      );
    const call = { body: { permissions: wanted }, ifMatch: read.etag ?? "*" };
    await (account === undefined
      ? this.realm.wire.call(operations.setResellerUserPermissions, { ...call, params: { userId: id } })
      : this.realm.wire.call(operations.setUserPermissions, { ...call, params }));
  }

  /** Rule csp/U5 at a delete: refused where users stay who are declared, said where others do. In a destroy nobody is declared any more. */
  private async administratorNote(
    found: Found,
    state: DeclaredInputs,
    planned: PlannedInputs,
  ): Promise<string | undefined> {
    const account = accountOf(found.inputs);
    if (account === undefined || planned.all("User").length === 0) return undefined;
    const current = await this.collection.withId(found.id);
    if (current === undefined || !(await administersNow(this.realm, current))) return undefined;
    const others = (await this.realm.users.inGroup(account)).filter(({ id }) => id !== found.id);
    if (others.length === 0 || (await anyAdministers(this.realm, account, others, planned, ""))) return undefined;
    const names = listed(others.map(({ username }) => username));
    const survivors = planned.all("User").filter((inputs) => inputs["account"] === account);
    const confirmed = knownWords(state["confirm"]).includes(U5.id);
    if (survivors.length > 0 && !confirmed)
      throw new PortalRefusal(
        `this is the last user of its customer who administers users: nobody could help ${names} but the reseller ${U5.mark}. ` +
          `Give these rights to somebody else first; or, if that is meant, apply confirm: ["${U5.id}"] on this user and delete it then`,
      );
    return `was the last user of its customer who administers users: only the reseller can help ${names} ${U5.mark}`;
  }
}

function accountOf(inputs: DeclaredInputs): string | undefined {
  const account = inputs["account"];
  return typeof account === "string" ? account : undefined;
}

/** Fields that are declared, of those that take calls of their own. */
function definedIn(inputs: DeclaredInputs): DeclaredInputs {
  return Object.fromEntries(
    ["permissions", ...ACCESS].filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]),
  );
}
