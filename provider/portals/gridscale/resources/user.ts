import { type DeclaredInputs, type Finding, spelledAlike, UNKNOWN } from "../../../model";
import type { Collection } from "../../collection";
import { CollectionDriver, plain, type WireField } from "../../driver";
import { listing, seenOf } from "../../listing";
import type { Absence, Found, Listing, Removed, Surroundings, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, listed, text } from "../../../model/words";
import { type Level, operations } from "../contract";
import { absenceIn, accountFindings } from "../driver";
import { loginOf } from "../fields";
import { ownedBy, type WireUser } from "../reading";
import type { GridscaleClient } from "../client";
import { levelOf } from "../roles";
import { L13, L9 } from "../rules/people";
import { orAbsent } from "../wire";

interface Access {
  readonly account: string;
  readonly profile: string;
}

/** User = entry of the partner's directory. The UUID is the identity: the address may change. */
export class UserDriver extends CollectionDriver<WireUser> {
  readonly fields: Readonly<Record<string, WireField<WireUser>>> = {
    email: plain("email"),
    firstName: plain("first_name"),
    lastName: plain("last_name"),
    phone: plain("phone"),
    locale: plain("language"),
    locked: { ...plain("locked"), write: () => ({}) },
    // What is inherited from the realm, and what an owner has, is not given here (rules gridscale/L11, gridscale/L13).
    access: { read: (wire) => given(wire), write: () => ({}) },
    realmAccess: { read: ({ partner_level: level }) => level ?? undefined, write: () => ({}) },
  };

  constructor(private readonly realm: GridscaleClient) {
    super();
  }

  idOf({ user_uuid: id }: WireUser): string {
    return id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(loginOf(inputs["email"])));
  }

  describe(inputs: DeclaredInputs): string {
    return text(inputs["email"]);
  }

  /** Roles by their levels. What isn't known (yet), or is none, stays as it is. */
  override canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    const { access, realmAccess } = inputs;
    const entries = Array.isArray(access)
      ? access.map((entry: Access) => ({ ...entry, profile: levelOf("account", entry?.profile) ?? entry?.profile }))
      : access;
    return Promise.resolve({
      ...inputs,
      ...(access === undefined ? {} : { access: entries }),
      ...(realmAccess === undefined ? {} : { realmAccess: levelOf("realm", realmAccess) ?? realmAccess }),
    });
  }

  async verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    const entries = Array.isArray(inputs["access"]) ? (inputs["access"] as (Access | typeof UNKNOWN)[]) : [];
    const findings: Finding[] = [];
    for (const [index, entry] of entries.entries())
      if (entry !== UNKNOWN)
        findings.push(...(await accountFindings(this.realm, `access[${index}].account`, entry.account, planned)));
    return findings;
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const { access: _access, realmAccess: _realmAccess, locked: _locked, ...personal } = inputs;
    const { body } = await this.realm.wire.call(operations.createUser, { body: this.body(personal) });
    const id = body.user_uuid;
    return {
      id,
      outputs: {},
      next: async () => {
        await this.realm.users.putIfLoaded(body);
        const { access, realmAccess, locked } = inputs;
        const rest = {
          access,
          ...(realmAccess === undefined ? {} : { realmAccess }),
          ...(locked === true ? { locked } : {}),
        };
        await this.writeRest(id, rest, []);
        return { id, outputs: {} };
      },
    };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const body = this.body(changes);
    if (Object.keys(body).length > 0) {
      const user = await this.realm.become(
        `the user ${this.describe(found.inputs)} to be changed`,
        await this.realm.wire.change(operations.updateUser, { params: { userId: found.id }, body }),
        () => this.realm.rereadUser(found.id),
        (seen) => Object.entries(body).every(([member, value]) => isKept(seen[member as keyof WireUser], value)),
      );
      await this.realm.users.putIfLoaded(user);
    }
    await this.writeRest(found.id, changes, (found.inputs["access"] ?? []) as Access[]);
    return { id: found.id, outputs: {} };
  }

  /** Rules gridscale/L8 and gridscale/L9. */
  async remove(found: Found): Promise<Removed> {
    if (found.id === this.realm.userUuid)
      throw new PortalRefusal(
        "this is the user that the token belongs to, and deleting it would shut this tool out. Use another user's key",
      );
    const user = await this.realm.users.withId(found.id);
    const owned = user === undefined ? [] : await ownedBy(this.realm, user);
    if (owned.length > 0)
      throw new PortalRefusal(
        `${this.describe(found.inputs)} owns ${listed(owned)}, and can't be deleted before another owner is assigned there; to let go of the person without deleting it, use the resource option retainOnDelete ${L9.mark}`,
      );
    await this.realm.wire.call(operations.deleteUser, { params: { userId: found.id } });
    this.realm.users.drop(found.id);
    return {};
  }

  absence(): Promise<Absence> {
    return absenceIn(this.realm);
  }

  protected collectionFor(): Collection<WireUser> {
    return this.realm.users;
  }

  protected fetch(id: string): Promise<WireUser | undefined> {
    return orAbsent(this.realm.wire.call(operations.getUser, { params: { userId: id } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireUser | undefined> {
    await this.realm.users.load("fresh");
    return this.realm.users.withKey(this.keyOf(inputs));
  }

  async everything(): Promise<Listing> {
    const { items, ...unseen } = await seenOf(() => this.realm.users.all());
    return listing("User", await Promise.all(items.map((wire) => this.found(wire, this.asDeclared(wire)))), unseen);
  }

  protected override async found(wire: WireUser, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    return wire.partner_level === "owner"
      ? {
          ...found,
          builtIn: `the partner's owner, who is never declared, changed or deleted from here ${L13.mark}`,
        }
      : found;
  }

  /** What has calls of its own, one after the other: the realm, accounts, the lock. */
  private async writeRest(id: string, values: DeclaredInputs, own: readonly Access[]): Promise<void> {
    const params = { userId: id };
    const look = () => this.realm.rereadUser(id);
    const due: ((seen: WireUser) => boolean)[] = [];
    if (values["realmAccess"] !== undefined) {
      const level = levelOf("realm", values["realmAccess"]) as Level;
      await this.realm.wire.change(operations.setPartnerLevel, { params, body: { level } });
      due.push((seen) => seen.partner_level === level);
    } else if ("realmAccess" in values && (await this.withoutRealm(id)))
      due.push((seen) => seen.partner_level === null);
    if ("access" in values) {
      const wanted = ((await this.canonical(values))["access"] ?? []) as Access[];
      for (const { account, profile } of wanted) {
        const there = own.find((entry) => entry.account === account);
        if (there?.profile === profile) continue;
        const level = profile as Level;
        const isGiven = (seen: WireUser) => levelOn(account, seen) === level;
        const body = { user_uuid: id, level };
        let answer: Pick<WireUser["contracts"][number], "level" | "inherited"> | undefined;
        if (there === undefined)
          await this.realm.surely(
            async () => {
              answer = await this.realm.wire.change(operations.addContractUser, {
                params: { contractId: account },
                body,
              });
            },
            async () => isGiven(await look()),
          );
        else {
          const of = { contractId: account, userId: id };
          answer = await this.realm.wire.change(operations.changeContractUser, { params: of, body: { level } });
        }
        if (answer === undefined) due.push(isGiven);
        else await this.noteAccess(id, account, answer);
      }
      for (const { account } of own.filter((entry) => !wanted.some((other) => other.account === entry.account))) {
        await this.realm.wire.call(operations.removeContractUser, { params: { contractId: account, userId: id } });
        due.push((seen) => levelOn(account, seen) === undefined);
      }
    }
    if (typeof values["locked"] === "boolean") {
      const isAsWanted = (seen: WireUser) => seen.locked === values["locked"];
      await this.realm.surely(
        () => this.realm.wire.call(values["locked"] ? operations.lockUser : operations.unlockUser, { params }),
        async () => isAsWanted(await look()),
      );
      due.push(isAsWanted);
    }
    if (due.length > 0)
      await this.realm.become(`what the user ${id} may do to be changed`, undefined, look, (seen) =>
        due.every((isDone) => isDone(seen)),
      );
  }

  /** The list of people knows what the portal has answered about an access, without reading the person again. */
  private async noteAccess(
    id: string,
    account: string,
    { level, inherited }: Pick<WireUser["contracts"][number], "level" | "inherited">,
  ): Promise<void> {
    const user = await this.realm.users.withId(id);
    if (user === undefined) return;
    const others = user.contracts.filter(({ contract_uuid: other }) => other !== account);
    await this.realm.users.putIfLoaded({
      ...user,
      contracts: [...others, { contract_uuid: account, level, inherited }],
    });
  }

  private async withoutRealm(id: string): Promise<boolean> {
    const user = await this.realm.users.withId(id);
    if (user === undefined || user.partner_level === null) return false;
    await this.realm.wire.call(operations.removePartnerLevel, { params: { userId: id } });
    return true;
  }
}

/** A portal may keep what was sent in another spelling. */
function isKept(seen: unknown, sent: unknown): boolean {
  return seen === sent || spelledAlike(seen, sent);
}

/** What somebody was given on the account itself. */
function levelOn(account: string, { contracts }: WireUser): string | undefined {
  return contracts.find(({ contract_uuid: id, inherited }) => id === account && !inherited)?.level;
}

function given({ contracts }: WireUser): Access[] | undefined {
  const own = contracts
    .filter(({ inherited, level }) => !inherited && level !== "owner")
    .map(({ contract_uuid: account, level }) => ({ account, profile: level }));
  return own.length === 0 ? undefined : own;
}
