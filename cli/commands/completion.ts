import { Argument, Command } from "commander";
import { type Shell, SHELLS } from "../completion";

/**
 * `reseller completion`: what a shell needs to complete the commands.
 *
 * @param program tells all commands, which are only loaded when they are asked for.
 */
export function completionCommand(program: () => Command): Command {
  const shells = Object.keys(SHELLS);
  return new Command("completion")
    .description("Print the shell completion script for reseller.")
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .addHelpText("after", "\nFor bash, add to ~/.bashrc: source <(reseller completion bash)")
    .action((shell: Shell) => {
      process.stdout.write(SHELLS[shell](program()));
    });
}
