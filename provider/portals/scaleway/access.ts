import { UNKNOWN } from "../../model";
import {
  type AccessModel,
  anyOf,
  fullNameOf,
  type Grant,
  type Holding,
  identityOf,
  indeterminate,
  lockedOf,
  type PersonAccess,
  type RealmObject,
  type RealmView,
  type Step,
} from "../../model/accessModel";
import { isRecord } from "../../model/shapes";
import { text } from "../../model/words";
import { presets, rightsOfPolicy } from "./accessGrants";
import { type Group, groupNamed, groupsOfProfile, homeOf, ofOne } from "../accessGroups";
import { PRESET_GROUPS, presetPolicy } from "./contract";
import { EVERYBODY, meaningOf, PERMISSION_ENDINGS, PERMISSIONS } from "./permissions";

/** The portal's ids: of what has one, the plan doesn't know what it is. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

class People {
  /** Profiles by the group that they are for, in the Organization that they are of. */
  private readonly policies = new Map<string, { profile: RealmObject; certain: boolean }[]>();
  private readonly rights = new Map<string, Grant[]>();
  /** By the Organization: the group that everybody of it is in, by its name and as the portal has shown it. */
  private readonly everybody = new Map<string | undefined, Group[]>();

  constructor(private readonly view: RealmView) {
    for (const profile of view.objects("Profile")) {
      const { groups, certain } = groupsOfProfile(this.view, profile);
      const home = homeOf(this.view, profile);
      // A group that isn't known yet, or that the plan has nothing of but its id, may be that of everybody.
      if (!certain || groups.some(({ word }) => ID.test(word ?? "")))
        this.notePolicy(groupNamed(home, EVERYBODY), profile, false);
      for (const group of groups) {
        this.notePolicy(group, profile, certain);
        const shown = profile.values["everybody"] === true ? [group] : [];
        this.everybody.set(home, [...this.everybodyOf(home), ...shown]);
      }
    }
  }

  private notePolicy({ key }: Group, profile: RealmObject, certain: boolean): void {
    this.policies.set(key, [...(this.policies.get(key) ?? []), { profile, certain }]);
  }

  private everybodyOf(home: string | undefined): Group[] {
    return this.everybody.get(home) ?? [groupNamed(home, EVERYBODY)];
  }

  all(): PersonAccess[] {
    return [...this.view.objects("User").map((user) => this.person(user)), ...this.administrators()];
  }

  private person(user: RealmObject): PersonAccess {
    const { username } = user.values;
    const home = homeOf(this.view, user);
    // An Organization that isn't known may be none, and then the person is one of the partner's own.
    const isAnywhere = this.view.references(user, "account", "Account").open;
    const references = this.view.references(user, "profiles", "Profile");
    const memberships = [
      ...references.certain.flatMap((profile) => this.membership(user, profile)),
      ...references.words.map((word) => ({ group: groupNamed(home, word), certain: true })),
      { group: ofOne(user, home), certain: true },
    ];
    const grants = memberships.flatMap(({ group, certain }) =>
      isAnywhere
        ? [...this.rightsOf(group, home, false), ...this.rightsOf(group, undefined, false)]
        : this.rightsOf(group, home, certain),
    );
    grants.push(
      ...(isAnywhere
        ? [...this.everybody.keys()].flatMap((of) => this.ofEverybody(of, false))
        : this.ofEverybody(home)),
    );
    if (references.open) grants.push(indeterminate("a profile that isn't known yet", home, `${user.key} profiles`));
    return {
      key: user.key,
      name: text(username) || user.label,
      fullName: fullNameOf(user),
      home,
      identity: identityOf(user.values, { username: "sign-in", email: "sign-in", phone: "address" }),
      grants,
      barred: this.barred(user),
    };
  }

  /** Whoever doesn't change stays in the group that a policy was for, also where the policy is then for another. */
  private membership(user: RealmObject, profile: RealmObject): { group: Group; certain: boolean }[] {
    const meant = this.view.unchanged(user) ? (this.view.was(profile) ?? profile) : profile;
    const { groups, certain } = groupsOfProfile(this.view, meant);
    return groups.map((group) => ({ group, certain }));
  }

  /** What everybody of an Organization has, whoever made them. */
  private ofEverybody(home: string | undefined, certain = true): Grant[] {
    return this.everybodyOf(home).flatMap((group) => this.rightsOf(group, home, certain));
  }

  /** Nobody of a locked Organization can do anything, and no locked person. */
  private barred(user: RealmObject): Holding {
    const { certain } = this.view.references(user, "account", "Account");
    return anyOf([user, ...certain].map(lockedOf));
  }

  private rightsOf(group: Group, home: string | undefined, certain: boolean): Grant[] {
    const memo = `${group.key} ${home} ${certain}`;
    const known = this.rights.get(memo);
    if (known !== undefined) return known;
    const policies = this.policies.get(group.key) ?? [];
    const grants = policies.flatMap(({ profile, certain: isFor }) =>
      rightsOfPolicy(this.view, profile, group, home, certain && isFor),
    );
    if (group.word !== undefined) grants.push(...presets(group, home, certain, policies.length > 0));
    this.rights.set(memo, grants);
    return grants;
  }

  /** Administrators for the partner's people, which accounts ask for. */
  private administrators(): PersonAccess[] {
    return this.view.objects("Account").flatMap((account): PersonAccess[] => {
      const wanted = account.values["adminAccess"];
      if (wanted === undefined) return [];
      const given = isRecord(wanted) ? wanted : { username: UNKNOWN, email: UNKNOWN };
      const username = text(given["username"]);
      const isMade = this.view
        .objects("User")
        .some((user) => user.values["username"] === username && homeOf(this.view, user) === account.key);
      if (isMade) return [];
      const step: Step = { kind: "adminAccess", name: username || "administrator", key: account.key };
      const group = groupNamed(account.key, "Administrators");
      const grants = [...presets(group, account.key, false, false), ...this.ofEverybody(account.key, false)].map(
        (grant) => ({
          ...grant,
          source: `adminAccess ${grant.source}`,
          path: [step, ...grant.path],
        }),
      );
      return [
        {
          key: `${account.key} adminAccess`,
          name: username || `administrator of ${account.label}`,
          home: account.key,
          identity: identityOf(given, { username: "sign-in", email: "sign-in" }),
          grants,
          barred: lockedOf(account),
        },
      ];
    });
  }
}

export const scalewayAccess: AccessModel = {
  portal: "scaleway",
  remarks: [],
  unasked: [
    "what the groups that every Organization has (Administrators, Editors, Billing Administrators) hold today: they are taken with the policies that they come with, and All Users with what the plan gives it",
  ],
  builtInProfiles: PRESET_GROUPS.flatMap((group) => [group, presetPolicy(group)]),
  permissions: PERMISSIONS,
  permissionEndings: PERMISSION_ENDINGS,
  describePermission: meaningOf,
  people: (view) => new People(view).all(),
  isForAll: (view, profile) => {
    const { certain, words } = view.references(profile, "group", "Profile");
    return words.includes(EVERYBODY) || certain.some(({ values: { everybody } }) => everybody === true);
  },
  locked: lockedOf,
  administers: (permissions) =>
    ["IAMManager", "OrganizationManager", "IAMUserManager"].some((set) => permissions.has(set)),
  assignable: () => [],
  ownersApart: "the owner, who comes with the Organization and is never declared,",
  held: () => [],
  namesOnly: ["QuotaProfile", "Quota"],
  publishesProfiles: false,
  activationIsFinal: false,
};
