import { randomUUID } from "node:crypto";
import { compositeKey, type Draft } from "../../../store/collection";
import { requireFree } from "../../refusal";
import { type AnyCall, filterOf, filtersOf, srnOf, timeText } from "../call";
import { requireRoom } from "../limits";
import { listedOf, organizationOf, ownOf, requireRight, type Right } from "../organizationScope";
import { alreadyExists, requireUnmanaged } from "../problem";
import type { ScalewayRealm } from "../realm";
import type { Named } from "../records";

/** Objects that have a name which is theirs alone in their Organization, and tags, and of which there is room for so many. */
interface Sort<Stored extends Named> {
  readonly resource: string;
  readonly quota: string;
  readonly taken: string;
  /** Query parameters of its list. */
  readonly filters: { readonly name: string; readonly ids: string };
  objects(realm: ScalewayRealm): {
    get(id: string): Stored | undefined;
    find(index: "organization" | "name", key: string): Iterable<Stored>;
    count(index: "organization", id: string): number;
  };
}

export const GROUPS = {
  resource: "group",
  quota: "iam_groups",
  taken: "a group with this name exists already",
  filters: { name: "name", ids: "group_ids" },
  objects: (realm: ScalewayRealm) => realm.groups,
};
export const POLICIES = {
  resource: "policy",
  quota: "iam_policies",
  taken: "a policy with this name exists already",
  filters: { name: "policy_name", ids: "policy_ids" },
  objects: (realm: ScalewayRealm) => realm.policies,
};
export const APPLICATIONS = {
  resource: "application",
  quota: "iam_applications",
  taken: "name",
  filters: { name: "name", ids: "application_ids" },
  objects: (realm: ScalewayRealm) => realm.applications,
};

interface NamedBody {
  readonly name: string;
  readonly description?: string | undefined;
  readonly tags?: readonly string[] | null | undefined;
}

export function namedOf<Stored extends Named>(call: AnyCall, sort: Sort<Stored>, id: string, right: Right): Stored {
  const found = ownOf(call, sort.resource, sort.objects(call.realm), id, right);
  if (right === "write") requireUnmanaged(found);
  return found;
}

/** Those that pass the filters which all lists of them have. */
export function namedIn<Stored extends Named>(call: AnyCall, { resource, filters, objects }: Sort<Stored>): Stored[] {
  const listed = [...listedOf(call, resource, objects(call.realm))];
  const [name, tag] = [filterOf(call, filters.name), filterOf(call, "tag")];
  const ids = filtersOf(call, filters.ids);
  return listed.filter(
    (one) =>
      (name === undefined || one.name === name) &&
      (tag === undefined || one.tags.includes(tag)) &&
      (ids === undefined || ids.includes(one.id)),
  );
}

/** Where something new belongs. @throws {ScalewayProblem} unless the caller may make such objects there */
export function organizationForNew(call: AnyCall, resource: string, named: string | null | undefined): string {
  requireRight(call, resource, "write");
  return organizationOf(call, named, resource, "write");
}

/** What all of them have of a new one, for which there must be a name and room. */
export function newNamed<Stored extends Named>(
  call: AnyCall,
  sort: Sort<Stored>,
  organizationId: string,
  body: NamedBody,
): Draft<Named> {
  requireFreeName(call, sort, organizationId, body.name);
  requireRoom(sort.objects(call.realm), sort.quota, call.caller.organization);
  return {
    id: call.ids?.id ?? randomUUID(),
    organizationId,
    name: body.name,
    description: body.description ?? "",
    tags: body.tags ?? [],
    managed: false,
    createdAt: call.now,
    updatedAt: call.now,
  };
}

/** What all of them have in an answer. */
export function namedFields(kind: string, named: Named): Record<string, unknown> {
  return {
    created_at: timeText(named.createdAt),
    deletable: !named.managed,
    description: named.description,
    editable: !named.managed,
    id: named.id,
    managed: named.managed,
    name: named.name,
    organization_id: named.organizationId,
    srn: srnOf(kind, named.id),
    tags: [...named.tags],
    updated_at: timeText(named.updatedAt),
  };
}

/** What a change of name, description or tags leaves of it. */
export function changedNamed<Stored extends Named>(
  call: AnyCall,
  sort: Sort<Stored>,
  current: Stored,
  { name, description, tags }: Partial<NamedBody>,
): Stored {
  if (name !== undefined) requireFreeName(call, sort, current.organizationId, name, current.id);
  return {
    ...current,
    name: name ?? current.name,
    description: description ?? current.description,
    tags: tags ?? current.tags,
    updatedAt: call.now,
  };
}

function requireFreeName<Stored extends Named>(
  { realm }: AnyCall,
  { resource, taken, objects }: Sort<Stored>,
  organizationId: string,
  name: string,
  exceptId?: string,
): void {
  requireFree(
    objects(realm).find("name", compositeKey(organizationId, name)),
    alreadyExists(resource, taken),
    exceptId,
  );
}
