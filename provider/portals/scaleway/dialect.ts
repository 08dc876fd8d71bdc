import type { Dialect, StatedProblem } from "../../transport";

type Member = Readonly<Record<string, unknown>>;

/** How Scaleway's APIs carry a key, and put what went wrong. */
export const scalewayDialect: Dialect = {
  credential: (secretKey) => ({ "X-Auth-Token": secretKey }),
  problem: (body) => ({
    // A reason of its own in place of the general one: `precondition_failed` says too little.
    code: body["type"] === "precondition_failed" ? (body["precondition"] ?? body["type"]) : body["type"],
    detail: [body["message"], ...sayings(body)].filter((part) => typeof part === "string" && part !== "").join(": "),
    fieldErrors: argumentsIn(body),
  }),
  // A group whose members are being changed: the request was not begun.
  // Likewise a project that has just lost its last resource.
  passing: ["transient_state", "resource_not_usable"],
  isDenial: (code) => code !== "quotas_exceeded",
  remaining: (headers) => {
    const [count, seconds] = ["x-ratelimit-remaining", "x-ratelimit-reset"].map((name) => numberIn(headers[name]));
    return count === undefined ? undefined : { count, ...(seconds === undefined ? {} : { forMs: seconds * 1000 }) };
  },
  newToken:
    "create an API key in the Organization's IAM, and set its secret key with pulumi config set --secret reseller:secretKey",
};

/** The members of `invalid_arguments`, by the properties that mend them: `rules[0].permission_set_names` is `rules[0].permissionSets`. */
function argumentsIn({ type, details }: Member): StatedProblem["fieldErrors"] {
  if (type !== "invalid_arguments") return [];
  return membersOf(details).map(({ argument_name, reason, help_message }) => ({
    field: typeof argument_name === "string" ? propertyOf(argument_name) : argument_name,
    code: reason,
    message: help_message === "" ? reason : (help_message ?? reason),
  }));
}

/** Arguments of the API that a declaration knows by another name. */
const PROPERTIES: Readonly<Record<string, string>> = {
  organization_name: "name",
  owner_firstname: "ownerFirstName",
  owner_lastname: "ownerLastName",
  customer_id: "externalId",
  phone_number: "phone",
  comment: "description",
  first_name: "firstName",
  last_name: "lastName",
  group_id: "group",
  permission_set_names: "permissionSets",
  project_ids: "scope.projects",
};

/** The property that an argument comes from; the argument itself where none is known. */
function propertyOf(argument: string): string {
  return argument
    .replace(/^member\./, "")
    .split(".")
    .map((step) => step.replace(/^\w+/, (name) => PROPERTIES[name] ?? name))
    .join(".");
}

/** What stands beside the message, by the type of the error; types that are not known yet say nothing more. */
function sayings(body: Member): unknown[] {
  switch (body["type"]) {
    case "permissions_denied":
      return [
        membersOf(body["details"])
          .map(({ action, resource }) => `${text(action)} ${text(resource)}`)
          .join(", "),
      ];
    case "quotas_exceeded":
      return [
        membersOf(body["details"])
          .map(({ resource, quota, current }) => `${text(resource)}: ${text(current)} of ${text(quota)}`)
          .join(", "),
      ];
    case "denied_authentication":
      return [body["reason"]];
    case "not_found":
    case "locked":
    case "expired":
    case "resource_expired":
      return [named(body)];
    case "transient_state":
      return [`${named(body)} is ${text(body["current_state"])}`];
    case "already_exists":
      return [named(body), body["help_message"]];
    case "precondition_failed":
      return [body["precondition"], body["help_message"]];
    case "too_many_requests":
      return [body["help_message"]];
    default:
      return [];
  }
}

function named({ resource, resource_id }: Member): string {
  return [resource, resource_id].filter((part) => typeof part === "string" && part !== "").join(" ");
}

function membersOf(details: unknown): Member[] {
  return Array.isArray(details)
    ? details.filter((entry): entry is Member => typeof entry === "object" && entry !== null)
    : [];
}

function numberIn(header: unknown): number | undefined {
  return typeof header === "string" && /^\d+$/.test(header) ? Number(header) : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
