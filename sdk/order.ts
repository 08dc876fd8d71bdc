import * as pulumi from "./pulumi";
import { UNKNOWN } from "../provider/model";
import { writeFailureOf } from "../provider/model/failureText";
import { servicesBefore } from "../provider/model/ordering";
import { newAccountFindings } from "../provider/model/rule";
import type { Portal } from "../provider/model/portal";
import { KNOWN_IDS_VARIABLE } from "../provider/portals/settings";
import type { Declared } from "./declared";
import { companions, preflight } from "./preflight";

/** The id of the activation that a resource needs, where the program declares one for the same account: before it or after it. */
export function neededActivation(resource: pulumi.Resource): pulumi.Output<string | undefined> {
  return pulumi.output(
    preflight()
      .everything()
      .then((resources) => {
        const self = resources.find((declared) => declared.resource === resource);
        const needed: readonly unknown[] = self === undefined ? [] : servicesBefore(orderingOf(self), self);
        const [activation] = companions(resources, resource, "ServiceActivation", ({ service }) =>
          needed.includes(service),
        );
        return activation === undefined ? undefined : (activation.resource as pulumi.CustomResource).id;
      }),
  );
}

function orderingOf({ inputs: { connection }, provider }: Declared): Portal["ordering"] {
  return typeof connection === "symbol"
    ? undefined
    : preflight().portalOf(connection as string | undefined, provider)?.ordering;
}

/** The quotas of the account that a resource belongs to: a project needs room in them. */
export async function quotasOfAccount(resource: pulumi.Resource): Promise<pulumi.Resource[]> {
  return companions(await preflight().everything(), resource, "Quota", ({ project }) => project === undefined).map(
    (declared) => declared.resource,
  );
}

/**
 * Ends the run where a resource of an account that this run makes breaks a rule together with the account's other resources. That the
 * account is new is known at preview, when the engine has answered for it without an id. An account that may be there already, and be taken
 * over, may also have what the program doesn't declare.
 */
export async function soundInNewAccount(resource: pulumi.Resource, account: unknown): Promise<void> {
  if (!pulumi.runtime.isDryRun() || process.env[KNOWN_IDS_VARIABLE] !== undefined) return;
  const run = preflight();
  const resources = await run.everything();
  const self = resources.find((declared) => declared.resource === resource);
  const owner = resources.find((declared) => declared === self?.references["account"]?.[0]);
  if (self === undefined || owner === undefined || run.mayAdopt(owner)) return;
  const { id } = owner.resource as pulumi.CustomResource;
  // What is made of an account's id can be another account's.
  if (account !== owner.resource && account !== id) return;
  const { connection } = self.inputs;
  const rules =
    (typeof connection === "symbol" ? undefined : run.portalOf(connection as string | undefined, self.provider))
      ?.rules ?? [];
  if (rules.every(({ newAccount }) => newAccount === undefined) || (await isKnown(id))) return;
  const ofAccount = resources.filter(({ references }) => references["account"]?.[0] === owner);
  // A quota of an account that nobody can tell may be this one's.
  if (
    resources.some(
      ({ kind, inputs, references }) =>
        kind === "Quota" && inputs["account"] === UNKNOWN && (references["account"] ?? []).length === 0,
    )
  )
    return;
  const findings = newAccountFindings(rules, ofAccount).filter((finding) => finding.resource === self);
  if (findings.length === 0) return;
  run.refuse(
    findings.map((finding) => ({ place: self.placeOf?.(finding.property), text: writeFailureOf(self, finding) })),
  );
  // Which never ends: nothing of the resource is sent.
  await run.sound(resource);
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

/** Whether it is known by now, or will be in this run. The SDK hides the property from its types. */
function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
}
