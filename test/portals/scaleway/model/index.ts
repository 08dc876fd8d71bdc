import { Reference } from "../../../support/miniEngine";
import type { ModelRule, PortalModel } from "../../../random/model";
import { type DrawnResource, resourceOf, resourcesOf } from "../../../random/realm";
import { namesakes } from "../../../random/rules";
import { EVERYBODY, kinds } from "./kinds";
import { ScalewayModelPortal } from "./portal";

/** A person and the groups that are declared for the person are of one Organization, and none is that of everybody. */
const profilesAreOfTheOrganization: ModelRule = ({ realm }) =>
  resourcesOf(realm, "User").every(({ values }) =>
    ((values["profiles"] as unknown[] | undefined) ?? []).every((reference) => {
      if (!(reference instanceof Reference)) return true;
      const profile = resourceOf(realm, reference.label);
      return (
        profile !== undefined &&
        profile.values["account"] === values["account"] &&
        !EVERYBODY.includes(String(profile.values["group"]))
      );
    }),
  );

/** Rule scaleway/C4. */
const vendorsLocksStay: ModelRule = ({ realm, view, ids }, applied) =>
  resourcesOf(realm, "Account").every(({ label, values }) => {
    const before = resourceOf(applied, label);
    const item = view.Account?.find(({ id }) => id === ids.get(label));
    return !(
      values["locked"] === false &&
      before !== undefined &&
      before.values["locked"] === undefined &&
      item?.["locked_by"] === "scaleway"
    );
  });

const onePasswordAtATime: ModelRule = ({ realm }) =>
  resourcesOf(realm, "User").every(
    ({ values }) =>
      values["password"] === undefined ||
      (values["generatePassword"] !== true && values["resetPassword"] === undefined),
  );

/** A group of one's own and a policy for another group are found under the same name, and are not each other. */
const sortsOfProfilesDontMix: ModelRule = (scene) =>
  resourcesOf(scene.realm, "Profile").every((profile) =>
    namesakes(profile, scene).every(
      (item) =>
        item.id === scene.ids.get(profile.label) ||
        (item["group"] === null) === (profile.values["group"] === undefined),
    ),
  );

/** What is not declared of a profile's rules can't be left out. */
const addressesAreFree: ModelRule = ({ realm, view, ids }) =>
  resourcesOf(realm, "Account").every(({ label, values }) => {
    const taken = view.Account?.find(({ email }) => email === values["email"]);
    return taken === undefined || taken["hasKey"] !== true || taken.id === ids.get(label);
  });

/** Scaleway. */
export const scalewayModel: PortalModel = {
  portal: "scaleway",
  kinds,
  weights: { Account: 2, User: 7, Profile: 4, Project: 2 },
  derived: ["members", "policyId", "presets", "locked_by", "vendorLock", "hasKey"],
  rules: [profilesAreOfTheOrganization, vendorsLocksStay, onePasswordAtATime, sortsOfProfilesDontMix, addressesAreFree],
  adoptable: ["Account", "User", "Profile", "Project"],
  isAdoptable: (_kind, item) => item["hasKey"] !== true,
  adoptedValues: (kind) => (kind === "Profile" ? { group: undefined } : {}),
  standard: () => undefined,
  companions: () => ({ dependsOn: [] }),
  supplied: ({ realm }) => realm,
  settled: (realm) => realm,
  redrawn(_draw, kind, field) {
    const others: Readonly<Record<string, readonly string[]>> = {
      "User account": ["profiles"],
      "User password": ["resetPassword"],
      "Profile account": ["rules"],
    };
    return others[`${kind} ${field}`] ?? [];
  },
  isRemovable: () => true,
  without: (resource, going) => (resource.kind === "User" ? withoutProfiles(resource, going) : resource),
  firstPassword: ({ values }) => (values["generatePassword"] === true ? "initialPassword" : undefined),
  // What IAM lists is listed for the partner and for its one client that is open, and rules for each policy.
  mostLists: (route) => (route.endsWith("/rules") ? Infinity : 2),
  isListedElsewhere: (_kind, id) => id.startsWith("default of "),
  open: (sandbox) => ScalewayModelPortal.open(sandbox),
};

function withoutProfiles(user: DrawnResource, going: ReadonlySet<string>): DrawnResource {
  const profiles = user.values["profiles"] as unknown[] | undefined;
  if (profiles === undefined) return user;
  const kept = profiles.filter((reference) => !(reference instanceof Reference && going.has(reference.label)));
  return { ...user, values: { ...user.values, profiles: kept } };
}
