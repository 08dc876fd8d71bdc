import fs from "node:fs";
import path from "node:path";

import { runCommand } from "./command";
import type { Outcome, Surroundings } from "./way";
import { compareVersions } from "../../text/versions";
import { OLDEST_ENGINE } from "./pins";
import { executableName, findExecutable, searchFolders } from "./searchPath";

const LANGUAGE_HOST = "pulumi-language-nodejs";
const TIME_LIMIT = 20_000;

/** The `pulumi` that a shell would run, if it is recent enough and can run Node programs. */
export async function pathEngine({ env, version: wanted, isVersionRequired }: Surroundings): Promise<Outcome> {
  const folders = searchFolders(env);
  const binary = findExecutable("pulumi", folders);
  if (binary === undefined) {
    return { reason: "there is none" };
  }
  const answer = await runCommand(binary, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "1" },
    timeLimit: TIME_LIMIT,
  });
  if (!answer.ok) {
    return { reason: `${binary} version failed: ${answer.failure}` };
  }
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/m.exec(answer.stdout)?.[1];
  if (version === undefined) {
    return { reason: `${binary} version does not tell a version: ${JSON.stringify(answer.stdout.slice(0, 80))}` };
  }
  if (compareVersions(version, OLDEST_ENGINE) < 0) {
    return { reason: `${binary} is version ${version}; ${OLDEST_ENGINE} or newer is needed` };
  }
  if (isVersionRequired && version !== wanted) {
    return { reason: `${binary} is version ${version}; ${wanted} is required` };
  }
  const beside = [path.dirname(binary), path.dirname(fs.realpathSync(binary))];
  if (findExecutable(LANGUAGE_HOST, [...beside, ...folders]) === undefined) {
    return { reason: `${binary} has no ${executableName(LANGUAGE_HOST)} beside it or on PATH` };
  }
  return { binary, version };
}
