import { PortalRefusal } from "../../model/refusal";
import { askedOnceFor } from "../once";

/** How the portal is asked, and told, who is in a group. */
export interface GroupMembers {
  list(group: string): Promise<readonly string[]>;
  groupsOf(user: string): Promise<readonly string[]>;
  add(group: string, user: string): Promise<unknown>;
  remove(group: string, user: string): Promise<unknown>;
}

/** Who is in which group: each group is asked for once in a run, and kept true by the run's own writes. */
export class Members {
  private readonly byGroup = new Map<string, Promise<Set<string>>>();

  constructor(private readonly portal: GroupMembers) {}

  async of(group: string): Promise<readonly string[]> {
    return [...(await this.known(group))];
  }

  /** Those of some groups that a user is in. */
  async among(user: string, groups: readonly string[]): Promise<string[]> {
    const members = await Promise.all(groups.map(async (group) => (await this.known(group)).has(user)));
    return groups.filter((_, index) => members[index]);
  }

  /** All groups that a user is in, straight from the portal. */
  async groupsOf(user: string): Promise<readonly string[]> {
    const groups = await this.portal.groupsOf(user);
    for (const [group, members] of this.byGroup)
      await members.then((ids) => (groups.includes(group) ? ids.add(user) : ids.delete(user)));
    return groups;
  }

  async add(group: string, user: string): Promise<void> {
    await this.portal.add(group, user);
    await this.byGroup.get(group)?.then((ids) => ids.add(user));
  }

  /** Who is no member any more has been removed. */
  async remove(group: string, user: string): Promise<void> {
    try {
      await this.portal.remove(group, user);
    } catch (error) {
      if (!(error instanceof PortalRefusal) || error.reason !== "not-found") throw error;
    }
    await this.byGroup.get(group)?.then((ids) => ids.delete(user));
  }

  /** A group, or a user, that is gone. */
  async drop(id: string): Promise<void> {
    this.byGroup.delete(id);
    for (const members of this.byGroup.values()) (await members).delete(id);
  }

  private known(group: string): Promise<Set<string>> {
    return askedOnceFor(this.byGroup, group, async () => new Set(await this.portal.list(group)));
  }
}
