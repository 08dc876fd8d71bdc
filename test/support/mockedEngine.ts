import * as pulumi from "@pulumi/pulumi";

export type SentInputs = Readonly<Record<string, unknown>>;

export const CSP_CONFIG = {
  "reseller:portal": "csp",
  "reseller:endpoint": "http://127.0.0.1:1/csp/api/v1",
  "reseller:token": "token-of-a-test",
};

/**
 * What the engine is sent of each resource of a program, by its name.
 *
 * @param config settings in the place of those of a csp
 * @param stateOf what an `up` of the engine answers; without it, what is sent by a preview
 * @param stack the name of the stack
 */
export async function sent(
  program: () => void,
  config: Readonly<Record<string, string>> = CSP_CONFIG,
  stateOf?: (inputs: SentInputs) => SentInputs,
  stack = "test",
): Promise<Map<string, SentInputs>> {
  const sentInputs = new Map<string, SentInputs>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        sentInputs.set(name, inputs as SentInputs);
        if (stateOf === undefined) return { id: undefined, state: inputs as object };
        return { id: `id-${name}`, state: stateOf(inputs as SentInputs) };
      },
      call: () => ({}),
    },
    "realm",
    stack,
    stateOf === undefined,
  );
  pulumi.runtime.setAllConfig({ ...config });
  await pulumi.runtime.runInPulumiStack(() => {
    program();
    return Promise.resolve({});
  });
  // The SDK hides it from its types.
  await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  return sentInputs;
}
