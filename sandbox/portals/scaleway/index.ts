import type { z } from "zod";
import {
  type ContractOperation,
  DEFAULT_PAGE,
  IAM_PATH,
  LIMITED_PATHS,
  operations,
  type OperationName,
  PAGE_LIMIT,
  REQUESTS_PER_SECOND,
} from "../../../provider/portals/scaleway/contract";
import type { Answer } from "../../http/answer";
import type { SandboxRequest } from "../../http/request";
import type {
  PortalRequest,
  PortalRoute,
  PortalSurroundings,
  SandboxPortal,
  SandboxProblem,
  UnderWay,
} from "../portal";
import { audit } from "./audit";
import { type AnyCall, type Handlers, type Row, timeText } from "./call";
import { authenticate } from "./caller";
import { controlRoutes } from "./control";
import { federationHandlers } from "./objects/federation";
import { groupHandlers } from "./objects/groups";
import { logHandlers } from "./objects/logs";
import { organizationHandlers } from "./objects/organizations";
import { otherHandlers } from "./objects/others";
import { policyHandlers } from "./objects/policies";
import { settingsHandlers } from "./objects/settings";
import { sshKeyHandlers } from "./objects/sshKeys";
import { userHandlers } from "./objects/users";
import {
  argument,
  type ArgumentProblem,
  invalid,
  JSON_TYPE,
  notFound,
  problemAnswer,
  ScalewayProblem,
} from "./problem";
import { Realm } from "./realm";
import { printedKey, seed } from "./seed";

/** Where the portal's APIs are, and a key for them. */
export interface ScalewayAccess {
  readonly endpoint: string;
  /** The same without a path before it; only where that has a port of its own. */
  readonly rootEndpoint?: string;
  /** The partner: its own Organization. */
  readonly organizationId: string;
  /** Of the partner's owner. */
  readonly accessKey: string;
  readonly secretKey: string;
}

type Addressed = Pick<SandboxRequest, "id" | "path">;

const PREFIX = "/scaleway";
const HIGHEST_PAGE = { iam: 10_000, elsewhere: 2 ** 31 - 1 };

/** Lists that are in another order than that of creation where none is asked for. */
const USUAL_ORDER: Partial<Record<OperationName, string>> = {
  listPolicies: "policy_name_asc",
  listPermissionSets: "name_asc",
  listQuota: "name_asc",
};

const handlers: Handlers = {
  ...organizationHandlers,
  ...userHandlers,
  ...groupHandlers,
  ...policyHandlers,
  ...sshKeyHandlers,
  ...settingsHandlers,
  ...federationHandlers,
  ...logHandlers,
  ...otherHandlers,
};

/** Of each group one of these is worked on at a time. */
const MEMBER_CHANGES: ReadonlySet<string> = new Set<OperationName>([
  "setGroupMembers",
  "addGroupMember",
  "addGroupMembers",
  "removeGroupMember",
]);

/** Operations that anybody may call. */
const OPEN: ReadonlySet<string> = new Set<OperationName>(["getMetadata"]);

/** Serves the Partner API, the IAM API and what their clients need beside them. */
export function createScalewayPortal(surroundings: PortalSurroundings): SandboxPortal<ScalewayAccess> {
  return new ScalewayPortal(surroundings);
}

class ScalewayPortal implements SandboxPortal<ScalewayAccess> {
  readonly prefix = PREFIX;
  readonly jsonType = JSON_TYPE;
  readonly routes: readonly PortalRoute[];
  readonly controlRoutes;
  private readonly realm: Realm;
  /** Requests that count in the second that the clock shows. */
  private counted = { second: 0, requests: 0 };
  /** Groups whose members are being changed, and requests that have met that. */
  private readonly changing = new Set<string>();
  private readonly tooEarly = new Set<string>();

  constructor(private readonly surroundings: PortalSurroundings) {
    const { store, records, now } = surroundings;
    this.routes = Object.values(operations).map(({ id, method, path }) => ({ operation: id, method, path }));
    this.realm = new Realm(records);
    store.transaction(() => seed(this.realm, now()));
    this.controlRoutes = controlRoutes(this.realm, store, now, (name, call) => handled(name, call));
  }

  access(baseUrl: string): ScalewayAccess {
    const key = printedKey(this.realm);
    return {
      endpoint: `${baseUrl}${PREFIX}`,
      organizationId: this.realm.partner.id,
      accessKey: key.id,
      secretKey: key.secret ?? "",
    };
  }

  begin({ operation }: PortalRoute, { id, parameters: { groupId = "" } }: PortalRequest): UnderWay | undefined {
    if (!MEMBER_CHANGES.has(operation)) return undefined;
    if (this.changing.has(groupId)) {
      this.tooEarly.add(id);
      return { milliseconds: 0, end: () => void this.tooEarly.delete(id) };
    }
    this.changing.add(groupId);
    const milliseconds = this.surroundings.operationDelayMilliseconds;
    return { milliseconds, end: () => void this.changing.delete(groupId) };
  }

  answer(route: PortalRoute, request: PortalRequest): Answer {
    const operation: ContractOperation = operations[route.operation as OperationName];
    try {
      const body = this.surroundings.store.transaction(() => this.served(operation, request));
      return {
        status: operation.status,
        headers: this.headersFor(request),
        ...(body === undefined ? {} : { body }),
      };
    } catch (error) {
      if (error instanceof ScalewayProblem) return problemAnswer(this.headersFor(request), error);
      throw error;
    }
  }

  answerUnknown(request: SandboxRequest, methods: readonly string[]): Answer {
    const headers = this.headersFor(request);
    if (methods.length === 0) return problemAnswer(headers, notFound("", request.path));
    return {
      status: 405,
      headers: { ...headers, allow: methods.join(", ") },
      body: { message: "method not allowed", type: "method_not_allowed" },
    };
  }

  catchUp(): void {
    // Nothing comes true by time alone.
  }

  answerProblem(request: Addressed, code: SandboxProblem, detail: string): Answer {
    const headers = this.headersFor(request, code === "rate_limited" ? 0 : undefined);
    if (code === "rate_limited") {
      const problem = new ScalewayProblem("too_many_requests", {
        help_message: detail,
        limit: { quota: REQUESTS_PER_SECOND, window_seconds: 1 },
        reset_seconds: 1,
        reset_at: timeText(this.surroundings.now() + 1000),
      });
      return problemAnswer(headers, problem);
    }
    if (code === "maintenance") return { status: 503, headers, body: { message: detail, type: "unavailable" } };
    return problemAnswer(headers, invalid(argument("body", "format", detail)));
  }

  /** What every answer has; most tell their rate limit, also when they are errors. */
  private headersFor({ id, path }: Addressed, remaining?: number): Record<string, string> {
    return {
      "content-type": JSON_TYPE,
      // A UUID alone, as of the real portal.
      "x-request-id": id.replace(/^req-/, ""),
      server: "Scaleway API Gateway (sandbox)",
      ...(LIMITED_PATHS.some((limited) => path.startsWith(`${this.prefix}${limited}`))
        ? {
            "x-ratelimit-limit": `${REQUESTS_PER_SECOND}, ${REQUESTS_PER_SECOND};w=1`,
            "x-ratelimit-remaining": String(remaining ?? this.remaining()),
            "x-ratelimit-reset": "1",
          }
        : {}),
    };
  }

  private remaining(): number {
    const second = Math.floor(this.surroundings.now() / 1000);
    if (second !== this.counted.second) this.counted = { second, requests: 0 };
    this.counted.requests += 1;
    return Math.max(0, REQUESTS_PER_SECOND - this.counted.requests);
  }

  private served(operation: ContractOperation, request: PortalRequest): object | undefined {
    const now = this.surroundings.now();
    if (OPEN.has(operation.id)) return otherHandlers.getMetadata({} as Parameters<typeof otherHandlers.getMetadata>[0]);
    const header = (name: string) => [request.headers[name]].flat()[0];
    const credentials = { secret: header("x-auth-token"), session: header("x-session-token") };
    const caller = authenticate(this.realm, credentials, now);
    const call: AnyCall & { body: unknown } = {
      realm: this.realm,
      caller,
      parameters: request.parameters,
      query: request.query,
      now,
      sender: {
        ip: request.remoteAddress.replace(/^::ffff:/, ""),
        userAgent: request.headers["user-agent"] ?? "",
      },
      // Some clients send an empty object with everything: it is only read where a body is wanted.
      body: operation.request === undefined ? undefined : readBody(operation.request, request.body),
    };
    const result = handled(operation.id as OperationName, call);
    // What else is wrong with it is said first; and nothing of it is kept.
    if (this.tooEarly.has(request.id))
      throw new ScalewayProblem("transient_state", {
        resource: "group",
        resource_id: request.parameters["groupId"] ?? "",
        current_state: "updating",
      });
    audit(operation.id, call, result);
    return operation.list === undefined
      ? (result as object | undefined)
      : pageOf(operation, operation.list, result as Iterable<Row>, call);
  }
}

/** The one place where the types of a single operation are left: its name chose both the body and the handler. */
function handled(name: OperationName, call: AnyCall): unknown {
  return (handlers[name] as (call: unknown) => unknown)(call);
}

function pageOf(
  { id, path }: ContractOperation,
  key: string,
  rows: Iterable<Row>,
  { query }: AnyCall,
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

function readBody(schema: z.ZodType, text: string): unknown {
  let body: unknown;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    throw invalid(argument("body", "format", "is not JSON"));
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(
    ...parsed.error.issues.map((issue) => argument(nameOf(issue.path) || "body", reasonOf(issue, body), issue.message)),
  );
}

/** As in `rules[0].permission_set_names`. */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`))
    .join("");
}

function reasonOf(issue: z.core.$ZodIssue, body: unknown): ArgumentProblem["reason"] {
  const value = issue.path.reduce<unknown>(
    (here, step) =>
      typeof here === "object" && here !== null ? (here as Record<PropertyKey, unknown>)[step] : undefined,
    body,
  );
  if (value === undefined) return "required";
  return issue.code === "invalid_format" || issue.code === "invalid_type" ? "format" : "constraint";
}
