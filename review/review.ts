import { createHash } from "node:crypto";
import { kinds, UNKNOWN } from "../provider/model";
import { EVERYWHERE, OWN_REALM, UNTOLD } from "../provider/model/meaning";
import { portalNamed } from "../provider/portals/list";
import type { PortalName } from "../provider/model/portal";
import type { RightChange } from "./access/changes";
import { effectHash } from "./effectHash";
import { withAcceptances } from "./expectations/acceptances";
import { namesOfNobody } from "./expectations/references";
import { expectations } from "./expectations/rules";
import type { ReviewFile } from "./expectations/reviewFile";
import { lastOnes, owners } from "./findings/charge";
import { finding, type Found, type Rule } from "./findings/context";
import { escalations, publications } from "./findings/escalations";
import { customers } from "./findings/customers";
import { identities, takeovers } from "./findings/identity";
import { tooMuchAtOnce } from "./findings/mass";
import { accounts, activations, decisions, deletions } from "./findings/objects";
import { conditions, locks, losses, passwords } from "./findings/people";
import { gapsOf } from "./gaps";
import { errorText, refusals } from "./findings/providerWords";
import { quotaReview } from "./findings/quotas";
import { rightText, unknownSentence } from "./findings/rights";
import { DEFAULT_FAIL_ON, EXIT_CODES, type FailOn, isAtLeast, verdictOf } from "./gate";
import { MASK } from "../engine/values";
import { masked, secretsIn } from "./masks";
import { parsePlan } from "../engine/digest";
import { compare, type Plan, type PlannedResource } from "../engine/plannedResource";
import { readPrintedPlan } from "../engine/soundness";
import { portalOf, realmsOf } from "./portals";
import type { LiveRealm } from "./live/liveRealm";
import { askedOf, notLookedAt } from "./live/looked";
import { withLive } from "./live/withLive";
import { ConnectionReview } from "./realm/connectionReview";
import {
  type Change,
  type Completeness,
  type Effect,
  type Finding,
  type Holding,
  LEVELS,
  moreSerious,
  type Operation,
  OPERATIONS,
  type Report,
  REPORT_VERSION,
  type ReportAccount,
  type ReportChange,
  type ReportPerson,
  type Verdict,
} from "./report";
import { counted, inSentence, joined, listed, whoIs } from "../text/words";

export interface ReviewOptions {
  /** What a team's `review.yaml` says. */
  readonly file?: ReviewFile;
  readonly failOn?: FailOn;
  /** The day as of which ends of acceptances and grants are judged, YYYY-MM-DD in UTC. Default: today. */
  readonly today?: string;
  /** Which portal a connection drives, where the plan's settings don't tell; the default connection under "". */
  readonly portals?: Readonly<Record<string, PortalName>>;
  /** The portal of the default connection, where neither the plan's settings nor `portals` tell: what the preview's environment had. */
  readonly portalOfEnvironment?: PortalName;
  readonly savedPlan?: Report["savedPlan"];
  /** What the portals have now, by whoever asked them; undefined: nobody did. */
  readonly live?: readonly LiveRealm[];
  /** The `effectHash` of a review that somebody approved: a plan of the very same effect goes through, any other is judged anew. */
  readonly approved?: string;
  /** How messages call the plan. */
  readonly from?: string;
}

const RULES: readonly Rule[] = [
  escalations,
  publications,
  identities,
  takeovers,
  customers,
  lastOnes,
  owners,
  locks,
  losses,
  passwords,
  conditions,
  accounts,
  deletions,
  activations,
  decisions,
];

/**
 * What a plan means for people's access, from the plan alone: no portal is asked, nothing secret is in what comes out, and the same plan
 * gives the same report.
 *
 * @param text what `pulumi preview --json --show-sames` printed.
 * @throws PlanError where it is no such text.
 */
export function reviewPlan(text: string, options: ReviewOptions = {}): Report {
  const digest = parsePlan(text, options.from);
  const plan = readPrintedPlan(digest);
  const report = assemble(plan, options);
  return masked(report, secretsIn(digest, plan.resources));
}

function assemble(plan: Plan, options: ReviewOptions): Report {
  const { file = {}, failOn = DEFAULT_FAIL_ON, today = new Date().toISOString().slice(0, 10) } = options;
  const gaps = [...plan.gaps];
  const reviews = connectionReviews(plan, options, gaps);
  const quotas = reviews.map((review) => quotaReview(review, file.pools ?? {}));
  gaps.push(
    ...quotas.flatMap(({ gaps: of }) => of),
    ...errorsOf(plan),
    ...reviews.flatMap((review) => gapsOf(review, plan)),
  );

  const found = [
    ...reviews.flatMap((review, index) =>
      [
        ...RULES.flatMap((rule) => [...rule(review)]),
        ...quotas[index]!.findings,
        ...expectations(review, file, today),
      ].map((entry) => finding(entry, review)),
    ),
    ...[...tooMuchAtOnce(reviews, file), ...refusals(plan, reviews), ...namesOfNobody(reviews, file)].map((entry) =>
      finding(entry),
    ),
  ];
  const findings = sorted(withAcceptances(merged(found), file, today));
  const completeness = completenessOf(plan, reviews, gaps, options.live);
  const changed = plan.resources.filter(({ operation }) => operation !== "same");
  const effect = effectHash({ resources: plan.resources, reviews, findings, expiries: file.expiries });
  const approved = options.approved === undefined ? undefined : options.approved === effect;
  const verdict = verdictOf(completeness, changed.length > 0, findings, failOn, approved);
  const tables = new Tables(reviews);
  const effects = effectsOf(reviews, tables);
  const changes = changed.map(changeEntry);
  return {
    version: REPORT_VERSION,
    project: plan.project,
    stack: plan.stack,
    portals: [...new Map(reviews.map(({ meaning }) => [meaning.portal, meaning])).values()].map(({ portal, note }) => ({
      name: portal,
      title: portalNamed(portal).title,
      ...(note === undefined ? {} : { note }),
    })),
    verdict,
    exitCode: EXIT_CODES[verdict],
    failOn,
    headline: headlineOf(verdict, findings, reviews, completeness, approved),
    effectHash: effect,
    ...(approved === undefined ? {} : { approved }),
    planHash: hash(changes.map(({ source: _source, ...change }) => change)),
    ...(options.savedPlan === undefined ? {} : { savedPlan: options.savedPlan }),
    operations: Object.fromEntries(
      OPERATIONS.map((operation) => [
        operation,
        plan.resources.filter((resource) => resource.operation === operation).length,
      ]),
    ) as Record<Operation, number>,
    completeness,
    findings,
    approvals: approvalsOf(findings, file, reviews),
    effects,
    accounts: [...new Map(reviews.flatMap(accountEntries).map((entry) => [entry.key, entry])).values()],
    people: reviews.flatMap(personEntries),
    permissions: tables.permissions,
    rights: tables.rights,
    access: tables.access,
    quotas: quotas.flatMap(({ quotas: of }) => of),
    said: plan.messages.filter(({ isError }) => !isError).map(({ text }) => text),
    changes,
  };
}

/** The reviews of the plan's realms; connections of which nobody knows the portal are gaps. */
export function connectionReviews(
  plan: Plan,
  { portals, portalOfEnvironment, live }: Pick<ReviewOptions, "portals" | "portalOfEnvironment" | "live">,
  gaps: string[],
  isStanding = false,
): ConnectionReview[] {
  const adopts = String(plan.config["reseller:adopt"]) === "true";
  const known = new Map<string | undefined, PortalName>();
  for (const connection of new Set(plan.resources.map((resource) => resource.connection))) {
    const portal =
      portalOf(plan.config, connection, portals) ?? (connection === undefined ? portalOfEnvironment : undefined);
    if (portal !== undefined) known.set(connection, portal);
  }
  for (const [connection, resources] of byConnection(plan.resources))
    if (!known.has(connection))
      gaps.push(
        connection === undefined
          ? `The plan doesn't tell which portal ${counted(resources.length, "resource is", "resources are")} for: set reseller:portal in the stack's settings, or give --portal.`
          : `The plan doesn't tell which portal the connection ${connection} drives, with ${counted(resources.length, "resource", "resources")}: give --portal ${connection}=NAME.`,
      );
  return realmsOf(plan, known).map(({ portal, connections, doubts }) => {
    gaps.push(...doubts);
    const resources = plan.resources.filter(({ connection }) => connections.includes(connection));
    const meaning = portalNamed(portal).access;
    const asked = live?.filter((realm) => connections.includes(realm.connection));
    const part = asked === undefined ? { resources, gaps: [] } : withLive(resources, asked, meaning, adopts);
    gaps.push(...part.gaps);
    return new ConnectionReview(meaning, part.resources, adopts, isStanding);
  });
}

function byConnection(resources: readonly PlannedResource[]): Map<string | undefined, PlannedResource[]> {
  const groups = new Map<string | undefined, PlannedResource[]>();
  for (const resource of resources)
    groups.set(resource.connection, [...(groups.get(resource.connection) ?? []), resource]);
  return groups;
}

function untoldRemarks(review: ConnectionReview): string[] {
  const names = review.people
    .filter(({ scopes }) =>
      scopes.some(({ rights }) => rights.some(({ permission, change }) => permission === UNTOLD && change === "none")),
    )
    .map(({ key }) => review.personName(key));
  if (names.length === 0) return [];
  return [
    `What ${whoIs(names)} may do hangs in part on objects that this plan doesn't have, and doesn't change with it.`,
  ];
}

function errorsOf({ messages }: Plan): string[] {
  return messages
    .filter(({ isError }) => isError)
    .map((message) => `The preview ended with an error, so that the plan is not whole: ${errorText(message)}`);
}

function completenessOf(
  plan: Plan,
  reviews: readonly ConnectionReview[],
  gaps: readonly string[],
  live: readonly LiveRealm[] | undefined,
): Completeness {
  const count = (side: "before" | "after", kind: "Account" | "Profile") =>
    reviews.flatMap((review) =>
      review.of(kind).filter((resource) => resource[side] !== undefined && (side === "before" || !resource.isLetGo)),
    ).length;
  const people = (side: "before" | "after") =>
    reviews.reduce((sum, review) => sum + review[side].holdings.people.size, 0);
  const secret = plan.resources.filter(
    ({ operation, after, before }) =>
      operation === "update" && before?.values["password"] !== undefined && after?.values["password"] !== undefined,
  ).length;
  return {
    complete: gaps.length === 0,
    people: { before: people("before"), after: people("after") },
    accounts: { before: count("before", "Account"), after: count("after", "Account") },
    profiles: { before: count("before", "Profile"), after: count("after", "Profile") },
    resources: plan.resources.length,
    others: plan.others,
    gaps: [...new Set(gaps)],
    remarks: [
      ...new Set([
        ...reviews.flatMap(({ meaning }) => meaning.remarks),
        ...reviews.flatMap(untoldRemarks),
        ...(secret > 0
          ? [`Whether the passwords of ${counted(secret, "person", "people")} change can't be seen: they are masked.`]
          : []),
      ]),
    ],
    ...(live === undefined ? {} : { live: live.map(askedOf) }),
    notLookedAt: notLookedAt(
      reviews.map(({ meaning }) => meaning),
      live,
    ),
  };
}

/** The same finding about the same subject, found more than once, is one. */
export function merged(findings: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const entry of findings) {
    const key = JSON.stringify([entry.id, entry.subject]);
    const other = known.get(key);
    if (other === undefined) known.set(key, entry);
    else
      known.set(key, {
        ...other,
        level: moreSerious(other.level, entry.level),
        sentence: other.sentence === entry.sentence ? other.sentence : `${other.sentence} ${entry.sentence}`,
        certain: other.certain || entry.certain,
        people: [...new Set([...other.people, ...entry.people])].sort(compare),
        accounts: [...new Set([...other.accounts, ...entry.accounts])].sort(compare),
      });
  }
  return [...known.values()];
}

export function sorted(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) =>
      LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level) ||
      compare(one.id, other.id) ||
      compare(one.subject, other.subject),
  );
}

function headlineOf(
  verdict: Verdict,
  findings: readonly Finding[],
  reviews: readonly ConnectionReview[],
  { gaps }: Completeness,
  approved: boolean | undefined,
): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const accepted = findings.length - open.length;
  const people = reviews.flatMap((review) => review.people);
  const withChange = (...changes: Change[]) =>
    people.filter(({ scopes }) => scopes.some(({ rights }) => rights.some(({ change }) => changes.includes(change))))
      .length;
  const parts = [
    ...[...LEVELS].reverse().flatMap((level) => {
      const number = open.filter((entry) => entry.level === level).length;
      const [one, many] = LEVEL_WORDS[level];
      return number === 0 ? [] : [counted(number, one, many)];
    }),
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
  ];
  const gained = withChange("gained", "maybe gained");
  const lost = withChange("lost", "maybe lost");
  const others = new Set(findings.filter(({ id }) => id.startsWith("IDN-")).map(({ subject }) => subject)).size;
  const unchanged = others === 0 ? "nobody's access changes" : "nobody's rights change";
  const access = [
    // Where something is missing, what isn't seen to change is no fact.
    gained + lost > 0
      ? `${gained} gain and ${lost} lose access`
      : gaps.length === 0
        ? unchanged
        : "no change of anybody's rights",
    ...(others === 0
      ? []
      : [counted(others, "person signs in or is reached otherwise", "people sign in or are reached otherwise")]),
  ].join(", ");
  const differs = approved === false ? ". What was approved had another effect" : "";
  const words = `${parts.length > 0 ? `${joined(parts)}; ` : ""}${access}${differs}`;
  switch (verdict) {
    case "nothing":
      return "Nothing to review: the plan changes nothing.";
    case "changes":
      return `${approved === true ? "Approved as it is" : "Changes without findings that need an approval"}: ${words}.`;
    case "approval":
      return `Needs an approval: ${words}.`;
    case "blocked":
      return `Blocked: ${words}.`;
    case "cannot tell":
      return `Cannot tell: ${counted(gaps.length, "thing is", "things are")} missing. As far as it can be seen: ${words}.`;
  }
}

const LEVEL_WORDS = {
  escalation: ["escalation", "escalations"],
  irreversible: ["thing that can't be undone", "things that can't be undone"],
  risk: ["risk", "risks"],
  notice: ["notice", "notices"],
} as const;

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

function approvalsOf(
  findings: readonly Finding[],
  { approvals = [] }: ReviewFile,
  reviews: readonly ConnectionReview[],
): Report["approvals"] {
  return approvals.flatMap(({ by, count = 1, level, findings: ids, account }) => {
    const asks = findings.filter((entry) => {
      if (entry.accepted !== undefined) return false;
      if (level !== undefined && !isAtLeast(entry.level, level)) return false;
      if (ids !== undefined && !ids.includes(entry.id)) return false;
      const named = (key: string) => key === account || reviews.some((review) => review.nameOf(key) === account);
      return account === undefined || entry.accounts.some((key) => key === EVERYWHERE || named(key));
    });
    return asks.length === 0 ? [] : [{ by, count, findings: asks.map(({ id, subject }) => `${id} ${subject}`) }];
  });
}

function accountEntries(review: ConnectionReview): ReportAccount[] {
  const { portal } = review.meaning;
  const declared = review.of("Account").map((resource): ReportAccount => {
    const before: Holding = review.before.holdings.locked.get(resource.key) ?? "no";
    const after: Holding = review.after.holdings.locked.get(resource.key) ?? "no";
    return {
      key: resource.key,
      name: review.nameOf(resource.key),
      portal,
      ...connectionOf(resource),
      before: resource.before !== undefined,
      after: resource.after !== undefined && resource.operation !== "delete",
      declared: resource.live !== "not declared",
      ...(before === "no" && after === "no" ? {} : { locked: { before, after } }),
    };
  });
  const known = new Set(declared.map(({ key }) => key));
  const scopes = new Set(
    review.people.flatMap(({ scopes: of, now }) => [
      ...of.map(({ scope }) => scope),
      ...(now.home === undefined ? [] : [now.home]),
    ]),
  );
  const others = [...scopes]
    .filter((scope) => scope !== EVERYWHERE && !known.has(scope))
    .sort(compare)
    .map((key): ReportAccount => ({
      key,
      name: key === OWN_REALM ? "Own realm" : key,
      portal,
      before: true,
      after: true,
      declared: key === OWN_REALM,
    }));
  return [...declared, ...others];
}

function connectionOf(resource: PlannedResource | undefined): { connection?: string } {
  return resource?.connection === undefined ? {} : { connection: resource.connection };
}

function personEntries(review: ConnectionReview): ReportPerson[] {
  return review.people.map(({ key, now, before, after, change }) => ({
    key,
    name: now.name,
    ...(now.fullName === undefined ? {} : { fullName: now.fullName }),
    ...(now.home === undefined ? {} : { account: now.home }),
    portal: review.meaning.portal,
    ...connectionOf(review.resource(key)),
    before: before !== undefined,
    after: after !== undefined,
    ...(isDeclared(review, key) ? {} : { declared: false as const }),
    change,
  }));
}

function isDeclared(review: ConnectionReview, key: string): boolean {
  const live = review.resource(key)?.live;
  return live !== "not declared" && live !== "built in";
}

/** Permissions and sets of rights by number: a thousand people who have the same share one entry. */
class Tables {
  readonly permissions: Report["permissions"] = [];
  readonly rights: Report["rights"] = [];
  readonly access: Report["access"] = [];
  private readonly numbers = new Map<string, number>();

  constructor(reviews: readonly ConnectionReview[]) {
    for (const review of reviews) this.addPermissions(review);
    for (const review of reviews) this.addAccess(review);
  }

  number({ meaning }: ConnectionReview, permission: string): number {
    return this.numbers.get(`${meaning.portal} ${permission}`)!;
  }

  private addPermissions(review: ConnectionReview): void {
    const { meaning } = review;
    const sets = new Set(review.people.flatMap(({ scopes }) => scopes.map(({ rights }) => rights)));
    const names = new Set([...sets].flatMap((rights) => rights.map(({ permission }) => permission)));
    for (const name of [...names].sort(compare)) {
      if (this.numbers.has(`${meaning.portal} ${name}`)) continue;
      const { sentence, section, power } = meaning.meaningOf(name) ?? {
        sentence: unknownSentence(name),
        section: "Unknown",
        power: "none" as const,
      };
      this.numbers.set(`${meaning.portal} ${name}`, this.permissions.length);
      this.permissions.push({
        portal: meaning.portal,
        name,
        sentence,
        section,
        power,
        known: meaning.meaningOf(name) !== undefined,
      });
    }
  }

  private addAccess(review: ConnectionReview): void {
    const known = new Map<readonly RightChange[], number>();
    for (const { key, scopes } of review.people)
      for (const { scope, rights } of scopes) {
        if (rights.length === 0) continue;
        let index = known.get(rights);
        if (index === undefined) {
          index = this.rights.length;
          known.set(rights, index);
          this.rights.push(
            rights.map(({ permission, limit, before, after, change, held }) => ({
              permission: this.number(review, permission),
              before,
              after,
              change,
              ...(limit === undefined ? {} : { limit }),
              path: held.path.map(({ kind, name }) => ({ kind, name })),
            })),
          );
        }
        this.access.push({ person: key, scope, rights: index });
      }
  }
}

const EFFECTS: readonly Exclude<Change, "none">[] = ["gained", "maybe gained", "lost", "maybe lost", "unknown"];

/** What happens to whom: people to whom the same happens by the same thing are one entry. */
function effectsOf(reviews: readonly ConnectionReview[], tables: Tables): Effect[] {
  return reviews.flatMap((review) => {
    const groups = new Map<string, Omit<Effect, "sentence"> & { rights: RightChange[]; weight: number }>();
    const parts = new Map<
      readonly RightChange[],
      { change: Exclude<Change, "none">; rights: RightChange[]; text: string }[]
    >();
    const partsOf = (rights: readonly RightChange[]) => {
      const known = parts.get(rights);
      if (known !== undefined) return known;
      const made = EFFECTS.flatMap((change) => {
        const of = rights.filter((right) => right.change === change);
        const text = JSON.stringify(
          of.map(({ permission, limit, left, held }) => [permission, limit, left, held.path.map(({ name }) => name)]),
        );
        return of.length === 0 ? [] : [{ change, rights: of, text }];
      });
      parts.set(rights, made);
      return made;
    };
    for (const person of review.people)
      for (const { scope, rights } of person.scopes)
        for (const { change, rights: of, text } of partsOf(rights)) {
          const where = scope === person.now.home ? "own" : scope;
          const key = `${change} ${where} ${text}`;
          const group = groups.get(key);
          if (group !== undefined) group.people.push(person.key);
          else
            groups.set(key, {
              people: [person.key],
              scope: where,
              change,
              permissions: of.map(({ permission }) => tables.number(review, permission)),
              path: of[0]!.held.path.map(({ kind, name }) => ({ kind, name })),
              rights: of,
              weight:
                EFFECTS.indexOf(change) * 2 +
                (of.some(({ permission }) => review.meaning.meaningOf(permission)?.power !== "none") ? 0 : 1),
            });
        }
    return [...groups.values()]
      .sort(
        (one, other) =>
          one.weight - other.weight ||
          other.people.length - one.people.length ||
          compare(one.people[0]!, other.people[0]!) ||
          compare(one.scope, other.scope),
      )
      .map(({ rights, weight: _weight, ...effect }) => ({
        ...effect,
        sentence: effectSentence(review, effect, rights),
      }));
  });
}

const VERBS: Readonly<Record<Exclude<Change, "none">, string>> = {
  gained: "may from now on",
  "maybe gained": "may perhaps from now on",
  lost: "may no longer",
  "maybe lost": "may perhaps no longer",
  unknown: "may perhaps, which can't be told,",
};

function effectSentence(
  review: ConnectionReview,
  { people, scope, change }: Omit<Effect, "sentence">,
  rights: readonly RightChange[],
): string {
  const who = whoIs(people.map((key) => review.personName(key)));
  const may = listed(
    [
      ...new Set(
        rights.map(({ permission, limit, left }) => {
          const limited = rightText(review.meaning.meaningOf(permission), permission, limit);
          return left === undefined
            ? limited
            : `${limited}, from now on only ${joined(
                left.map((limit) => inSentence(limit)),
                "or",
              )}`;
        }),
      ),
    ],
    8,
  );
  const where = scope === "own" ? "" : ` in ${review.accountName(scope)}`;
  return `${who} ${VERBS[change as Exclude<Change, "none">]}${where}: ${may}.`;
}

function changeEntry({ key, kind, urn, operation, because, before, after, source }: PlannedResource): ReportChange {
  const names = [...new Set([...Object.keys(before?.values ?? {}), ...Object.keys(after?.values ?? {})])].sort(compare);
  const text = (name: string, value: unknown) =>
    value === undefined ? undefined : shown(kinds[kind].fields[name]?.secret, value);
  const properties = names.flatMap((name) => {
    const [was, is] = [text(name, before?.values[name]), text(name, after?.values[name])];
    if (was === is) return [];
    return [{ name, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
  return { key, kind, urn, operation, because: [...because], properties, ...(source === undefined ? {} : { source }) };
}

/** A value as JSON, with what is secret masked and what isn't known said. */
function shown(secret: true | readonly string[] | undefined, value: unknown): string {
  if (secret === true) return JSON.stringify(MASK);
  return (
    JSON.stringify(value, (name, member: unknown) => {
      if (secret?.includes(name) === true) return MASK;
      return member === UNKNOWN ? "[unknown]" : member;
    }) ?? "[unknown]"
  );
}

export type { Found };
