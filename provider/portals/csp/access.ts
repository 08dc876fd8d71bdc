import type { AccessModel } from "../../model/accessModel";
import { text } from "../../model/words";
import { USER_ADMINISTRATION } from "./contract";
import { People, permissionsOf } from "./people";
import { FOR_CUSTOMERS, meaningOf, PERMISSIONS, STANDARD_PROFILES } from "./permissions";
import { C6 } from "./rules/customers";

export const cspAccess: AccessModel = {
  portal: "csp",
  note: "derived contract: made from the portal's manual, since no public API reference exists",
  remarks: [],
  unasked: [
    "what the standard profiles (User-Adm, User, Client-Adm) hold today: they are taken as the manual describes them",
  ],
  builtInProfiles: Object.keys(STANDARD_PROFILES),
  permissions: PERMISSIONS,
  describePermission: meaningOf,
  people: (view) => new People(view).all(),
  locked: () => "no",
  administers: (permissions) => USER_ADMINISTRATION.every((key) => permissions.has(key)),
  assignable(view, home) {
    const own = view.objects("Profile").flatMap((profile) => {
      const permissions = permissionsOf(view, profile);
      const isForThem = home === undefined || profile.values["level"] === "client";
      return permissions === undefined || !isForThem ? [] : [{ name: text(profile.values["name"]), permissions }];
    });
    const shown = new Set(own.map(({ name }) => name));
    const standard = Object.entries(STANDARD_PROFILES)
      .filter(([name]) => !shown.has(name) && (home === undefined || FOR_CUSTOMERS.includes(name)))
      .map(([name, permissions]) => ({ name, permissions }));
    return [...own, ...standard];
  },
  namesOnly: [],
  held: (view, profile) => permissionsOf(view, profile),
  publishesProfiles: true,
  activationIsFinal: true,
  charged: { states: ["production", "managed"], free: ["trial", "demo"], rule: C6.id },
};
