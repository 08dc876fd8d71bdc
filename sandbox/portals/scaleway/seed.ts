import type { ChosenIds, ScalewayRealm } from "./realm";
import type { ApiKeyRecord } from "./records";

/** How the keys that the sandbox may print are described. */
const DESCRIPTIONS = ["printed by the sandbox", "printed by the sandbox once the first is gone"];

export function seed(realm: ScalewayRealm, now: number): void {
  if (realm.organizations.size === 0) addPartner(realm, now);
}

/** A partner with its owner and two keys of that owner's: one can be replaced while the other is in use. */
export function addPartner(realm: ScalewayRealm, now: number, chosen?: ChosenIds): void {
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
    chosen,
  );
  const owner = realm.ownerOf(partner.id);
  for (const description of DESCRIPTIONS)
    realm.addApiKey(
      {
        organizationId: partner.id,
        userId: owner?.id ?? null,
        applicationId: null,
        description,
        defaultProjectId: partner.id,
        expiresAt: null,
      },
      now,
      { keepSecret: true },
    );
}

/** The first that is left of the keys that the seed made. */
export function printedKey(realm: ScalewayRealm): ApiKeyRecord {
  for (const key of realm.apiKeys.find("organization", realm.partner.id)) if (key.secret !== null) return key;
  throw new Error("the keys that the sandbox prints were deleted through the API; start with other data");
}
