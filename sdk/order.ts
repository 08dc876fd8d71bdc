import * as pulumi from "@pulumi/pulumi";
import { companions, preflight } from "./preflight";

/** Which service must be active before a service, or a project, can be made (rules csp/V1, csp/O1). */
const NEEDED_BY_SERVICE: Readonly<Record<string, string>> = { s3: "openstack" };
const NEEDED_BY_PROJECT = "openstack";

/** The id of the activation that a resource needs, where the program declares one for the same account: before it or after it. */
export function neededActivation(resource: pulumi.Resource): pulumi.Output<string | undefined> {
  return pulumi.output(
    preflight()
      .everything()
      .then((resources) => {
        const self = resources.find((declared) => declared.resource === resource);
        const needed =
          self?.kind === "Project" ? NEEDED_BY_PROJECT : NEEDED_BY_SERVICE[String(self?.inputs["service"])];
        const [activation] = companions(resources, resource, "ServiceActivation", ({ service }) => service === needed);
        return activation === undefined ? undefined : (activation.resource as pulumi.CustomResource).id;
      }),
  );
}

/** The quotas of the account that a resource belongs to: a project needs room in them. */
export async function quotasOfAccount(resource: pulumi.Resource): Promise<pulumi.Resource[]> {
  return companions(await preflight().everything(), resource, "Quota", ({ project }) => project === undefined).map(
    (declared) => declared.resource,
  );
}

/** What a user sees hangs on the services of the account: they come first (rule csp/C5). */
export async function activationsAreDone(resource: pulumi.Resource): Promise<void> {
  const activations = companions(await preflight().everything(), resource, "ServiceActivation");
  await Promise.all(activations.map(({ resource: activation }) => settledId(activation as pulumi.CustomResource)));
}

/** Resolves also where the id is not known, as in a preview. The SDK hides the method from its types. */
function settledId({ id }: pulumi.CustomResource): Promise<unknown> {
  return (id as unknown as { promise(): Promise<unknown> }).promise();
}
