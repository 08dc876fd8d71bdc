import { openSession } from "../../provider/portals";
import type { KindName } from "../../provider/model";
import type { PortalName } from "../../provider/portals";

/** What is refused at a real portal whose contract is derived, until the setting accepts it. A loopback address is a sandbox. */
export async function tellsOfTheGate(
  id: string,
  portal: PortalName,
  credentials: Readonly<Record<string, string>>,
  create: { readonly kind: KindName; readonly inputs: Readonly<Record<string, unknown>> },
): Promise<void> {
  const connection = {
    name: "default",
    portal,
    endpoint: `https://api.${portal}.example`,
    credentials,
    maxConcurrency: 1,
    requestTimeoutSeconds: 1,
    operationTimeoutSeconds: 1,
  } as const;
  const said: string[] = [];
  const session = openSession(connection, (message) => said.push(message));
  await expect(session.kinds[create.kind]!.create(create.inputs)).rejects.toThrow(id);
  session.close();
  expect(said).toEqual([]);
  const accepted = { ...credentials, acceptDerivedContract: "true" };
  openSession({ ...connection, credentials: accepted }, (message) => said.push(message)).close();
  expect(said.join()).toContain(`reseller:acceptDerivedContract (rule ${id})`);
}
