import type { z } from "zod";
import {
  type ContractOperation,
  LIMITED_PATHS,
  operations,
  type OperationName,
  REQUESTS_PER_SECOND,
} from "../../../provider/portals/scaleway/contract";
import type { Answer } from "../../http/answer";
import type { Row } from "../call";
import type { PortalEntry, PortalRequest, PortalSurroundings, SandboxProblem, UnderWay } from "../portal";
import type { Addressed } from "../refusal";
import { type Admitted, type BodyMistakes, type PortalTerms, servePortal } from "../servePortal";
import { audit } from "./audit";
import { type Context, timeText } from "./call";
import { authenticate } from "./caller";
import { controlRoutes } from "./control";
import { handlers } from "./handlers";
import { pageOf } from "./pages";
import { argument, type ArgumentProblem, invalid, JSON_TYPE, notFound, ScalewayProblem } from "./problem";
import { ScalewayRealm } from "./realm";
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

const PREFIX = "/scaleway";

/** Of each group one of these is worked on at a time. */
const MEMBER_CHANGES: ReadonlySet<string> = new Set<OperationName>([
  "setGroupMembers",
  "addGroupMember",
  "addGroupMembers",
  "removeGroupMember",
]);

/** Serves the Partner API, the IAM API and what their clients need beside them. */
export const scaleway: PortalEntry<ScalewayAccess> = {
  ownPort: "scalewayPort",
  create: (surroundings) => servePortal(operations, handlers, new ScalewayTerms(surroundings), surroundings),
  environment: ({ endpoint, organizationId, accessKey, secretKey }) => ({
    RESELLER_ENDPOINT: endpoint,
    SCW_DEFAULT_ORGANIZATION_ID: organizationId,
    SCW_ACCESS_KEY: accessKey,
    SCW_SECRET_KEY: secretKey,
  }),
};

class ScalewayTerms implements PortalTerms<ContractOperation, Context, ScalewayAccess> {
  readonly prefix = PREFIX;
  readonly jsonType = JSON_TYPE;
  readonly controlRoutes;
  readonly refusals = {
    ofSandbox: (code: SandboxProblem, detail: string) => this.problemOfSandbox(code, detail),
    noPath: (path: string) => notFound("", path),
    noMethod: () => new ScalewayProblem("method_not_allowed"),
    noJson: () => invalid(argument("body", "format", "is not JSON")),
    wrongBody,
  };
  private readonly realm: ScalewayRealm;
  /** Requests that count in the second that the clock shows. */
  private counted = { second: 0, requests: 0 };
  /** Groups whose members are being changed, and requests that have met that. */
  private readonly changing = new Set<string>();
  private readonly tooEarly = new Set<string>();

  constructor(private readonly surroundings: PortalSurroundings) {
    const { store, records, now } = surroundings;
    this.realm = new ScalewayRealm(records);
    store.transaction(() => seed(this.realm, now()));
    this.controlRoutes = controlRoutes(this.realm, now);
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

  begin(
    { id: operation }: ContractOperation,
    { id, parameters: { groupId = "" } }: PortalRequest,
  ): UnderWay | undefined {
    if (!MEMBER_CHANGES.has(operation)) return undefined;
    if (this.changing.has(groupId)) {
      this.tooEarly.add(id);
      return { milliseconds: 0, end: () => void this.tooEarly.delete(id) };
    }
    this.changing.add(groupId);
    const milliseconds = this.surroundings.operationDelayMilliseconds;
    return { milliseconds, end: () => void this.changing.delete(groupId) };
  }

  /** Most tell their rate limit, also when they are errors. */
  headers({ id, below }: Addressed, isOverLimit: boolean): Record<string, string> {
    return {
      "content-type": JSON_TYPE,
      // A UUID alone, as of the real portal.
      "x-request-id": id.replace(/^req-/, ""),
      server: "Scaleway API Gateway (sandbox)",
      ...(LIMITED_PATHS.some((limited) => below.startsWith(limited))
        ? {
            "x-ratelimit-limit": `${REQUESTS_PER_SECOND}, ${REQUESTS_PER_SECOND};w=1`,
            "x-ratelimit-remaining": String(isOverLimit ? 0 : this.remaining()),
            "x-ratelimit-reset": "1",
          }
        : {}),
    };
  }

  admit(_operation: ContractOperation, { headers, remoteAddress }: PortalRequest, now: number): Context {
    const header = (name: string) => [headers[name]].flat()[0];
    const credentials = { secret: header("x-auth-token"), session: header("x-session-token") };
    const { realm } = this;
    return {
      realm,
      caller: authenticate(realm, credentials, now),
      sender: { ip: remoteAddress.replace(/^::ffff:/, ""), userAgent: headers["user-agent"] ?? "" },
    };
  }

  serve({ operation, request, context, now, handle }: Admitted<ContractOperation, Context>): Partial<Answer> {
    const result = handle();
    // What else is wrong with it is said first; and nothing of it is kept.
    if (this.tooEarly.has(request.id))
      throw new ScalewayProblem("transient_state", {
        resource: "group",
        resource_id: request.parameters["groupId"] ?? "",
        current_state: "updating",
      });
    audit(operation.id, { ...context, ...request, now }, result);
    if (operation.list === undefined) return { body: result };
    return { body: pageOf(operation, operation.list, result as Iterable<Row>, request.query) };
  }

  private remaining(): number {
    const second = Math.floor(this.surroundings.now() / 1000);
    if (second !== this.counted.second) this.counted = { second, requests: 0 };
    this.counted.requests += 1;
    return Math.max(0, REQUESTS_PER_SECOND - this.counted.requests);
  }

  private problemOfSandbox(code: SandboxProblem, detail: string): ScalewayProblem {
    if (code === "maintenance") return new ScalewayProblem("unavailable");
    if (code === "malformed") return invalid(argument("body", "format", detail));
    return new ScalewayProblem("too_many_requests", {
      help_message: detail,
      limit: { quota: REQUESTS_PER_SECOND, window_seconds: 1 },
      reset_seconds: 1,
      reset_at: timeText(this.surroundings.now() + 1000),
    });
  }
}

/** Members that the contract doesn't name are passed over. */
function wrongBody({ issues }: BodyMistakes, body: unknown): ScalewayProblem | undefined {
  if (issues.length === 0) return undefined;
  return invalid(
    ...issues.map((issue) => argument(nameOf(issue.path) || "body", reasonOf(issue, body), issue.message)),
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
