import type { Finding, Severity } from ".";

/**
 * Where a rule is held. `program`: by what is declared alone, before anything is sent. `portal`: at preview, against the live portal.
 * `apply`: at the moment of the change, with nothing changed. `always`: by the way things are built; it can't be broken from here.
 */
export type RulePlace = "program" | "portal" | "apply" | "always";

export interface RuleEntry {
  /** What becomes of a resource that breaks it, where its finding doesn't say otherwise; `kept`: nobody can break it from here. */
  readonly severity: Severity | "kept";
  readonly what: string;
  /** Chapter of the reseller manual, or the page of the portal's help, that the rule comes from. */
  readonly source: string;
  readonly places: readonly RulePlace[];
}

export function ruleEntry(
  severity: RuleEntry["severity"],
  what: string,
  source: string,
  ...places: RulePlace[]
): RuleEntry {
  return { severity, what, source, places };
}

/** The rule N1 of every portal, since none says what it tells apart (`PortalFacts.alike`). */
export const alikeEntry = ruleEntry(
  "confirm",
  "A name that differs from another in spelling alone (letter case, accents, blanks) may be the same one.",
  "derived",
  "program",
  "portal",
);

/** What the code does with the rules of one portal. */
export interface RuleBook<Name extends string> {
  readonly rules: Readonly<Record<Name, RuleEntry>>;
  readonly names: readonly Name[];
  id(name: Name): string;
  /** What is wrong, and on which property, with the rule's id in the reason. */
  broken(name: Name, property: string, reason: string, severity?: Severity): Finding;
  /** Rules whose question or warning an author can answer with `confirm`. */
  readonly confirmable: readonly string[];
}

export function ruleBookOf<Name extends string>(
  portal: string,
  rules: Readonly<Record<Name, RuleEntry>>,
): RuleBook<Name> {
  const names = Object.keys(rules) as Name[];
  const id = (name: Name) => `${portal}/${name}`;
  return {
    rules,
    names,
    id,
    broken: (name, property, reason, severity) => {
      const usual = rules[name].severity;
      return {
        property,
        reason: `${reason} (rule ${id(name)})`,
        severity: severity ?? (usual === "kept" ? "refuse" : usual),
        rule: id(name),
      };
    },
    confirmable: names.filter((name) => ["confirm", "warn"].includes(rules[name].severity)).map(id),
  };
}
