import { OWN_REALM, type RealmObject, type RealmView, type Step } from "../model/accessModel";
import { text } from "../model/words";

/** A group, by what the plan knows of it: a profile's own, or a word that names one. */
export interface Group {
  readonly key: string;
  readonly step: Step;
  readonly word?: string;
  /** Where the group is; undefined for the reseller's own part. */
  readonly home: string | undefined;
}

/** The group that a profile is for: its own, or the one that it names. */
export function groupsOfProfile(view: RealmView, profile: RealmObject): { groups: Group[]; certain: boolean } {
  const own: Group = {
    key: profile.key,
    step: { kind: "group", name: text(profile.values["name"]) || profile.label, key: profile.key },
    home: homeOf(view, profile),
  };
  const alone = view.references(profile, "user", "User").certain[0];
  if (alone !== undefined) return { groups: [ofOne(alone, own.home)], certain: true };
  if (profile.values["group"] === undefined) return { groups: [own], certain: true };
  const { certain, words, open } = view.references(profile, "group", "Profile");
  const groups = [
    ...certain.flatMap((other) => (other === profile ? [] : groupsOfProfile(view, other).groups)),
    ...words.map((word) => groupNamed(homeOf(view, profile), word)),
  ];
  return { groups, certain: !open };
}

/** The account that something is in; undefined for the reseller's own part. */
export function homeOf(view: RealmView, object: RealmObject): string | undefined {
  if (object.values["account"] === undefined) return undefined;
  const { certain, words } = view.references(object, "account", "Account");
  return certain[0]?.key ?? words[0] ?? `account of ${object.key}`;
}

/** Stands for whoever has a policy alone, which programs don't declare. */
export function ofOne(user: RealmObject, home: string | undefined): Group {
  return {
    key: `policies of ${user.key}`,
    step: { kind: "person", name: text(user.values["username"]), key: user.key },
    home,
  };
}

export function groupNamed(home: string | undefined, word: string): Group {
  return { key: `group ${home ?? OWN_REALM} ${word}`, step: { kind: "group", name: word }, word, home };
}
