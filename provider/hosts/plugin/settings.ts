/** Settings of a provider instance: of the flat settings of the stack, or of a provider resource of the program. */
import { type Failure, UNKNOWN } from "../../model";
import { holdsUnknown } from "../../model/unknown";
import { secretSettings } from "../../portals/secrets";
import { SettingsError } from "../../portals/settings";
import { UserError, type State } from "../../lifecycle";
import { hostSettings, type SettingSource } from "../serving";
import { secret } from "./values";

/** What the engine adds to the inputs of a provider. */
const OF_ENGINE = ["version", "pluginDownloadURL"];

/** Values may come with their types, or as texts: languages differ. */
export function settingSource(values: State): SettingSource {
  const given = Object.entries(values).filter(
    ([name, value]) => value !== null && value !== undefined && !name.startsWith("__") && !OF_ENGINE.includes(name),
  );
  const known = new Map(given);
  return {
    get: (name) => {
      const value = known.get(name);
      if (value === undefined || holdsUnknown(value)) return undefined;
      return typeof value === "string" ? value : JSON.stringify(value);
    },
    names: [...known.keys()],
  };
}

/** What is wrong with settings, each with its setting: a credential is named in the text alone, since the engine prints the value of a property. */
export function settingFailures(values: State): Failure[] {
  try {
    // Configure says what there is to remark.
    hostSettings(settingSource(values), () => undefined);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!(error instanceof SettingsError)) return [{ property: "", reason: error.message }];
    const unknown = Object.keys(values).filter((name) => holdsUnknown(values[name]));
    // What depends on it can't be told either.
    const isOpen = unknown.some((name) => name === "portal" || name === "connections");
    const secrets = secretSettings();
    return error.problems
      .filter(({ setting }) => !isOpen && !unknown.includes(setting))
      .map(({ setting, text }) => ({ property: secrets.has(setting) ? "" : setting, reason: text }));
  }
}

/** Settings as the state of a provider keeps them. */
export function keptSettings(values: State, signOf: (value: unknown) => unknown): State {
  const secrets = secretSettings();
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const plain = value === UNKNOWN ? signOf(value) : value;
      return [name, secrets.has(name) ? secret(plain) : plain];
    }),
  );
}
