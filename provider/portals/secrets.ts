import { type Kind, type KindName, kinds } from "../model";
import { kindAt } from "../model/kindAt";
import { PORTAL_NAMES, portalNamed } from "./list";

/** What of a kind is secret: whole values, and members of values. */
export interface Secrets {
  readonly whole: ReadonlySet<string>;
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

const known = new Map<KindName, Secrets>();

/** What of a kind is secret on any portal: which one it is, an answer can't always tell. */
export function secretsOf(name: KindName): Secrets {
  const found = known.get(name);
  if (found !== undefined) return found;
  const all: Kind[] = [kinds[name], ...PORTAL_NAMES.map((portal) => kindAt(name, portalNamed(portal)))];
  const whole = new Set<string>(all.flatMap(({ secretOutputs }) => Object.keys(secretOutputs)));
  const members = new Map<string, Set<string>>();
  for (const { fields, formerFields } of all)
    for (const [field, { secret: is }] of Object.entries(fields)) {
      if (is === undefined) continue;
      if (is === true) whole.add(field);
      else members.set(field, new Set([...(members.get(field) ?? []), ...is]));
      for (const former of formerFields.filter((one) => one.field === field)) whole.add(former.name);
    }
  known.set(name, { whole, members });
  return { whole, members };
}

/** Names of settings that hold credentials, on any portal. */
export function secretSettings(): ReadonlySet<string> {
  const credentials = PORTAL_NAMES.flatMap((name) => portalNamed(name).settings.filter(({ credential }) => credential));
  return new Set(["connections", ...credentials.map(({ name }) => name)]);
}
