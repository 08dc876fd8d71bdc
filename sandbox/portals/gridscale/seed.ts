import { randomUUID } from "node:crypto";
import { FEATURES, LOCATIONS } from "./catalogue";
import { PRINTED_TOKEN, type GridscaleRealm } from "./realm";

/** A partner with its own contract, its owner, and a token of that owner's. */
export function seed(realm: GridscaleRealm, now: number): void {
  if (realm.partners.size > 0) return;
  const owner = realm.users.insert({
    id: randomUUID(),
    email: "owner@partner.example",
    firstName: "Petra",
    lastName: "Partner",
    phone: null,
    language: "en",
    locked: false,
    confirmed: true,
    partnerLevel: "owner",
    createdAt: now,
  });
  realm.partners.insert({ id: randomUUID(), ownerId: owner.id });
  const contract = realm.addContract({ name: "Partner", isPartnerContract: true }, [LOCATIONS[0].object_uuid], now);
  realm.changeContract(contract.id, { featureKeys: FEATURES.map(({ key }) => key) }, now);
  realm.setLevel(contract, owner.id, "owner", now);
  realm.addToken({ userId: owner.id, kind: "partner", scopes: ["PARTNER_ADMIN"] }, PRINTED_TOKEN);
}
