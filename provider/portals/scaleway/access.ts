import { type PolicyRule, UNKNOWN } from "../../model";
import {
  anyOf,
  EVERYWHERE,
  fullNameOf,
  type Grant,
  type Holding,
  identityOf,
  lockedOf,
  OWN_REALM,
  type PersonAccess,
  type AccessModel,
  type RealmObject,
  type RealmView,
  type References,
  type Step,
  INDETERMINATE,
} from "../../model/accessModel";
import { text } from "../../model/words";
import { PRESET_GROUPS, presetPolicy, RESELLER_PERMISSION_SET } from "./contract";
import { EVERYBODY, isPreset, meaningOf, PERMISSION_ENDINGS, PERMISSIONS, PRESET_RIGHTS } from "./permissions";

/** The portal's ids: of what has one, the plan doesn't know what it is. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A group, by what the plan knows of it: a profile's own, or a word that names one. */
interface Group {
  readonly key: string;
  readonly step: Step;
  readonly word?: string;
}

class People {
  /** Profiles by the group that they are for, in the Organization that they are of. */
  private readonly policies = new Map<string, { profile: RealmObject; certain: boolean }[]>();
  private readonly rights = new Map<string, Grant[]>();
  /** By the Organization: the group that everybody of it is in, by its name and as the portal has shown it. */
  private readonly everybody = new Map<string | undefined, Group[]>();

  constructor(private readonly view: RealmView) {
    for (const profile of view.objects("Profile")) {
      const { groups, certain } = this.groupsOfProfile(profile);
      const home = this.homeOf(profile);
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

  /** The group that a profile is for: its own, or the one that it names. */
  private groupsOfProfile(profile: RealmObject): { groups: Group[]; certain: boolean } {
    const own: Group = {
      key: profile.key,
      step: { kind: "group", name: text(profile.values["name"]) || profile.label, key: profile.key },
    };
    const alone = this.view.references(profile, "user", "User").certain[0];
    if (alone !== undefined) return { groups: [ofOne(alone)], certain: true };
    if (profile.values["group"] === undefined) return { groups: [own], certain: true };
    const { certain, words, open } = this.view.references(profile, "group", "Profile");
    const groups = [
      ...certain.flatMap((other) => (other === profile ? [] : this.groupsOfProfile(other).groups)),
      ...words.map((word) => groupNamed(this.homeOf(profile), word)),
    ];
    return { groups, certain: !open };
  }

  private homeOf(object: RealmObject): string | undefined {
    if (object.values["account"] === undefined) return undefined;
    const { certain, words } = this.view.references(object, "account", "Account");
    return certain[0]?.key ?? words[0] ?? `account of ${object.key}`;
  }

  private person(user: RealmObject): PersonAccess {
    const { username } = user.values;
    const home = this.homeOf(user);
    // An Organization that isn't known may be none, and then the person is one of the partner's own.
    const isAnywhere = this.view.references(user, "account", "Account").open;
    const references = this.view.references(user, "profiles", "Profile");
    const memberships = [
      ...references.certain.flatMap((profile) => this.membership(user, profile)),
      ...references.words.map((word) => ({ group: groupNamed(home, word), certain: true })),
      { group: ofOne(user), certain: true },
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
    const { groups, certain } = this.groupsOfProfile(meant);
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
      this.rightsOfPolicy(profile, group, home, certain && isFor),
    );
    if (group.word !== undefined) grants.push(...presets(group, home, certain, policies.length > 0));
    this.rights.set(memo, grants);
    return grants;
  }

  private rightsOfPolicy(profile: RealmObject, group: Group, home: string | undefined, certain: boolean): Grant[] {
    const declared: unknown[] = Array.isArray(profile.values["rules"]) ? profile.values["rules"] : [UNKNOWN];
    const policy: Step = { kind: "policy", name: text(profile.values["name"]) || profile.label, key: profile.key };
    const path = group.key === profile.key ? [{ ...policy, kind: "profile" }] : [group.step, policy];
    const projects = this.projectsOf(profile, declared);
    return declared.flatMap((entry, index): Grant[] => {
      if (typeof entry !== "object" || entry === null)
        return [{ ...indeterminate("rules that aren't known yet", home, `${profile.key} ${index}`), path }];
      const rule = entry as PolicyRule;
      const names: readonly unknown[] = Array.isArray(rule.permissionSets) ? rule.permissionSets : [UNKNOWN];
      const permissions = names.map((name) => (typeof name === "string" ? name : INDETERMINATE));
      return limitsOf(rule, projects[index] ?? []).flatMap(({ limits, certain: isThere }) =>
        inScopes(permissions, home).map(({ scope, permissions: held }) => ({
          source: `${profile.key} ${index} ${limits.join()} in ${scope} ${certain && isThere}`,
          scope,
          permissions: held,
          limits,
          path: [...path, { kind: "rule", name: String(index + 1) }],
          certain: certain && isThere && !held.includes(INDETERMINATE),
        })),
      );
    });
  }

  /** The projects of each rule. */
  private projectsOf(profile: RealmObject, rules: readonly unknown[]): (readonly References[])[] {
    return rules.map((entry, index) => {
      const scope: unknown = typeof entry === "object" && entry !== null ? (entry as PolicyRule).scope : undefined;
      if (scope === undefined || scope === "organization") return [];
      const [member, projects]: [string, unknown] =
        typeof scope === "object" && scope !== null
          ? (Object.entries(scope)[0] as [string, unknown])
          : ["projects", UNKNOWN];
      const path = `rules[${index}].scope.${member}`;
      const values = Array.isArray(projects)
        ? (projects as unknown[]).map((value, place) => ({ path: `${path}[${place}]`, value }))
        : [{ path, value: UNKNOWN }];
      return this.view.referencesIn(profile, "Project", values);
    });
  }

  /** Administrators for the partner's people, which accounts ask for. */
  private administrators(): PersonAccess[] {
    return this.view.objects("Account").flatMap((account): PersonAccess[] => {
      const wanted = account.values["adminAccess"];
      if (wanted === undefined) return [];
      const given =
        typeof wanted === "object" && wanted !== null
          ? (wanted as Record<string, unknown>)
          : { username: UNKNOWN, email: UNKNOWN };
      const username = text(given["username"]);
      const isMade = this.view
        .objects("User")
        .some((user) => user.values["username"] === username && this.homeOf(user) === account.key);
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

/** Stands for whoever has a policy alone, which programs don't declare. */
function ofOne(user: RealmObject): Group {
  return {
    key: `policies of ${user.key}`,
    step: { kind: "person", name: text(user.values["username"]), key: user.key },
  };
}

function groupNamed(home: string | undefined, word: string): Group {
  return { key: `group ${home ?? OWN_REALM} ${word}`, step: { kind: "group", name: word }, word };
}

/** What a group may do that the plan has no object for, beside what policies of the plan give it. */
function presets(group: Group, home: string | undefined, certain: boolean, hasPolicies: boolean): Grant[] {
  const { word = "" } = group;
  if (!isPreset(word))
    // Who names a group by its id or name, and gives it policies here, knows what else it has; the plan doesn't.
    return hasPolicies
      ? []
      : [
          {
            ...indeterminate(`the group ${word}, whose rights this plan doesn't have`, home, group.key),
            path: [group.step],
          },
        ];
  return inScopes(PRESET_RIGHTS[word], home).map(({ scope, permissions }) => ({
    source: `preset ${word} in ${scope} ${certain}`,
    scope,
    permissions,
    path: [group.step, { kind: "policy", name: presetPolicy(word) }],
    certain,
  }));
}

/** Rights are for the person's own Organization; the Partner Space opens all of them. */
function inScopes(
  permissions: readonly string[],
  home: string | undefined,
): { scope: string; permissions: readonly string[] }[] {
  const scope = home ?? OWN_REALM;
  const beyond = home === undefined ? permissions.filter((name) => name === (RESELLER_PERMISSION_SET as string)) : [];
  const own = permissions.filter((name) => !beyond.includes(name));
  return [
    ...(own.length > 0 ? [{ scope, permissions: own }] : []),
    ...(beyond.length > 0 ? [{ scope: EVERYWHERE, permissions: beyond }] : []),
  ];
}

/** Where a rule holds: in its projects, one by one, and under its condition. */
function limitsOf(
  rule: PolicyRule,
  projects: readonly References[],
): { limits: readonly string[]; certain: boolean }[] {
  const condition: unknown = rule.condition;
  const where =
    condition === undefined
      ? []
      : [condition === UNKNOWN ? "where a condition holds that isn't known yet" : `where ${text(condition)}`];
  const scope: unknown = rule.scope;
  if (scope === "organization") return [{ limits: where, certain: true }];
  // What isn't known may be the whole Organization.
  if (scope === UNKNOWN) return [{ limits: where, certain: false }];
  return projects.flatMap(({ certain, words, open }) => [
    ...certain.map(({ key }) => ({ limits: [`project ${key}`, ...where], certain: true })),
    ...words.map((word) => ({ limits: [`project ${word}`, ...where], certain: true })),
    ...(open ? [{ limits: ["a project that isn't known yet", ...where], certain: false }] : []),
  ]);
}

function indeterminate(what: string, home: string | undefined, source: string): Grant {
  return {
    source: `indeterminate ${source}`,
    scope: home ?? OWN_REALM,
    permissions: [INDETERMINATE],
    path: [{ kind: "unknown", name: what }],
    certain: false,
  };
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
