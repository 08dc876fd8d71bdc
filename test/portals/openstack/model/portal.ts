import { isDeepStrictEqual } from "node:util";
import type { RunningSandbox } from "../../../../sandbox";
import type { Draw } from "../../../random/draw";
import type { HandCall, Item, ModelPortal, PortalView } from "../../../random/model";
import { OpenstackByHand, type Wire } from "../byHand";
import { settings } from "../settings";
import { LIMITS, REGIONS } from "./kinds";
import { byHand } from "../../../support/withoutSocket";

/** What a request's body stands under, by the list that its object is in. */
const MEMBERS: Readonly<Record<string, string>> = {
  domains: "domain",
  groups: "group",
  users: "user",
  projects: "project",
};
/** Statuses by which the portal keeps its rules against people. */
const REFUSED = [400, 403, 409];

/** A cloud with nothing in it but what it began with. */
export class OpenstackModelPortal implements ModelPortal {
  readonly settings;
  private readonly portal: OpenstackByHand;
  private readonly defaults: Record<string, Promise<Record<string, number>>> = {};

  constructor(private readonly sandbox: RunningSandbox) {
    this.settings = settings(sandbox);
    this.portal = new OpenstackByHand(this.settings);
  }

  async look(): Promise<PortalView> {
    const { portal } = this;
    const [domains, users, groups, projects, roles] = await Promise.all(
      ["domains", "users", "groups", "projects", "roles"].map((list) => portal.all(`/${list}`, list)),
    );
    const home = String((await portal.user(this.settings.username))["domain_id"]);
    const assignments = (await portal.api("GET", "/role_assignments"))["role_assignments"] as Wire[];
    const scene: Scene = { home, roles: new Map(roles!.map(({ id, name }) => [id, String(name)])), assignments };
    const members = await Promise.all(
      groups!.map(async ({ id }) => [String(id), await portal.all(`/groups/${String(id)}/users`, "users")] as const),
    );
    const groupsOf = (user: Wire) =>
      members.flatMap(([group, of]) => (of.some(({ id }) => id === user["id"]) ? [group] : []));
    return {
      Account: domains!
        .filter(({ id }) => id !== home)
        .map((domain) => ({ ...common(domain, home), ...enabled(domain) })),
      Profile: groups!.map((group) => ({ ...common(group, home), grants: grantsOf(scene, group) })),
      User: users!.map((user) => ({
        ...common(user, home),
        ...enabled(user),
        username: user["name"],
        email: user["email"] ?? null,
        groups: groupsOf(user),
      })),
      Project: projects!.map((project) => ({
        ...common(project, home),
        ...enabled(project),
        domain: project["domain_id"],
        parent: project["parent_id"],
        roles: rolesOn(scene, project),
      })),
      Quota: (await Promise.all(projects!.map((project) => this.limits(project)))).flat(),
    };
  }

  async writes(): Promise<Record<string, number>> {
    const { data } = await byHand.get<{ routes: Record<string, Record<string, number>> }>(
      `${this.sandbox.baseUrl}/_sandbox/calls`,
    );
    return Object.fromEntries(
      Object.entries(data.routes["openstack"] ?? {}).filter(
        ([route]) => !route.startsWith("GET ") && !route.endsWith("/auth/tokens"),
      ),
    );
  }

  /** Nobody gets in who is disabled, or whose domain is: somebody opens both for a moment. */
  async signsIn(user: Item, password: string): Promise<boolean> {
    const path = `/users/${user.id}`;
    const isLocked = user["enabled"] !== true;
    if (isLocked) await this.portal.api("PATCH", path, { user: { enabled: true } });
    const isIn = await this.portal.signsIn(user.id, password);
    if (isLocked) await this.portal.api("PATCH", path, { user: { enabled: false } });
    return isIn;
  }

  async act({ method, path, body }: HandCall): Promise<boolean> {
    const { status, answer } = await this.portal.tried(method, await this.urlOf(path), wrapped(path, body));
    if (status < 300) return true;
    if (REFUSED.includes(status)) return false;
    throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  }

  async making(draw: Draw, name: string): Promise<HandCall> {
    const domain = (await this.portal.user(this.settings.username))["domain_id"];
    const [path, body] = draw.pick([
      ["/users", { name, domain_id: domain }],
      ["/groups", { name, domain_id: domain }],
      ["/domains", { name }],
    ] as const);
    return { method: "POST", path, body };
  }

  /** An address of Keystone's, or of another service: `compute ch-1 /os-quota-sets/…`. */
  private async urlOf(path: string): Promise<string> {
    const [service = "", region = "", rest] = path.split(" ");
    if (rest === undefined) return `${this.settings.endpoint}${path}`;
    return `${await this.portal.addressOf(typeOf(service), region)}${rest}`;
  }

  /** None where the cloud has no services but Keystone. */
  private async limits({ id }: Wire): Promise<Item[]> {
    if (!(await this.portal.offers("compute"))) return [];
    return Promise.all(
      REGIONS.map(async (region) => {
        const [limits, defaults] = await Promise.all([
          this.numbers(region, String(id), ""),
          (this.defaults[region] ??= this.numbers(region, String(id), "default")),
        ]);
        const isDefault = isDeepStrictEqual(limits, defaults);
        return { id: `${String(id)}/${region}`, project: id, region, limits, isDefault };
      }),
    );
  }

  private async numbers(region: string, project: string, what: "" | "default"): Promise<Record<string, number>> {
    const path = `/os-quota-sets/${project}${what === "" ? "" : "/defaults"}`;
    const [compute, volume, network] = await Promise.all([
      this.portal.service("compute", region, "GET", path),
      this.portal.service(typeOf("volume"), region, "GET", path),
      this.portal.service("network", region, "GET", `/quotas/${project}${what === "" ? "" : "/default"}`),
    ]);
    const all: Record<string, unknown> = {
      compute: compute["quota_set"],
      volume: volume["quota_set"],
      network: network["quota"],
    };
    return Object.fromEntries(
      LIMITS.map((name) => {
        const [service = "", resource = ""] = name.split(".");
        return [name, (all[service] as Record<string, number>)[resource]!];
      }),
    );
  }
}

interface Scene {
  readonly home: string;
  readonly roles: ReadonlyMap<unknown, string>;
  readonly assignments: readonly Wire[];
}

interface Assignment {
  readonly role: { readonly id: string };
  readonly user?: { readonly id: string };
  readonly group?: { readonly id: string };
  readonly scope: {
    readonly project?: { readonly id: string };
    readonly domain?: { readonly id: string };
    readonly system?: unknown;
    readonly "OS-INHERIT:inherited_to"?: string;
  };
}

function typeOf(service: string): string {
  return service === "volume" ? "block-storage" : service;
}

function common({ id, name, description, domain_id: domain, tags }: Wire, home: string) {
  return {
    id: String(id),
    clientId: domain === undefined || domain === home ? null : domain,
    name,
    description,
    ...(tags === undefined ? {} : { tags }),
  };
}

function enabled({ enabled: isOpen }: Wire) {
  return { enabled: isOpen };
}

function grantsOf({ assignments, roles }: Scene, group: Wire): string[] {
  return (assignments as unknown as readonly Assignment[])
    .filter((assignment) => assignment.group?.id === group["id"])
    .map(({ role, scope }) => `${roles.get(role.id)} on ${placeIn(scope, group["domain_id"])}`);
}

function placeIn(scope: Assignment["scope"], ownDomain: unknown): string {
  const isInherited = scope["OS-INHERIT:inherited_to"] !== undefined;
  if (scope.domain !== undefined) {
    const domain = scope.domain.id === ownDomain ? "own domain" : `domain ${scope.domain.id}`;
    return isInherited ? `projects of ${domain}` : domain;
  }
  if (scope.project !== undefined) return `${isInherited ? "below " : ""}project ${scope.project.id}`;
  return "system";
}

function rolesOn({ assignments, roles }: Scene, { id }: Wire): string[] {
  return (assignments as unknown as readonly Assignment[])
    .filter(({ scope }) => scope.project?.id === id && scope["OS-INHERIT:inherited_to"] === undefined)
    .map(({ role, user, group }) => `${String((user ?? group)?.id)} ${roles.get(role.id)}`);
}

/** Keystone takes an object under the name of its sort. */
function wrapped(path: string, body: object | undefined): object | undefined {
  const [, list = "", , further] = path.split("/");
  const member = MEMBERS[list];
  return member === undefined || body === undefined || further !== undefined ? body : { [member]: body };
}
