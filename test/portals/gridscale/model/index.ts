import { type Reference } from "../../../support/miniEngine";
import type { Scene } from "../../../random/model";
import type { Item, ModelRule, PortalModel } from "../../../random/model";
import { type DrawnResource, resourcesOf, target } from "../../../random/realm";
import { kinds } from "./kinds";
import { GridscaleModelPortal } from "./portal";

function accountsOf({ values }: DrawnResource): string[] {
  const entries = (values["access"] ?? []) as readonly { readonly account: Reference }[];
  return entries.map(({ account }) => account.label);
}

function itemOf({ view, ids }: Scene, { kind, label, values }: DrawnResource): Item | undefined {
  const id = ids.get(label);
  return (view[kind] ?? []).find((item) => (id === undefined ? item["email"] === values["email"] : item.id === id));
}

/** Locked at the portal, and not unlocked by the declaration. */
function isLockedByHand(scene: Scene, person: DrawnResource): boolean {
  return itemOf(scene, person)?.["locked"] === true && person.values["locked"] !== false;
}

function ownsAlready(scene: Scene, account: DrawnResource, person: DrawnResource): boolean {
  const id = scene.ids.get(person.label);
  const item = scene.ids.has(account.label) ? itemOf(scene, account) : undefined;
  return id !== undefined && ((item?.["owners"] ?? []) as unknown[]).includes(id);
}

/** Rules gridscale/L9 and gridscale/L13: owners are people who stay, can log in, and are given nothing else on what they own. */
const ownersStay: ModelRule = (scene, applied) =>
  resourcesOf(scene.realm, "Account").every((account) => {
    const owner = resourcesOf(scene.realm, "User").find(({ label }) => label === target(account, "owner"));
    return (
      owner === undefined ||
      (owner.values["locked"] !== true &&
        !accountsOf(owner).includes(account.label) &&
        (ownsAlready(scene, account, owner) || !isLockedByHand(scene, owner)))
    );
  }) &&
  resourcesOf(applied, "User").every((user) => {
    const id = scene.ids.get(user.label);
    const owns = (scene.view.Account ?? []).some((item) => (item["owners"] as unknown[]).includes(id));
    const after = resourcesOf(scene.realm, "User").find(({ label }) => label === user.label);
    if (!owns) return true;
    return (
      after !== undefined &&
      after.values["locked"] !== true &&
      (scene.view.Account ?? [])
        .filter((item) => (item["owners"] as unknown[]).includes(id))
        .every((item) => !accountsOf(after).some((label) => scene.ids.get(label) === item.id))
    );
  });

const accountsAreDeclared: ModelRule = ({ realm }) => {
  const labels = resourcesOf(realm, "Account").map(({ label }) => label);
  const owners = resourcesOf(realm, "User").map(({ label }) => label);
  return (
    resourcesOf(realm, "User").every((user) => accountsOf(user).every((label) => labels.includes(label))) &&
    resourcesOf(realm, "Account").every((account) => {
      const owner = target(account, "owner");
      return owner === undefined || owners.includes(owner);
    })
  );
};

/** Nobody owns what somebody is given access to who is given access by the other's account: neither could be made first. */
const noCircles: ModelRule = ({ realm }) => {
  const visit = (label: string, path: readonly string[]): boolean => {
    if (path.includes(label)) return false;
    const resource = realm.resources.find((candidate) => candidate.label === label);
    if (resource === undefined) return true;
    const next =
      resource.kind === "User" ? accountsOf(resource) : resource.kind === "Account" ? [target(resource, "owner")] : [];
    return next.every((other) => other === undefined || visit(other, [...path, label]));
  };
  return realm.resources.every(({ label }) => visit(label, []));
};

/** Rule gridscale/L11: what the realm gives already is not given again. */
const RANK = ["Read Only", "Write", "Read and Write", "Admin"];
const inheritedIsNotDeclared: ModelRule = ({ realm }) =>
  resourcesOf(realm, "User").every(({ values }) => {
    if (values["realmAccess"] === undefined) return true;
    const entries = (values["access"] ?? []) as readonly { readonly profile: string }[];
    return entries.every(({ profile }) => values["realmAccess"] === "Read Only" && RANK.indexOf(profile) > 0);
  });

/** gridscale Partner. */
export const gridscaleModel: PortalModel = {
  portal: "gridscale",
  kinds,
  weights: { Account: 3, User: 6, Quota: 2 },
  derived: ["projects", "etag"],
  rules: [ownersStay, accountsAreDeclared, noCircles, inheritedIsNotDeclared],
  adoptable: ["Account", "User"],
  isAdoptable: () => true,
  adoptedValues: () => ({}),
  standard: () => undefined,
  companions: () => ({ dependsOn: [] }),
  supplied: ({ realm }) => realm,
  settled: (realm) => realm,
  redrawn: (_draw, kind, field) => (kind === "User" && field === "realmAccess" ? ["access"] : []),
  isRemovable: (realm, { kind, label }) =>
    kind !== "User" || !resourcesOf(realm, "Account").some((account) => target(account, "owner") === label),
  without(resource, going) {
    if (resource.kind !== "User" || resource.values["access"] === undefined) return resource;
    const access = (resource.values["access"] as readonly { readonly account: Reference }[]).filter(
      ({ account }) => !going.has(account.label),
    );
    return { ...resource, values: { ...resource.values, access } };
  },
  firstPassword: () => undefined,
  isListedElsewhere: (kind) => kind === "ServiceActivation" || kind === "Profile",
  open: (sandbox) => Promise.resolve(new GridscaleModelPortal(sandbox)),
};
