/**
 * Realms of gridscale Partner of any size, for the benchmark. A profile, and for every hundred objects two or three owners, twenty accounts
 * with a location and two features each, the limits of each, and fifty-seven people with access to one of these accounts.
 */
import * as pulumi from "@pulumi/pulumi";
import * as reseller from "../../sdk";
import { realmOf } from "./gridscaleRealm";

let desk: reseller.Profile;
const owners = new Map<string, reseller.User>();
const accounts = new Map<string, reseller.Account>();
for (const object of realmOf(new pulumi.Config().requireNumber("size"))) {
  const { label } = object;
  switch (object.kind) {
    case "profile":
      desk = new reseller.Profile(label, { name: "Read Only", level: "client" });
      break;
    case "owner":
      owners.set(label, new reseller.User(label, object.person));
      break;
    case "account":
      accounts.set(
        label,
        new reseller.Account(
          label,
          { ...object.values, owner: owners.get(object.owner)!, onDelete: "delete" },
          { protect: false },
        ),
      );
      break;
    case "quota":
      new reseller.Quota(label, { account: accounts.get(object.account)!, limits: object.limits });
      break;
    case "user": {
      const access = [{ account: accounts.get(object.account)!, profile: desk! }];
      new reseller.User(label, { ...object.person, access });
    }
  }
}
