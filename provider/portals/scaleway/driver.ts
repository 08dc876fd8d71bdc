import { type DeclaredInputs, type Finding, type KindName, UNKNOWN } from "../../model";
import { CollectionDriver, type WireField } from "../driver";
import type { Absence, Found, Freshness, Listing, Pending } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { everywhere, type InOrganization } from "./everywhere";
import { canonicalAccount } from "./opening";
import type { Organization, Partner } from "./client";

/** A text that is empty where it is not given. */
export function emptiable<Wire>(member: keyof Wire & string): WireField<Wire> {
  return {
    read: (wire) => (wire[member] === "" ? undefined : (wire[member] ?? undefined)),
    write: (value) => ({ [member]: value ?? "" }),
  };
}

/** A list that is empty where it is not given. */
export function list<Wire>(member: keyof Wire & string): WireField<Wire> {
  return {
    read: (wire) => {
      const entries = wire[member] as readonly unknown[] | null;
      return entries === null || entries.length === 0 ? undefined : entries;
    },
    write: (value) => ({ [member]: value ?? [] }),
  };
}

/** Written by a call of its own. */
export function apart<Wire>(member: keyof Wire & string): WireField<Wire> {
  return { read: (wire) => wire[member] ?? undefined, write: () => ({}) };
}

/** Whether the Organization of these inputs is known by now, and there is a key for it. */
export function isOpen(partner: Partner, { account }: DeclaredInputs): boolean {
  return account !== UNKNOWN && partner.organization(account).hasKey;
}

/** What an author has not confirmed stops a change at its last moment. */
export function refuseUnlessConfirmed(findings: readonly Finding[], { confirm }: DeclaredInputs): void {
  const confirmed = Array.isArray(confirm) ? (confirm as unknown[]) : [];
  const open = findings.filter(({ severity, rule }) => severity !== "warn" && !confirmed.includes(rule));
  if (open.length === 0) return;
  const ids = [...new Set(open.filter(({ severity }) => severity === "confirm").map(({ rule }) => rule))];
  const way =
    ids.length === 0
      ? ""
      : `. If that is meant, say so before: confirm: ${JSON.stringify(ids)} on this resource, up, and then delete it`;
  throw new PortalRefusal(`${open.map(({ reason }) => reason).join("; ")}${way}`);
}

/** What the kinds share that stand in lists of one Organization. */
export abstract class ScalewayDriver<
  Wire extends { id: string; organization_id: string },
> extends CollectionDriver<Wire> {
  abstract readonly kind: KindName;

  constructor(protected readonly partner: Partner) {
    super();
  }

  idOf(wire: Wire): string {
    return wire.id;
  }

  override canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    return Promise.resolve(canonicalAccount(this.partner, inputs));
  }

  override async find(inputs: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    return isOpen(this.partner, inputs) ? super.find(inputs, freshness) : undefined;
  }

  override async alike(inputs: DeclaredInputs): Promise<readonly Found[]> {
    return isOpen(this.partner, inputs) ? super.alike(inputs) : [];
  }

  everything(whole = false): Promise<Listing> {
    return everywhere(this.partner, this.kind, (organization) => this.everythingIn(organization, whole));
  }

  protected async everythingIn(organization: Organization, _whole: boolean): Promise<InOrganization> {
    const wires = await this.collectionFor({ account: organization.id }).all();
    return { found: await Promise.all(wires.map((wire) => this.listedAs(wire))) };
  }

  /** What is deleting an object. */
  protected deletionOf(_wire: Wire): Pending | undefined {
    return undefined;
  }

  protected async listedAs(wire: Wire): Promise<Found> {
    const leaving = this.deletionOf(wire);
    return {
      ...(await this.found(wire, this.asDeclared(wire))),
      ...(leaving === undefined ? {} : { deleting: leaving }),
    };
  }

  absence(_id: string, state: DeclaredInputs): Promise<Absence> {
    return absenceIn(this.organization(state));
  }

  protected organization(inputs: DeclaredInputs): Organization {
    return this.partner.organization(inputs["account"]);
  }

  protected readonly account: WireField<Wire> = {
    read: ({ organization_id: id }) => (id === this.partner.id ? undefined : id),
    write: () => ({}),
  };

  protected async search(inputs: DeclaredInputs): Promise<Wire | undefined> {
    const collection = this.collectionFor(inputs);
    await collection.load("fresh");
    return collection.withKey(this.keyOf(inputs));
  }
}

/** An object counts as gone where its Organization is open, and its key still sees the people in it: at least the owner. */
export async function absenceIn(organization: Organization): Promise<Absence> {
  const because = await organization.whyInvisible();
  if (because !== undefined) return { proven: false, because };
  await organization.users.load("fresh");
  if ((await organization.users.all()).some(({ type }) => type === "owner")) return { proven: true };
  return { proven: false, because: "the key doesn't even see the owner of the Organization" };
}
