import { connectionOf, LiveSide } from "../drift/liveSide";
import { mustBeOfTheseSettings } from "../drift/question";
import { Lifecycle, UserError, type Settings } from "../provider/lifecycle";
import { type Progress, READING_LISTS } from "./progress";
import { ASKED_KINDS, type LiveRealm } from "../review";
import { compare, type Plan } from "../engine/plannedResource";

/**
 * What the portals of a plan's connections have now, each over its own lists. Nothing is written, whatever the token may.
 *
 * @throws UserError where the settings are not those of the plan.
 */
export async function askedPortals(plan: Plan, settings: Settings, progress: Progress): Promise<LiveRealm[]> {
  mustBeOfTheseSettings(plan, settings);
  const names = [...new Set(plan.resources.map(({ connection }) => connection))].sort((one = "", other = "") =>
    compare(one, other),
  );
  const unknown = names.filter((name) => !settings.connections.has(connectionOf({ connection: name })));
  if (unknown.length > 0)
    throw new UserError(
      [
        `--live: the settings have no connection ${unknown.map((name) => JSON.stringify(connectionOf({ connection: name }))).join(", ")}, which the plan uses: choose the plan's stack with --stack and --cwd`,
        ...settings.remarks,
      ].join(". "),
    );
  const readOnly = new Map(
    [...settings.connections].map(([name, connection]) => [name, { ...connection, readOnly: true }]),
  );
  const lifecycle = new Lifecycle({
    settings: () => Promise.resolve({ ...settings, connections: readOnly }),
    // Retries are nothing that a report has to say.
    say: (message) => progress.now(message),
  });
  const side = new LiveSide(lifecycle, settings);
  progress.step(READING_LISTS);
  let read = 0;
  const listed = () => progress.count((read += 1), names.length * ASKED_KINDS.length);
  try {
    return await Promise.all(
      names.map(async (connection): Promise<LiveRealm> => {
        const name = connectionOf({ connection });
        const answers = await side.listings(name, { of: ASKED_KINDS, whole: true, listed });
        return {
          connection,
          portal: settings.connections.get(name)!.portal,
          at: new Date().toISOString(),
          listings: answers.flatMap((answer) => ("because" in answer ? [] : [answer])),
          failed: answers.flatMap((answer) => ("because" in answer ? [answer] : [])),
        };
      }),
    );
  } finally {
    lifecycle.close();
  }
}
