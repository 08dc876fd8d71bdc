import { UNKNOWN } from "../../model";
import {
  EVERYWHERE,
  type Grant,
  identityOf,
  type PermissionMeaning,
  type PersonAccess,
  type PortalMeaning,
  type RealmObject,
  type RealmView,
  type Step,
  UNTOLD,
} from "../../model/meaning";
import { knownWords, text } from "../../model/words";
import { CLIENTS_SECTION, USER_ADMINISTRATION } from "./contract";
import { C6 } from "./rules/customers";

interface Meaning extends PermissionMeaning {
  /** `reseller`: no customer's profile can hold it. */
  readonly level: "client" | "reseller";
  readonly panel?: string;
  readonly service?: string;
}

type Extras = Pick<PermissionMeaning, "power" | "raises" | "resets" | "manages">;
const NONE: Extras = { power: "none" };
const ADMINISTRATION: Extras = { power: "administration" };

/** Permissions of one part of the menu. */
function part(
  section: string,
  { level = "client", ...where }: { level?: Meaning["level"]; panel?: string; service?: string },
  sentences: Readonly<Record<string, string | readonly [string, Extras]>>,
): [string, Meaning][] {
  return Object.entries(sentences).map(([key, entry]) => {
    const [sentence, extras] =
      typeof entry === "string" ? [entry, level === "reseller" ? ({ power: "realm" } as const) : NONE] : entry;
    return [key, { section, level, ...where, sentence, ...extras }];
  });
}

/**
 * What each permission lets somebody do. The sections, the group Clients and the label "Show clients" are the manual's (chapter 3); the rest
 * is derived from the actions that the portal's pages describe, as the contract is.
 */
const meanings = new Map<string, Meaning>([
  ...part(
    CLIENTS_SECTION,
    { level: "reseller", panel: "Clients" },
    {
      show_clients: "see all customers and enter their areas",
      manage_clients: "create and change customers",
    },
  ),
  ...part(
    CLIENTS_SECTION,
    { panel: "Users" },
    {
      show_users: "see who the people are",
      create_user: ["create people", { power: "administration", manages: true }],
      edit_user: [
        "change people and give them other profiles",
        { power: "administration", manages: true, raises: "by profiles" },
      ],
      delete_user: ["delete people", ADMINISTRATION],
      reset_password: ["give people new passwords", { power: "administration", resets: true }],
    },
  ),
  ...part(
    "Dashboard_Management",
    { panel: "Profiles" },
    {
      show_profiles: "see permission profiles",
      create_profile: ["make permission profiles", ADMINISTRATION],
      edit_profile_description: "change descriptions of permission profiles",
      delete_profile: ["delete permission profiles", ADMINISTRATION],
      manage_permissions: [
        "change what profiles and people are allowed to do",
        { power: "administration", raises: "always" },
      ],
    },
  ),
  ...part(
    "Dashboard_Management",
    { panel: "Online users" },
    {
      show_online_users: "see who is signed in",
      force_logout: "end other people's sessions",
      show_api_calls: "see what signed-in people have called",
    },
  ),
  ...part(
    "Dashboard_Management",
    { panel: "Conditional access" },
    {
      manage_conditional_access: ["bind people to hours and addresses, and free them of them", ADMINISTRATION],
    },
  ),
  ...part(
    "Services",
    { panel: "Services" },
    {
      show_services: "see the services and their status",
      activate_service: "activate services, which can't be taken back",
    },
  ),
  ...part("Usage_dashboard", { panel: "Usage" }, { show_usage: "see what projects use" }),
  ...part(
    "Quota",
    { panel: "Quota overview" },
    {
      show_client_quota: "see the customer's quota",
      show_project_quota: "see the quota of projects",
      edit_project_quota: "share the customer's quota out among its projects",
      request_quota: "ask the reseller for more quota",
    },
  ),
  ...part(
    "Quota",
    { panel: "Quota profiles" },
    {
      show_quota_profiles: "see quota profiles",
      manage_quota_profiles: "make, change and delete quota profiles",
    },
  ),
  ...part(
    "Quota",
    { level: "reseller", panel: "Pending quota requests" },
    {
      edit_client_quota: "share the reseller's quota out among customers",
      show_pending_requests: "see what customers have asked for",
      approve_reject_request: "decide on what customers have asked for",
    },
  ),
  ...part(
    "OpenStack",
    { panel: "OpenStack", service: "openstack" },
    {
      show_projects: "see OpenStack projects",
      create_project: "make and rename OpenStack projects",
      delete_project: "delete empty OpenStack projects",
      manage_project_users: ["give people roles on projects", ADMINISTRATION],
    },
  ),
  ...part(
    "S3_Storage_Management",
    { panel: "S3 object storage", service: "s3" },
    {
      show_s3_panel: "see the object storage panel",
      manage_buckets: "make and delete buckets",
      manage_objects: "upload and delete objects",
      manage_ec2_credentials: "make and delete access keys of projects",
      manage_user_credentials: "make access keys that belong to a person",
    },
  ),
  ...part(
    "Kubernetes",
    { panel: "Kubernetes", service: "kubernetes" },
    {
      show_kubernetes: "see Kubernetes clusters",
      manage_kubernetes: "make and delete Kubernetes clusters",
    },
  ),
  ...part(
    "Backup",
    { panel: "Backup", service: "backup" },
    {
      show_backup: "see backups of virtual machines",
      manage_backup: "make, restore and delete backups",
    },
  ),
]);

const PANEL = "panel:";
const panels = new Set([...meanings.values()].flatMap(({ panel }) => panel ?? []));

const ofLevel = (...levels: Meaning["level"][]) =>
  [...meanings].filter(([, { level }]) => levels.includes(level)).map(([key]) => key);

/** The portal's own profiles, as the manual describes them (§3.1). */
const standardProfiles: Readonly<Record<string, readonly string[]>> = {
  "User-Adm": ofLevel("client"),
  User: ["show_s3_panel", "manage_buckets", "manage_objects"],
  "Client-Adm": ofLevel("client", "reseller"),
};
const FOR_CUSTOMERS = ["User-Adm", "User"];

/** What a profile holds; undefined where the plan can't know it. */
function permissionsOf(
  view: RealmView,
  profile: RealmObject,
  seen: ReadonlySet<string> = new Set(),
): string[] | undefined {
  const { permissions, basedOn, add, remove } = profile.values;
  if (basedOn === undefined) return listOf(permissions);
  const known = profile.outputs["effectivePermissions"];
  if (view.unchanged(profile) && Array.isArray(known)) return knownWords(known);
  const { certain, words, open } = view.references(profile, "basedOn", "Profile");
  const [base] = certain;
  const [word] = words;
  if (open || seen.has(profile.key)) return undefined;
  const start =
    base === undefined ? standardProfiles[word ?? ""] : permissionsOf(view, base, new Set([...seen, profile.key]));
  const more = add === undefined ? [] : listOf(add);
  const less = remove === undefined ? [] : listOf(remove);
  if (start === undefined || more === undefined || less === undefined) return undefined;
  return [...new Set([...start, ...more])].filter((key) => !less.includes(key));
}

/** The words of a list, where all of it is known. */
function listOf(value: unknown): string[] | undefined {
  const words = knownWords(value);
  return Array.isArray(value) && words.length === value.length ? words : undefined;
}

type Holding = "yes" | "no" | "maybe";

/** Which services are active in which accounts, as far as the plan has activations. */
function activationsIn(view: RealmView): Map<string, Holding> {
  const active = new Map<string, Holding>();
  for (const activation of view.objects("ServiceActivation")) {
    const { certain } = view.references(activation, "account", "Account");
    const service = text(activation.values["service"]);
    for (const { key } of certain) active.set(`${key} ${service}`, "yes");
  }
  return active;
}

interface Bundle {
  readonly source: string;
  readonly permissions: readonly string[];
  readonly path: readonly Step[];
}

/** The entries of the menu that a bundle of permissions shows, each with the service that it waits for. */
function panelsOf(permissions: readonly string[]): Map<string, Set<string | undefined>> {
  const panels = new Map<string, Set<string | undefined>>();
  for (const key of permissions) {
    const { panel, service } = meanings.get(key) ?? {};
    if (panel !== undefined) panels.set(panel, (panels.get(panel) ?? new Set()).add(service));
  }
  return panels;
}

class People {
  private readonly bundles = new Map<string, Bundle>();
  private readonly active: ReadonlyMap<string, Holding>;

  constructor(private readonly view: RealmView) {
    this.active = activationsIn(view);
  }

  all(): PersonAccess[] {
    return this.view.objects("User").map((user) => this.person(user));
  }

  private person(user: RealmObject): PersonAccess {
    const { certain, words, open } = this.view.references(user, "account", "Account");
    const home =
      user.values["account"] === undefined ? undefined : (certain[0]?.key ?? words[0] ?? `account of ${user.key}`);
    const account = certain[0];
    const { firstName, lastName, username } = user.values;
    return {
      key: user.key,
      name: username === UNKNOWN ? user.label : text(username) || user.label,
      fullName: [text(firstName), text(lastName)].filter(Boolean).join(" ") || undefined,
      home,
      identity: identityOf(user.values, { username: "sign-in", email: "address" }),
      grants: this.grants(user, home, account, open),
      barred: "no",
    };
  }

  private grants(
    user: RealmObject,
    home: string | undefined,
    account: RealmObject | undefined,
    isAnywhere: boolean,
  ): Grant[] {
    const { certain, words, open } = this.view.references(user, "profiles", "Profile");
    const bundles = [
      ...certain.map((profile) => ({ bundle: this.ofProfile(profile), certain: true })),
      ...words.map((word) => ({ bundle: this.ofWord(word), certain: true })),
      ...(open ? [{ bundle: untold("a profile that isn't known yet", `${user.key} profiles`), certain: false }] : []),
      ...this.direct(user),
    ];
    // An account that isn't known may be none, and then the person is one of the reseller's own.
    return bundles.flatMap(({ bundle, certain: isCertain }) =>
      isAnywhere
        ? [...this.inScope(bundle, false, home, account), ...this.inScope(bundle, false, undefined, account)]
        : this.inScope(bundle, isCertain, home, account),
    );
  }

  /** The reseller's people have what they may do in every customer's area; a customer's with a Clients permission, too (§3.2). */
  private inScope(
    bundle: Bundle,
    isHeld: boolean,
    home: string | undefined,
    account: RealmObject | undefined,
  ): Grant[] {
    const isReseller =
      home === undefined ||
      bundle.permissions.some(
        (key) => meanings.get(key)?.section === CLIENTS_SECTION && meanings.get(key)?.level === "reseller",
      );
    const scope = isReseller ? EVERYWHERE : home;
    // Two things that nobody knows are not the same thing: as `maybe` they are told apart by where they come from.
    const certain = isHeld && !bundle.permissions.includes(UNTOLD);
    const grants: Grant[] = [{ ...bundle, source: `${bundle.source} in ${scope} ${certain}`, scope, certain }];
    for (const [panel, services] of panelsOf(bundle.permissions)) {
      const shown = isReseller ? "yes" : best([...services].map((service) => this.isThere(account, service)));
      if (shown === "no") continue;
      grants.push({
        source: `${bundle.source} ${PANEL}${panel} in ${scope} ${certain && shown === "yes"}`,
        scope,
        permissions: [`${PANEL}${panel}`],
        path: bundle.path,
        certain: certain && shown === "yes",
      });
    }
    return grants;
  }

  /** Whether what waits for a service is there: `maybe` where somebody may have activated it by hand. */
  private isThere(account: RealmObject | undefined, service: string | undefined): Holding {
    if (service === undefined) return "yes";
    const known = this.active.get(`${account?.key} ${service}`);
    if (known !== undefined || account === undefined) return known ?? "maybe";
    const available = listOf(account.values["availableServices"]);
    const isAvailable = available === undefined || available.includes(service);
    return isAvailable && !this.view.isNew(account) ? "maybe" : "no";
  }

  private ofProfile(profile: RealmObject): Bundle {
    const known = this.bundles.get(profile.key);
    if (known !== undefined) return known;
    const permissions = permissionsOf(this.view, profile);
    const kind = profile.isBuiltIn === true ? "standard profile" : "profile";
    const path = [{ kind, name: text(profile.values["name"]) || profile.label, key: profile.key }];
    const bundle =
      permissions === undefined
        ? { ...untold("permissions that aren't known yet", profile.key), path }
        : { source: profile.key, permissions, path };
    this.bundles.set(profile.key, bundle);
    return bundle;
  }

  private ofWord(word: string): Bundle {
    const permissions = standardProfiles[word];
    return permissions === undefined
      ? untold(`the profile ${word}, which this plan doesn't have`, word)
      : { source: `standard ${word}`, permissions, path: [{ kind: "standard profile", name: word }] };
  }

  private direct(user: RealmObject): { bundle: Bundle; certain: boolean }[] {
    const declared = user.values["permissions"];
    if (declared === undefined) return [];
    const path = [{ kind: "direct grant", name: user.label, key: user.key }];
    const words = knownWords(declared);
    const isWhole = listOf(declared) !== undefined;
    return [
      ...(words.length > 0
        ? [{ bundle: { source: `direct ${words.join(" ")}`, permissions: words, path }, certain: true }]
        : []),
      ...(isWhole
        ? []
        : [{ bundle: untold("permissions that aren't known yet", `${user.key} direct`), certain: false }]),
    ];
  }
}

function untold(what: string, source: string): Bundle {
  return { source: `untold ${source}`, permissions: [UNTOLD], path: [{ kind: "unknown", name: what }] };
}

function best(values: readonly Holding[]): Holding {
  return values.includes("yes") ? "yes" : values.includes("maybe") ? "maybe" : "no";
}

export const cspAccess: PortalMeaning = {
  portal: "csp",
  note: "derived contract: made from the portal's manual, since no public API reference exists",
  remarks: [],
  unasked: [
    "what the standard profiles (User-Adm, User, Client-Adm) hold today: they are taken as the manual describes them",
  ],
  builtInProfiles: Object.keys(standardProfiles),
  permissions: [...meanings.keys(), ...[...panels].map((panel) => `${PANEL}${panel}`)],
  meaningOf(permission) {
    if (!permission.startsWith(PANEL)) return meanings.get(permission);
    const panel = permission.slice(PANEL.length);
    if (!panels.has(panel)) return undefined;
    return { sentence: `see the entry ${panel} in the menu`, section: "Menu", power: "none" };
  },
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
    const standard = Object.entries(standardProfiles)
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
