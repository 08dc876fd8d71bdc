import { UNKNOWN } from "../../../model";
import { rule } from "../../../model/rule";
import { isOneOf } from "../../../model/shapes";
import { CLIENT_STATES, PROVIDER_CLIENT_STATES, TRIAL_STATES } from "../contract";
import { isProviderState } from "../reading";
import type { Check } from "./check";
import { customerSoFar } from "./customerSoFar";
import { rightsFindings } from "./rights";

export const C1 = rule({
  id: "csp/C1",
  severity: "refuse",
  sentence: "The uProvide account of a customer must exist before the customer.",
  source: "§2.1.1",
  fields: { Account: ["uprovideAccount"] },
  inputs: {
    Account: (broken, { uprovideAccount }) =>
      uprovideAccount === undefined
        ? [broken("uprovideAccount", "is missing: a customer requires an existing uProvide account; set its id")]
        : [],
  },
  also: ["apply"],
});

export const C2 = rule({
  id: "csp/C2",
  severity: "refuse",
  sentence: "Creating and changing customers requires reseller permissions.",
  source: "§2.1.1, §2.2",
  live: {
    Account: async (broken, { realm }: Check<"Account">) => {
      if ((await realm.me()).level !== "client")
        return rightsFindings(broken, realm, "create and change customers", ["manage_clients"]);
      return [
        broken(
          "",
          "can't be written: the token belongs to a customer's user, and only the reseller can create and change customers. Use a reseller's token",
        ),
      ];
    },
  },
});

export const C3 = rule({
  id: "csp/C3",
  severity: "refuse",
  sentence:
    "A reseller can set the states trial, demo, production and managed. Only the provider sets disabled and inactive, which are final.",
  source: "§2.5(5), §2.6(6)",
  fields: { Account: ["state"] },
  inputs: {
    Account: (broken, { state }) => {
      const choices = CLIENT_STATES.join(", ");
      if (state === UNKNOWN || isOneOf(CLIENT_STATES, state)) return [];
      if (state === undefined)
        return [broken("state", `is missing: the portal needs the customer's state, one of ${choices}`)];
      const given = JSON.stringify(state);
      if (!isOneOf(PROVIDER_CLIENT_STATES, state))
        return [broken("state", `is ${given}, but must be one of ${choices}`)];
      return [
        broken(
          "state",
          `is ${given}, which only the portal's provider sets, at the end of a decommissioning; declare one of ${choices}`,
        ),
      ];
    },
  },
  live: {
    Account: async (broken, check: Check<"Account">) => {
      const customer = await customerSoFar(check);
      const was = check.before?.state;
      if (customer === undefined || !isProviderState(customer.state) || check.inputs.state === was) return [];
      return [
        broken(
          "state",
          `can't be changed: the provider has set the customer to ${customer.state}, and only the provider can undo that. Restore ` +
            `${JSON.stringify(was)}, and open a ticket`,
        ),
      ];
    },
  },
});

export const C4 = rule({
  id: "csp/C4",
  severity: "refuse",
  sentence: "Colours are hexadecimal. The icon is an https URL; the default is the reseller's icon.",
  source: "§2.1.1(5-7)",
  formats: { Account: ["primaryColor", "secondaryColor", "iconUrl"] },
});

export const C5 = rule({
  id: "csp/C5",
  severity: "kept",
  sentence: "Objects are created in this order: customer, services, users, projects, roles.",
  source: "§2.1",
  also: ["always"],
});

export const C6 = rule({
  id: "csp/C6",
  severity: "confirm",
  sentence: "A change from production or managed to trial or demo changes the billing.",
  source: "§2.5",
  about: "change",
  fields: { Account: ["state"] },
  inputs: {
    Account: (broken, { state }, { before }) => {
      const old = before?.state;
      if (old === undefined || isOneOf(TRIAL_STATES, old) || !isOneOf(TRIAL_STATES, state)) return [];
      const reason = `goes from ${JSON.stringify(old)} to ${JSON.stringify(state)}, which changes what the customer is charged`;
      return [broken("state", reason)];
    },
  },
  foundAs: ["LIF-01"],
});

const WAYS_OUT: readonly unknown[] = [undefined, UNKNOWN, "retain", "decommission"];

export const C7 = rule({
  id: "csp/C7",
  severity: "refuse",
  sentence: "A customer can't be deleted. It is retained, or its decommissioning is requested.",
  source: "§2.5, §2.6",
  fields: { Account: ["onDelete"] },
  inputs: {
    Account: (broken, { onDelete }) =>
      WAYS_OUT.includes(onDelete)
        ? []
        : [
            broken(
              "onDelete",
              `is ${JSON.stringify(onDelete)}, but a reseller can't delete or lock a customer of the Cloud Service Portal: the provider does, after ` +
                "the steps of the reseller manual §2.5 and §2.6. Use retain, or decommission to ask for that",
            ),
          ],
  },
  also: ["always"],
});
