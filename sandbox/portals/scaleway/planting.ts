import { z } from "zod";
import {
  CreateApiKey,
  CreateGroup,
  CreateMember,
  CreateOrganization,
  CreatePolicy,
  CreateProject,
  type OperationName,
  SetMembers,
} from "../../../provider/portals/scaleway/contract";
import { ControlRefusal } from "../../control";
import { handled } from "../call";
import type { AnyCall } from "./call";
import { handlers } from "./handlers";
import { ScalewayProblem } from "./problem";
import type { ScalewayRealm } from "./realm";
import type { OrganizationRecord } from "./records";
import { addPartner } from "./seed";

const id = z.guid();
const of = { id, organization_id: id.optional() };

/** What is made with ids that somebody has chosen: as the API takes it, with its id beside. Where no Organization is named, it is the partner's. */
export const Planting = z
  .strictObject({
    partner: z.strictObject({ id, owner_id: id.optional() }),
    organizations: z.array(
      CreateOrganization.omit({ partner_id: true })
        .extend({ id, owner_id: id.optional(), opened: z.boolean().default(true) })
        .strict(),
    ),
    projects: z.array(CreateProject.extend(of).strict()),
    users: z.array(CreateMember.extend({ ...of, tags: z.array(z.string()).optional() }).strict()),
    applications: z.array(CreateGroup.extend(of).strict()),
    groups: z.array(CreateGroup.extend({ ...of, ...SetMembers.shape }).strict()),
    policies: z.array(CreatePolicy.extend(of).strict()),
    api_keys: z.array(
      CreateApiKey.extend({
        organization_id: id.optional(),
        access_key: z.string().regex(/^SCW[A-Z0-9]{17}$/),
        secret_key: id,
      }).strict(),
    ),
  })
  .partial();

type Wanted = z.output<typeof Planting>;

/** Calls operations of the API, with whatever right they take. @throws {ControlRefusal} which says what can't be made; then nothing is. */
export function plant(realm: ScalewayRealm, wanted: Wanted, now: number): void {
  if (wanted.partner !== undefined) replacePartner(realm, wanted.partner, now);
  const planter = new Planter(realm, now);
  const locked = planter.organizations(wanted.organizations);
  planter.each("project", "createProject", wanted.projects);
  planter.each("user", "createUser", wanted.users, ({ organization_id, tags, ...member }) => ({
    organization_id,
    tags,
    member,
  }));
  planter.each("application", "createApplication", wanted.applications);
  planter.each("group", "createGroup", wanted.groups);
  planter.members(wanted.groups);
  planter.each("policy", "createPolicy", wanted.policies);
  planter.keys(wanted.api_keys);
  for (const { id, locks } of locked) realm.organizations.replace({ ...realm.organizations.get(id)!, locks });
}

class Planter {
  constructor(
    private readonly realm: ScalewayRealm,
    private readonly now: number,
  ) {}

  /** @returns those that are not open, which are locked when all is made */
  organizations(wanted: Wanted["organizations"] = []): OrganizationRecord[] {
    const { realm } = this;
    const locked: OrganizationRecord[] = [];
    for (const { id, owner_id, opened, ...fields } of wanted) {
      const what = `organization ${id}`;
      const { partner } = realm;
      requireFree(realm, what, id, owner_id);
      this.make(what, "createOrganization", {
        organization: partner,
        body: { ...fields, partner_id: partner.id },
        ids: { id, ...(owner_id === undefined ? {} : { ownerId: owner_id }) },
      });
      const organization = realm.organizations.get(id)!;
      if (!opened) locked.push(organization);
      realm.organizations.replace({ ...organization, locks: [] });
    }
    return locked;
  }

  each<Item extends { readonly id: string; readonly organization_id?: string | undefined }>(
    kind: string,
    name: OperationName,
    items: readonly Item[] = [],
    bodyOf: (item: Omit<Item, "id">) => object = (item) => item,
  ): void {
    for (const { id, ...item } of items) {
      const what = `${kind} ${id}`;
      requireFree(this.realm, what, id);
      const organization = this.within(what, item.organization_id);
      this.make(what, name, { organization, body: bodyOf(item), ids: { id } });
    }
  }

  members(groups: Wanted["groups"] = []): void {
    for (const { id: groupId, organization_id, user_ids, application_ids } of groups) {
      const what = `members of group ${groupId}`;
      const organization = this.within(what, organization_id);
      const body = { user_ids, application_ids };
      this.make(what, "setGroupMembers", { organization, parameters: { groupId }, body });
    }
  }

  keys(wanted: Wanted["api_keys"] = []): void {
    for (const { access_key, secret_key, organization_id, ...body } of wanted) {
      const what = `API key ${access_key}`;
      requireFree(this.realm, what, access_key);
      const organization = this.within(what, organization_id);
      const isOfOwner = body.user_id === undefined && body.application_id === undefined;
      const bearer = isOfOwner ? { user_id: this.realm.ownerOf(organization.id)?.id } : {};
      this.make(what, "createApiKey", {
        organization,
        body: { ...body, ...bearer },
        ids: { id: access_key, secret: secret_key },
      });
    }
  }

  private make(
    what: string,
    name: OperationName,
    { organization, body, ...more }: { organization: OrganizationRecord; body: object } & Partial<AnyCall>,
  ): void {
    const { realm, now } = this;
    const owner = realm.ownerOf(organization.id);
    const key = { userId: owner?.id ?? null, applicationId: null, organizationId: organization.id };
    const caller = { key, organization, holds: () => true };
    const sender = { ip: "127.0.0.1", userAgent: "sandbox" };
    const query = new URLSearchParams();
    try {
      handled(handlers, name, { realm, caller, parameters: {}, query, now, sender, ...more, body });
    } catch (error) {
      if (!(error instanceof ScalewayProblem)) throw error;
      throw new ControlRefusal(409, `${what}: ${error.type} ${JSON.stringify(error.facts)}`);
    }
  }

  private within(what: string, organizationId: string | undefined): OrganizationRecord {
    const organization =
      organizationId === undefined ? this.realm.partner : this.realm.organizations.get(organizationId);
    if (organization === undefined)
      throw new ControlRefusal(409, `${what}: there is no organization ${organizationId}`);
    return organization;
  }
}

/** The partner's own Organization, anew: as long as nobody has made anything of it. */
function replacePartner(
  realm: ScalewayRealm,
  { id, owner_id }: { id: string; owner_id?: string | undefined },
  now: number,
): void {
  const { partner } = realm;
  if (realm.organizations.size > 1)
    throw new ControlRefusal(409, "partner: it has organizations already, so that its id stays; give it first");
  realm.removeOrganization(partner.id);
  requireFree(realm, `partner ${id}`, id, owner_id);
  addPartner(realm, now, { id, ...(owner_id === undefined ? {} : { ownerId: owner_id }) });
}

function requireFree(realm: ScalewayRealm, what: string, ...ids: readonly (string | undefined)[]): void {
  for (const id of ids)
    if (id !== undefined && realm.has(id))
      throw new ControlRefusal(409, `${what}: there is something with this id already`);
}
