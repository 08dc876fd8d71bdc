import { Collection } from "../collection";
import { askedOnce, once } from "../once";
import type { Pending } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { keyOf, text } from "../../model/words";
import { operations } from "./contract";
import { loginOf } from "./fields";
import { isThere, type Price, type RealmReading, type WireContract, type WireLocation, type WireUser } from "./reading";
import type { Wire } from "./wire";

/** The partner as one run sees it: accounts and people are listed at most once, whoever asks. */
export class GridscaleClient implements RealmReading {
  readonly contracts: Collection<WireContract>;
  readonly users: Collection<WireUser>;
  /** All locations that there are. */
  readonly locations = askedOnce(async (): Promise<WireLocation[]> => {
    const { body } = await this.wire.call(operations.listLocations);
    return Object.values(body.locations);
  });
  readonly features = this.ofSample(async (contractId) => {
    const { body } = await this.wire.call(operations.getFeatures, { params: { contractId } });
    return body.available.map(({ key }) => key);
  });
  readonly products = this.ofSample((contractId) => this.prices(contractId));
  private own: WireContract | undefined;
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(
    readonly wire: Wire,
    /** Whose token it is. */
    readonly userUuid: string,
    /** Why nothing may be written; undefined where it may. */
    readonly writesRefused: string | undefined,
    private readonly waitFor: (pending: Pending) => Promise<void>,
  ) {
    this.contracts = new Collection({
      list: async () => {
        const all = await wire.list(operations.listContracts);
        this.own = all.find(({ is_partner_contract: isOwn }) => isOwn);
        return all.filter(({ is_partner_contract: isOwn }) => !isOwn);
      },
      idOf: ({ contract_uuid: id }) => id,
      keyOf: ({ name }) => keyOf(name),
    });
    this.users = new Collection({
      list: () => wire.list(operations.listUsers),
      idOf: ({ user_uuid: id }) => id,
      keyOf: ({ email }) => keyOf(text(loginOf(email))),
    });
  }

  /** The partner's own contract; undefined where the portal shows none. */
  async partner(): Promise<WireContract | undefined> {
    await this.contracts.load();
    return this.own;
  }

  /** An account that tells what accounts have: the partner's own, or any; undefined where there is none. */
  async sample(): Promise<WireContract | undefined> {
    const [first] = (await this.contracts.all()).filter(isThere);
    return this.own ?? first;
  }

  /** All prices of an account. */
  async prices(contractId: string): Promise<Price[]> {
    const { body } = await this.wire.call(operations.getPrices, { params: { contractId } });
    return body.prices.map(({ product_number: product, name, price }) => ({ product, name, price }));
  }

  /** What is the same for all accounts, asked once; undefined where there is no account to ask. */
  private ofSample<Result>(ask: (contractId: string) => Promise<Result>): () => Promise<Result | undefined> {
    let answer: Promise<Result> | undefined;
    return async () => {
      const some = await this.sample();
      if (some === undefined) return undefined;
      return (answer ??= once(
        () => ask(some.contract_uuid),
        () => (answer = undefined),
      ));
    };
  }

  /** Changes of one account's lists, one after the other: the portal takes whole lists, and the last one wins. */
  inTurn<Result>(account: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.queues.get(account) ?? Promise.resolve()).then(work, work);
    this.queues.set(
      account,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** What a change has made: what the portal answered, or where it goes on after its answer, what is seen once it is as wanted. */
  async become<Result>(
    what: string,
    answer: Result | undefined,
    look: () => Promise<Result>,
    isAsWanted: (seen: Result) => boolean,
  ): Promise<Result> {
    let seen = answer ?? (await look());
    const finished = async () => isAsWanted(seen) || isAsWanted((seen = await look()));
    if (answer === undefined) await this.waitFor({ what, finished });
    return seen;
  }

  /** Sends, and sends again where that failed and may have been carried out, but was looked for and was not. */
  async surely(send: () => Promise<unknown>, isDone: () => Promise<boolean>): Promise<void> {
    try {
      await send();
    } catch (error) {
      if (!(error instanceof PortalRefusal) || !error.uncertain) throw error;
      if (!(await isDone())) await send();
    }
  }

  /** The account straight from the portal, which the list then knows, too. */
  async reread(id: string): Promise<WireContract> {
    const { body } = await this.wire.call(operations.getContract, { params: { contractId: id } });
    await this.contracts.putIfLoaded(body);
    return body;
  }

  async rereadUser(id: string): Promise<WireUser> {
    const { body } = await this.wire.call(operations.getUser, { params: { userId: id } });
    await this.users.putIfLoaded(body);
    return body;
  }
}
