import type { Portal } from "../provider/model/portal";
import { comment } from "./sdkClasses";
import { providerSettings } from "./providerSettings";

/** The settings of a provider resource, as TypeScript. */
export function providerArgsFile(portals: readonly Portal[]): string {
  return [
    "// Generated from provider/portals by `npm run rules`.",
    'import type * as pulumi from "@pulumi/pulumi";',
    "",
    comment("Settings of a provider. What is left out is taken from the environment, as for the settings of a stack."),
    "export interface ProviderArgs {",
    ...providerSettings(portals).flatMap(({ name, type, says }) => [
      comment(says),
      `readonly ${name}?: pulumi.Input<${TYPES[type]}>;`,
    ]),
    "}",
    "",
  ].join("\n");
}

const TYPES = {
  string: "string",
  boolean: "boolean",
  integer: "number",
  connections: "Readonly<Record<string, Readonly<Record<string, pulumi.Input<string | number | boolean>>>>>",
} as const;
