import { counted } from "../../text/words";
import { UserError } from "../model/errors";

/** One thing that is wrong with the settings. */
export interface SettingProblem {
  /** The setting that mends it, without its namespace; empty where no single one does. */
  readonly setting: string;
  readonly text: string;
}

/** Settings that can't be used: all that is wrong with them. Values of credentials are never in it. */
export class SettingsError extends UserError {
  constructor(readonly problems: readonly SettingProblem[]) {
    super(settingsMessage(problems));
  }
}

const NAMESPACE = "reseller:";

/** What is wrong with the settings, as it is found. */
export class SettingProblems {
  readonly all: SettingProblem[] = [];

  /** @param name of the setting, with its namespace: `reseller:endpoint`, `reseller:connections.NAME.endpoint` */
  add(name: string, text: string): void {
    const [setting = ""] = name.slice(NAMESPACE.length).split(".");
    this.all.push({ setting, text });
  }

  /** What is wrong where settings are kept beside the program. */
  addOther(text: string): void {
    this.all.push({ setting: "", text });
  }
}

function settingsMessage(problems: readonly SettingProblem[]): string {
  return [
    `pulumi-reseller: ${counted(problems.length, "problem")} in the settings`,
    ...problems.map(({ text }) => `  - ${text}`),
  ].join("\n");
}
