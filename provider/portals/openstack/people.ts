import type { CloudReading } from "./reading";

/** Names of users, where they are known. */
export async function userNames(cloud: CloudReading, users: readonly string[]): Promise<string[]> {
  const known = await Promise.all(users.map((id) => cloud.users.withId(id)));
  return known.flatMap((user) => user?.name ?? []).sort();
}
