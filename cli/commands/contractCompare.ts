import * as path from "node:path";
import { Command, Option } from "commander";
import { compared, type Comparison, draftOf, readOpenApi } from "../../provider/contract/compare";
import type { PortalContract } from "../../provider/contract";
import { UserError } from "../../provider/model/errors";
import { isRecord } from "../../provider/model/shapes";
import { derivedContract, PORTAL_NAMES, portalNamed } from "../../provider/portals";
import { documentation } from "../../text/documentation";
import { jsonText, terminalText } from "../../text/escape";
import { counted, some } from "../../text/words";
import { chosenConnections, type ConnectionFlags, withConnectionFlags } from "../connections";
import { readText } from "../given";
import { whileSaying } from "../progress";
import { type CompareReport, REPORT_VERSION } from "../reports";
import { type Screen, screenOf, table } from "../table";
import { refuseOverwriting, writeTogether } from "../writtenFiles";
import { WrongUse } from "../wrongUse";

interface CompareFlags extends ConnectionFlags {
  readonly portal?: string;
  readonly draft?: string;
  readonly force?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

type Compared = CompareReport["operations"][number];
type Body = NonNullable<Compared["request"]>;

/** `reseller contract compare`: which operations and members of a vendor's document are those of the contract. */
export function compareCommand(): Command {
  return withConnectionFlags(
    new Command("compare")
      .description(
        "Compare the contract with the vendor's OpenAPI document (2.0, 3.0 or 3.1, JSON or YAML). Nothing is sent anywhere.",
      )
      .argument("<file>", "the vendor's document"),
  )
    .addOption(
      new Option("--portal <name>", "portal whose contract is compared; default: that of the settings").choices(
        PORTAL_NAMES,
      ),
    )
    .option("--draft <file>", "write a draft of contract.yaml, with every guess marked")
    .option("--force", "overwrite the file of --draft")
    .option("--all", "also print what is the same, and what only the vendor has")
    .option("--json", `print JSON (${documentation("commands.md")})`)
    .addHelpText(
      "after",
      "\nOnly what has the same name is called the same; everything else is a guess, with how sure it is from 0 to 1.\nExit codes: 0 compared, 1 the draft could not be written, 2 wrong usage, or the file is no OpenAPI document.",
    )
    .action(async (file: string, flags: CompareFlags) => {
      const target = flags.draft === undefined ? undefined : path.resolve(flags.draft);
      if (target !== undefined && flags.force !== true) refuseDraft(target);
      const contract = await chosenContract(flags);
      const comparison = await whileSaying(
        "Comparing the contract with the document",
        () => Promise.resolve(comparisonWith(file, contract)),
        flags,
      );
      if (target !== undefined)
        writeTogether(path.dirname(target), [{ path: path.basename(target), text: draftOf(comparison) }]);
      const report = compareReport(comparison, file, flags.draft);
      const screen = screenOf(process.stdout);
      process.stdout.write(flags.json === true ? jsonText(report) : compareText(report, screen, flags.all === true));
    });
}

function refuseDraft(target: string): void {
  try {
    refuseOverwriting(path.dirname(target), [{ path: path.basename(target) }]);
  } catch (error) {
    if (error instanceof UserError)
      throw new WrongUse(error.message.replace("another place with --out", "another file"));
    throw error;
  }
}

async function chosenContract(flags: CompareFlags): Promise<PortalContract> {
  const portal = flags.portal ?? (await portalOfSettings(flags));
  const contract = derivedContract(portal);
  if (contract === undefined)
    throw new WrongUse(
      `the contract of ${portal} is published by its vendor: there is nothing to compare. Choose another portal with --portal`,
    );
  return contract;
}

async function portalOfSettings(flags: CompareFlags): Promise<string> {
  const { chosen } = await chosenConnections(flags);
  const derived = [...new Set(chosen.map(({ portal }) => portal))].filter(
    (name) => derivedContract(name) !== undefined,
  );
  const [only = chosen[0]?.portal ?? ""] = derived;
  if (derived.length > 1)
    throw new WrongUse(`the settings have several portals: choose one with --portal (${derived.sort().join(", ")})`);
  return only;
}

function comparisonWith(file: string, contract: PortalContract): Comparison {
  try {
    return compared(contract, readOpenApi(readText(file, "the document"), file));
  } catch (error) {
    throw error instanceof UserError && !(error instanceof WrongUse) ? new WrongUse(error.message) : error;
  }
}

/** A comparison as data. */
export function compareReport(comparison: Comparison, file: string, draft: string | undefined): CompareReport {
  const { contract, document, operations, others, connection, notFollowed } = comparison;
  const { version: openapi, title, release, root } = document;
  const place = ({
    method,
    path: at,
    id,
  }: {
    readonly method: string;
    readonly path: string;
    readonly id: string | undefined;
  }) => ({
    method,
    path: at,
    ...(id === undefined ? {} : { id }),
  });
  const body = (of: Comparison["operations"][number]["request"]): Body | undefined =>
    of && {
      ...of,
      others: [...of.others],
      members: of.members.map(({ name: _, type, ...member }) => ({
        ...member,
        ...(type === undefined ? {} : { type }),
      })),
    };
  return {
    version: REPORT_VERSION,
    portal: contract.portal,
    document: { file, openapi, title, release, servers: serversOf(root), notFollowed: [...notFollowed] },
    operations: operations.map(({ own, result, theirs, confidence, why, query, request, response }) => {
      const [sent, got] = [body(request), body(response)];
      return {
        ...place(own),
        id: own.id,
        result,
        ...(theirs === undefined ? {} : { there: place(theirs) }),
        confidence,
        why,
        query: Object.fromEntries(query.map(({ name, there }) => [name, there])),
        ...(sent === undefined ? {} : { request: sent }),
        ...(got === undefined ? {} : { response: got }),
      };
    }),
    others: others.map(place),
    connection: connection.map(({ part, terms, confidence, why }) => ({ part, terms: { ...terms }, confidence, why })),
    ...(draft === undefined ? {} : { draft }),
  };
}

/** Addresses below which the paths are. */
function serversOf(root: Readonly<Record<string, unknown>>): string[] {
  const { servers, host, basePath, schemes } = root;
  if (Array.isArray(servers))
    return servers.flatMap((server: unknown) =>
      isRecord(server) && typeof server["url"] === "string" ? [server["url"]] : [],
    );
  if (typeof host !== "string") return [];
  const [scheme] = Array.isArray(schemes) ? (schemes as unknown[]) : [];
  return [`${typeof scheme === "string" ? scheme : "https"}://${host}${typeof basePath === "string" ? basePath : ""}`];
}

/** A report as people read it. */
export function compareText(report: CompareReport, screen: Screen, isWhole: boolean): string {
  const { portal, document, operations, others, connection, draft } = report;
  const of = (result: Compared["result"]) => operations.filter((each) => each.result === result);
  const name = `${document.title || document.file} ${document.release}`.trim();
  const counts = [
    `${of("same").length} the same`,
    `${of("probably").length} probably under another name`,
    `${of("missing").length} missing at the vendor`,
    `${others.length} only at the vendor`,
  ];
  const blocks = [
    `${terminalText(`${portalNamed(portal).title} and ${name} (OpenAPI ${document.openapi})`)}\n${counted(operations.length, "operation")} of the contract: ${counts.join(", ")}\n`,
    operationsTable(
      operations.filter(({ result }) => isWhole || result !== "same"),
      screen,
    ),
    membersTable(operations, screen, isWhole),
    isWhole
      ? table(
          ["ONLY AT THE VENDOR", "PATH"],
          others.map(({ method, path: at }) => [method, at]),
          screen,
        )
      : "",
    connection.length === 0
      ? ""
      : table(
          ["CONNECTION", "AT THE VENDOR", "SURE", "WHY"],
          connection.map(({ part, terms, confidence, why }) => [
            part,
            JSON.stringify(terms[part]),
            confidence.toFixed(2),
            why,
          ]),
          screen,
        ),
    closing(report, draft),
  ];
  return blocks.filter((block) => block !== "").join("\n");
}

const RESULTS: Readonly<Record<Compared["result"], string>> = {
  same: "same",
  probably: "probably",
  missing: "MISSING",
};

function operationsTable(operations: readonly Compared[], screen: Screen): string {
  if (operations.length === 0) return "";
  const order = Object.keys(RESULTS);
  const sorted = [...operations].sort((one, other) => order.indexOf(one.result) - order.indexOf(other.result));
  return table(
    ["OPERATION", "RESULT", "SURE", "AT THE VENDOR", "WHY"],
    sorted.map(({ id, result, confidence, there, why }) => [
      id,
      RESULTS[result],
      result === "missing" ? "" : confidence.toFixed(2),
      there === undefined ? "" : `${there.method} ${there.path}`,
      why,
    ]),
    screen,
  );
}

/** Members of types, each once for every place that it has. */
function membersTable(operations: readonly Compared[], screen: Screen, isWhole: boolean): string {
  const rows = new Map<string, readonly string[]>();
  for (const { id, request, response } of operations)
    for (const { path: at, type, result, confidence, at: there = "", why, words } of [request, response].flatMap(
      (body) => body?.members ?? [],
    )) {
      if (result === "same" && words === undefined && !isWhole) continue;
      const member = `${type ?? id}.${type === undefined ? at : at.slice(at.lastIndexOf(".") + 1)}`;
      const translated = Object.entries(words ?? {}).map(([own, other]) => `${own}: ${other}`);
      const row = [
        member,
        RESULTS[result],
        result === "missing" ? "" : confidence.toFixed(2),
        there,
        translated.join(", "),
        why,
      ];
      rows.set(row.slice(0, 5).join("\n"), row);
    }
  if (rows.size === 0) return "";
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  return table(["MEMBER", "RESULT", "SURE", "AT THE VENDOR", "WORDS", "WHY"], sorted, screen);
}

function closing(
  { document: { servers, notFollowed }, operations, connection }: CompareReport,
  draft: string | undefined,
): string {
  const isSame = connection.length === 0 && operations.every(({ result }) => result === "same");
  const lines = [
    ...(servers.length === 0
      ? []
      : [`The paths are below ${some(servers, 3)}: reseller:endpoint must be that address.`]),
    ...(notFollowed.length === 0
      ? []
      : [
          `${counted(notFollowed.length, "reference")} ${notFollowed.length === 1 ? "wasn't" : "weren't"} followed (${some(notFollowed, 3)}): put the document into one file to compare what is there.`,
        ]),
    ...(draft === undefined
      ? []
      : [
          `A draft is in ${draft}. Check its guesses, set reseller:contract to it, and run: npx reseller contract probe`,
        ]),
    ...(draft === undefined && !isSame ? ["To write a draft of contract.yaml, add: --draft contract.yaml"] : []),
  ];
  return lines.map((line) => `${terminalText(line)}\n`).join("");
}
