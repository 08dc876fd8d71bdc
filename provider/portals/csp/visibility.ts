import type { Declared } from "../../model/declared";
import type { Absence } from "../../model/portal";
import { operations } from "./contract";
import { orAbsent } from "./wire";
import type { CspClient } from "./client";

/** What a token must be able to see before a missing object of a kind counts as gone. */
export interface Visibility<Inputs> {
  /** Section, and where it matters group, of the permission catalogue that shows objects of the kind. */
  readonly section: string;
  readonly group?: string;
  /** Lists that must show something else: the portal's own profiles, the user that the token belongs to, other clients. */
  readonly canary: (client: CspClient, state: Declared<Inputs>) => Promise<string | undefined>;
}

/**
 * Whether a missing object is gone, or only out of sight. The object itself has answered 404 before this is asked.
 * Then the token must show, with a fresh look, that it still has the rights to see such objects and does see others.
 */
export async function proveAbsence<Inputs>(
  client: CspClient,
  visibility: Visibility<Inputs>,
  state: Declared<Inputs>,
): Promise<Absence> {
  await client.me("fresh");
  const because = await whyInvisible(client, visibility);
  if (because !== undefined) return { proven: false, because: `${because}, so that this says nothing` };
  const hidden = await visibility.canary(client, state);
  return hidden === undefined ? { proven: true } : { proven: false, because: hidden };
}

/** Why the token can't see any object of a kind; undefined where it may. */
export async function whyInvisible(
  client: CspClient,
  { section: of, group: within }: Pick<Visibility<never>, "section" | "group">,
): Promise<string | undefined> {
  const { permissions } = await client.me();
  const showing = (await client.permissions()).filter(
    ({ section, group }) => section === of && (within === undefined || group === within),
  );
  if (showing.length === 0 || showing.some(({ key }) => permissions.includes(key))) return undefined;
  return `the token has no permission of ${within === undefined ? of : `${of}/${within}`}`;
}

/** The account that an object belongs to must still be there, and seen with a fresh look. */
export async function accountIsSeen(
  client: CspClient,
  { account }: { readonly account?: unknown },
): Promise<string | undefined> {
  if (typeof account !== "string") return undefined;
  const found = await orAbsent(client.wire.call(operations.getClient, { params: { clientId: account } }));
  return found === undefined ? `its account ${account} can't be seen either` : undefined;
}
