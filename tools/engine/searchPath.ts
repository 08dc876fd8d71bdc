import fs from "node:fs";
import path from "node:path";

const windows = process.platform === "win32";

/** The file name of a program on this platform. */
export function executableName(name: string): string {
  return windows ? `${name}.exe` : name;
}

/** How the variable is spelled here: Windows has `Path`, and a second spelling beside it would be ignored. */
export function pathVariable(env: NodeJS.ProcessEnv): string {
  return Object.keys(env).find((name) => (windows ? name.toUpperCase() : name) === "PATH") ?? "PATH";
}

/**
 * The folders of the search path. npm puts `node_modules/.bin` folders in front for whatever it runs; a `pulumi` in
 * there is the lazy npm package, which would download an engine behind our back, so these are left out.
 */
export function searchFolders(env: NodeJS.ProcessEnv): string[] {
  return (env[pathVariable(env)] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "" && !folder.endsWith(path.join("node_modules", ".bin")));
}

/** The search path with one folder in front, and at the end that of the Node which runs us: engines start `node`. */
export function withFolderFirst(folder: string, env: NodeJS.ProcessEnv): string {
  const others = [...searchFolders(env), path.dirname(process.execPath)];
  return [...new Set([folder, ...others])].join(path.delimiter);
}

/** The first executable file of that name in the folders, as a shell would find it. */
export function findExecutable(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => path.resolve(folder, executableName(name))).find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    const found = fs.statSync(file);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}
