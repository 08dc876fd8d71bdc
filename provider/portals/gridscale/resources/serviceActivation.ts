import { type Declared, type InputsAt } from "../../../model/declared";
import type { KindDriver } from "../../../model/portal";
import { nameWithin, text } from "../../../model/words";
import type { GridscaleClient } from "../client";
import { absenceIn, accountFindings } from "../driver";
import { type fields, LOCATION_PREFIX } from "../fields";
import { isThere, locationOf } from "../reading";
import { type Features, switched } from "./accountParts";

type Inputs = InputsAt<typeof fields, "ServiceActivation">;

/** ServiceActivation = one feature, or one location (`location:NAME`), of one account. */
export function serviceActivationDriver(client: GridscaleClient): KindDriver<Inputs> {
  const idOf = ({ account, service }: Declared<Inputs>) => `${text(account)}/${text(service)}`;

  const get: KindDriver<Inputs>["get"] = async (id, { account: declared, service }, freshness) => {
    if (freshness === "fresh") await client.contracts.load("fresh");
    const account = text(declared);
    const contract = await client.contracts.withId(account);
    const entry = await entryOf(text(service));
    if (contract === undefined || !isThere(contract) || entry === undefined) return undefined;
    const { list, key } = entry;
    const isOn = (list === "features" ? contract.feature_keys : contract.location_uuids).includes(key);
    return isOn ? { id, inputs: { account, service: text(service) }, outputs: {} } : undefined;
  };

  async function entryOf(service: string): Promise<{ readonly list: Features; readonly key: string } | undefined> {
    if (!service.startsWith(LOCATION_PREFIX)) return { list: "features", key: service };
    const found = await locationOf(client, service.slice(LOCATION_PREFIX.length));
    return typeof found === "string" ? { list: "locations", key: found } : undefined;
  }

  async function turn(account: string, service: string, on: boolean): Promise<void> {
    const entry = await entryOf(service);
    if (entry === undefined) return;
    await switched(client, account, entry.list, on ? [entry.key] : [], on ? [] : [entry.key]);
    await client.reread(account);
  }

  return {
    singleton: true,
    get,
    find: (inputs, freshness) => get(idOf(inputs), inputs, freshness),
    describe: ({ account, service }) => nameWithin(service, account),
    verify: ({ account }, { planned }) => accountFindings(client, "account", account, planned),
    absence: () => absenceIn(client),

    /** What is switched on stands among the features and locations of its account (rule gridscale/X3), and is listed there. */
    everything: () => Promise.resolve({ found: [] }),

    async create(inputs) {
      await turn(inputs.account, inputs.service, true);
      return { id: idOf(inputs), outputs: {} };
    },

    update: ({ id }) => Promise.resolve({ id, outputs: {} }),

    /** Switched off, unless the declaration says otherwise: what is running stays. */
    async remove(_found, { onDelete, account, service }) {
      if (onDelete === "retain") return { note: "stays active (onDelete: retain)" };
      await turn(text(account), text(service), false);
      return {};
    },
  };
}
