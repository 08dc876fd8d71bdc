import { createRequire } from "node:module";
import * as path from "node:path";
import type { Lifecycle } from "../../../provider/lifecycle";
import type { Progress } from "../../progress";
import { stackSettings } from "../../stackSettings";
import { ofProject } from "../projectFile";
import { withFleet } from "../session";
import { adoptFleet, type Adoption } from "./adopt";

export interface IntoStacksOptions {
  /** The folder of `fleet.yaml`. */
  readonly folder: string;
  readonly progress: Progress;
  /** What an import has found just now. */
  readonly found?: { readonly lifecycle: Lifecycle; readonly ids: ReadonlyMap<string, string> };
}

/** Takes the realm into the stacks of the fleet in a folder. */
export function intoStacks({ folder, progress, found }: IntoStacksOptions): Promise<Adoption[]> {
  return withFleet("import", { cwd: folder }, (session) => {
    const [first] = session.stacks;
    return adoptFleet(session, {
      ...{ progress, project: String(ofProject(session.fleet.folder, "name")), lifecycle: found?.lifecycle },
      ids: found?.ids ?? new Map(),
      // All stacks of a fleet have the same.
      settings: async () => (await stackSettings({ cwd: session.fleet.folder, stack: first?.name })).settings,
    });
  });
}

/** Whether the program of a project can load this package. */
export function isInstalled(folder: string): boolean {
  try {
    createRequire(path.resolve(folder, "index.js")).resolve("pulumi-reseller/package.json");
    return true;
  } catch {
    return false;
  }
}
