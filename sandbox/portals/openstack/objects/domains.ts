import type { BodyOf } from "../../call";
import type { operations } from "../../../../provider/portals/openstack/contract";
import { requireFree } from "../../refusal";
import { type AnyCall, filterOf, flagOf, type Handlers, identityUrl, rowsOf } from "../call";
import { permit, shownDomain } from "../policy";
import { conflict, notFound, type OpenStackProblem, problem } from "../problem";
import { newId } from "../realm";
import type { DomainRecord, Options } from "../records";

type Changes = BodyOf<typeof operations.updateDomain>["domain"];

export const domainHandlers = {
  listDomains(call) {
    permit(call, "list_domains", "list");
    const own = shownDomain(call);
    const name = filterOf(call, "name");
    const enabled = flagOf(call, "enabled");
    const domains = [...call.realm.domains.values()].filter(
      (domain) =>
        (own === undefined || domain.id === own) &&
        (name === undefined || domain.name === name) &&
        (enabled === undefined || domain.enabled === enabled),
    );
    return rowsOf(domains, (domain) => domainFields(call, domain));
  },

  createDomain(call) {
    permit(call, "create_domain", "cloud");
    const { explicit_domain_id: chosen, options = {}, ...values } = call.body.domain;
    const { realm } = call;
    requireFree(realm.domains.find("name", values.name), () => taken(values.name));
    if (chosen !== undefined && realm.domains.get(chosen) !== undefined) throw taken(values.name);
    const domain = realm.domains.insert({
      id: chosen ?? newId(),
      description: "",
      enabled: true,
      tags: [],
      ...values,
      options: withOptions({}, options),
    });
    return { domain: domainFields(call, domain) };
  },

  getDomain(call) {
    const { realm, parameters, signedIn } = call;
    const { domainId } = parameters;
    // A token for a project sees the project's domain.
    const project = signedIn?.projectId === undefined ? undefined : realm.projects.get(signedIn.projectId);
    const target = realm.domains.get(domainId)?.id;
    if (target === undefined || project?.domainId !== target) permit(call, "get_domain", "read", target);
    return { domain: domainFields(call, domainOf(call, domainId)) };
  },

  updateDomain(call) {
    permit(call, "update_domain", "cloud");
    const domain = domainOf(call, call.parameters.domainId);
    const { realm, body } = call;
    const changes = body.domain;
    requireMutable("update", "domain", domain, changes);
    if (changes.name !== undefined)
      requireFree(realm.domains.find("name", changes.name), () => taken(changes.name ?? ""), domain.id);
    return { domain: domainFields(call, realm.domains.replace(changed(domain, changes))) };
  },

  deleteDomain(call) {
    const domain = domainOf(call, call.parameters.domainId);
    permit(call, "delete_domain", "cloud");
    requireMutable("delete", "domain", domain);
    if (domain.enabled) throw problem(403, "Cannot delete a domain that is enabled, please disable it first.");
    call.realm.removeDomain(domain.id);
  },
} satisfies Partial<Handlers>;

export function domainFields(call: Pick<AnyCall, "baseUrl">, domain: DomainRecord): Readonly<Record<string, unknown>> {
  const { id, name, description, enabled, tags, options } = domain;
  const links = { self: `${identityUrl(call)}/domains/${id}` };
  return { id, name, description, enabled, tags, options, links };
}

/** @throws {OpenStackProblem} 404 */
export function domainOf({ realm }: AnyCall, id: string): DomainRecord {
  const domain = realm.domains.get(id);
  if (domain === undefined) throw notFound("domain", id);
  return domain;
}

/** What is immutable takes no change but the one that ends that. @throws {OpenStackProblem} 403 */
export function requireMutable(
  what: "update" | "delete",
  kind: string,
  { id, options }: { readonly id: string; readonly options: Options },
  changes: { readonly options?: { readonly immutable?: boolean | null | undefined } | undefined } = {},
): void {
  if (options["immutable"] !== true) return;
  const isLifted = changes.options?.immutable === false || changes.options?.immutable === null;
  if (isLifted && Object.keys(changes).length === 1) return;
  throw problem(
    403,
    `Unable to ${what} immutable ${kind} resource: \`${id}. Set resource option "immutable" to false first.`,
  );
}

export function changed<Stored extends DomainRecord>(record: Stored, { options, ...values }: Changes): Stored {
  return { ...record, ...values, options: withOptions(record.options, options ?? {}) };
}

/** Options after a change: null takes one away. */
export function withOptions(current: Options, changes: Options): Options {
  return Object.fromEntries(
    Object.entries({ ...current, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  );
}

function taken(name: string): OpenStackProblem {
  return conflict("project", `it is not permitted to have two projects acting as domains with the same name: ${name}`);
}
