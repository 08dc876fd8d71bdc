/**
 * What this package uses of Pulumi's SDK, from the modules that have it. The SDK's index also loads the Automation API and what serializes
 * functions, with hundreds of files that no program with this package alone needs: a third of the time that such a program takes to start.
 */
export { Config } from "@pulumi/pulumi/config";
export { RunError } from "@pulumi/pulumi/errors";
export { getOrganization, getProject, getStack } from "@pulumi/pulumi/metadata";
export {
  all,
  type Input,
  type Inputs,
  isSecret,
  Output,
  output,
  secret,
  unknown,
  unsecret,
} from "@pulumi/pulumi/output";
export {
  ComponentResource,
  type ComponentResourceOptions,
  CustomResource,
  type CustomResourceOptions,
  type ID,
  mergeOptions,
  ProviderResource,
  Resource,
  type ResourceOptions,
} from "@pulumi/pulumi/resource";
export { StackReference } from "@pulumi/pulumi/stackReference";
export * as log from "@pulumi/pulumi/log";

import { allConfig, getConfig } from "@pulumi/pulumi/runtime/config";
import { getMonitor, isDryRun } from "@pulumi/pulumi/runtime/settings";
import { getStackResource } from "@pulumi/pulumi/runtime/stack";

export const runtime = { allConfig, getConfig, getMonitor, getStackResource, isDryRun };
