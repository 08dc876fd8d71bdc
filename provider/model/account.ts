import { z } from "zod";
import { defineKind, type InputsOf, type OutputsOf } from "./kind";
import { colour, email, freeText, nameOf, referenceTo, webAddress, wordSet } from "./schemas";
import { canonicalColour, canonicalEmail, canonicalPhone, canonicalUrl } from "./spelling";

const PRODUCT_NUMBER = "must be named by a product number, without zeros before it";

/** What a delete of an Account may do. A portal offers some of these; the others fail at preview. */
export const DELETION_POLICIES = ["retain", "lock", "decommission", "delete"] as const;
export type DeletionPolicy = (typeof DELETION_POLICIES)[number];

/** A customer of the reseller. */
export const account = defineKind({
  name: "Account",
  purpose:
    "A customer of the reseller. Protected against deletion unless the program says otherwise; what a delete does at the portal is `onDelete`.",
  fields: {
    name: { schema: nameOf("the customer's name", 256) },
    description: {
      schema: freeText("a description of the customer").optional(),
      whenRemoved: "clear",
      cosmetic: true,
    },
    state: {
      schema: z
        .string({ error: "must be one of the portal's account states" })
        .optional()
        .describe("The commercial state of the customer."),
    },
    availableServices: {
      schema: wordSet("service keys, such as openstack")
        .optional()
        .describe("Services that the customer may have activated, such as openstack."),
      set: true,
    },
    primaryColor: {
      schema: colour.optional().describe("Colour of the customer's menu, `#RRGGBB`. Left out: the portal's default."),
      normal: canonicalColour,
      cosmetic: true,
    },
    secondaryColor: {
      schema: colour
        .optional()
        .describe("Second colour of the customer's dashboard, `#RRGGBB`. Left out: the portal's default."),
      normal: canonicalColour,
      cosmetic: true,
    },
    iconUrl: {
      schema: webAddress.optional().describe("https URL of the customer's icon. Left out: the reseller's icon."),
      normal: canonicalUrl,
      whenRemoved: "clear",
      cosmetic: true,
    },
    uprovideAccount: {
      schema: nameOf("the id of the uProvide account that the customer is billed to", 128)
        .optional()
        .describe("Id of the uProvide account that the customer is billed to. It must exist."),
      immutable: "refuse",
    },
    email: {
      schema: email.optional().describe("E-mail address of the customer's owner."),
      normal: canonicalEmail,
    },
    ownerFirstName: {
      schema: nameOf("the owner's first name", 256).optional().describe("First name of the customer's owner."),
    },
    ownerLastName: {
      schema: nameOf("the owner's last name", 256).optional().describe("Last name of the customer's owner."),
    },
    phone: {
      schema: nameOf("a phone number", 64).optional().describe("Phone number of the customer's owner."),
      normal: canonicalPhone,
    },
    externalId: {
      schema: nameOf("your own number of the customer", 256)
        .optional()
        .describe("Your own number of the customer, which invoices carry."),
    },
    locked: {
      schema: z
        .boolean({ error: "must be true or false" })
        .optional()
        .describe(
          "Whether the reseller's own lock is on the customer: nobody of the customer can do anything, what runs keeps running. Left out: not managed.",
        ),
    },
    adminAccess: {
      schema: z
        .strictObject(
          {
            username: nameOf("the login name of the administrator", 64),
            email: email.describe("The administrator's e-mail address."),
            password: z
              .string({ error: "must be a text" })
              .min(1, { error: "must not be empty" })
              .describe("The administrator's password, a secret."),
          },
          {
            error: (issue) =>
              issue.code === "invalid_type" ? "must be an object of username, email and password" : undefined,
          },
        )
        .optional()
        .describe(
          "An administrator for the reseller's people in the customer's own Organization, made once. Can't be changed later; taking it out leaves the person.",
        ),
      normal: (value) =>
        typeof value === "object" && value !== null && "email" in value
          ? { ...value, email: canonicalEmail(value.email) }
          : value,
      writeOnly: true,
      secret: ["password"],
    },
    owner: {
      schema: referenceTo("User", "the person who owns the account")
        .optional()
        .describe(
          "The person who owns the account. A new owner takes the old one's place, who stays as an administrator.",
        ),
      reference: "User",
    },
    locations: {
      schema: wordSet("locations (id, name or IATA code)")
        .optional()
        .describe("Where the account may have projects: ids, names or IATA codes of locations."),
      set: true,
    },
    features: {
      schema: wordSet("feature keys").optional().describe("Features that the account has. Others stay as they are."),
      set: true,
    },
    productPrices: {
      schema: z
        .record(
          z.string().regex(/^(0|[1-9]\d*)$/, { error: PRODUCT_NUMBER }),
          z.number({ error: "must be a number" }).min(0, { error: "must not be negative" }),
          {
            error: ({ code }) =>
              code === "invalid_key" ? PRODUCT_NUMBER : "must be an object of prices by product number",
          },
        )
        .optional()
        .describe("Prices of this account, by product number. Others stay as they are."),
      formerly: { name: "gridscale", member: "prices" },
    },
    onDelete: {
      schema: z
        .enum(DELETION_POLICIES, { error: `must be one of ${DELETION_POLICIES.join(", ")}` })
        .optional()
        .describe(
          "What happens at the portal when the resource is deleted: `retain` (default) leaves the customer untouched. What else there is depends on the portal.",
        ),
      local: true,
    },
    decommissionReason: {
      schema: freeText("why the customer is decommissioned")
        .optional()
        .describe(
          "Why the customer is decommissioned, with `onDelete: decommission`; needed for production and managed.",
        ),
      local: true,
    },
  },
  outputs: {
    providerState: z
      .string()
      .optional()
      .describe(
        "The state, where it is one that only the portal's provider sets (disabled, inactive). Shown, never fought over.",
      ),
    decommissionRequestedAt: z
      .string()
      .optional()
      .describe("When the customer's decommissioning was asked for. Absent where it was not."),
    status: z.string().optional().describe("Scaleway: opened, locked or closed, as of the last change or refresh."),
    lockedBy: z
      .string()
      .optional()
      .describe("Scaleway: who has locked the customer: partner or scaleway. Absent where nobody has."),
    lockReason: z
      .string()
      .optional()
      .describe("Scaleway: why, such as validate_email for an owner who has not yet validated the address."),
    lockedAt: z.string().optional().describe("Scaleway: since when."),
    createdAt: z.string().optional().describe("Scaleway: when the customer was made."),
    owners: z
      .array(z.string())
      .optional()
      .describe("gridscale: ids of all owners, where there are several or none is declared."),
    projects: z
      .array(
        z.object({
          id: z.string().describe("Its id."),
          name: z.string().describe("Its name."),
          location: z.string().optional().describe("Where it is."),
        }),
      )
      .optional()
      .describe("gridscale: the account's projects, as of the last change or refresh."),
    prices: z
      .array(
        z.object({
          product: z.number().describe("The product's number."),
          name: z.string().describe("The product's name."),
          price: z.number().describe("What the account pays for it."),
        }),
      )
      .optional()
      .describe("gridscale: what the account pays, as of the last change or refresh, where prices are declared."),
    pendingQuotaRequests: z
      .array(
        z.object({
          id: z.string().describe("Id of the request."),
          region: z.string().describe("The region that it is for."),
          requested: z.record(z.string(), z.number()).describe("The limits that are asked for, by name."),
          requestedAt: z.string().describe("When it was made, RFC 3339."),
          comment: z.string().optional().describe("What the customer wrote with it."),
        }),
      )
      .optional()
      .describe(
        "Requests for more quota that wait for an answer, as of the last change or refresh. Absent where there are none.",
      ),
  },
  naturalKey: ["name"],
});

export type AccountInputs = InputsOf<typeof account>;
export type AccountOutputs = OutputsOf<typeof account>;
