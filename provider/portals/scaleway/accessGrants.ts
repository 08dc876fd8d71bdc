import { UNKNOWN } from "../../model";
import {
  EVERYWHERE,
  type Grant,
  INDETERMINATE,
  indeterminate,
  OWN_REALM,
  type RealmObject,
  type RealmView,
  type References,
  type Step,
} from "../../model/accessModel";
import { isRecord } from "../../model/shapes";
import { text } from "../../model/words";
import type { Group } from "../accessGroups";
import { presetPolicy, RESELLER_PERMISSION_SET } from "./contract";
import { isPreset, PRESET_RIGHTS } from "./permissions";

/** What the policy of a profile gives to a group. */
export function rightsOfPolicy(
  view: RealmView,
  profile: RealmObject,
  group: Group,
  home: string | undefined,
  certain: boolean,
): Grant[] {
  const declared: unknown[] = Array.isArray(profile.values["rules"]) ? profile.values["rules"] : [UNKNOWN];
  const policy: Step = { kind: "policy", name: text(profile.values["name"]) || profile.label, key: profile.key };
  const path = group.key === profile.key ? [{ ...policy, kind: "profile" }] : [group.step, policy];
  const projects = projectsOf(view, profile, declared);
  return declared.flatMap((entry, index): Grant[] => {
    if (!isRecord(entry))
      return [{ ...indeterminate("rules that aren't known yet", home, `${profile.key} ${index}`), path }];
    const { permissionSets } = entry;
    const names: readonly unknown[] = Array.isArray(permissionSets) ? permissionSets : [UNKNOWN];
    const permissions = names.map((name) => (typeof name === "string" ? name : INDETERMINATE));
    return limitsOf(entry, projects[index] ?? []).flatMap(({ limits, certain: isThere }) =>
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
function projectsOf(view: RealmView, profile: RealmObject, rules: readonly unknown[]): (readonly References[])[] {
  return rules.map((entry, index) => {
    const scope = isRecord(entry) ? entry["scope"] : undefined;
    if (scope === undefined || scope === "organization") return [];
    const [member, projects] = (isRecord(scope) ? Object.entries(scope)[0] : undefined) ?? ["projects", UNKNOWN];
    const path = `rules[${index}].scope.${member}`;
    const values = Array.isArray(projects)
      ? projects.map((value: unknown, place) => ({ path: `${path}[${place}]`, value }))
      : [{ path, value: UNKNOWN }];
    return view.referencesIn(profile, "Project", values);
  });
}

/** What a group may do that the plan has no object for, beside what policies of the plan give it. */
export function presets(group: Group, home: string | undefined, certain: boolean, hasPolicies: boolean): Grant[] {
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
  const beyond: readonly string[] =
    home === undefined ? permissions.filter((name) => name === RESELLER_PERMISSION_SET) : [];
  const own = permissions.filter((name) => !beyond.includes(name));
  return [
    ...(own.length > 0 ? [{ scope, permissions: own }] : []),
    ...(beyond.length > 0 ? [{ scope: EVERYWHERE, permissions: beyond }] : []),
  ];
}

/** Where a rule holds: in its projects, one by one, and under its condition. */
function limitsOf(
  { condition, scope }: Readonly<Record<string, unknown>>,
  projects: readonly References[],
): { limits: readonly string[]; certain: boolean }[] {
  const where =
    condition === undefined
      ? []
      : [condition === UNKNOWN ? "where a condition holds that isn't known yet" : `where ${text(condition)}`];
  if (scope === "organization") return [{ limits: where, certain: true }];
  // What isn't known may be the whole Organization.
  if (scope === UNKNOWN) return [{ limits: where, certain: false }];
  return projects.flatMap(({ certain, words, open }) => [
    ...certain.map(({ key }) => ({ limits: [`project ${key}`, ...where], certain: true })),
    ...words.map((word) => ({ limits: [`project ${word}`, ...where], certain: true })),
    ...(open ? [{ limits: ["a project that isn't known yet", ...where], certain: false }] : []),
  ]);
}
