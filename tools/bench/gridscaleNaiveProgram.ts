/**
 * How one would write a realm of gridscale Partner by hand: provider objects, whose code is serialized into every resource's state, and a
 * call to the portal for everything. Run by the benchmark beside ours.
 */
import * as pulumi from "@pulumi/pulumi";
import { realmOf } from "./gridscaleRealm";

const config = new pulumi.Config();
const endpoint = `${config.require("endpoint")}/management/v2`;

type Inputs = Readonly<Record<string, unknown>>;

async function send(method: string, path: string, data?: object): Promise<Record<string, string>> {
  const axios = require("axios");
  const headers = { "X-Auth-UserId": process.env["GRIDSCALE_UUID"], "X-Auth-Token": process.env["GRIDSCALE_TOKEN"] };
  return (await axios.request({ method, url: `${endpoint}${path}`, data, headers })).data;
}

function personOf({ email, firstName, lastName }: Inputs): object {
  return { email, first_name: firstName, last_name: lastName };
}

const common = {
  check: (_olds: Inputs, news: Inputs) => Promise.resolve({ inputs: news, failures: [] }),
  diff: (_id: string, olds: Inputs, news: Inputs) =>
    Promise.resolve({
      changes: Object.keys(news).some((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key])),
    }),
  update: (_id: string, _olds: Inputs, news: Inputs) => Promise.resolve({ outs: news }),
};

const accounts: pulumi.dynamic.ResourceProvider = {
  ...common,
  async create(inputs: Inputs) {
    const made = await send("POST", "/contracts", { name: inputs["name"], owner_uuid: inputs["owner"] });
    const id = made["contract_uuid"]!;
    await send("PATCH", `/contracts/${id}/features`, { active: inputs["features"] });
    await send("PATCH", `/contracts/${id}/locations`, { location_uuids: inputs["locations"] });
    return { id, outs: inputs };
  },
  async read(id, props) {
    await send("GET", `/contracts/${id}`);
    return { id, props };
  },
  async delete(id) {
    await send("DELETE", `/contracts/${id}`);
  },
};

const quotas: pulumi.dynamic.ResourceProvider = {
  ...common,
  async create(inputs: Inputs) {
    await send("PATCH", `/contracts/${String(inputs["account"])}/limits`, { limits: inputs["limits"] });
    return { id: String(inputs["account"]), outs: inputs };
  },
  async read(id, props) {
    await send("GET", `/contracts/${id}/limits`);
    return { id, props };
  },
  delete: () => Promise.resolve(),
};

const users: pulumi.dynamic.ResourceProvider = {
  ...common,
  async create(inputs: Inputs) {
    const id = (await send("POST", "/users", personOf(inputs)))["user_uuid"]!;
    if (inputs["account"] !== undefined)
      await send("POST", `/contracts/${String(inputs["account"])}/users`, { user_uuid: id, level: "read" });
    return { id, outs: inputs };
  },
  async read(id, props) {
    await send("GET", `/users/${id}`);
    return { id, props };
  },
  async delete(id) {
    // An owner can't be deleted before the account is gone, which goes on after the answer to its deletion.
    for (let tries = 0; ; tries += 1) {
      try {
        await send("DELETE", `/users/${id}`);
        return;
      } catch (error) {
        if (tries === 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  },
};

class Naive extends pulumi.dynamic.Resource {
  constructor(provider: pulumi.dynamic.ResourceProvider, name: string, inputs: pulumi.Inputs) {
    super(provider, name, inputs);
  }
}

const made = new Map<string, Naive>();
const idOf = (label: string) => made.get(label)!.id;
for (const object of realmOf(config.requireNumber("size"))) {
  const { label } = object;
  switch (object.kind) {
    case "profile":
      break;
    case "owner":
      made.set(label, new Naive(users, label, { ...object.person }));
      break;
    case "account":
      made.set(label, new Naive(accounts, label, { ...object.values, owner: idOf(object.owner) }));
      break;
    case "quota":
      new Naive(quotas, label, { account: idOf(object.account), limits: object.limits });
      break;
    case "user":
      new Naive(users, label, { ...object.person, account: idOf(object.account) });
  }
}
