import { type Finding, UNKNOWN } from "../../model";
import type { Declared } from "../../model/declared";
import { alternatives } from "../../model/nearest";
import type { Absence, KindDriver } from "../../model/portal";
import type { Collection } from "../collection";
import { type Listed, listed, type ListedObjects, type WireField } from "../listed";
import type { Partner } from "./client";
import type { Organization } from "./organization";
import type { OrganizationReading } from "./reading";

/** Inputs of what is in one Organization; the partner's own where no account is named. */
export interface OfAccount {
  readonly account?: string | undefined;
}

export function accountField(partner: Partner): WireField<{ readonly organization_id: string }, string, never> {
  return { read: ({ organization_id: id }) => (id === partner.id ? undefined : id) };
}

/** Whether the Organization of these inputs is known by now, and there is a key for it. */
export function isOpen(partner: Partner, { account }: { readonly account?: unknown }): boolean {
  return account !== UNKNOWN && partner.organization(account).hasKey;
}

type OrganizationObjects<Inputs, Outputs, Wire extends object, Body> = Omit<
  ListedObjects<Inputs, Outputs, Wire, Body>,
  "idOf" | "listOf"
> & { readonly listIn: (organization: Organization) => Collection<Wire> };

/** The parts of a driver whose objects stand in a list of one Organization each. */
export function organizationObjects<Inputs extends OfAccount, Outputs, Wire extends { id: string }, Body>(
  partner: Partner,
  objects: OrganizationObjects<Inputs, Outputs, Wire, Body>,
): Listed<Inputs, Outputs, Wire, Body> & Pick<KindDriver<Inputs, Outputs>, "absence"> {
  const parts = listed<Inputs, Outputs, Wire, Body>({
    ...objects,
    idOf: ({ id }) => id,
    listOf: ({ account }) => objects.listIn(partner.organization(account)),
  });
  return {
    ...parts,
    find: async (inputs, freshness) => (isOpen(partner, inputs) ? parts.find(inputs, freshness) : undefined),
    alike: async (inputs) => (isOpen(partner, inputs) ? parts.alike(inputs) : []),
    absence: (_id: string, { account }: Declared<Inputs>) => absenceIn(partner.organization(account)),
  };
}

/** An object counts as gone where its Organization is open, and its key still sees the people in it: at least the owner. */
export async function absenceIn(organization: Organization): Promise<Absence> {
  const because = await organization.whyInvisible();
  if (because !== undefined) return { proven: false, because };
  await organization.users.load("fresh");
  if ((await organization.users.all()).some(({ type }) => type === "owner")) return { proven: true };
  return { proven: false, because: "the key doesn't even see the owner of the Organization" };
}

/** A reference to a group that the key doesn't see. */
export async function unknownGroup(
  organization: OrganizationReading,
  property: string,
  reference: string,
): Promise<Finding> {
  const names = (await organization.groups.all()).map(({ name }) => name);
  return {
    property,
    reason: `names ${JSON.stringify(reference)}, which is neither the id nor the name of a group of the Organization, nor the id of a Profile${alternatives(reference, names)}`,
  };
}
