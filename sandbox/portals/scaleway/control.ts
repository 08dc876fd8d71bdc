import { z } from "zod";
import { found } from "../../control";
import { hashOf } from "../../secrets";
import { jsonAnswer } from "../../http/answer";
import { compositeKey } from "../../store/collection";
import { accessRoute } from "../access";
import { controlRoute, type ControlRoute } from "../portal";
import { accessOf, barrier } from "./access";
import { organizationFields } from "./objects/organizations";
import { plant, Planting } from "./planting";
import { type ScalewayRealm, VALIDATE_EMAIL } from "./realm";
import type { OrganizationLock, OrganizationRecord } from "./records";
import { printedKey } from "./seed";

const Quotas = z.record(z.string(), z.number().int().nonnegative());
const SignIn = z.strictObject({ organizationId: z.string(), username: z.string(), password: z.string() });
const Lock = z.strictObject({ reason: z.string().min(1).nullable() });

/** What happens at the portal without its API: people who follow links in mails, and the vendor's own acts. */
export function controlRoutes(realm: ScalewayRealm, clock: () => number): ControlRoute[] {
  return [
    controlRoute({
      method: "POST",
      path: "/scaleway/seed",
      effect:
        "Makes organizations, projects, users, applications, groups, policies and API keys with the ids and secrets that are " +
        "given, each as the API takes it; a partner of another id as long as it has no organizations. All of it, or nothing",
      body: Planting,
      handle(_parameters, wanted) {
        plant(realm, wanted, clock());
        const { id, secret } = printedKey(realm);
        return jsonAnswer(200, { organizationId: realm.partner.id, accessKey: id, secretKey: secret });
      },
    }),
    ...organizationRoutes(realm, clock),
    ...peopleRoutes(realm, clock),
  ];
}

function organizationRoutes(realm: ScalewayRealm, clock: () => number): ControlRoute[] {
  return [
    {
      method: "POST",
      path: "/scaleway/organizations/{organizationId}/validate-email",
      effect: "The owner follows the link in the mail: the vendor's lock for it is lifted",
      handle({ organizationId }) {
        const organization = organizationIn(realm, organizationId);
        const locks = organization.locks.filter(({ reason }) => reason !== VALIDATE_EMAIL);
        return shown(realm.organizations.replace({ ...organization, locks }));
      },
    },
    controlRoute({
      method: "PUT",
      path: "/scaleway/organizations/{organizationId}/vendor-lock",
      effect:
        "The vendor locks an organization for a reason, above what locks there are; null lifts all of the vendor's",
      body: Lock,
      handle({ organizationId }, { reason }) {
        const organization = organizationIn(realm, organizationId);
        const locks: OrganizationLock[] =
          reason === null
            ? organization.locks.filter(({ by }) => by === "partner")
            : [...organization.locks, { by: "scaleway", reason, since: clock() }];
        return shown(realm.organizations.replace({ ...organization, locks }));
      },
    }),
    {
      method: "POST",
      path: "/scaleway/organizations/{organizationId}/close",
      effect: "The owner closes the Organization",
      handle({ organizationId }) {
        return shown(realm.organizations.replace({ ...organizationIn(realm, organizationId), closed: true }));
      },
    },
    controlRoute({
      method: "PUT",
      path: "/scaleway/organizations/{organizationId}/quotas",
      effect: "What the vendor makes of an Organization's quotas on a ticket: the named ones have these numbers",
      body: Quotas,
      handle({ organizationId }, quotas) {
        const organization = organizationIn(realm, organizationId);
        return shown(realm.organizations.replace({ ...organization, quotas: { ...organization.quotas, ...quotas } }));
      },
    }),
  ];
}

function peopleRoutes(realm: ScalewayRealm, clock: () => number): ControlRoute[] {
  return [
    controlRoute({
      method: "POST",
      path: "/scaleway/sign-ins",
      effect:
        "Whether somebody can sign in with a password, as at the vendor's console: nobody who is locked can, and nobody of " +
        "an organization that is",
      body: SignIn,
      handle(_parameters, { organizationId, username, password }) {
        const user = realm.users.first("username", compositeKey(organizationId, username));
        const isRight = user !== undefined && user.passwordHash === hashOf(password);
        return jsonAnswer(200, { isRight, signedIn: isRight && barrier(realm, user) === null });
      },
    }),
    accessRoute("scaleway", (personId) => accessOf(realm, found(realm.users.get(personId), "person"))),
    {
      method: "POST",
      path: "/scaleway/organizations/{organizationId}/keys",
      effect: "The owner of an organization makes an API key, as in the vendor's console",
      handle({ organizationId }) {
        const { id } = organizationIn(realm, organizationId);
        const { record, secret } = realm.addApiKey(
          {
            organizationId: id,
            userId: realm.ownerOf(id)?.id ?? null,
            applicationId: null,
            description: "made by the owner",
            defaultProjectId: id,
            expiresAt: null,
          },
          clock(),
        );
        return jsonAnswer(201, { accessKey: record.id, secretKey: secret });
      },
    },
  ];
}

function organizationIn(realm: ScalewayRealm, id = ""): OrganizationRecord {
  return found(realm.organizations.get(id), "organization");
}

function shown(organization: OrganizationRecord) {
  return jsonAnswer(200, organizationFields(organization));
}
