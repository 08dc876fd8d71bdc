import { PortalRefusal } from "../../model/refusal";

/** Members that one call adds at most. */
const MOST_AT_ONCE = 100;

interface Wish {
  readonly user: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

interface Queue {
  readonly adds: Wish[];
  readonly removes: Wish[];
  working: boolean;
}

/** How the portal is told who is in a group. */
export interface GroupMembers {
  add(group: string, users: readonly string[]): Promise<void>;
  remove(group: string, user: string): Promise<void>;
}

/**
 * Changes of who is in which group of one Organization. The portal works on one change of a group at a time and refuses others meanwhile, so
 * that there is one queue for each group; and as it takes many new members in one call, those who come while others are still being made
 * go together.
 */
export class Memberships {
  private readonly queues = new Map<string, Queue>();
  private beingMade = 0;

  constructor(private readonly groups: GroupMembers) {}

  /** Counts a user who is being made: until that is done, others who wait to become members wait for this one. */
  async making<Result>(work: () => Promise<Result>): Promise<Result> {
    this.beingMade += 1;
    try {
      return await work();
    } finally {
      this.beingMade -= 1;
      // Those who have just been made come to their groups in this turn.
      setImmediate(() => this.begin());
    }
  }

  add(group: string, user: string): Promise<void> {
    return this.wish(group, user, "adds");
  }

  remove(group: string, user: string): Promise<void> {
    return this.wish(group, user, "removes");
  }

  private wish(group: string, user: string, sort: "adds" | "removes"): Promise<void> {
    const queue = this.queues.get(group) ?? { adds: [], removes: [], working: false };
    this.queues.set(group, queue);
    const promise = new Promise<void>((done, failed) => queue[sort].push({ user, done, failed }));
    setImmediate(() => this.begin());
    return promise;
  }

  private begin(): void {
    for (const [group, queue] of this.queues) {
      const waits = this.beingMade > 0 && queue.removes.length === 0 && queue.adds.length < MOST_AT_ONCE;
      if (!queue.working && !waits) void this.work(group, queue);
    }
  }

  private async work(group: string, queue: Queue): Promise<void> {
    queue.working = true;
    while (queue.adds.length + queue.removes.length > 0) {
      const removed = queue.removes.shift();
      if (removed !== undefined) await this.carryOut([removed], () => this.removeOne(group, removed.user));
      else await this.addAll(group, queue.adds.splice(0, MOST_AT_ONCE));
    }
    queue.working = false;
  }

  private async addAll(group: string, wishes: readonly Wish[]): Promise<void> {
    const users = wishes.map(({ user }) => user);
    try {
      await this.groups.add(group, users);
      for (const { done } of wishes) done();
    } catch (error) {
      if (wishes.length === 1) return wishes[0]!.failed(error);
      // One of them may be what is wrong: the others are not to suffer from it.
      for (const wish of wishes) await this.carryOut([wish], () => this.groups.add(group, [wish.user]));
    }
  }

  private async carryOut(wishes: readonly Wish[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
      for (const { done } of wishes) done();
    } catch (error) {
      for (const { failed } of wishes) failed(error);
    }
  }

  /** Who is no member any more has been removed. */
  private async removeOne(group: string, user: string): Promise<void> {
    try {
      await this.groups.remove(group, user);
    } catch (error) {
      if (!(error instanceof PortalRefusal) || error.reason !== "not-found") throw error;
    }
  }
}
