import path from "node:path";

import { cacheFolder, makeCached } from "../engine/cache";
import { installPackage, npmEnvironment } from "../engine/npmPackage";
import { whileTelling } from "../engine/progress";
import { executableName, isExecutable } from "../engine/searchPath";

const PACKAGE = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;

/**
 * The executable of a version of Node.js, from its npm package for this platform, in the cache.
 *
 * @param log takes each line of progress.
 */
export async function ensureNode(version: string, log: (line: string) => void): Promise<string> {
  const folder = path.join(cacheFolder(process.env), "node", `${version}-${process.platform}-${process.arch}`);
  const name = `${PACKAGE}@${version}`;
  return (
    readNode(folder) ??
    makeCached(folder, readNode, (work) =>
      whileTelling(`npm package ${name}`, "a few seconds", log, () =>
        installPackage(name, work, npmEnvironment(process.env)),
      ),
    )
  );
}

function readNode(folder: string): string | undefined {
  const binary = path.join(folder, "node_modules", PACKAGE, "bin", executableName("node"));
  return isExecutable(binary) ? binary : undefined;
}
