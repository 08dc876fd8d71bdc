import {
  EVERYWHERE,
  type Grant,
  indeterminate,
  type RealmObject,
  type RealmView,
  type Step,
} from "../../model/accessModel";
import { isRecord } from "../../model/shapes";
import { knownWords } from "../../model/words";
import { type HeldPlace, placesOfRule } from "./accessPlaces";
import { ROLE_CHAIN } from "./contract";
import { ADMIN, permissionOf } from "./permissions";

/** What people get by a role: itself, and the roles that it implies. */
export class EffectiveRoles {
  private readonly known = new Map<string, readonly string[]>();

  constructor(view: RealmView) {
    for (const { outputs } of [...view.objects("Profile"), ...view.objects("Project")])
      for (const [role, effective] of Object.entries(shownRoles(outputs))) this.known.set(role, effective);
  }

  /** @param object what gives the role. Undefined where nobody knows what it implies. */
  of(role: string, object: RealmObject): readonly string[] | undefined {
    return shownRoles(object.outputs)[role] ?? this.known.get(role) ?? usual(role);
  }
}

function shownRoles(outputs: RealmObject["outputs"]): Record<string, readonly string[]> {
  const shown = outputs["effectiveRoles"];
  return Object.fromEntries(
    Object.entries(isRecord(shown) ? shown : {}).flatMap(([role, effective]) =>
      Array.isArray(effective) ? [[role, knownWords(effective)]] : [],
    ),
  );
}

/** As a new cloud has them. */
function usual(role: string): readonly string[] | undefined {
  const place = ROLE_CHAIN.findIndex((name) => name === role);
  if (place >= 0) return ROLE_CHAIN.slice(place);
  return role === "service" ? [role] : undefined;
}

interface Given {
  readonly object: RealmObject;
  readonly roles: unknown;
  readonly places: readonly HeldPlace[];
  readonly path: readonly Step[];
  readonly source: string;
  readonly isTaken?: IsTaken;
}

/** Whether a role in a place is taken away by what else declares it: the rules of the group, or the roles of the project. */
export type IsTaken = (role: string, place: HeldPlace) => boolean;

/** What the roles of one entry let somebody do. */
export function grantsOf(effective: EffectiveRoles, given: Given): Grant[] {
  const { object, roles, path, source, isTaken = () => false } = given;
  const names: readonly unknown[] = Array.isArray(roles) ? roles : [undefined];
  return names.flatMap((role) => {
    if (typeof role !== "string")
      return given.places.map(({ scope }) => ({
        ...indeterminate("roles that aren't known yet", scope, `${source} in ${scope}`),
        path,
      }));
    const places = given.places.filter((place) => !isTaken(role, place));
    const all = effective.of(role, object);
    const step: Step = { kind: "role", name: role };
    const unknown =
      all === undefined
        ? places.map(({ scope }) => ({
            ...indeterminate(`what the role ${role} implies`, scope, `${source} ${role} in ${scope}`),
            path: [...path, step, { kind: "implies", name: "roles that aren't known yet" }],
          }))
        : [];
    return [
      ...unknown,
      ...(all ?? [role]).flatMap((name) =>
        places.flatMap((place) =>
          grantAt(place, name, {
            source: `${source} ${role}`,
            path: [...path, step, ...(name === role ? [] : [{ kind: "implies", name }])],
          }),
        ),
      ),
    ];
  });
}

/** Whoever is an administrator somewhere is one everywhere. */
function grantAt(place: HeldPlace, role: string, { source, path }: Pick<Given, "source" | "path">): Grant[] {
  const { sort, locked } = place;
  if (locked === "yes" || (role === ADMIN && sort === "later")) return [];
  const [scope, limits] = role === ADMIN ? [EVERYWHERE, []] : [place.scope, place.limits];
  const certain = place.certain && locked === "no";
  const permission = permissionOf(role, sort);
  return [
    {
      source: `${source} ${permission} ${limits.join()} in ${scope} ${certain}`,
      scope,
      permissions: [permission],
      limits,
      path,
      certain,
    },
  ];
}

/** What the rules of a profile give. */
export function grantsOfRules(
  view: RealmView,
  effective: EffectiveRoles,
  profile: RealmObject,
  { path, isTaken }: Pick<Given, "path" | "isTaken">,
): Grant[] {
  const { rules } = profile.values;
  if (rules === undefined) return [];
  const entries: readonly unknown[] = Array.isArray(rules) ? rules : [undefined];
  return entries.flatMap((rule, index): Grant[] => {
    const source = `${profile.key} ${index}`;
    const places = placesOfRule(view, profile, rule, index);
    const known = isRecord(rule) && places !== undefined;
    if (!known) return [{ ...indeterminate("rules that aren't known yet", EVERYWHERE, source), path }];
    const ofRule = [...path, { kind: "rule", name: String(index + 1) }];
    return grantsOf(effective, { object: profile, roles: rule["roles"], places, path: ofRule, source, isTaken });
  });
}
