import type { Finding } from "../../../model";
import { alternatives } from "../../../model/nearest";
import { type Broken, rule } from "../../../model/rule";
import { keyOf, listed, reachText, text } from "../../../model/words";
import { ROLE_CHAIN } from "../contract";
import { domainOfPlace, type GrantPlace, placeText } from "../grants";
import { groupIdIn } from "../groups";
import { ADMIN } from "../permissions";
import type { CloudReading, WireRole } from "../reading";
import { userNames } from "../people";
import { effectiveRoles, roleName, roleNamed, roleNames } from "../roles";
import { type Check, type DeclaredRole, homeOf, rolesOfProject, rolesOfRules } from "./declaredRoles";

const ROLE_API = "keystone 30.0.0, roles and role assignments";
const POLICY = "keystone 30.0.0, default policies";

/** Roles that a manager of a domain may give. */
const GIVEN_BY_MANAGERS: readonly string[] = ROLE_CHAIN.filter((role) => role !== ADMIN);

/** What is declared of roles in a resource, and the domain that it is in. */
interface Declared {
  readonly realm: CloudReading;
  readonly home: string | undefined;
  readonly roles: readonly DeclaredRole[];
  /** Those that were declared before. */
  readonly before: readonly DeclaredRole[];
}

async function inProfile({ realm, inputs, before }: Check<"Profile">): Promise<Declared> {
  const home = await homeOf(realm, inputs);
  return {
    realm,
    home,
    roles: rolesOfRules(inputs.rules, home),
    before: before === undefined ? [] : rolesOfRules(before.rules, await homeOf(realm, before)),
  };
}

async function inProject({ realm, inputs, before }: Check<"Project">): Promise<Declared> {
  const home = await homeOf(realm, inputs);
  const project = before === undefined ? undefined : await realm.projects.withKey(keyOf(home, text(before.name)));
  return {
    realm,
    home,
    roles: rolesOfProject(inputs.roles, project?.id),
    before: before === undefined ? [] : rolesOfProject(before.roles, project?.id),
  };
}

/** The same check of the rules of profiles and of the roles of projects. */
function ofBoth(check: (broken: Broken, declared: Declared) => Promise<Finding[]>) {
  return {
    Profile: async (broken: Broken, profile: Check<"Profile">) => check(broken, await inProfile(profile)),
    Project: async (broken: Broken, project: Check<"Project">) => check(broken, await inProject(project)),
  };
}

const FIELDS = { Profile: ["rules"], Project: ["roles"] } as const;

/** The domain in which a role would be given: that of the place, or of what is declared where the place isn't there yet. */
async function domainFor({ realm, home }: Declared, place: GrantPlace | undefined): Promise<string | undefined> {
  return (place === undefined ? undefined : await domainOfPlace(realm, place)) ?? home;
}

function newly({ roles, before }: Declared): readonly DeclaredRole[] {
  const had = new Set(before.map(({ role, place }) => JSON.stringify([role, place])));
  return roles.filter(({ role, place }) => !had.has(JSON.stringify([role, place])));
}

/** One finding a property, however many places it is about. */
function once(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.property} ${finding.reason}`, finding])).values()];
}

export const G1 = rule({
  id: "openstack/G1",
  severity: "refuse",
  sentence: "A role must exist. Roles are named as in the list of roles.",
  source: ROLE_API,
  fields: FIELDS,
  live: ofBoth(async (broken, declared) => {
    const findings: Finding[] = [];
    for (const { property, role, place } of declared.roles) {
      const domain = await domainFor(declared, place);
      const found = await roleNamed(declared.realm, role, domain);
      if (found === undefined && (await ofAnotherDomain(declared, role)) === undefined) {
        const names = await roleNames(declared.realm, domain);
        findings.push(
          broken(property, `names the role ${JSON.stringify(role)}, which doesn't exist${alternatives(role, names)}`),
        );
      } else if (found !== undefined && role !== (await roleName(declared.realm, found.id, domain)))
        findings.push(broken(property, `has the id of the role ${found.name}: use its name`));
    }
    return once(findings);
  }),
});

/** A role that the own domain has of that name, which can't be given elsewhere. */
async function ofAnotherDomain({ realm, home }: Declared, name: string): Promise<WireRole | undefined> {
  return home === undefined ? undefined : roleNamed(realm, name, home);
}

export const G2 = rule({
  id: "openstack/G2",
  severity: "refuse",
  sentence: "A role of one domain can only be given in that domain: not in another one, and not on the system.",
  source: ROLE_API,
  fields: FIELDS,
  live: ofBoth(async (broken, declared) => {
    const findings: Finding[] = [];
    for (const { property, role, place } of declared.roles) {
      if (place === undefined) continue;
      const domain = await domainOfPlace(declared.realm, place);
      if (domain !== undefined && (await roleNamed(declared.realm, role, domain)) !== undefined) continue;
      const own = (await ofAnotherDomain(declared, role))?.domain_id ?? undefined;
      if (own === undefined) continue;
      const [name, where] = [
        (await declared.realm.domains.withId(own))?.name ?? own,
        await placeText(declared.realm, place),
      ];
      findings.push(broken(property, `gives ${role} on ${where}, but it is a role of the domain ${name} alone`));
    }
    return once(findings);
  }),
});

export const G3 = rule({
  id: "openstack/G3",
  severity: "refuse",
  sentence:
    "A group named in `group` must exist. It is never changed, renamed or deleted, and its other roles are not changed.",
  source: "derived",
  fields: { Profile: ["group"] },
  live: {
    Profile: async (broken, { realm, inputs, planned }: Check<"Profile">) => {
      const { group } = inputs;
      if (typeof group !== "string" || planned.of("Profile", group) !== undefined) return [];
      if ((await realm.groups.withId(groupIdIn(group))) !== undefined) return [];
      const home = await homeOf(realm, inputs);
      const names = home === undefined ? [] : (await realm.groups.inGroup(home)).map(({ name }) => name);
      if (names.includes(group)) return [];
      return [
        broken("group", `is ${JSON.stringify(group)}, which is not a group of the domain${alternatives(group, names)}`),
      ];
    },
  },
  also: ["always"],
});

export const G4 = rule({
  id: "openstack/G4",
  severity: "refuse",
  sentence:
    "A manager of a domain gives the roles manager, member and reader, in that domain and to its people. All else takes the role admin.",
  source: POLICY,
  fields: FIELDS,
  live: ofBoth(async (broken, declared) => {
    const { realm, home } = declared;
    if (await realm.isAdministrator()) return [];
    const findings: Finding[] = [];
    for (const { property, role, place } of newly(declared)) {
      if (!GIVEN_BY_MANAGERS.includes(role))
        findings.push(
          broken(
            property,
            `gives ${role}, but this connection manages single domains, and can give ${listed(GIVEN_BY_MANAGERS)}`,
          ),
        );
      else if (place !== undefined && (await domainOfPlace(realm, place)) !== home)
        findings.push(
          broken(
            property,
            `gives ${role} on ${await placeText(realm, place)}, but this connection manages single domains, and can give roles in the domain of the group`,
          ),
        );
    }
    return once(findings);
  }),
});

export const G5 = rule({
  id: "openstack/G5",
  severity: "confirm",
  sentence:
    "The role admin makes its holders administrators of the whole cloud, wherever it is given. The administrator of a customer has the role manager on the customer's domain.",
  source: POLICY,
  about: "change",
  fields: FIELDS,
  live: ofBoth(async (broken, declared) =>
    once(
      newly(declared)
        .filter(({ role }) => role === ADMIN)
        .map(({ property }) =>
          broken(
            property,
            "gives admin, which administers the whole cloud wherever it is given. For a customer's administrator, give manager on the domain",
          ),
        ),
    ),
  ),
});

export const G6 = rule({
  id: "openstack/G6",
  severity: "confirm",
  sentence:
    "Managers of a domain can join every group of the domain. Roles of a customer's group outside the customer's domain are within reach of every manager there.",
  source: POLICY,
  about: "change",
  fields: { Profile: ["rules"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
      if (check.inputs.account === undefined) return [];
      const declared = await inProfile(check);
      const findings: Finding[] = [];
      for (const { property, role, place } of newly(declared)) {
        if (place === undefined || (await domainOfPlace(declared.realm, place)) === declared.home) continue;
        findings.push(
          broken(
            property,
            `gives ${role} on ${await placeText(declared.realm, place)} to a group of a customer: every manager of the customer's domain can join the group`,
          ),
        );
      }
      return once(findings);
    },
  },
});

export const G7 = rule({
  id: "openstack/G7",
  severity: "confirm",
  sentence:
    "Managers of a domain can set the password of everybody in it. A customer's user in a group of another domain is within reach of every manager of the customer.",
  source: POLICY,
  about: "change",
  fields: { User: ["profiles"] },
  live: {
    User: async (broken, { realm, inputs, before }: Check<"User">) => {
      const home = inputs.account === undefined ? undefined : await homeOf(realm, inputs);
      if (home === undefined) return [];
      const had = before === undefined ? [] : wordsIn(before.profiles);
      const findings: Finding[] = [];
      for (const reference of wordsIn(inputs.profiles).filter((id) => !had.includes(id))) {
        const group = await realm.groups.withId(groupIdIn(reference));
        if (group === undefined || group.domain_id === home) continue;
        findings.push(
          broken(
            "profiles",
            `puts a customer's user into ${group.name}, a group of another domain: every manager of the customer's domain can set the user's password`,
          ),
        );
      }
      return findings;
    },
  },
});

function wordsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).filter((word): word is string => typeof word === "string");
}

export const G8 = rule({
  id: "openstack/G8",
  severity: "warn",
  sentence: "A change of a profile affects everybody in its group.",
  source: ROLE_API,
  about: "change",
  fields: { Profile: ["rules"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
      const { realm, inputs, before } = check;
      const declared = await inProfile(check);
      if (before === undefined || declared.home === undefined) return [];
      const group =
        typeof inputs.group === "string"
          ? await realm.groups.withId(groupIdIn(inputs.group))
          : await realm.groups.withKey(keyOf(declared.home, text(before.name)));
      if (group === undefined) return [];
      const gained = newly(declared);
      const lost = newly({ ...declared, roles: declared.before, before: declared.roles });
      if (gained.length + lost.length === 0) return [];
      const members = await realm.membersOf(group.id);
      if (members.length === 0) return [];
      const what = [await worded(realm, "gain", gained), await worded(realm, "lose", lost)].filter(
        (part) => part !== "",
      );
      return [broken("rules", reachText(members.length, await userNames(realm, members), what.join(", and ")))];
    },
  },
});

async function worded(realm: CloudReading, verb: string, roles: readonly DeclaredRole[]): Promise<string> {
  if (roles.length === 0) return "";
  const all = await Promise.all(
    roles.map(
      async ({ role, place }) =>
        `${role} on ${place === undefined ? "what isn't there yet" : await placeText(realm, place)}`,
    ),
  );
  return `${verb} ${listed([...new Set(all)].sort())}`;
}

export const G9 = rule({
  id: "openstack/G9",
  severity: "warn",
  sentence:
    "A role also gives the roles that it implies. Adding an implied role changes what everybody with the first role may do, in the whole cloud.",
  source: "keystone 30.0.0, role inferences",
  fields: FIELDS,
  live: ofBoth(async (broken, declared) => {
    const findings: Finding[] = [];
    for (const { property, role, place } of declared.roles) {
      const effective = await effectiveRoles(declared.realm, role, await domainFor(declared, place));
      const chain = ROLE_CHAIN.findIndex((name) => name === role);
      const usual: readonly string[] = chain < 0 ? [role] : ROLE_CHAIN.slice(chain);
      // Of an id another rule says that it should be a name.
      if (effective?.includes(role) !== true) continue;
      const more = effective.filter((name) => !usual.includes(name));
      if (more.length > 0)
        findings.push(broken(property, `gives ${role}, which in this cloud also gives ${listed(more)}`));
    }
    return once(findings);
  }),
});

export const G10 = rule({
  id: "openstack/G10",
  severity: "refuse",
  sentence:
    "The rules of a profile are all roles of its group. They can't also be declared by another Profile with `group`, or in the roles of a Project.",
  source: "derived",
  fields: { Profile: ["group"], Project: ["roles"] },
  program: (broken, resources) =>
    resources.flatMap((resource) => {
      const field = { Profile: "group", Project: "roles" }[resource.kind as string];
      if (field === undefined) return [];
      return (resource.references[field] ?? [])
        .filter(
          ({ kind, inputs }) => kind === "Profile" && inputs["rules"] !== undefined && inputs["group"] === undefined,
        )
        .map((profile) => {
          const reason = `names the profile ${profile.label}, whose rules are all roles of its group: add the roles to these rules`;
          return { resource, ...broken(field, reason) };
        });
    }),
});
