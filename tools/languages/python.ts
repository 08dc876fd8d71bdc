/** What programs in Python need: an environment with Pulumi, and the generated SDK. */
import fs from "node:fs";
import path from "node:path";

import { cacheFolder } from "../engine/cache";
import { languageModules } from "../engine/pins";
import { digestOf, ensureEnvironment, succeeded, type Surroundings } from "../openstack/packages";
import { findPython, type PythonUse } from "../openstack/python";
import { ensureFolder } from "./goBuild";
import { ensureSdks, SDK_FOLDERS } from "./sdks";

const PROGRAMS: PythonUse = { what: "Programs in Python need", oldestMinor: 10 };

export interface PythonForPrograms {
  /** A virtual environment with `pulumi`, as its pinned version is. */
  readonly environment: string;
  /** The folder of its packages. */
  readonly site: string;
  /** A folder for PYTHONPATH with the SDK, installed from its folder. */
  readonly packages: string;
}

/** @throws PythonNotFound where no Python serves. */
export async function ensurePython(surroundings: Surroundings): Promise<PythonForPrograms> {
  const python = await findPython(surroundings.env, PROGRAMS);
  const environment = await ensureEnvironment(
    {
      python,
      name: path.join(cacheFolder(surroundings.env), "languages", "python"),
      pins: { wheels: path.join(languageModules, "requirements", "python.txt") },
      what: "packages for programs in Python",
      expected: "half a minute",
    },
    surroundings,
  );
  const sdks = await ensureSdks(surroundings);
  const name = `python-sdk-${digestOf(environment.digest, path.basename(sdks))}`;
  const told = { name, what: "installation of the SDK for Python", expected: "a few seconds" };
  const packages = await ensureFolder(told, surroundings, async (work) => {
    // pip builds in the folder that it is given.
    const source = path.join(work, "source");
    fs.cpSync(path.join(sdks, SDK_FOLDERS.python), source, { recursive: true });
    // What it depends on, and what builds it, is pinned, and there.
    const how = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet", "--target", work];
    await succeeded(environment.python, ["-m", "pip", "install", ...how, source], surroundings.env);
    fs.rmSync(source, { recursive: true });
  });
  const site = path.join(environment.folder, "lib", `python${python.version}`, "site-packages");
  return { environment: environment.folder, site, packages };
}
