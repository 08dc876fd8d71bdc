import { UNKNOWN } from "../../model";
import {
  anyOf,
  EVERYWHERE,
  fullNameOf,
  type Grant,
  type Holding,
  identityOf,
  INDETERMINATE,
  type PersonAccess,
  type RealmObject,
  type RealmView,
  type Step,
} from "../../model/accessModel";
import { knownWords, text } from "../../model/words";
import { isOverClients, panelPermission, panelsOf, STANDARD_PROFILES } from "./permissions";

/** What a profile holds; undefined where the plan can't know it. */
export function permissionsOf(
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
    base === undefined ? STANDARD_PROFILES[word ?? ""] : permissionsOf(view, base, new Set([...seen, profile.key]));
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

/** What people may do, as the plan has them. */
export class People {
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
    const { username } = user.values;
    return {
      key: user.key,
      name: username === UNKNOWN ? user.label : text(username) || user.label,
      fullName: fullNameOf(user),
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
      ...(open
        ? [{ bundle: indeterminate("a profile that isn't known yet", `${user.key} profiles`), certain: false }]
        : []),
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
    const isReseller = home === undefined || bundle.permissions.some(isOverClients);
    const scope = isReseller ? EVERYWHERE : home;
    // Two things that nobody knows are not the same thing: as `maybe` they are told apart by where they come from.
    const certain = isHeld && !bundle.permissions.includes(INDETERMINATE);
    const grants: Grant[] = [{ ...bundle, source: `${bundle.source} in ${scope} ${certain}`, scope, certain }];
    for (const [panel, services] of panelsOf(bundle.permissions)) {
      const shown = isReseller ? "yes" : anyOf([...services].map((service) => this.isThere(account, service)));
      if (shown === "no") continue;
      grants.push({
        source: `${bundle.source} ${panelPermission(panel)} in ${scope} ${certain && shown === "yes"}`,
        scope,
        permissions: [panelPermission(panel)],
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
        ? { ...indeterminate("permissions that aren't known yet", profile.key), path }
        : { source: profile.key, permissions, path };
    this.bundles.set(profile.key, bundle);
    return bundle;
  }

  private ofWord(word: string): Bundle {
    const permissions = STANDARD_PROFILES[word];
    return permissions === undefined
      ? indeterminate(`the profile ${word}, which this plan doesn't have`, word)
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
        : [{ bundle: indeterminate("permissions that aren't known yet", `${user.key} direct`), certain: false }]),
    ];
  }
}

function indeterminate(what: string, source: string): Bundle {
  return { source: `indeterminate ${source}`, permissions: [INDETERMINATE], path: [{ kind: "unknown", name: what }] };
}
