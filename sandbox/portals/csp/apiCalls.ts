/** One request that a user's token made. */
export interface RememberedCall {
  readonly sequence: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

const KEPT_PER_USER = 200;

/** The latest requests of each user who is signed in. In memory only: they tell what happens, not what is. */
export class ApiCalls {
  private readonly byUser = new Map<string, RememberedCall[]>();
  private sequence = 0;

  remember(userId: string, call: Omit<RememberedCall, "sequence">): void {
    const calls = this.byUser.get(userId) ?? [];
    this.byUser.set(userId, [...calls.slice(1 - KEPT_PER_USER), { ...call, sequence: ++this.sequence }]);
  }

  since(userId: string, time: number): readonly RememberedCall[] {
    return (this.byUser.get(userId) ?? []).filter(({ at }) => at >= time);
  }
}
