import type { Dialect } from "../../transport";

type Member = Readonly<Record<string, unknown>>;

/** The window of the rate limit, for answers that don't say when it ends. */
const WINDOW_MS = 60_000;
/** So many tries are made within a window that nobody says the end of. */
const TRIES_OF_A_WINDOW = 4;

/** How gridscale's APIs carry a token, and put what went wrong. */
export function gridscaleDialect(userUuid: string): Dialect {
  return {
    credential: (token) => ({ "X-Auth-UserId": userUuid, "X-Auth-Token": token }),
    problem: (body) => {
      const [first, ...others] = problemsIn(body);
      return {
        code: slugOf(first?.["type"]) ?? body["id"],
        detail: first === undefined ? (body["description"] ?? body["message"] ?? body["title"]) : saying(first),
        requestId: undefined,
        // Each by itself, so that a long one leaves the others whole.
        fieldErrors: others.map((other) => {
          const slug = slugOf(other["type"]) ?? "and";
          return { field: slug, code: slug, message: saying(other) };
        }),
      };
    },
    passing: [],
    wait: (headers, now) => untilReset(headers, now) ?? WINDOW_MS / TRIES_OF_A_WINDOW,
    remaining: (headers, now) => {
      const count = headers["ratelimit-remaining"];
      return typeof count === "string" && /^\d+$/.test(count)
        ? { count: Number(count), forMs: untilReset(headers, now) ?? WINDOW_MS }
        : undefined;
    },
    newToken:
      "create an API key in the Partner Panel, and set it with pulumi config set --secret reseller:token (and reseller:userUuid, of the key's user)",
  };
}

function untilReset(headers: Readonly<Record<string, unknown>>, now: number): number | undefined {
  const reset = Number(headers["ratelimit-reset"]);
  // Unix milliseconds.
  return Number.isFinite(reset) && reset > 0 ? Math.min(WINDOW_MS, Math.max(0, reset - now)) : undefined;
}

/** All problems of an answer; some of the vendor's APIs send one without a list around it. */
function problemsIn(body: Member): Member[] {
  const { errors } = body;
  if (Array.isArray(errors))
    return errors.filter((entry): entry is Member => typeof entry === "object" && entry !== null);
  return "type" in body || "detail" in body ? [body] : [];
}

function saying({ title, detail, data }: Member): string {
  const facts =
    typeof data === "object" && data !== null && Object.keys(data).length > 0 ? ` ${JSON.stringify(data)}` : "";
  return `${text(detail) || text(title) || "no reason given"}${facts}`;
}

/** Types are addresses, of several generations: what counts is the last part. */
function slugOf(type: unknown): string | undefined {
  if (typeof type !== "string") return undefined;
  return type.replace(/\/+$/, "").split("/").pop();
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
