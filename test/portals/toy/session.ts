import type { InputsAt } from "../../../provider/model/declared";
import type { Found, KindDriver, SessionModule } from "../../../provider/model/portal";
import { verifier } from "../../../provider/portals/verifier";
import { toy, type toyFields } from ".";

type Inputs = InputsAt<typeof toyFields, "Account">;
type ToyAccount = Pick<Inputs, "name" | "description">;

/** What is at the portal, by its ids. */
export const accounts = new Map<string, ToyAccount>();

function accountDriver(): KindDriver<Inputs> {
  const listed = () => [...accounts].map(([id, { ...inputs }]): Found<Inputs> => ({ id, inputs, outputs: {} }));
  return {
    find: async ({ name }) => listed().find(({ inputs }) => inputs.name === name),
    get: async (id) => listed().find((account) => account.id === id),
    everything: async () => ({ found: listed() }),

    async create({ name, description }) {
      const id = `toy-${accounts.size + 1}`;
      accounts.set(id, { name, description });
      return { id, outputs: {} };
    },

    async update({ id }, changes) {
      accounts.set(id, { ...accounts.get(id)!, ...changes });
      return { id, outputs: {} };
    },

    async remove({ id }, { onDelete }) {
      if (onDelete !== "delete") return { note: "stays at the portal" };
      accounts.delete(id);
      return {};
    },

    absence: async () => ({ proven: true }),
    describe: ({ name }) => String(name),
  };
}

export const openSession: SessionModule["openSession"] = () => {
  const kinds = { Account: accountDriver() };
  return {
    portal: toy,
    kinds,
    verify: verifier(kinds, toy.rules, undefined as never),
    verifyConnection: () => Promise.resolve(),
    bearer: () => Promise.resolve({ organization: {}, untold: [] }),
    waitFor: () => Promise.resolve(),
    protect: () => undefined,
    redact: (text) => text,
    readAnew: () => undefined,
    close: () => undefined,
  };
};
