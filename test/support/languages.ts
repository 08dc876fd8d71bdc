import { cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ensureHosts, ensurePython, ensureSdks, goFolders, LanguageNotFound, SDK_FOLDERS } from "../../tools/languages";
import { PythonNotFound } from "../../tools/openstack";
import type { RealmStack } from "./stack";

export type Language = "yaml" | "python" | "go";

/** Compiled once: as everything else that is built here. Linked anew for each run of the engine: without what only debuggers read. */
const GOFLAGS = "-trimpath '-ldflags=-s -w'";

const surroundings = { env: process.env, log: () => undefined };

/** Lets a stack's program be in a language, as a user has it set up: the language's host, and the generated SDK. */
export async function speak(realm: RealmStack, language: Language): Promise<void> {
  await READY[language](realm);
  first(realm, await ensureHosts(surroundings));
  realm.inOwnProcess().withPlugin();
}

function first(realm: RealmStack, folder: string): void {
  realm.environment["PATH"] = [folder, realm.environment["PATH"] ?? ""].join(path.delimiter);
}

const READY: Readonly<Record<Language, (realm: RealmStack) => Promise<void>>> = {
  yaml: (realm) => Promise.resolve(void realm.runsOn("yaml")),
  async python(realm) {
    const { environment, packages } = await ensurePython(surroundings);
    realm.environment["PYTHONPATH"] = packages;
    // As in a shell in which the environment is active: hosts that were built here are older than the engine, and don't get the option.
    first(realm, path.join(environment, "bin"));
    // What is compiled stays with nobody.
    realm.environment["PYTHONDONTWRITEBYTECODE"] = "1";
    realm.runsOn({ name: "python", options: { virtualenv: environment } });
  },
  async go(realm) {
    const sdk = path.join(await ensureSdks(surroundings), SDK_FOLDERS.go);
    symlinkSync(sdk, path.join(realm.folder, SDK_FOLDERS.go));
    Object.assign(realm.environment, { GOFLAGS, GOWORK: "off" });
    realm.runsOn("go");
  },
};

/** For a guide: a folder with the SDKs in it, what is on the search path, and where what was downloaded and compiled before is. */
export async function machineWithLanguages(): Promise<{
  readonly folder: string;
  readonly programs: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}> {
  const folder = mkdtempSync(path.join(tmpdir(), "reseller-guide-"));
  const sdks = await ensureSdks(surroundings);
  for (const name of Object.values(SDK_FOLDERS))
    cpSync(path.join(sdks, name), path.join(folder, name), { recursive: true });
  const { environment, site } = await ensurePython(surroundings);
  return {
    folder,
    programs: [await ensureHosts(surroundings), path.join(environment, "bin")],
    environment: {
      ...(await goFolders(process.env)),
      GOFLAGS,
      GOWORK: "off",
      // What is pinned is installed already, and builds the SDK.
      PYTHONPATH: site,
      PIP_NO_BUILD_ISOLATION: "1",
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
    },
  };
}

/**
 * What this machine lacks for a language, in a sentence; undefined where nothing is missing. Where no lane may be left out, it is an error
 * instead.
 */
export async function lacking(language: Language): Promise<string | undefined> {
  try {
    await ensureHosts(surroundings);
    if (language === "python") await ensurePython(surroundings);
    if (language === "go") await ensureSdks(surroundings);
    return undefined;
  } catch (error) {
    const isLacking = error instanceof PythonNotFound || error instanceof LanguageNotFound;
    if (!isLacking || process.env["RESELLER_ALL_LANES"] === "true") throw error;
    return error.message;
  }
}
