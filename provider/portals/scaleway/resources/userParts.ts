import type { InputsOfKind, Values } from "../../../model/declared";
import type { Partner } from "../client";
import { operations } from "../contract";
import type { Organization } from "../organization";

/** What the portal takes in calls of its own, one after the other: groups, then the lock. */
export async function writeRest(
  organization: Organization,
  id: string,
  values: Pick<Values<InputsOfKind<"User">>, "profiles" | "locked">,
  current: readonly string[],
): Promise<void> {
  if ("profiles" in values) {
    const wanted = values.profiles ?? [];
    for (const group of wanted) if (!current.includes(group)) await organization.memberships.add(group, id);
    for (const group of current) if (!wanted.includes(group)) await organization.memberships.remove(group, id);
  }
  if (values.locked === undefined) return;
  const operation = values.locked ? operations.lockUser : operations.unlockUser;
  const { body } = await organization.call(operation, { params: { userId: id }, body: {} });
  await organization.users.putIfLoaded(body);
}

export async function setPassword({ wire }: Partner, organization: Organization, id: string, password: string) {
  wire.protect(password);
  await organization.call(operations.updatePassword, { params: { userId: id }, body: { password } });
}

export async function groupsWith(organization: Organization, user: string): Promise<string[]> {
  return (await organization.groups.all()).filter(({ user_ids: users }) => users.includes(user)).map(({ id }) => id);
}
