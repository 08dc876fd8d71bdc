import type { GridscaleClient } from "../client";
import { operations } from "../contract";
import type { WireUser } from "../reading";
import { levelOf } from "../roles";

/** What a user must look like before a change counts as done. */
export type Due = readonly ((seen: WireUser) => boolean)[];

export interface Access {
  readonly account: string;
  readonly profile: string;
}

/** Gives a role in the realm, or takes the one away that there is. */
export async function writeRealmAccess(
  client: GridscaleClient,
  userId: string,
  role: string | undefined,
): Promise<Due> {
  const level = levelOf("realm", role);
  if (level !== undefined) {
    await client.wire.change(operations.setPartnerLevel, { params: { userId }, body: { level } });
    return [(seen) => seen.partner_level === level];
  }
  const user = await client.users.withId(userId);
  if (user === undefined || user.partner_level === null) return [];
  await client.wire.call(operations.removePartnerLevel, { params: { userId } });
  return [(seen) => seen.partner_level === null];
}

/** Makes the roles on accounts those that are wanted, one call for each that differs. `own`: those that there are, and are ours. */
export async function writeAccess(
  client: GridscaleClient,
  userId: string,
  wanted: readonly Access[],
  own: readonly Access[],
): Promise<Due> {
  const due: ((seen: WireUser) => boolean)[] = [];
  for (const { account, profile } of wanted) {
    const there = own.find((entry) => entry.account === account);
    const level = levelOf("account", profile);
    if (there?.profile === level || level === undefined) continue;
    const isGiven = (seen: WireUser) => levelOn(account, seen) === level;
    const answer =
      there === undefined
        ? await addAccess(client, account, { user_uuid: userId, level }, isGiven)
        : await client.wire.change(operations.changeContractUser, {
            params: { contractId: account, userId },
            body: { level },
          });
    if (answer === undefined) due.push(isGiven);
    else await noteAccess(client, userId, account, answer);
  }
  for (const { account } of own.filter((entry) => !wanted.some((other) => other.account === entry.account))) {
    await client.wire.call(operations.removeContractUser, { params: { contractId: account, userId } });
    due.push((seen) => levelOn(account, seen) === undefined);
  }
  return due;
}

export async function writeLock(client: GridscaleClient, userId: string, locked: boolean): Promise<Due> {
  const isAsWanted = (seen: WireUser) => seen.locked === locked;
  const operation = locked ? operations.lockUser : operations.unlockUser;
  await client.surely(
    () => client.wire.call(operation, { params: { userId } }),
    async () => isAsWanted(await client.rereadUser(userId)),
  );
  return [isAsWanted];
}

type AccessAnswer = Pick<WireUser["contracts"][number], "level" | "inherited">;

async function addAccess(
  client: GridscaleClient,
  contractId: string,
  body: { readonly user_uuid: string; readonly level: "owner" | "admin" | "write" | "read" },
  isGiven: (seen: WireUser) => boolean,
): Promise<AccessAnswer | undefined> {
  let answer: AccessAnswer | undefined;
  await client.surely(
    async () => {
      answer = await client.wire.change(operations.addContractUser, { params: { contractId }, body });
    },
    async () => isGiven(await client.rereadUser(body.user_uuid)),
  );
  return answer;
}

/** The list of people knows what the portal has answered about an access, without reading the person again. */
async function noteAccess(
  client: GridscaleClient,
  id: string,
  account: string,
  { level, inherited }: AccessAnswer,
): Promise<void> {
  const user = await client.users.withId(id);
  if (user === undefined) return;
  const others = user.contracts.filter(({ contract_uuid: other }) => other !== account);
  await client.users.putIfLoaded({
    ...user,
    contracts: [...others, { contract_uuid: account, level, inherited }],
  });
}

/** What somebody was given on the account itself. */
function levelOn(account: string, { contracts }: WireUser): string | undefined {
  return contracts.find(({ contract_uuid: id, inherited }) => id === account && !inherited)?.level;
}
