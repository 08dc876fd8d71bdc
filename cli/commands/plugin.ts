import { Command } from "commander";
import { documentation } from "../../text/documentation";
import { jsonText } from "../../text/escape";
import { cachedPlugin, installPlugin, PLUGIN_VERSION, removePlugin } from "../pluginCache";
import { type PluginReport, REPORT_VERSION } from "../reports";

interface PluginFlags {
  readonly json?: boolean;
  readonly force?: boolean;
}

const EXIT_CODES = "\nExit codes: 0 success, or nothing to do, 1 failure, 2 wrong usage.";

/** `reseller plugin`: the native plugin in Pulumi's plugin cache. */
export function pluginCommand(): Command {
  const part = (name: string, description: string) =>
    new Command(name)
      .description(description)
      .option("--json", `print JSON (${documentation("commands.md")})`)
      .addHelpText("after", EXIT_CODES);
  return new Command("plugin")
    .description("Install the native plugin of this version in Pulumi's plugin cache, or remove it.")
    .addCommand(
      part("install", "Copy the plugin into Pulumi's plugin cache. Nothing is downloaded.")
        .option("--force", "replace another build of the same version")
        .action((flags: PluginFlags) => {
          const folder = cachedPlugin(process.env);
          print(folder, installPlugin(folder, flags.force === true), flags);
        }),
    )
    .addCommand(
      part("remove", "Remove the plugin of this version from Pulumi's plugin cache.").action((flags: PluginFlags) => {
        const folder = cachedPlugin(process.env);
        print(folder, removePlugin(folder), flags);
      }),
    );
}

function print(folder: string, result: PluginReport["result"], { json }: PluginFlags): void {
  const report: PluginReport = { version: REPORT_VERSION, result, pluginVersion: PLUGIN_VERSION, folder };
  const text = `The plugin reseller ${PLUGIN_VERSION} is ${WORDS[result]}: ${folder}\n`;
  process.stdout.write(json === true ? jsonText(report) : text);
}

const WORDS: Readonly<Record<PluginReport["result"], string>> = {
  installed: "installed",
  "already installed": "already installed",
  replaced: "installed, in place of another build",
  removed: "removed",
  "not installed": "not installed",
};
