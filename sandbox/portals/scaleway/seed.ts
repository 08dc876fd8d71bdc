import type { Realm } from "./realm";
import type { ApiKeyRecord } from "./records";

/** How the key that the sandbox prints is described. */
const PRINTED = "printed by the sandbox";

/** A partner with its owner and a key of that owner's. */
export function seed(realm: Realm, now: number): void {
  if (realm.organizations.size > 0) return;
  const partner = realm.addOrganization(
    {
      partnerId: null,
      name: "Partner",
      email: "owner@partner.example",
      ownerFirstname: "Petra",
      ownerLastname: "Partner",
      phone: null,
      customerId: "",
      comment: "",
    },
    now,
  );
  const owner = realm.ownerOf(partner.id);
  realm.addApiKey(
    {
      organizationId: partner.id,
      userId: owner?.id ?? null,
      applicationId: null,
      description: PRINTED,
      defaultProjectId: partner.id,
      expiresAt: null,
    },
    now,
    true,
  );
}

/** The key that the seed made. */
export function seededKey(realm: Realm): ApiKeyRecord {
  for (const key of realm.apiKeys.find("organization", realm.partner.id)) if (key.secret !== null) return key;
  throw new Error("the key that the sandbox prints was deleted through the API; start with other data");
}
