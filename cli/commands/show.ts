import { Command } from "commander";
import { KIND_NAMES, type KindName } from "../../provider/model";
import { DEFAULT_CONNECTION, UserError } from "../../provider/lifecycle";
import type { Environment } from "../../provider/model/portal";
import { kindIn, kindWord, meant, nearMisses } from "../../realm/resourceWords";
import { jsonText, terminalCell, terminalText } from "../../text/escape";
import { documentation } from "../../text/documentation";
import { chosenConnections, type ConnectionFlags, lookAround, withConnectionFlags } from "../connections";
import { accountName, calledBy, lookedObject, namesIn, type Seen, seenIn } from "../look";
import { REPORT_VERSION, type ShowReport } from "../reports";
import { keptNames } from "../stackState";
import { resourceTitle } from "../resourceTitle";

interface ShowFlags extends ConnectionFlags {
  readonly json?: boolean;
}

/** `reseller show`: all that a portal says of one object. */
export function showCommand(): Command {
  return withConnectionFlags(
    new Command("show")
      .description("Show all values of one object at the portal. Read-only.")
      .argument(
        "<resource>",
        "in any form that a command prints: users/acme/anna, 'User · anna of Acme AG', User/acme/anna, an id",
      ),
  )
    .option("--json", `print JSON (${documentation("commands.md")})`)
    .addHelpText("after", "\nExit codes: 0 success, 1 failure, or not exactly one object matches, 2 wrong usage.")
    .action(async (text: string, flags: ShowFlags) => {
      const { report, remarks } = await showReport(text, flags);
      for (const remark of remarks) process.stderr.write(`${terminalText(remark)}\n`);
      process.stdout.write(flags.json === true ? jsonText(report) : showText(report));
    });
}

/** @throws UserError where nothing, or more than one object, is called so */
export async function showReport(
  text: string,
  flags: ShowFlags,
  environment?: Environment,
): Promise<{ report: ShowReport; remarks: readonly string[] }> {
  const { chosen, project, remarks } = await chosenConnections(flags, environment);
  const kind = kindIn(text);
  const kinds: readonly KindName[] = kind === undefined ? KIND_NAMES : [kind];
  const places = await lookAround(chosen, kinds, flags);
  const all = seenIn(places, kinds);
  let found = meant(text, all, calledBy());
  if (found.length === 0) found = meant(text, all, calledBy(await keptNames(project, flags.stack)));
  const [seen, ...others] = found;
  const unseen = places.flatMap(({ reading }) => reading.unseen);
  if (seen === undefined) {
    const more = unseen.length === 0 ? "" : `. The list may be incomplete: ${unseen.join("; ")}`;
    throw new UserError(
      `${text}: the portal shows ${kind === undefined ? "nothing" : `no ${kind}`} of this name or id${nearMisses(text, all.map(calledBy()))}${more}`,
    );
  }
  if (others.length > 0)
    throw new UserError(
      `${text}: ${found.length} objects have this name: use the id of one\n${found.map((one) => `  ${choiceOf(one)}`).join("\n")}`,
    );
  return { report: { version: REPORT_VERSION, object: lookedObject(seen), names: namesIn([seen]) }, remarks };
}

/** In a form that this command takes. */
function choiceOf(seen: Seen): string {
  const { kind, name, found } = seen.object;
  const of = accountName(seen);
  const { name: connection } = seen.looked.connection;
  const where = connection === DEFAULT_CONNECTION ? "" : ` (--connection ${terminalCell(connection)})`;
  return `${kindWord(kind)}/${found.id}: ${terminalCell(name)}${of === undefined ? "" : ` of ${terminalCell(of)}`}${where}`;
}

/** A report as people read it: a line for each value, with the names of what it refers to beside the ids. */
export function showText({ object, names }: ShowReport): string {
  const { id, connection, status, because, fields, outputs } = object;
  const head = `${resourceTitle(object)} · id ${terminalCell(id)}`;
  const about = {
    ...(connection === undefined ? {} : { connection }),
    ...(status === undefined ? {} : { status: because === undefined ? status : `${status}: ${because}` }),
  };
  const lines = [...linesOf(about, names), ...linesOf(fields, names), ...linesOf(outputs, names)];
  return `${[head, ...lines.map((line) => `  ${line}`)].join("\n")}\n`;
}

function linesOf(values: Readonly<Record<string, unknown>>, names: ShowReport["names"]): string[] {
  return Object.entries(values).flatMap(([name, value]) => withLabel(`${terminalCell(name)}:`, value, names));
}

function withLabel(label: string, value: unknown, names: ShowReport["names"]): string[] {
  if (Array.isArray(value) && value.length > 0)
    return [label, ...value.flatMap((entry: unknown) => entryLines(entry, names))];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${label} ${scalar(value, names)}`];
  return [label, ...linesOf(value as Record<string, unknown>, names).map((line) => `  ${line}`)];
}

function entryLines(entry: unknown, names: ShowReport["names"]): string[] {
  if (typeof entry !== "object" || entry === null) return [`  - ${scalar(entry, names)}`];
  return linesOf(entry as Record<string, unknown>, names).map((line, index) => `  ${index === 0 ? "-" : " "} ${line}`);
}

function scalar(value: unknown, names: ShowReport["names"]): string {
  if (Array.isArray(value)) return "none";
  if (typeof value !== "string") return JSON.stringify(value);
  if (Object.hasOwn(names, value)) return `${terminalCell(names[value]!)} (${terminalCell(value)})`;
  // Lines of a text stay lines.
  return value === "" ? '""' : value.split("\n").map(terminalCell).join("\n    ");
}
