import { z } from "zod";
import { defineKind } from "./kind";
import { colour, email, flag, freeText, nameOf, objectOf, referenceTo, webAddress, wordSet } from "./schemas";
import { canonicalColour, canonicalEmail, canonicalPhone, canonicalUrl } from "./spelling";

const PRODUCT_NUMBER = "must be named by a product number, without zeros before it";

/** What a delete of an Account may do. A portal offers some of these; the others fail at preview. */
export const DELETION_POLICIES = ["retain", "lock", "decommission", "delete"] as const;

/** A customer of the reseller. */
export const account = defineKind({
  name: "Account",
  purpose:
    "A customer of the reseller. Protected against deletion by default. `onDelete` sets what a delete does at the portal.",
  fields: {
    name: { schema: nameOf("the customer's name", 256) },
    description: {
      schema: freeText("a description of the customer").optional(),
      whenRemoved: "clear",
      cosmetic: true,
    },
    tags: {
      schema: wordSet("tags").optional().describe("Tags of the customer."),
      set: true,
      emptyIsAbsent: true,
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
        .describe("Services that can be activated for the customer, such as openstack."),
      set: true,
    },
    primaryColor: {
      schema: colour.optional().describe("Colour of the customer's menu, `#RRGGBB`. Default: the portal's."),
      normal: canonicalColour,
      cosmetic: true,
    },
    secondaryColor: {
      schema: colour
        .optional()
        .describe("Second colour of the customer's dashboard, `#RRGGBB`. Default: the portal's."),
      normal: canonicalColour,
      cosmetic: true,
    },
    iconUrl: {
      schema: webAddress.optional().describe("https URL of the customer's icon. Default: the reseller's icon."),
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
        .describe("Your own customer number, printed on invoices."),
    },
    locked: {
      schema: flag(
        "Whether the reseller locks the customer. The customer's users have no access; running workloads continue. Not managed if not set.",
      ),
    },
    protected: {
      schema: flag(
        "Whether the portal refuses every change and the deletion of the customer. This provider lifts the protection for its own changes and restores it. Not managed if not set.",
      ),
    },
    adminAccess: {
      schema: objectOf("must be an object of username, email and password", {
        username: nameOf("the login name of the administrator", 64),
        email: email.describe("The administrator's e-mail address."),
        password: z
          .string({ error: "must be a string" })
          .min(1, { error: "must not be empty" })
          .describe("The administrator's password, a secret."),
      })
        .optional()
        .describe(
          "An administrator for the reseller's staff in the customer's Organization. Created once, and can't be changed later. Removing the field keeps the user.",
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
        .describe("The person who owns the account. After a change, the previous owner remains an administrator."),
      reference: "User",
    },
    locations: {
      schema: wordSet("locations (id, name or IATA code)")
        .optional()
        .describe("Locations in which the account can have projects: ids, names or IATA codes."),
      set: true,
    },
    features: {
      schema: wordSet("feature keys")
        .optional()
        .describe("Features enabled for the account. Undeclared features are not changed."),
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
        .describe("Prices for this account, by product number. Undeclared prices are not changed."),
      formerly: { name: "gridscale", member: "prices" },
    },
    onDelete: {
      schema: z
        .enum(DELETION_POLICIES, { error: `must be one of ${DELETION_POLICIES.join(", ")}` })
        .optional()
        .describe(
          "What happens at the portal when the resource is deleted. `retain` (default) keeps the customer unchanged. The other values depend on the portal.",
        ),
      local: true,
    },
    decommissionReason: {
      schema: freeText("why the customer is decommissioned")
        .optional()
        .describe(
          "Reason for the decommissioning, with `onDelete: decommission`. Required for the states production and managed.",
        ),
      local: true,
    },
  },
  outputs: {
    providerState: z
      .string()
      .optional()
      .describe(
        "The state, if only the portal's provider can set it (disabled, inactive). The program doesn't change it back.",
      ),
    decommissionRequestedAt: z
      .string()
      .optional()
      .describe("When the customer's decommissioning was requested. Absent if it was not."),
    status: z.string().optional().describe("Scaleway: opened, locked or closed, at the last change or refresh."),
    lockedBy: z
      .string()
      .optional()
      .describe("Scaleway: who locked the customer: partner or scaleway. Absent if it isn't locked."),
    lockReason: z
      .string()
      .optional()
      .describe(
        "Scaleway: reason of the lock, such as validate_email if the owner hasn't validated the e-mail address yet.",
      ),
    lockedAt: z.string().optional().describe("Scaleway: time of the lock."),
    createdAt: z.string().optional().describe("Scaleway: creation time of the customer."),
    owners: z
      .array(z.string())
      .optional()
      .describe("gridscale: ids of all owners, if there are several or none is declared."),
    projects: z
      .array(
        z.object({
          id: z.string().describe("The project's id."),
          name: z.string().describe("The project's name."),
          location: z.string().optional().describe("The project's location."),
        }),
      )
      .optional()
      .describe("gridscale: the account's projects, at the last change or refresh."),
    prices: z
      .array(
        z.object({
          product: z.number().describe("The product's number."),
          name: z.string().describe("The product's name."),
          price: z.number().describe("The account's price."),
        }),
      )
      .optional()
      .describe("gridscale: the account's prices, at the last change or refresh, if prices are declared."),
    pendingQuotaRequests: z
      .array(
        z.object({
          id: z.string().describe("The request's id."),
          region: z.string().describe("The region of the quota."),
          requested: z.record(z.string(), z.number()).describe("The requested limits, by name."),
          requestedAt: z.string().describe("Time of the request, RFC 3339."),
          comment: z.string().optional().describe("The customer's comment."),
        }),
      )
      .optional()
      .describe("Open requests for more quota, at the last change or refresh. Absent if there are none."),
  },
  naturalKey: ["name"],
});
