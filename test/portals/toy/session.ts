import type { DeclaredInputs } from "../../../provider/model";
import type { Absence, Found, KindDriver, Listing, Removed, Written } from "../../../provider/model/portal";
import type { SessionModule } from "../../../provider/model/portal";
import { verifier } from "../../../provider/portals/verifier";
import { toy } from ".";

interface ToyAccount {
  readonly name: unknown;
  readonly description: unknown;
}

/** What is at the portal, by its ids. */
export const accounts = new Map<string, ToyAccount>();

class AccountDriver implements KindDriver {
  private readonly made = () => `toy-${accounts.size + 1}`;

  async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    return inputs;
  }

  async find({ name }: DeclaredInputs): Promise<Found | undefined> {
    return (await this.everything()).found.find(({ inputs }) => inputs["name"] === name);
  }

  async get(id: string): Promise<Found | undefined> {
    const account = accounts.get(id);
    return account === undefined ? undefined : { id, inputs: { ...account }, outputs: {} };
  }

  async everything(): Promise<Listing> {
    return { found: [...accounts].map(([id, account]) => ({ id, inputs: { ...account }, outputs: {} })) };
  }

  async create({ name, description }: DeclaredInputs): Promise<Written> {
    const id = this.made();
    accounts.set(id, { name, description });
    return { id, outputs: {} };
  }

  async update({ id }: Found, changes: DeclaredInputs): Promise<Written> {
    accounts.set(id, { ...accounts.get(id)!, ...changes });
    return { id, outputs: {} };
  }

  async remove({ id }: Found, { onDelete }: DeclaredInputs): Promise<Removed> {
    if (onDelete !== "delete") return { note: "stays at the portal" };
    accounts.delete(id);
    return {};
  }

  async absence(): Promise<Absence> {
    return { proven: true };
  }

  describe({ name }: DeclaredInputs): string {
    return String(name);
  }
}

export const openSession: SessionModule["openSession"] = () => {
  const kinds = { Account: new AccountDriver() };
  return {
    facts: toy,
    kinds,
    verify: verifier(kinds, toy.rules, undefined as never),
    verifyConnection: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    protect: () => undefined,
    redact: (text) => text,
    close: () => undefined,
  };
};
