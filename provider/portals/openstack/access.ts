import type { AccessModel } from "../../model/accessModel";

/** What roles mean to people. */
export const openstackAccess: AccessModel = {
  portal: "openstack",
  remarks: [],
  unasked: [],
  builtInProfiles: [],
  permissions: [],
  describePermission: () => undefined,
  people: () => [],
  locked: ({ values }) => (values["locked"] === true ? "yes" : "no"),
  administers: () => false,
  assignable: () => [],
  namesOnly: ["QuotaProfile"],
  held: () => undefined,
  publishesProfiles: false,
  activationIsFinal: false,
};
