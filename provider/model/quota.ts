import { z } from "zod";
import { type DeclaredInputs, defineKind, type Finding, type InputsOf, type OutputsOf, UNKNOWN } from "./kind";
import { freeText, limits, nameOf, referenceTo } from "./schemas";

function limitsOrProfile({ limits: given, profile, followProfile }: DeclaredInputs): Finding[] {
  if (followProfile === true && profile === undefined)
    return [
      { property: "followProfile", reason: "is true, but there is no profile to follow: name one, or take it out" },
    ];
  if (given === undefined && profile === undefined)
    return [{ property: "limits", reason: "is missing: give the limits, or a quota profile" }];
  // A quota that follows its profile carries the profile's numbers, so that a plan shows what they become.
  if (given !== undefined && profile !== undefined && followProfile !== true && followProfile !== UNKNOWN)
    return [
      {
        property: "limits",
        reason: "is given beside profile: either give the limits, or name the profile that has them",
      },
    ];
  return [];
}

function numbers(what: string) {
  return z.record(z.string(), z.number()).optional().describe(what);
}

/** The limits of one account, or of one project, in one region. */
export const quota = defineKind({
  name: "Quota",
  purpose: "The limits of one account, or of one project, in one region.",
  fields: {
    account: {
      schema: referenceTo("Account", "the account that the limits are for").optional(),
      immutable: "replace",
      reference: "Account",
    },
    region: {
      schema: nameOf("the id of a region").optional().describe("Id of the region (or zone) that the limits are for."),
      immutable: "replace",
    },
    project: {
      schema: referenceTo("Project", "the project that the limits are for")
        .optional()
        .describe("The project that the limits are for; left out for the limits of the account as a whole."),
      immutable: "replace",
      reference: "Project",
    },
    limits: {
      schema: limits
        .optional()
        .describe("The limits by name; which names there are depends on the portal. Either this or `profile`."),
    },
    profile: {
      schema: referenceTo("QuotaProfile", "the quota profile whose numbers are set")
        .optional()
        .describe(
          "A quota profile (resource or id) whose numbers are set when the quota is made. A later change of the profile changes no quota, unless `followProfile` says so.",
        ),
      reference: "QuotaProfile",
    },
    followProfile: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe(
          "With `profile`: true also applies later changes of the profile. Default false: the output `difference` shows them.",
        ),
      local: true,
    },
    approveRequests: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe(
          "Whether pending requests for quota that the declared numbers cover are approved. Default true. A request that came in since is seen by a refresh.",
        ),
    },
    rejectRequests: {
      schema: z
        .array(
          z.strictObject(
            {
              id: z
                .string({ error: "must be the id of a request for quota" })
                .min(1, { error: "must not be empty" })
                .describe("The id of the request; the output `pendingQuotaRequests` of the Account has it."),
              comment: freeText("the reason, which the customer sees").optional(),
            },
            {
              error: (issue) =>
                issue.code === "invalid_type" ? 'must be an object such as { id: "…", comment: "…" }' : undefined,
            },
          ),
          { error: "must be a list of requests to reject, such as { id, comment }" },
        )
        .optional()
        .describe("Pending requests for quota of this account and region to reject, with a comment."),
      set: true,
      emptyIsAbsent: true,
    },
    onDelete: {
      schema: z
        .enum(["retain", "reset"], { error: "must be retain or reset" })
        .optional()
        .describe(
          "What happens when the resource is deleted: `retain` (default) leaves the limits as they are, `reset` sets all of them to 0.",
        ),
      local: true,
    },
  },
  outputs: {
    allocated: numbers("The limits at the portal, where they come from a profile."),
    assigned: numbers(
      "What is shared out among the account's projects, where it is anything; numbers that are 0 are left out.",
    ),
    used: numbers("What is in use, as of the last change or refresh; numbers that are 0 are left out."),
    difference: numbers(
      "With `profile`: by how much the limits at the portal are above (or below, negative) those of the profile; equal numbers are left out.",
    ),
  },
  naturalKey: ["account", "project", "region"],
  check: limitsOrProfile,
});

export type QuotaInputs = InputsOf<typeof quota>;
export type QuotaOutputs = OutputsOf<typeof quota>;
