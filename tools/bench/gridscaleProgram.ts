/**
 * Realms of gridscale Partner of any size, for the benchmark. Every hundred objects: one profile, two owners, twenty accounts with a
 * location and two features each, the limits of each, and fifty-seven people with access to one of these accounts.
 */
import * as pulumi from "@pulumi/pulumi";
import * as reseller from "../../sdk";
import { realmOf } from "./gridscaleRealm";

let desk: reseller.Profile;
let owners: reseller.User[] = [];
let accounts: reseller.Account[] = [];
for (const object of realmOf(new pulumi.Config().requireNumber("size"))) {
  const { label } = object;
  switch (object.kind) {
    case "profile":
      desk = new reseller.Profile(label, { name: "Read Only", level: "client" });
      [owners, accounts] = [[], []];
      break;
    case "owner":
      owners.push(new reseller.User(label, object.person));
      break;
    case "account":
      accounts.push(
        new reseller.Account(
          label,
          { ...object.values, owner: owners[object.owner]!, onDelete: "delete" },
          { protect: false },
        ),
      );
      break;
    case "quota":
      new reseller.Quota(label, { account: accounts[object.account]!, limits: object.limits });
      break;
    case "user": {
      const access = [{ account: accounts[object.account]!, profile: desk! }];
      new reseller.User(label, { ...object.person, access });
    }
  }
}
