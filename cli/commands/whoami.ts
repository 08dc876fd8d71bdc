import { Command } from "commander";
import type { Bearer, ConnectionSettings, Environment } from "../../provider/model/portal";
import { portalNamed } from "../../provider/portals";
import { jsonText, terminalCell, terminalText } from "../../text/escape";
import { oneLine } from "../../text/words";
import { documentation } from "../../text/documentation";
import { ask, chosenConnections, type ConnectionFlags, withConnectionFlags } from "../connections";
import { writeAboveProgress } from "../liveDisplay";
import { whileSaying } from "../progress";
import { REPORT_VERSION, type WhoamiReport } from "../reports";

const FAILED = 1;

interface WhoamiFlags extends ConnectionFlags {
  readonly json?: boolean;
}

type Asked = WhoamiReport["connections"][number];

/** `reseller whoami`: whose credentials the settings have, at each portal. */
export function whoamiCommand(): Command {
  return withConnectionFlags(
    new Command("whoami").description(
      "Show the portal and the owner of the credentials for each connection. Read-only.",
    ),
  )
    .option("--json", `print JSON (${documentation("commands.md")})`)
    .addHelpText(
      "after",
      "\nSettings are read from the stack in a Pulumi project, and from the environment elsewhere.\nExit codes: 0 success, 1 a portal could not be reached, 2 wrong usage.",
    )
    .action(async (flags: WhoamiFlags) => {
      const report = await whoamiReport(flags);
      process.stdout.write(flags.json === true ? jsonText(report) : whoamiText(report));
      if (report.connections.some(({ problem }) => problem !== undefined)) process.exitCode = FAILED;
    });
}

/** @throws UserError where the settings are wrong */
export async function whoamiReport(flags: ConnectionFlags, environment?: Environment): Promise<WhoamiReport> {
  const { chosen, from, remarks } = await chosenConnections(flags, environment);
  return {
    version: REPORT_VERSION,
    settings: from,
    connections: await whileSaying("Asking the portals", () => Promise.all(chosen.map(askedAbout))),
    remarks: [...remarks],
  };
}

async function askedAbout(connection: ConnectionSettings): Promise<Asked> {
  const { name, portal, endpoint } = connection;
  const place = { name, portal, title: portalNamed(portal).title, endpoint };
  try {
    const bearer = await ask(
      connection,
      (message) => writeAboveProgress(`${message}\n`),
      async (session) => {
        await session.verifyConnection();
        return session.bearer();
      },
    );
    return { ...place, ...ofBearer(bearer) };
  } catch (error) {
    return { ...place, untold: [], problem: (error as Error).message };
  }
}

function ofBearer({ id, name, role, untold, ...rest }: Bearer): Omit<Asked, "name" | "portal" | "title" | "endpoint"> {
  return { bearer: { id, name, role }, ...rest, untold: [...untold] };
}

/** A report as people read it. */
export function whoamiText({ connections, settings, remarks }: WhoamiReport): string {
  const blocks = connections.map((asked) => {
    const { name, title, endpoint, bearer, organization, account, ends, untold, problem } = asked;
    const lines: (readonly [label: string, text: string | undefined])[] = [
      ["portal", `${title}, ${endpoint}`],
      ["who", bearer && [withId(bearer), bearer.role].filter((part) => part !== "" && part !== undefined).join(", ")],
      ["reseller", organization && withId(organization)],
      ["account", account && withId(account)],
      ["ends", ends === null ? "never" : ends],
      ...untold.map((text) => ["not told", text] as const),
      ["PROBLEM", problem],
    ];
    return [
      `${terminalCell(name)} (of ${settings})`,
      ...lines.flatMap(([label, text]) =>
        text === undefined || text === "" ? [] : [`  ${label.padEnd(9)} ${terminalText(oneLine(text))}`],
      ),
    ];
  });
  return `${[...blocks.flat(), ...remarks.map((remark) => `note: ${terminalText(remark)}`)].join("\n")}\n`;
}

/** `anna (usr_1)`. */
function withId({ id, name }: { readonly id?: string; readonly name?: string }): string {
  if (name === undefined) return id ?? "";
  return id === undefined ? name : `${name} (${id})`;
}
