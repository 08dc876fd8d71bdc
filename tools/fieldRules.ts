import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { type KindName, KIND_NAMES, kinds } from "../provider/model";
import type { PortalFacts } from "../provider/model/portal";

/** Where the code says which property breaks which rule: `broken("V2", "service", …)`, `rule("C3", "state", …)`. */
const PAIR = /\b(?:broken|rule)\(\s*"([A-Z]\d+)",\s*"([\w.]+)"/g;

/**
 * The rules of a portal that a field of a kind can break, as far as the code names the two together: in what formats come from, in the
 * rules of a kind, in the file of its driver, and for whole programs where just one kind has such a field.
 */
export function rulesOfFields(portal: PortalFacts, folder: string): (kind: KindName, field: string) => string[] {
  const found = new Map<string, Set<string>>();
  const note = (kind: KindName, property: string, rule: string) => {
    const [field = ""] = property.split(".");
    if (!(field in kinds[kind].fields)) return;
    const key = `${kind} ${field}`;
    found.set(key, (found.get(key) ?? new Set()).add(rule));
  };
  for (const [kind, fields] of Object.entries(portal.fieldRules))
    for (const [property, rule] of Object.entries(fields ?? {})) note(kind as KindName, property, rule);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
    const [name = ""] = path.basename(file).split(".");
    const own = KIND_NAMES.find((kind) => kind.toLowerCase() === name.toLowerCase());
    for (const [, id = "", property = ""] of readFileSync(path.join(folder, file), "utf8").matchAll(PAIR)) {
      const rule = `${portal.name}/${id}`;
      for (const kind of own === undefined ? kindsOf(portal, rule, property) : [own]) note(kind, property, rule);
    }
  }
  return (kind, field) => [...(found.get(`${kind} ${field}`) ?? [])].sort();
}

function kindsOf(portal: PortalFacts, rule: string, property: string): KindName[] {
  const withRule = KIND_NAMES.filter((kind) => portal.rules[kind]?.some(({ id }) => id === rule) === true);
  if (withRule.length > 0) return withRule;
  const withField = KIND_NAMES.filter(
    (kind) => property in kinds[kind].fields && portal.lacksFields[kind]?.[property] === undefined,
  );
  return withField.length === 1 ? withField : [];
}
