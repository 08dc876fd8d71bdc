import * as pulumi from "./pulumi";
import type { KindName } from "../provider/model";
import { activationsAreDone, neededActivation, quotasOfAccount, soundInNewAccount } from "./order";
import { chosenHost } from "./host";
import { preflight } from "./preflight";
import type { Declaration } from "./resource";

type Args = Readonly<Record<string, unknown>>;

/** What the resources of some kinds do beyond what their fields say. */
export const hooks: Readonly<
  Partial<Record<KindName, (args: object, options: pulumi.CustomResourceOptions) => Partial<Declaration>>>
> = {
  Account: () => ({ defaults: { protect: true } }),
  User: () => ({ first: activationsAreDone }),
  ServiceActivation: () => ({ after: neededActivation }),
  Quota: (args, options) => ({
    implied: followed(args as Args, options),
    first: (self) => soundInNewAccount(self, (args as Args)["account"]),
  }),
  Project: (args) => ({
    after: neededActivation,
    dependsOn: quotasOfAccount,
    first: (self) => soundInNewAccount(self, (args as Args)["account"]),
  }),
};

/** The numbers of a profile of the same program that is followed, so that a plan shows what they become. */
function followed(
  { followProfile, profile, limits, connection }: Args,
  options: pulumi.CustomResourceOptions,
): pulumi.Inputs {
  if (limits !== undefined || !pulumi.CustomResource.isInstance(profile)) return {};
  const isStateOnly = preflight().isStateOnly(
    "QuotaProfile",
    connection as string | undefined,
    chosenHost(options).provider,
  );
  if (!isStateOnly && followProfile !== true) return {};
  return {
    limits: (profile as pulumi.CustomResource & { limits: pulumi.Output<unknown> }).limits,
    followProfile: true,
  };
}
