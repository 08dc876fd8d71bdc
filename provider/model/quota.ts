import { z } from "zod";
import { type DeclaredInputs, defineKind, type Finding, UNKNOWN } from "./kind";
import { flag, freeText, limits, nameOf, objectOf, referenceTo } from "./schemas";

function limitsOrProfile({ limits: given, profile, followProfile }: DeclaredInputs): Finding[] {
  if (followProfile === true && profile === undefined)
    return [
      { property: "followProfile", reason: "is true, but there is no profile to follow: name one, or remove it" },
    ];
  if (given === undefined && profile === undefined)
    return [{ property: "limits", reason: "is missing: set the limits, or a quota profile" }];
  // A quota that follows its profile carries the profile's numbers, so that a plan shows what they become.
  if (given !== undefined && profile !== undefined && followProfile !== true && followProfile !== UNKNOWN)
    return [
      {
        property: "limits",
        reason: "is set in addition to profile: set either the limits or the profile",
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
      schema: referenceTo("Account", "the account that the limits apply to").optional(),
      immutable: "replace",
      reference: "Account",
    },
    region: {
      schema: nameOf("the id of a region").optional().describe("Id of the region (or zone) of the limits."),
      immutable: "replace",
    },
    project: {
      schema: referenceTo("Project", "the project that the limits apply to")
        .optional()
        .describe("The project that the limits apply to. Not set for the limits of the whole account."),
      immutable: "replace",
      reference: "Project",
    },
    limits: {
      schema: limits
        .optional()
        .describe("The limits by name. The names depend on the portal. Set either this or `profile`."),
    },
    profile: {
      schema: referenceTo("QuotaProfile", "the quota profile whose numbers are set")
        .optional()
        .describe(
          "A quota profile (resource or id) that provides the limits when the quota is created. Later changes of the profile apply only with `followProfile`.",
        ),
      reference: "QuotaProfile",
    },
    followProfile: {
      schema: flag(
        "With `profile`: whether later changes of the profile are applied. Default: false; the output `difference` shows them.",
      ),
      local: true,
    },
    approveRequests: {
      schema: flag(
        "Whether open quota requests that the declared limits cover are approved. Default: true. A refresh detects new requests.",
      ),
    },
    rejectRequests: {
      schema: z
        .array(
          objectOf('must be an object such as { id: "…", comment: "…" }', {
            id: z
              .string({ error: "must be the id of a request for quota" })
              .min(1, { error: "must not be empty" })
              .describe(
                "The request's id, from the output `pendingQuotaRequests` of the Account, or `pendingRequests` of the Quota.",
              ),
            comment: freeText("the reason, which the customer sees").optional(),
          }),
          { error: "must be a list of requests to reject, such as { id, comment }" },
        )
        .optional()
        .describe("Open quota requests of this account and region to reject, with a comment."),
      set: true,
      emptyIsAbsent: true,
    },
    onDelete: {
      schema: z
        .enum(["retain", "reset"], { error: "must be retain or reset" })
        .optional()
        .describe(
          "What happens when the resource is deleted: `retain` (default) keeps the limits, `reset` sets all of them to 0, or to the portal's defaults where it has some.",
        ),
      local: true,
    },
  },
  outputs: {
    allocated: numbers("The limits at the portal, if they come from a profile."),
    assigned: numbers("The limits assigned to the account's projects. Zeros are omitted."),
    used: numbers("Current usage, at the last change or refresh. Zeros are omitted."),
    difference: numbers(
      "With `profile`: the limits at the portal minus those of the profile. Equal limits are omitted.",
    ),
    pendingRequests: z
      .array(
        z.object({
          id: z.string().describe("The request's id."),
          size: z.string().describe("The size that is asked for."),
          regions: z.array(z.string()).describe("The regions that it is asked for."),
          requestedAt: z.string().optional().describe("Time of the request."),
        }),
      )
      .optional()
      .describe("OpenStack: open requests for another size, at the last change or refresh. Absent if there are none."),
  },
  naturalKey: ["account", "project", "region"],
  check: limitsOrProfile,
});
