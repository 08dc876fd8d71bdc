import type { Command } from "commander";
import { readObjects, type Reading } from "../discovery";
import type { KindName } from "../provider/model";
import type { ConnectionSettings, Environment, PortalSession } from "../provider/model/portal";
import { openSession } from "../provider/portals";
import { type Progress, type QuietFlag, READING_LISTS, whileSaying, withProgress, withQuiet } from "./progress";
import { connectionNamed, type StackChoice, stackSettings, withProviders } from "./stackSettings";

/** What every command is told that looks at portals without a program. */
export interface ConnectionFlags extends StackChoice, QuietFlag {
  readonly connection?: string;
}

export function withConnectionFlags(command: Command): Command {
  return withQuiet(command)
    .option("--connection <name>", "only this connection of reseller:connections; default: all")
    .option("--stack <name>", "the stack whose settings are used; default: the selected stack")
    .option("--cwd <folder>", "folder of the Pulumi project whose settings are used");
}

export interface Connections {
  readonly chosen: readonly ConnectionSettings[];
  /** For messages: where the settings came from. */
  readonly from: string;
  readonly project: string | undefined;
  /** What is to be known of the settings, and is no error. */
  readonly remarks: readonly string[];
}

/** @throws UserError where the settings are wrong, or have no such connection */
export async function chosenConnections(
  flags: ConnectionFlags,
  environment: Environment = process.env,
): Promise<Connections> {
  const { settings, from, project } = await whileSaying(
    "Reading the settings of the stack",
    async () => {
      const found = await stackSettings(flags, environment);
      const named = flags.connection === undefined ? [] : [flags.connection];
      return { ...found, settings: await withProviders(found, named, flags.stack, environment) };
    },
    flags,
  );
  const chosen =
    flags.connection === undefined ? [...settings.connections.values()] : [connectionNamed(settings, flags.connection)];
  return { chosen, from, project, remarks: settings.remarks };
}

/**
 * Asks a portal something. Nothing is written, whatever the credentials may, and no failure has a credential in it.
 *
 * @throws Error with the name of the connection before the reason, where there are several
 */
export async function ask<Answer>(
  connection: ConnectionSettings,
  say: (message: string) => void,
  question: (session: PortalSession) => Promise<Answer>,
): Promise<Answer> {
  const session = openSession({ ...connection, readOnly: true }, say);
  try {
    return await question(session);
  } catch (error) {
    throw new Error(session.redact(error instanceof Error ? error.message : String(error)), { cause: error });
  } finally {
    session.close();
  }
}

/** What stands at one portal. */
export interface Looked {
  readonly connection: ConnectionSettings;
  readonly session: Pick<PortalSession, "portal" | "kinds">;
  readonly reading: Reading;
}

/** Reads the lists of these kinds, and of what they refer to, at every portal. */
export async function lookAround(
  connections: readonly ConnectionSettings[],
  kinds: readonly KindName[] | undefined,
  flags: QuietFlag = {},
): Promise<Looked[]> {
  const counts = new Map<ConnectionSettings, readonly [done: number, all: number]>();
  const progress = (connection: ConnectionSettings, told: Progress) => (done: number, all: number) => {
    counts.set(connection, [done, all]);
    const sums = [...counts.values()];
    told.count(
      sums.reduce((sum, [own]) => sum + own, 0),
      sums.reduce((sum, [, own]) => sum + own, 0),
      "lists",
    );
  };
  return withProgress(flags, (told) => {
    told.step(READING_LISTS);
    return Promise.all(
      connections.map((connection) =>
        ask(
          connection,
          (message) => told.say(message),
          async (session): Promise<Looked> => {
            await session.verifyConnection();
            const reading = await readObjects(
              session,
              kinds === undefined ? {} : { kinds },
              progress(connection, told),
            );
            return { connection, session, reading };
          },
        ),
      ),
    );
  });
}
