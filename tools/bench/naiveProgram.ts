/**
 * How one would write this by hand: `pulumi.dynamic.Resource` with a provider object, whose code is serialized into every
 * resource's state, and one call to the portal for everything. Run by the benchmark beside ours.
 */
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const endpoint = config.require("endpoint");
const clientId = config.require("client");
const profileId = config.require("profile");

interface UserInputs {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

const provider: pulumi.dynamic.ResourceProvider = {
  async check(_olds, news) {
    return { inputs: news as UserInputs, failures: [] };
  },
  async diff(_id, olds: UserInputs, news: UserInputs) {
    return {
      changes: olds.email !== news.email || olds.firstName !== news.firstName || olds.lastName !== news.lastName,
    };
  },
  async create(inputs: UserInputs) {
    const axios = require("axios");
    const headers = { Authorization: `Bearer ${process.env["RESELLER_TOKEN"]}` };
    const { username, email, firstName, lastName } = inputs;
    const person = { username, email, firstName, lastName };
    const answer = await axios.post(`${endpoint}/clients/${clientId}/users`, { ...person, profileId }, { headers });
    return { id: answer.data.user.id, outs: { ...person, initialPassword: answer.data.initialPassword } };
  },
  async read(id, props) {
    const axios = require("axios");
    const headers = { Authorization: `Bearer ${process.env["RESELLER_TOKEN"]}` };
    await axios.get(`${endpoint}/clients/${clientId}/users/${id}`, { headers });
    return { id, props };
  },
  async update(_id, _olds, news: UserInputs) {
    return { outs: news };
  },
  async delete(id) {
    const axios = require("axios");
    const headers = { Authorization: `Bearer ${process.env["RESELLER_TOKEN"]}`, "If-Match": "*" };
    await axios.delete(`${endpoint}/clients/${clientId}/users/${id}`, { headers });
  },
};

class NaiveUser extends pulumi.dynamic.Resource {
  constructor(name: string, inputs: UserInputs) {
    super(provider, name, inputs);
  }
}

for (let number = 1; number <= config.requireNumber("size"); number += 1) {
  new NaiveUser(`user-${number}`, {
    username: `user.${number}`,
    email: `user.${number}@example.com`,
    firstName: "User",
    lastName: `Number ${number}`,
  });
}
