import {
  type AccessModel,
  anyOf,
  type Grant,
  identityOf,
  indeterminate,
  lockedOf,
  type PersonAccess,
  type RealmObject,
  type RealmView,
  type Step,
} from "../../model/accessModel";
import { isRecord } from "../../model/shapes";
import { knownWords, text } from "../../model/words";
import { type Group, groupNamed, groupsOfProfile, homeOf } from "../accessGroups";
import { placeOfProject, placesOfRule } from "./accessPlaces";
import { Reach } from "./accessReach";
import { EffectiveRoles, grantsOf, grantsOfRules, type IsTaken } from "./accessRoles";
import { ROLE_CHAIN } from "./contract";
import { ADMIN, MANAGES_DOMAIN, meaningOf, PERMISSION_ENDINGS, PERMISSIONS } from "./permissions";

interface KnownGroup {
  readonly group: Group;
  readonly grants: Grant[];
}

class People {
  private readonly effective: EffectiveRoles;
  private readonly groups = new Map<string, KnownGroup>();
  /** By the key of a user: what the roles of projects give. */
  private readonly onProjects = new Map<string, Grant[]>();

  constructor(private readonly view: RealmView) {
    this.effective = new EffectiveRoles(view);
    for (const profile of view.objects("Profile")) this.noteProfile(profile);
    for (const project of view.objects("Project")) this.noteProject(project);
  }

  all(): PersonAccess[] {
    const people = this.view.objects("User").map((user) => this.person(user));
    const reach = new Reach(people, [...this.groups.values()]);
    return people.map((person) => ({ ...person, grants: [...person.grants, ...reach.of(person)] }));
  }

  private noteProfile(profile: RealmObject): void {
    const { groups, certain } = groupsOfProfile(this.view, profile);
    const step: Step = { kind: "profile", name: text(profile.values["name"]) || profile.label, key: profile.key };
    for (const group of groups) {
      const path = group.key === profile.key ? [step] : [group.step, step];
      const isTaken: IsTaken = (role, { project }) => this.isTakenByProject(project, group, role);
      const grants = grantsOfRules(this.view, this.effective, profile, { path, isTaken });
      this.note(group, certain ? grants : grants.map(uncertain));
    }
  }

  private note(group: Group, grants: readonly Grant[]): void {
    const known = this.groups.get(group.key) ?? { group, grants: [] };
    known.grants.push(...grants);
    this.groups.set(group.key, known);
  }

  private noteProject(project: RealmObject): void {
    const { roles } = project.values;
    const entries: readonly unknown[] = Array.isArray(roles) ? roles : [];
    const step: Step = { kind: "project", name: text(project.values["name"]) || project.label, key: project.key };
    entries.forEach((entry, index) => {
      if (!isRecord(entry)) return;
      const given = {
        object: project,
        roles: entry["roles"],
        places: [placeOfProject(this.view, project)],
        source: `${project.key} roles ${index}`,
      };
      const referred = (member: "user" | "profile", kind: "User" | "Profile") =>
        entry[member] === undefined
          ? []
          : this.view.referencesIn(project, kind, [{ path: `roles[${index}].${member}`, value: entry[member] }]);
      for (const { certain } of referred("user", "User"))
        for (const { key } of certain)
          this.onProjects.set(key, [
            ...(this.onProjects.get(key) ?? []),
            ...grantsOf(this.effective, { ...given, path: [step] }),
          ]);
      for (const { certain, words } of referred("profile", "Profile")) {
        const groups = [
          ...certain.flatMap((profile) => groupsOfProfile(this.view, profile).groups),
          ...words.map((word) => groupNamed(homeOf(this.view, project), word)),
        ];
        const isTaken: IsTaken = (role) => certain.some((profile) => this.isTakenByRules(profile, project, role));
        for (const group of groups)
          this.note(group, grantsOf(this.effective, { ...given, path: [group.step, step], isTaken }));
      }
    });
  }

  /** What a portal shows of a group's roles stands in both: what one of the two had, and no longer has, is gone. */
  private isTakenByProject(project: RealmObject | undefined, group: Group, role: string): boolean {
    if (project === undefined || this.view.unchanged(project)) return false;
    const former = this.view.was(project);
    return former !== undefined && this.hasRole(former, group, role) && !this.hasRole(project, group, role);
  }

  private hasRole(project: RealmObject, group: Group, role: string): boolean {
    const { roles } = project.values;
    const entries: readonly unknown[] = Array.isArray(roles) ? roles : [];
    return entries.some((entry, index) => {
      if (!isRecord(entry) || entry["profile"] === undefined || !knownWords(entry["roles"]).includes(role))
        return false;
      const path = `roles[${index}].profile`;
      return this.view
        .referencesIn(project, "Profile", [{ path, value: entry["profile"] }])
        .some(({ certain }) =>
          certain.some((profile) => groupsOfProfile(this.view, profile).groups.some(({ key }) => key === group.key)),
        );
    });
  }

  private isTakenByRules(profile: RealmObject, project: RealmObject, role: string): boolean {
    if (this.view.unchanged(profile)) return false;
    const former = this.view.was(profile);
    return former !== undefined && this.hasRule(former, project, role) && !this.hasRule(profile, project, role);
  }

  private hasRule(profile: RealmObject, { key }: RealmObject, role: string): boolean {
    const { rules } = profile.values;
    const entries: readonly unknown[] = Array.isArray(rules) ? rules : [];
    return entries.some(
      (rule, index) =>
        isRecord(rule) &&
        knownWords(rule["roles"]).includes(role) &&
        placesOfRule(this.view, profile, rule, index)?.some(({ project }) => project?.key === key) === true,
    );
  }

  private person(user: RealmObject): PersonAccess {
    const home = homeOf(this.view, user);
    const references = this.view.references(user, "profiles", "Profile");
    const grants = [
      ...references.certain.flatMap((profile) => this.membership(user, profile)),
      ...references.words.flatMap((word) => this.named(groupNamed(home, word))),
      ...(this.onProjects.get(user.key) ?? []),
    ];
    if (references.open) grants.push(indeterminate("a group that isn't known yet", home, `${user.key} profiles`));
    return {
      key: user.key,
      name: text(user.values["username"]) || user.label,
      home,
      identity: identityOf(user.values, { username: "sign-in", email: "address" }),
      grants,
      barred: anyOf([user, ...this.view.references(user, "account", "Account").certain].map(lockedOf)),
    };
  }

  /** Whoever doesn't change stays in the group that a profile was for, also where the profile is then for another. */
  private membership(user: RealmObject, profile: RealmObject): Grant[] {
    const meant = this.view.unchanged(user) ? (this.view.was(profile) ?? profile) : profile;
    const { groups, certain } = groupsOfProfile(this.view, meant);
    return groups.flatMap((group) => {
      const grants = group.word === undefined ? (this.groups.get(group.key)?.grants ?? []) : this.named(group);
      return certain ? grants : grants.map(uncertain);
    });
  }

  /** Who names a group by its id or name, and gives it roles here, knows what else it has; the plan doesn't. */
  private named(group: Group): readonly Grant[] {
    const known = this.groups.get(group.key);
    if (known !== undefined) return known.grants;
    const what = `the group ${group.word}, whose roles this plan doesn't have`;
    return [{ ...indeterminate(what, group.home, group.key), path: [group.step] }];
  }
}

function uncertain(grant: Grant): Grant {
  return { ...grant, source: `${grant.source}, perhaps`, certain: false };
}

export const openstackAccess: AccessModel = {
  portal: "openstack",
  remarks: [
    "What a role lets somebody do is taken from the default policies of the services: no API shows a cloud's own.",
  ],
  unasked: [
    "what roles imply, unless a refresh has shown it: admin, manager, member and reader are taken as a new cloud has them",
  ],
  builtInProfiles: [...ROLE_CHAIN, "service"],
  permissions: PERMISSIONS,
  permissionEndings: PERMISSION_ENDINGS,
  describePermission: meaningOf,
  people: (view) => new People(view).all(),
  locked: lockedOf,
  administers: (permissions) => permissions.has(MANAGES_DOMAIN) || permissions.has(ADMIN),
  assignable: () => [],
  held: () => [],
  namesOnly: ["QuotaProfile"],
  publishesProfiles: false,
  activationIsFinal: false,
};
