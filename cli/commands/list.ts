import { Argument, Command, InvalidArgumentError } from "commander";
import type { KindName } from "../../provider/model";
import { hasKind, isStateOnly, lackOf } from "../../provider/model/definePortal";
import { DEFAULT_CONNECTION, UserError } from "../../provider/lifecycle";
import type { Environment } from "../../provider/model/portal";
import { portalNamed } from "../../provider/portals";
import { everyName, KIND_WORDS, kindCalled, kindWord, meant, nearMisses } from "../../realm/resourceWords";
import { suggestion } from "../../provider/model/nearest";
import { jsonText, terminalText } from "../../text/escape";
import { oneLine } from "../../text/words";
import { matches } from "../../text/pattern";
import { documentation } from "../../text/documentation";
import { chosenConnections, type ConnectionFlags, type Looked, lookAround, withConnectionFlags } from "../connections";
import { accountOf, calledBy, lookedObject, namesIn, refersTo, type Seen, seenIn } from "../look";
import { type ListReport, type LookedObject, REPORT_VERSION } from "../reports";
import { keptNames } from "../stackState";
import { type Screen, screenOf, table } from "../table";

interface ListFlags extends ConnectionFlags {
  readonly account?: string;
  readonly name?: string;
  readonly locked?: boolean;
  readonly json?: boolean;
}

/** `reseller list`: what of one kind is at the portals. */
export function listCommand(): Command {
  return withConnectionFlags(
    new Command("list")
      .description("List objects at the portal: accounts, users, profiles and others. Read-only.")
      .addArgument(new Argument("<kind>", "what is listed").choices(KIND_WORDS).argParser(kindGiven))
      .option("--account <name>", "only objects of this account, by name or id, in any form that a command prints")
      .option("--name <pattern>", "only objects with a matching name; * matches any characters")
      .option("--locked", "only locked objects"),
  )
    .option("--json", `print JSON (${documentation("commands.md")})`)
    .addHelpText(
      "after",
      "\nPrints a table on a terminal, cut to its width; elsewhere full values separated by tabs. Reports what the token can't see on standard error.\nExit codes: 0 success, 1 failure, 2 wrong usage.",
    )
    .action(async (kind: KindName, flags: ListFlags) => {
      const { report, remarks } = await listReport(kind, flags);
      for (const remark of [...remarks, ...report.unseen.map(unseenText(report))])
        process.stderr.write(`${terminalText(oneLine(remark))}\n`);
      if (flags.json === true) process.stdout.write(jsonText(report));
      else if (report.objects.length > 0) process.stdout.write(listText(report, screenOf(process.stdout)));
      // Whoever counts the lines of a list that is empty counts none.
      else (process.stdout.isTTY ? process.stdout : process.stderr).write(`No ${plain(kind)}.\n`);
    });
}

function kindGiven(word: string): KindName {
  const kind = kindCalled(word);
  if (kind !== undefined) return kind;
  throw new InvalidArgumentError(`There are ${KIND_WORDS.join(", ")}${suggestion(word, KIND_WORDS)}.`);
}

/** @throws Error where the settings are wrong, a portal fails, or an account is named that there is none of */
export async function listReport(
  kind: KindName,
  flags: ListFlags,
  environment?: Environment,
): Promise<{ report: ListReport; remarks: readonly string[] }> {
  const { chosen, project, remarks } = await chosenConnections(flags, environment);
  const places = await lookAround(chosen, [kind], flags);
  const all = seenIn(places, [kind]);
  const account = flags.account === undefined ? undefined : await accountsMeant(flags.account, places, project, flags);
  const wanted = all.filter(
    (seen) =>
      (account === undefined || account.some((one) => belongsTo(seen, one))) &&
      (flags.name === undefined || everyName(calledBy()(seen)).some((name) => matches(flags.name!, name))) &&
      (flags.locked !== true || seen.object.found.inputs["locked"] === true),
  );
  const report: ListReport = {
    version: REPORT_VERSION,
    connections: chosen.map(({ name, portal, endpoint }) => ({
      name,
      portal,
      title: portalNamed(portal).title,
      endpoint,
    })),
    kind,
    objects: wanted.map(lookedObject),
    names: namesIn(wanted),
    unseen: places.flatMap(({ connection: { name }, reading }) =>
      reading.unseen.map((reason) => ({
        ...(name === DEFAULT_CONNECTION ? {} : { connection: name }),
        reason: reason.slice(reason.indexOf(": ") + 2),
      })),
    ),
  };
  return {
    report,
    remarks: [...remarks, ...lacking(places, kind), ...(flags.locked === true ? lockless(places, kind) : [])],
  };
}

/** Of it, in it, or, as people with roles on several accounts and their owners, referred to from one of the two. */
function belongsTo(seen: Seen, account: Seen): boolean {
  const own = seen.object.kind === "Account" ? seen.object : accountOf(seen);
  if (own !== undefined || seen.looked !== account.looked) return own === account.object;
  return refersTo(seen, account) || refersTo(account, seen);
}

/** The accounts that are named so, one at each portal at most. */
async function accountsMeant(
  text: string,
  places: readonly Looked[],
  project: string | undefined,
  { stack }: ListFlags,
): Promise<readonly Seen[]> {
  const accounts = seenIn(places, ["Account"]);
  let found = meant(text, accounts, calledBy(), "Account");
  if (found.length === 0) found = meant(text, accounts, calledBy(await keptNames(project, stack)), "Account");
  if (found.length === 0)
    throw new UserError(
      `--account ${text}: the portal shows no account of this name or id${nearMisses(text, accounts.map(calledBy()))}`,
    );
  const twice = found.find(({ looked }, index) => found.findIndex((other) => other.looked === looked) < index);
  if (twice === undefined) return found;
  throw new UserError(
    `--account ${text}: several accounts have this name: give the id of one: ${found.map(({ object }) => object.found.id).join(", ")}`,
  );
}

/** Why portals have none of a kind, and never will. */
function lacking(places: readonly Looked[], kind: KindName): string[] {
  return places.flatMap(({ session: { portal, kinds: drivers } }) => {
    if (isStateOnly(portal, kind))
      return [`${portal.title} has no ${kind}: those of programs are only in the states of their stacks`];
    const instead = portal.insteadOf?.[kind];
    return drivers[kind] === undefined
      ? [`${portal.title} has no ${kind}${instead === undefined ? "" : `: ${instead}`}`]
      : [];
  });
}

/** Nothing is locked where nothing can be: that says nothing of who may sign in. */
function lockless(places: readonly Looked[], kind: KindName): string[] {
  return places.flatMap(({ session: { portal } }) => {
    const why = hasKind(portal, kind) ? lackOf(portal, kind, "locked") : undefined;
    return why === undefined ? [] : [`--locked: ${plain(kind)} can't be locked there: locked ${why}`];
  });
}

function unseenText({ kind, connections }: ListReport): (unseen: ListReport["unseen"][number]) => string {
  return ({ connection, reason }) =>
    `Not all ${plain(kind)}${connections.length > 1 ? ` of ${connection ?? DEFAULT_CONNECTION}` : ""} may be here: ${reason}`;
}

function plain(kind: KindName): string {
  return kindWord(kind).replace("-", " ");
}

type Cell = (object: LookedObject, names: ListReport["names"]) => string;

const field =
  (name: string): Cell =>
  ({ fields }, names) =>
    cellText(fields[name], names);
const account: Cell = ({ account: own }) => own?.name ?? own?.id ?? "";
const locked: Cell = ({ fields }) => (fields["locked"] === true ? "locked" : "");
const person: Cell = ({ fields }) =>
  [fields["firstName"], fields["lastName"]].filter((word) => typeof word === "string").join(" ");
/** `admin on Acme AG`. */
const access: Cell = ({ fields }, names) =>
  (Array.isArray(fields["access"]) ? (fields["access"] as Record<string, unknown>[]) : [])
    .map(({ profile, account: of }) => `${cellText(profile, names)} on ${cellText(of, names)}`)
    .join(", ");
const count =
  (name: string): Cell =>
  ({ fields }) =>
    Array.isArray(fields[name]) ? String(fields[name].length) : "";

/** Between the name and the id. */
const COLUMNS: Readonly<Record<KindName, readonly (readonly [title: string, cell: Cell])[]>> = {
  Account: [
    ["STATE", field("state")],
    ["LOCKED", locked],
    ["SERVICES", field("availableServices")],
  ],
  User: [
    ["ACCOUNT", account],
    ["PERSON", person],
    ["EMAIL", ({ fields, name }) => (fields["email"] === name ? "" : cellText(fields["email"], {}))],
    ["PROFILES", field("profiles")],
    ["REALM ACCESS", field("realmAccess")],
    ["ACCESS", access],
    ["LOCKED", locked],
  ],
  Profile: [
    ["ACCOUNT", account],
    ["LEVEL", field("level")],
    ["RIGHTS", count("permissions")],
    ["RULES", count("rules")],
  ],
  QuotaProfile: [
    ["ACCOUNT", account],
    ["LIMITS", field("limits")],
  ],
  Quota: [
    ["ACCOUNT", account],
    ["PROJECT", field("project")],
    ["PROFILE", field("profile")],
    ["LIMITS", field("limits")],
  ],
  ServiceActivation: [["ACCOUNT", account]],
  Project: [
    ["ACCOUNT", account],
    ["DESCRIPTION", field("description")],
  ],
};

/** A report as people read it, and as `cut` and `awk` do. */
export function listText({ kind, objects, names, connections }: ListReport, screen: Screen): string {
  const columns: readonly (readonly [string, Cell])[] = [
    ["NAME", ({ name }) => name],
    ...COLUMNS[kind],
    ["NOTE", ({ status }) => status ?? ""],
    ...(connections.length > 1
      ? [["CONNECTION", ({ connection }: LookedObject) => connection ?? DEFAULT_CONNECTION] as const]
      : []),
    ["ID", ({ id }) => id],
  ];
  return table(
    columns.map(([title]) => title),
    objects.map((object) => columns.map(([, cell]) => cell(object, names))),
    screen,
  );
}

/** A value on one line, with names in place of ids. */
function cellText(value: unknown, names: ListReport["names"]): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return Object.hasOwn(names, value) ? names[value]! : value;
  if (Array.isArray(value)) return value.map((entry) => cellText(entry, names)).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, member]) => `${name} ${cellText(member, names)}`)
      .join(", ");
  return JSON.stringify(value);
}
