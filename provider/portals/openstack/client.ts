import type { z } from "zod";
import { PortalRefusal } from "../../model/refusal";
import { keyOf } from "../../model/words";
import { Collection } from "../collection";
import { seenOf } from "../listing";
import { askedOnce, askedOnceFor } from "../once";
import { type Answer, type BodyOf, type Call, type CallArguments, type CallOf, responseOf } from "../wire";
import { assignmentKey } from "./assignments";
import { Catalogue } from "./catalogue";
import { type ContractOperation, operations, type Service, SERVICE_TYPES } from "./contract";
import { Members } from "./members";
import { Quotas } from "./quotas";
import type {
  CloudReading,
  HomeDomain,
  WireAssignment,
  WireDomain,
  WireGroup,
  WireInference,
  WireProject,
  WireRole,
  WireUser,
} from "./reading";
import { isOfDomains, type SignedIn, signIn } from "./signedIn";
import type { Scope, ScopedToken, Tokens } from "./tokens";
import type { ListOperation, Wire } from "./wire";

/** Services that hold what people make in a project. */
const REGIONAL = ["compute", "volume", "network"] as const satisfies readonly Service[];

export interface CloudSettings {
  /** The scope of all calls; undefined: each domain has a token of its own. */
  readonly scope: Scope | undefined;
  /** The connection's own region, where it has one. */
  readonly region: string | undefined;
  readonly interface: string;
}

/** The cloud as one run sees it: all of it, or the domains that the connection's user has a role in. */
export class Cloud implements CloudReading {
  readonly domains: Collection<WireDomain>;
  readonly users: Collection<WireUser>;
  readonly groups: Collection<WireGroup>;
  readonly projects: Collection<WireProject>;
  readonly roles: Collection<WireRole>;
  readonly assignments: Collection<WireAssignment>;
  readonly members: Members;
  readonly quotas = new Quotas(this, () => this.registrationRegion());
  /** Domains that can't be entered, with the reason. */
  readonly closed = new Map<string, string>();
  readonly signedIn = askedOnce(async () => {
    const signed = await signIn(this.wire, this.tokens, this.settings.scope);
    this.homeId = signed.home.id;
    return signed;
  });
  private readonly ownRoles = new Map<string, Promise<readonly WireRole[]>>();
  /** Known as soon as anything was read. */
  homeId: string | undefined;

  constructor(
    readonly wire: Wire,
    private readonly tokens: Tokens,
    private readonly settings: CloudSettings,
  ) {
    const ofDomain = <Item extends { id: string; name: string; domain_id: string | null }>(
      operation: ListOperation & { response: z.ZodType<Item> },
    ) =>
      new Collection<Item>({
        idOf: ({ id }) => id,
        keyOf: ({ domain_id: domain, name }) => keyOf(domain, name),
        groupOf: ({ domain_id: domain }) => domain ?? "",
        list: () => this.listAll(operation),
      });
    this.domains = new Collection({
      idOf: ({ id }) => id,
      keyOf: ({ name }) => keyOf(name),
      list: () => this.listDomains(),
    });
    this.users = ofDomain(operations.listUsers);
    this.groups = ofDomain(operations.listGroups);
    this.projects = ofDomain(operations.listProjects);
    this.roles = ofDomain(operations.listRoles);
    this.assignments = new Collection({
      idOf: assignmentKey,
      keyOf: assignmentKey,
      groupOf: ({ user, group, scope }) => [user?.id, group?.id, scope.project?.id].filter((id) => id !== undefined),
      list: () => this.listAll(operations.listRoleAssignments),
    });
    this.members = new Members({
      list: async (groupId) => {
        const token = await this.tokenFor(await this.domainOfGroup(groupId));
        const members = await this.wire.list(operations.listUsersOfGroup, { params: { groupId }, token });
        return members.map(({ id }) => id);
      },
      groupsOf: async (userId) => {
        const token = await this.tokenFor((await this.users.withId(userId))?.domain_id);
        const groups = await this.wire.list(operations.listGroupsOfUser, { params: { userId }, token });
        return groups.map(({ id }) => id);
      },
      add: async (groupId, userId) =>
        this.within(await this.domainOfGroup(groupId)).call(operations.addUserToGroup, { params: { groupId, userId } }),
      remove: async (groupId, userId) =>
        this.within(await this.domainOfGroup(groupId)).call(operations.removeUserFromGroup, {
          params: { groupId, userId },
        }),
    });
  }

  readonly inferences = askedOnce(async (): Promise<readonly WireInference[] | undefined> => {
    try {
      return await this.list(operations.listRoleInferences);
    } catch (error) {
      if (error instanceof PortalRefusal && error.reason === "not-allowed") return undefined;
      throw error;
    }
  });

  async home(): Promise<HomeDomain> {
    return (await this.signedIn()).home;
  }

  async ownUser(): Promise<{ readonly id: string; readonly name: string }> {
    return (await (await this.signedIn()).token.facts()).user;
  }

  /** A domain is gone, with all that was in it. */
  forgetDomain(id: string): void {
    this.domains.drop(id);
    for (const list of [this.users, this.groups, this.projects]) list.dropGroup(id);
    this.assignments.forget();
  }

  async isAdministrator(): Promise<boolean> {
    return (await this.signedIn()).domains === undefined;
  }

  rolesOfDomain(domain: string): Promise<readonly WireRole[]> {
    return askedOnceFor(this.ownRoles, domain, () => this.listRolesOfDomain(domain));
  }

  private async listRolesOfDomain(domain: string): Promise<readonly WireRole[]> {
    const { wire } = this;
    const { items } = await seenOf(async () =>
      wire.list(operations.listRoles, { query: { domain_id: domain }, token: await this.tokenFor(domain) }),
    );
    return items;
  }

  membersOf(group: string): Promise<readonly string[]> {
    return this.members.of(group);
  }

  /** The connection's own region, where it has one. */
  get region(): string | undefined {
    return this.settings.region;
  }

  /** Regions that have a service in which there are quotas. */
  async regions(): Promise<readonly string[]> {
    const catalogue = await this.catalogue();
    return [...new Set(REGIONAL.flatMap((service) => catalogue.regionsOf(service)))].sort();
  }

  async offers(service: Service, region: string): Promise<boolean> {
    return (await this.catalogue()).has(service, region);
  }

  /** A region whose catalogue has Adjutant: the connection's own, if it is there; undefined where none has. */
  private async registrationRegion(): Promise<string | undefined> {
    const regions = (await this.catalogue()).regionsOf("registration");
    return regions.find((region) => region === this.region) ?? regions[0];
  }

  /** A call of Keystone that is of no single domain. */
  call<Operation extends ContractOperation>(
    operation: Operation,
    ...[call]: CallArguments<Operation>
  ): Promise<Answer<BodyOf<Operation>>> {
    return this.send(operation, call ?? {}, undefined);
  }

  /** Calls of Keystone about what is in a domain, with the token that is for it. */
  within(domain: string | undefined): {
    call<Operation extends ContractOperation>(
      operation: Operation,
      ...[call]: CallArguments<Operation>
    ): Promise<Answer<BodyOf<Operation>>>;
  } {
    return { call: (operation, ...[call]) => this.send(operation, call ?? {}, domain) };
  }

  /** A whole list of Keystone's that is of no single domain. */
  async list<Operation extends ListOperation>(
    operation: Operation,
    call: Call = {},
  ): Promise<z.output<Operation["response"]>[]> {
    const { token } = await this.signedIn();
    return this.wire.list(operation, { ...call, token });
  }

  /** A call of a service in a region. */
  async callIn<Operation extends ContractOperation>(
    region: string | undefined,
    operation: Operation,
    call: CallOf<Operation>,
  ): Promise<Answer<BodyOf<Operation>>> {
    return this.wire.send(operation, responseOf(operation), { ...call, ...(await this.at(operation.service, region)) });
  }

  /** A whole list of a service in a region. */
  async listIn<Operation extends ListOperation>(
    region: string | undefined,
    operation: Operation,
    query: Readonly<Record<string, string>> = {},
  ): Promise<z.output<Operation["response"]>[]> {
    return this.wire.list(operation, { query, ...(await this.at(operation.service, region)) });
  }

  /**
   * What a service has of a project. Whoever manages single domains needs a role in the project itself for that.
   */
  async listOfProject<Operation extends ListOperation>(
    region: string,
    operation: Operation,
    project: string,
  ): Promise<z.output<Operation["response"]>[]> {
    const { domains } = await this.signedIn();
    const all: Readonly<Record<string, string>> =
      operation.query?.includes("all_tenants") === true ? { all_tenants: "1" } : {};
    if (domains === undefined) return this.listIn(region, operation, { ...all, project_id: project });
    const token = this.tokens.of({ project: { id: project } });
    const catalogue = new Catalogue((await token.facts()).catalog ?? [], this.settings.interface);
    return this.wire.list(operation, {
      query: { project_id: project },
      token,
      service: catalogue.addressOf(operation.service, region),
    });
  }

  /** Why services can't be asked about a project; undefined where they can. An administrator of the cloud asks about any. */
  async whyClosed(project: string): Promise<string | undefined> {
    const { domains } = await this.signedIn();
    if (domains === undefined) return undefined;
    try {
      await this.tokens.of({ project: { id: project } }).current();
      return undefined;
    } catch (error) {
      if (!(error instanceof PortalRefusal)) throw error;
      return error.message;
    }
  }

  /** Services that hold what people make, which the cloud has and the token's catalogue has not. */
  async hiddenServices(): Promise<Service[]> {
    const { domains } = await this.signedIn();
    if (domains !== undefined) return [];
    const catalogue = await this.catalogue();
    const missing = REGIONAL.filter((service) => !catalogue.has(service));
    if (missing.length === 0) return [];
    const there = await this.list(operations.listServices);
    return missing.filter((service) =>
      there.some(({ type, enabled }) => enabled !== false && SERVICE_TYPES[service].includes(type)),
    );
  }

  private async at(service: Service, region: string | undefined): Promise<Pick<Call, "token" | "service">> {
    const { token } = await this.signedIn();
    return { token, service: (await this.catalogue()).addressOf(service, region) };
  }

  private async catalogue(): Promise<Catalogue> {
    const { token } = await this.signedIn();
    return new Catalogue((await token.facts()).catalog ?? [], this.settings.interface);
  }

  private async send<Operation extends ContractOperation>(
    operation: Operation,
    call: Call,
    domain: string | undefined,
  ): Promise<Answer<BodyOf<Operation>>> {
    const token = await this.tokenFor(domain);
    return this.wire.send(operation, responseOf(operation), { ...call, token });
  }

  /** @throws PortalRefusal where the connection's user has no role in the domain */
  private async tokenFor(domain: string | undefined): Promise<ScopedToken> {
    const { domains, token, home } = await this.signedIn();
    if (domains === undefined || domain === undefined) return token;
    const entered = domains.get(domain);
    if (entered !== undefined) return entered.token;
    const name = domain === home.id ? `its own domain ${home.name} (${home.id})` : `the domain ${domain}`;
    throw new PortalRefusal(
      `the connection's user has no role in ${name}: it needs the role manager there to manage what is in it`,
      "not-allowed",
    );
  }

  private async domainOfGroup(group: string): Promise<string | undefined> {
    return (await this.groups.withId(group))?.domain_id;
  }

  private async listDomains(): Promise<WireDomain[]> {
    const { domains } = await this.signedIn();
    if (domains === undefined) return this.list(operations.listDomains);
    const disabled = [...domains.values()].filter(({ domain }) => !domain.enabled).map(({ domain }) => domain);
    const open = await this.ofEach(domains, ({ token }, domainId) =>
      this.wire
        .send(operations.getDomain, operations.getDomain.response, { params: { domainId }, token })
        .then(({ body }) => [body.domain]),
    );
    return [...disabled, ...open];
  }

  /** A whole list of everything, or of what is in the domains that can be entered. */
  private async listAll<Operation extends ListOperation>(
    operation: Operation,
  ): Promise<z.output<Operation["response"]>[]> {
    const { domains } = await this.signedIn();
    if (domains === undefined || operation.id === operations.listRoles.id) return this.list(operation);
    return this.ofEach(domains, ({ token }, id) =>
      this.wire.list(operation, { ...(isOfDomains(operation) ? { query: { domain_id: id } } : {}), token }),
    );
  }

  /** A domain that is disabled, or in which the role was taken away, keeps nobody from seeing the others. */
  private async ofEach<Item>(
    domains: NonNullable<SignedIn["domains"]>,
    list: (entered: { readonly token: ScopedToken }, id: string) => Promise<Item[]>,
  ): Promise<Item[]> {
    const all = await Promise.all(
      [...domains].map(async ([id, entered]) => {
        const { name, enabled } = entered.domain;
        if (!enabled) {
          this.closed.set(id, `the domain ${name} (${id}) is disabled`);
          return [];
        }
        try {
          const items = await list(entered, id);
          this.closed.delete(id);
          return items;
        } catch (error) {
          if (!(error instanceof PortalRefusal)) throw error;
          this.closed.set(id, `the domain ${name} (${id}) can't be entered: ${error.message}`);
          return [];
        }
      }),
    );
    return all.flat();
  }
}
