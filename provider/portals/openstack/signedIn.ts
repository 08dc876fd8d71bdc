import { PortalRefusal } from "../../model/refusal";
import { listed } from "../../model/words";
import { type ContractOperation, operations } from "./contract";
import type { HomeDomain, WireDomain } from "./reading";
import { type Scope, type ScopedToken, scopeText, type TokenFacts, type Tokens } from "./tokens";
import type { ListOperation, Wire } from "./wire";

/** A domain that somebody who is no administrator of the cloud has a role in. */
export interface EnteredDomain {
  readonly domain: WireDomain;
  readonly token: ScopedToken;
}

/** What this connection may do: everything with one token, or some domains with one each. */
export interface SignedIn {
  readonly home: HomeDomain;
  /** For all that is of no single domain. */
  readonly token: ScopedToken;
  /** By id; undefined where one token is for all. */
  readonly domains: ReadonlyMap<string, EnteredDomain> | undefined;
}

/** The role that administers a whole cloud, in whatever scope somebody has it. */
const ADMINISTRATOR = "admin";

/**
 * Signs in. With a scope of the settings, in it; else in each domain in which the user has a role.
 * @throws PortalRefusal where there is none
 */
export async function signIn(wire: Wire, tokens: Tokens, scope: Scope | undefined): Promise<SignedIn> {
  if (scope === undefined) return signInToDomains(wire, tokens);
  const token = tokens.of(scope);
  const facts = await token.facts();
  const { domain } = facts;
  const home = facts.user.domain;
  if (domain === undefined || rolesIn(facts).includes(ADMINISTRATOR)) return { home, token, domains: undefined };
  const { body } = await wire.send(operations.getDomain, operations.getDomain.response, {
    params: { domainId: domain.id },
    token,
  });
  return { home, token, domains: new Map([[domain.id, { domain: body.domain, token }]]) };
}

async function signInToDomains(wire: Wire, tokens: Tokens): Promise<SignedIn> {
  const unscoped = tokens.of("unscoped");
  const facts = await unscoped.facts();
  const home = facts.user.domain;
  // An application credential comes with a scope whether one is asked for or not.
  if (facts.project !== undefined || facts.system !== undefined) return { home, token: unscoped, domains: undefined };
  const all = await wire.list(operations.listOwnDomains, { token: unscoped });
  const domains = new Map(
    all.map((domain) => [domain.id, { domain, token: tokens.of({ domain: { id: domain.id } }) }]),
  );
  // Disabled domains are in the list, too.
  const open = [...domains.values()].filter(({ domain }) => domain.enabled);
  const first = open.find(({ domain }) => domain.id === home.id) ?? open[0];
  if (first === undefined) throw new PortalRefusal(await withoutDomains(wire, unscoped, facts));
  return { home, token: first.token, domains };
}

async function withoutDomains(wire: Wire, token: ScopedToken, { user }: TokenFacts): Promise<string> {
  const projects = (await wire.list(operations.listOwnProjects, { token })).map(({ name }) => name).sort();
  const ways =
    projects.length === 0
      ? ""
      : `. It has roles in the projects ${listed(projects)}: if one of them makes it an administrator of the cloud, set reseller:projectName and projectDomainName (or OS_PROJECT_NAME and OS_PROJECT_DOMAIN_NAME)`;
  return `the user ${user.name} of the domain ${user.domain.name} has no role in a domain that is enabled. To manage a customer, it needs the role manager in the customer's domain${ways}`;
}

export function rolesIn({ roles = [] }: TokenFacts): string[] {
  return roles.map(({ name }) => name).sort();
}

/** What the token is for, in words. */
export function scopeIn({ project, domain, system }: TokenFacts): string {
  if (project !== undefined)
    return scopeText({ project: { name: project.name, domain: { name: project.domain.name } } });
  if (domain !== undefined) return scopeText({ domain: { name: domain.name } });
  return system === undefined ? "no scope" : scopeText({ system: { all: true } });
}

/** Lists of what is in a domain say in which they are asked for. */
export function isOfDomains(operation: ContractOperation): operation is ListOperation {
  return operation.query?.includes("domain_id") === true;
}
