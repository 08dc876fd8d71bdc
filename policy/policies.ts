import { readFileSync } from "node:fs";
import { DECLARED_ONCE } from "../provider/model/program";
import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import type { PortalName } from "../provider/model/portal";
import type { RealmView } from "../provider/model/accessModel";
import { suggestion } from "../provider/model/nearest";
import {
  catalogue,
  type FindingKind,
  masked,
  parseReviewFile,
  portalOf,
  type ReviewFile,
  reviewStanding,
  STANDING,
  type StandingId,
} from "../review";
import { compare } from "../engine/plannedResource";
import { brokenRules } from "./declarations";
import { withIdentities } from "./identities";
import { kindOfType } from "../engine/names";
import { type PolicyResource, settingsIn, stateOf } from "./resource";

export type EnforcementLevel = "advisory" | "mandatory" | "disabled";

/** One policy, in the form that Pulumi's `PolicyPack` takes. */
export interface RealmPolicy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly remediationSteps?: string;
  validateStack(
    args: { readonly resources: readonly PolicyResource[] },
    reportViolation: (message: string, urn?: string) => void,
  ): void;
}

export interface PolicyOptions {
  /** What a team's `review.yaml` says, or the path of the file: its assertions, ceilings, administrators, expiries, pools and acceptances hold. */
  readonly review?: ReviewFile | string;
  /** Other levels than the usual ones, by the policies' names. Pulumi's own `--policy-pack-config` goes before. */
  readonly levels?: Readonly<Record<string, EnforcementLevel>>;
  /** Only the policies of these portals. Default: of all. */
  readonly portals?: readonly PortalName[];
  /** Which portal a connection drives, where the stack's settings can't be read; the default connection under "". */
  readonly connections?: Readonly<Record<string, PortalName>>;
  /** Whether a resource's own `confirm` counts. Default true; false leaves the word to the policies' levels. */
  readonly confirmCounts?: boolean;
  /** The day as of which ends of access are judged, YYYY-MM-DD in UTC. Default: today. */
  readonly today?: string;
}

const WELL_DECLARED = "declaration";
const CANNOT_TELL = "cannot-tell";
const PORTAL_KNOWN = "portal-known";

interface Violation {
  readonly policy: string;
  readonly message: string;
  readonly urn: string | undefined;
}

/**
 * The rules of the portals, and what a review finds in a realm as it stands, as policies for a Pulumi policy pack. Each looks at the whole
 * stack, and says what holds in the realm after the run, whoever made it so; what a run changes is for `reseller review`.
 *
 * @throws Error where an option is wrong; ReviewFileError where the review file is, with every line that is.
 */
export function realmPolicies(options: PolicyOptions = {}): RealmPolicy[] {
  const file = typeof options.review === "string" ? readReviewFile(options.review) : (options.review ?? {});
  refuseUnknown("portals", options.portals ?? [], PORTAL_NAMES, "portal");
  refuseUnknown("connections", Object.values(options.connections ?? {}), PORTAL_NAMES, "portal");
  const described = descriptions(options.portals ?? PORTAL_NAMES);
  refuseUnknown("levels", Object.keys(options.levels ?? {}), Object.keys(described), "policy");
  const examine = rememberingOne((resources) =>
    violationsIn(resources, file, options, new Set(Object.keys(described))),
  );
  return Object.entries(described).map(([name, { description, level, mend }]): RealmPolicy => ({
    name,
    description,
    enforcementLevel: options.levels?.[name] ?? level,
    ...(mend === undefined ? {} : { remediationSteps: mend }),
    validateStack: ({ resources }, reportViolation) => {
      for (const { policy, message, urn } of examine(resources)) if (policy === name) reportViolation(message, urn);
    },
  }));
}

interface Described {
  readonly description: string;
  readonly level: EnforcementLevel;
  readonly mend?: string;
}

function descriptions(portals: readonly PortalName[]): Record<string, Described> {
  const found: Record<string, Described> = {
    [PORTAL_KNOWN]: { description: "The portal of a resource must be known.", level: "mandatory" },
    [WELL_DECLARED]: {
      description: "Declared fields must be supported by the portal and have its types and formats.",
      level: "mandatory",
    },
    [DECLARED_ONCE]: { description: "Each object must be declared once.", level: "mandatory" },
    [CANNOT_TELL]: { description: "People's access, and limits, must be known.", level: "advisory" },
  };
  for (const portal of portals) {
    const { rules, title } = portalNamed(portal);
    for (const { id, severity, sentence, source, places, about } of rules) {
      // The provider and the review know what came before; a policy doesn't.
      if (severity === "kept" || !places.includes("program") || about === "change") continue;
      found[policyName(id)] = {
        description: `${sentence} (${title}; ${source})`,
        level: severity === "refuse" ? "mandatory" : "advisory",
      };
    }
  }
  for (const [id, mend] of Object.entries(STANDING) as [StandingId, string][]) {
    const { level, title }: FindingKind = catalogue[id];
    found[id] = { description: `${title}.`, level: level === "escalation" ? "mandatory" : "advisory", mend };
  }
  return found;
}

/** Names of policies have no slash. */
function policyName(rule: string): string {
  return rule.replace("/", "-");
}

function violationsIn(
  resources: readonly PolicyResource[],
  file: ReviewFile,
  { connections = {}, confirmCounts = true, today }: PolicyOptions,
  known: ReadonlySet<string>,
): Violation[] {
  const config = settingsIn(resources);
  const states = withIdentities(
    statesIn(resources),
    (kind, word) => kind === "Profile" && standardProfiles().has(word),
  );
  const found: Violation[] = [];
  const byPortal = new Map<PortalName, typeof states>();
  const strange = new Map<string, string>();
  for (const state of states) {
    const name = state.inputs?.["connection"];
    const connection = typeof name === "string" ? name : undefined;
    const portal = portalOf({ config }, connection, connections);
    if (portal !== undefined) byPortal.set(portal, [...(byPortal.get(portal) ?? []), state]);
    else if (!strange.has(connection ?? "")) strange.set(connection ?? "", state.urn);
  }
  for (const [connection, urn] of strange)
    found.push({ policy: PORTAL_KNOWN, message: portalUnknown(connection), urn });
  for (const [portal, ofPortal] of byPortal)
    for (const { rule, message, urn } of brokenRules(portal, ofPortal, confirmCounts)) {
      const own = policyName(rule ?? WELL_DECLARED);
      found.push({ policy: known.has(own) ? own : WELL_DECLARED, message, urn });
    }
  const standing = reviewStanding(
    { config, states: [...byPortal.values()].flat() },
    { file, today, portals: connections },
  );
  for (const { id, sentence, subject, people } of standing.findings) {
    const at = [subject, ...people]
      .map((key) => standing.resources.get(key))
      .find((resource) => resource !== undefined);
    found.push({ policy: id, message: `${sentence} ${STANDING[id]}`, urn: at?.urn });
  }
  for (const gap of standing.gaps) found.push({ policy: CANNOT_TELL, message: gap, urn: undefined });
  return masked(found, standing.secrets);
}

function portalUnknown(connection: string): string {
  const which =
    connection === ""
      ? "The stack's settings don't have the portal of its resources"
      : `The stack's settings don't have the portal of the connection ${connection}`;
  return `${which}, so none of its rules is checked: set reseller:portal, or set the portal in the option connections of realmPolicies, such as { ${JSON.stringify(connection)}: "csp" }.`;
}

const NOTHING: RealmView = {
  objects: () => [],
  references: () => ({ certain: [], words: [], open: false }),
  referencesIn: () => [],
  was: () => undefined,
  unchanged: () => true,
  isNew: () => false,
};
let standard: ReadonlySet<string> | undefined;

/** Profiles that portals have of their own, which are referred to by name. */
function standardProfiles(): ReadonlySet<string> {
  standard ??= new Set(
    PORTAL_NAMES.flatMap((portal) =>
      portalNamed(portal)
        .access.assignable(NOTHING, undefined)
        .map(({ name }) => name),
    ),
  );
  return standard;
}

/** The same for the same resources: Pulumi hands each policy a copy of its own. */
function rememberingOne(
  examine: (resources: readonly PolicyResource[]) => Violation[],
): (resources: readonly PolicyResource[]) => Violation[] {
  let last: { readonly of: string; readonly found: Violation[] } | undefined;
  return (resources) => {
    const of = JSON.stringify([settingsIn(resources), statesIn(resources)]);
    if (last?.of !== of) last = { of, found: examine(resources) };
    return last.found;
  };
}

/** In an order that doesn't hang on the engine's, which differs from run to run. */
function statesIn(resources: readonly PolicyResource[]): ReturnType<typeof stateOf>[] {
  const states = resources.flatMap((resource) => {
    const kind = kindOfType(resource.type);
    return kind === undefined ? [] : [stateOf(resource, kind)];
  });
  return states.sort((one, other) => compare(one.urn, other.urn));
}

function readReviewFile(file: string): ReviewFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`the policies' review file ${file} can't be read: ${(error as Error).message}`);
  }
  return parseReviewFile(text, file);
}

function refuseUnknown(option: string, given: readonly string[], known: readonly string[], what: string): void {
  const strange = given.filter((name) => !known.includes(name));
  if (strange.length > 0)
    throw new Error(
      `${option} has ${strange.map((name) => `${JSON.stringify(name)}${suggestion(name, known)}`).join(", ")}: there is no such ${what}`,
    );
}
