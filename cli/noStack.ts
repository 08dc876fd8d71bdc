/** What the engine says where no stack is selected, or none has the name. */
export const NO_STACK = /no stack selected|no current stack|no stack named/i;

/** The same in one sentence, with what to do. */
export function noStackText(project: string, stack: string | undefined): string {
  return stack === undefined
    ? `no stack is selected in ${project}: choose one with --stack, or with pulumi stack select`
    : `--stack ${stack}: the project in ${project} has no stack of this name: pulumi stack ls lists them`;
}
