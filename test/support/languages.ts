import { symlinkSync } from "node:fs";
import * as path from "node:path";
import { ensureHosts, ensurePython, ensureSdks, LanguageNotFound, SDK_FOLDERS } from "../../tools/languages";
import { PythonNotFound } from "../../tools/openstack";
import type { RealmStack } from "./stack";

export type Language = "yaml" | "python" | "go";

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
    // The same flags as those of everything else that is built here: compiled once.
    Object.assign(realm.environment, { GOFLAGS: "-trimpath", GOWORK: "off" });
    realm.runsOn("go");
  },
};

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
