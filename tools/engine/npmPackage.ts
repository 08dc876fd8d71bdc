import path from "node:path";

import { runCommand } from "./command";
import { pathVariable, searchFolders } from "./searchPath";

const TIME_LIMIT = 60_000;

/**
 * Installs a package and its dependencies in a folder, and runs no script of theirs.
 *
 * @param name with the version, such as `pulumi@3.259.0`.
 */
export async function installPackage(name: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const install = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"];
  const installed = await runCommand("npm", [...install, "--fetch-timeout=20000", name], {
    cwd: folder,
    env,
    timeLimit: TIME_LIMIT,
    shell: process.platform === "win32",
  });
  if (!installed.ok) {
    throw new Error(`npm install ${name} failed: ${installed.failure}`);
  }
}

export function npmEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...withoutNpmRunSettings(env),
    // npm itself is a Node script, and the Node that runs us need not be on the search path.
    [pathVariable(env)]: [...searchFolders(env), path.dirname(process.execPath)].join(path.delimiter),
  };
}

/**
 * `npm run` tells its children about the package they run in, and npm in turn would take that for its own settings.
 * What the user set on purpose, such as a registry or a proxy, is kept.
 */
function withoutNpmRunSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept =
    /^npm_config_(cache|userconfig|globalconfig|registry|proxy|https_proxy|noproxy|ca|cafile|strict_ssl|offline)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}
