import type { DeclaredOf } from "./declared";
import type { DeclaredInputs, Finding, KindName, Severity } from "./kind";
import type { ProgramFinding, ProgramResource } from "./programResource";
import type { Surroundings } from "./surroundings";

/**
 * Where a rule is held. `program`: by what is declared alone, before anything is sent. `portal`: at preview, against the live portal.
 * `apply`: at the moment of the change, with nothing changed. `always`: by the way things are built; it can't be broken from here.
 */
export type RulePlace = "program" | "portal" | "apply" | "always";

type ByKind<Value> = Readonly<Partial<Record<KindName, Value>>>;

/** A finding of the rule: what is wrong, on which property. `severity` where it is another than the rule's. */
export type Broken = (property: string, reason: string, severity?: Severity) => Finding;

/** What a check of one resource's declared inputs knows beside them. */
export interface ChangeContext<Inputs = DeclaredInputs> {
  /** The inputs that were last applied; undefined where there are none. */
  readonly before?: Inputs;
  /** The moment of the check; undefined where nobody applies anything now, as in a review of a plan. */
  readonly now?: Date;
}

/** One resource that is held against the live portal. `Realm` is how the portal's own code reads it. */
export interface LiveCheck<Realm, Inputs = DeclaredInputs> extends Surroundings<Inputs> {
  readonly inputs: Inputs;
  readonly realm: Realm;
}

/** What a rule says, without how it is checked. */
export interface RuleText<Id extends string = string> {
  /** For instance `csp/P5`: one search finds the rule in code, error, test and docs. */
  readonly id: Id;
  /** What becomes of a resource that breaks it, where its finding doesn't say otherwise; `kept`: nobody can break it from here. */
  readonly severity: Severity | "kept";
  /** The rule as a sentence, for the tables in docs/. */
  readonly sentence: string;
  /** The vendor's page or chapter that the rule comes from; `derived` where no source says it in so many words. */
  readonly source: string;
}

/** A rule as a portal's folder defines it. */
export interface RuleDefinition<Realm = never, Id extends string = string> extends RuleText<Id> {
  /** `change`: it is about what becomes of what was there, and never broken by what is there. Default: a state. */
  readonly about?: "change";
  /** Fields that can break the rule. */
  readonly fields?: ByKind<readonly string[]>;
  /** Fields, or members of their values (`access.project`), whose format is the rule: the schema's failures name it. */
  readonly formats?: ByKind<readonly string[]>;
  /** Holds the declared inputs of one resource against the rule. Pure. */
  readonly inputs?: {
    readonly [Kind in KindName]?: (
      broken: Broken,
      inputs: DeclaredOf<Kind>,
      change: ChangeContext<DeclaredOf<Kind>>,
    ) => Iterable<Finding>;
  };
  /** Holds all resources of a program against the rule. Pure. */
  readonly program?: (broken: Broken, resources: readonly ProgramResource[]) => Iterable<ProgramFinding>;
  /** The same for the resources of one account that this run makes: the portal has nothing beside them. */
  readonly newAccount?: (broken: Broken, resources: readonly ProgramResource[]) => Iterable<ProgramFinding>;
  /** Holds one resource against the rule at preview, with what the live portal says. Must not write. */
  readonly live?: {
    readonly [Kind in KindName]?: (
      broken: Broken,
      check: LiveCheck<Realm, DeclaredOf<Kind>>,
    ) => Iterable<Finding> | Promise<Iterable<Finding>>;
  };
  /** Where the rule is held beside its checks: in the steps of a write, in the portal's answers, by construction. */
  readonly also?: readonly RulePlace[];
  /** The finding of a review that a refusal by this rule is. */
  readonly refusedAs?: string;
  /** Findings of a review that are about this rule. */
  readonly foundAs?: readonly string[];
}

export interface Rule<Realm = never, Id extends string = string> extends RuleDefinition<Realm, Id> {
  readonly broken: Broken;
  /** `(rule csp/P5)`, for texts that are no findings. */
  readonly mark: string;
  /** Where it is held: by its checks, and beside them. */
  readonly places: readonly RulePlace[];
}

/** How every text names the rule that it is about. */
const MARK = /\(rule ([a-z]+\/[A-Z]+\d+)\)/;

function markOf(id: string): string {
  return `(rule ${id})`;
}

/** The rule that a text is about. */
export function markedRule(text: string): string | undefined {
  return MARK.exec(text)?.[1];
}

const PLACES: readonly RulePlace[] = ["program", "portal", "apply", "always"];

/** Defines a rule. All that is known of it stands in this object: tables, lists and messages are derived. */
export function rule<Realm = unknown, const Id extends string = string>(
  definition: RuleDefinition<Realm, Id>,
): Rule<Realm, Id> {
  const { id, severity: usual, formats, inputs, program, newAccount, live, also = [] } = definition;
  const mark = markOf(id);
  const held = new Set(also);
  if ([formats, inputs, program, newAccount].some((check) => check !== undefined)) held.add("program");
  if (live !== undefined) held.add("portal");
  return {
    ...definition,
    mark,
    places: PLACES.filter((place) => held.has(place)),
    broken: (property, reason, severity) => ({
      property,
      reason: `${reason} ${mark}`,
      severity: severity ?? (usual === "kept" ? "refuse" : usual),
      rule: id,
    }),
  };
}

/** The rule N1 of every portal, since none says what it tells apart. */
export function spellingRule<const Id extends string>(id: Id): Rule<unknown, Id> {
  return rule({
    id,
    severity: "confirm",
    sentence: "Names that differ only in spelling (letter case, accents, blanks) may identify the same object.",
    source: "derived",
    also: ["program", "portal"],
  });
}

/** Ids of the rules whose question or warning an author can answer with `confirm`. */
export function confirmable(rules: readonly Rule[]): readonly string[] {
  return rules.filter(({ severity }) => severity === "confirm" || severity === "warn").map(({ id }) => id);
}

/** The rule that the format of a field, or of a member of its value, comes from. */
export function ruleOfFormat(rules: readonly Rule[], kind: KindName, property: string): Rule | undefined {
  const of = (path: string) => rules.find(({ formats }) => formats?.[kind]?.includes(path) === true);
  // A rule for a member of a field's value is closer than one for the field.
  return of(property.replace(/\[\d+\]/g, "")) ?? of(property.split(/[.[]/)[0] ?? "");
}

interface InputCheck {
  readonly broken: Broken;
  readonly check: (broken: Broken, inputs: DeclaredInputs, change: ChangeContext) => Iterable<Finding>;
}

const knownInputChecks = new WeakMap<readonly Rule[], Map<KindName, readonly InputCheck[]>>();

/** Those of the rules that say something about inputs of a kind: most say nothing, and a realm may have many resources. */
function inputChecks(rules: readonly Rule[], kind: KindName): readonly InputCheck[] {
  const byKind = knownInputChecks.get(rules) ?? new Map<KindName, readonly InputCheck[]>();
  knownInputChecks.set(rules, byKind);
  const known = byKind.get(kind);
  if (known !== undefined) return known;
  const checks = rules.flatMap(({ inputs, broken }) => {
    const check = inputs?.[kind] as InputCheck["check"] | undefined;
    return check === undefined ? [] : [{ broken, check }];
  });
  byKind.set(kind, checks);
  return checks;
}

/** What the declared inputs of one resource break. */
export function inputFindings(
  rules: readonly Rule[],
  kind: KindName,
  inputs: DeclaredInputs,
  change: ChangeContext,
): Finding[] {
  const found: Finding[] = [];
  for (const { check, broken } of inputChecks(rules, kind)) found.push(...check(broken, inputs, change));
  return found;
}

/** What the resources of a program break together. */
export function programFindings(rules: readonly Rule[], resources: readonly ProgramResource[]): ProgramFinding[] {
  return rules.flatMap(({ program, broken }) => [...(program?.(broken, resources) ?? [])]);
}

/** What the resources of one account break that this run makes. */
export function newAccountFindings(rules: readonly Rule[], resources: readonly ProgramResource[]): ProgramFinding[] {
  return rules.flatMap(({ newAccount, broken }) => [...(newAccount?.(broken, resources) ?? [])]);
}

/** What a resource breaks at the live portal. */
export async function liveFindings<Realm>(
  rules: readonly Rule<Realm>[],
  kind: KindName,
  check: LiveCheck<Realm>,
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { live, broken } of rules) {
    const held = live?.[kind];
    // Most rules have nothing to ask of a kind: they wait for nothing.
    if (held !== undefined) found.push(...(await held(broken, check)));
  }
  return found;
}

/** Rules of a portal that a field of a kind can break. */
export function rulesOfField(rules: readonly Rule[], kind: KindName, field: string): readonly string[] {
  const isOf = (path: string) => path.split(".")[0] === field;
  return rules
    .filter(({ fields, formats }) => fields?.[kind]?.some(isOf) === true || formats?.[kind]?.some(isOf) === true)
    .map(({ id }) => id);
}
