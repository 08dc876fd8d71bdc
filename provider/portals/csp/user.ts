import { type DeclaredInputs, type Failure, UNKNOWN } from "../../kinds";
import type { Found, Removed, Written } from "../portal";
import { operations } from "./contract";
import { CspDriver, inPath, plain, text, type WireField } from "./driver";
import { orAbsent } from "./wire";
import { keyOf, newIdempotencyKey, type Realm, type WireUser } from "./realm";
import { accountIsSeen, type Sight } from "./sight";
import { accountFailures, unknownProfile } from "./verify";

/**
 * The wire has one profile and a list of further permission sets; together they are the user's profiles. The one in use
 * stays in its place as long as it is declared.
 */
const profiles: WireField<WireUser> = {
  read: (wire) => [wire.profileId, ...wire.permissionSets],
  write: (value, current) => {
    const ids = Array.isArray(value) ? (value as string[]) : [];
    const first = ids.find((id) => id === current?.profileId) ?? ids[0];
    return { profileId: first, permissionSets: ids.filter((id) => id !== first) };
  },
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
  };

  readonly sight: Sight = {
    section: "Organization_Management",
    group: "Users",
    witness: async (realm, state) => {
      const me = await realm.me();
      if (me.clientId === null && (await realm.users.withId(me.userId)) === undefined)
        return "the token doesn't even see the user that it belongs to";
      return accountIsSeen(realm, state);
    },
  };

  constructor(realm: Realm) {
    super(realm, realm.users);
  }

  idOf(user: WireUser): string {
    return user.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(inputs["account"] as string | undefined, text(inputs["username"]));
  }

  describe(inputs: DeclaredInputs): string {
    return typeof inputs["account"] === "string"
      ? `${text(inputs["username"])} of ${inputs["account"]}`
      : text(inputs["username"]);
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

  async verify(inputs: DeclaredInputs, planned: Parameters<typeof accountFailures>[2]): Promise<Failure[]> {
    return [...(await accountFailures(this.realm, inputs, planned)), ...(await this.profileFailures(inputs))];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const call = { body: this.body(inputs), idempotencyKey: newIdempotencyKey() };
    const clientId = inputs["account"];
    const { body } =
      typeof clientId === "string"
        ? await this.realm.wire.call(operations.createClientUser, { ...call, params: { clientId } })
        : await this.realm.wire.call(operations.createUser, call);
    this.realm.wire.protect(body.initialPassword);
    await this.remember(body.user);
    return { id: body.user.id, outputs: { initialPassword: body.initialPassword } };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const current = await this.realm.users.withId(found.id);
    const call = { body: this.body(changes, current), ifMatch: found.revision };
    const { body } = await (isOfClient(found)
      ? this.realm.wire.call(operations.updateClientUser, {
          ...call,
          params: { clientId: found.inputs["account"], userId: found.id },
        })
      : this.realm.wire.call(operations.updateUser, { ...call, params: { userId: found.id } }));
    await this.remember(body);
    return { id: found.id, outputs: {} };
  }

  async remove(found: Found): Promise<Removed> {
    const ifMatch = found.revision;
    await (isOfClient(found)
      ? this.realm.wire.call(operations.deleteClientUser, {
          params: { clientId: found.inputs["account"], userId: found.id },
          ifMatch,
        })
      : this.realm.wire.call(operations.deleteUser, { params: { userId: found.id }, ifMatch }));
    this.realm.users.drop(found.id);
    return {};
  }

  protected async fetch(id: string, state: DeclaredInputs): Promise<WireUser | undefined> {
    const clientId = state["account"];
    return typeof clientId === "string"
      ? orAbsent(this.realm.wire.call(operations.getClientUser, { params: { clientId, userId: id } }))
      : orAbsent(this.realm.wire.call(operations.getUser, { params: { userId: id } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireUser | undefined> {
    const username = text(inputs["username"]);
    const clientId = inputs["account"] as string | undefined;
    const query = { "filter[username]": username };
    const named =
      clientId === undefined
        ? await this.realm.wire.list(operations.listUsers, { query })
        : await this.realm.wire.list(operations.listClientUsers, { params: { clientId }, query });
    return named.find((user) => user.username === username && (user.clientId ?? undefined) === clientId);
  }

  /** Rules csp/U1 and csp/U2, for the profiles that are known by now. */
  private async profileFailures(inputs: DeclaredInputs): Promise<Failure[]> {
    const declared = inputs["profiles"];
    if (!Array.isArray(declared)) return [];
    const clientsPermissions = await this.realm.clientsPermissions();
    const failures: Failure[] = [];
    for (const reference of declared as unknown[]) {
      if (reference === UNKNOWN || typeof reference !== "string") continue;
      const profile = await this.realm.profile(reference);
      if (profile === undefined) {
        failures.push({ property: "profiles", reason: await unknownProfile(this.realm, reference) });
        continue;
      }
      if (inputs["account"] === undefined) continue;
      const granted = profile.permissions.filter((key) => clientsPermissions.has(key));
      if (profile.level === "reseller" || granted.length > 0) {
        failures.push({
          property: "profiles",
          reason:
            `names the reseller profile ${JSON.stringify(profile.name)}${granted.length > 0 ? ` (it grants ${granted.join(", ")})` : ""}, which would let a ` +
            "customer's user open and change other customers; choose a profile of level client, such as User-Adm (rule csp/U2)",
        });
      } else if (
        profile.visibleTo === "one_client" &&
        profile.clientId !== inputs["account"] &&
        inputs["account"] !== UNKNOWN
      ) {
        failures.push({
          property: "profiles",
          reason: `names the profile ${JSON.stringify(profile.name)}, which another account made for itself; choose one that this account can see (rule csp/U1)`,
        });
      }
    }
    return failures;
  }
}

function isOfClient(found: Found): found is Found & { inputs: { account: string } } {
  return typeof found.inputs["account"] === "string";
}
