import {
  type ContractOperation,
  DEFAULT_PAGE,
  IAM_PATH,
  type OperationName,
  PAGE_LIMIT,
} from "../../../provider/portals/scaleway/contract";
import type { Row } from "../call";
import { argument, type ArgumentProblem, invalid } from "./problem";

const HIGHEST_PAGE = { iam: 10_000, elsewhere: 2 ** 31 - 1 };

/** Lists that are in another order than that of creation where none is asked for. */
const USUAL_ORDER: Partial<Record<OperationName, string>> = {
  listPolicies: "policy_name_asc",
  listPermissionSets: "name_asc",
  listQuota: "name_asc",
};

/** One page of a list. `key`: the member that holds its items. */
export function pageOf(
  { id, path }: ContractOperation,
  key: string,
  rows: Iterable<Row>,
  query: URLSearchParams,
): Record<string, unknown> {
  const problems: ArgumentProblem[] = [];
  const highest = path.startsWith(IAM_PATH) ? HIGHEST_PAGE.iam : HIGHEST_PAGE.elsewhere;
  const page = numberIn(query, "page", 1, highest, problems);
  const size = numberIn(query, "page_size", DEFAULT_PAGE, PAGE_LIMIT, problems);
  for (const name of query.keys())
    if (name.endsWith("[]")) problems.push(argument(name, "unknown", "unknown argument"));
  if (problems.length > 0) throw invalid(...problems);
  const all = sorted([...rows], query.get("order_by") ?? USUAL_ORDER[id as OperationName] ?? "");
  const items = all.slice((page - 1) * size, page * size).map(({ fields }) => fields);
  return { [key]: items, total_count: all.length };
}

/** In the order of creation, unless another one is asked for: `name_asc`, `created_at_desc`. What has no value comes after the rest. */
function sorted(rows: Row[], orderBy: string): Row[] {
  rows.sort((one, other) => one.sequence - other.sequence);
  const [, field = "", direction] = /^(\w+)_(asc|desc)$/.exec(orderBy) ?? [];
  const member = field === "policy_name" ? "name" : field;
  if (member !== "" && member !== "created_at" && rows.every(({ fields }) => isText(fields[member])))
    rows.sort((one, other) => compared(one.fields[member], other.fields[member]));
  return direction === "desc" ? rows.reverse() : rows;
}

function isText(value: unknown): boolean {
  return typeof value === "string" || value === null;
}

function compared(one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  return String(one) < String(other) ? -1 : 1;
}

function numberIn(
  query: URLSearchParams,
  name: string,
  usual: number,
  most: number,
  problems: ArgumentProblem[],
): number {
  const text = query.get(name);
  if (text === null || text === "") return usual;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  problems.push(argument(name, "constraint", `must be between 1 and ${most}`));
  return usual;
}
