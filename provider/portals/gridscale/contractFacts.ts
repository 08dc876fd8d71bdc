import type { PortalContract } from "../../contract";
import { operations, PAGE_LIMIT, Problems } from "./contract";
import { fields } from "./fields";

const fieldsOf = (kind: keyof typeof fields) => Object.keys(fields[kind]?.has ?? {});

/** The contract of gridscale Partner as data. */
export const gridscaleContract: PortalContract = {
  portal: "gridscale",
  operations,
  lists: {
    paging: {
      by: "page",
      parameter: "page[number]",
      first: 1,
      size: { parameter: "page[size]", most: PAGE_LIMIT },
      total: "_meta.total",
      next: "_links.next.href",
    },
  },
  volatile: ["change_time", "used"],
  samples: {
    contractId: { list: "listContracts", member: "contract_uuid" },
    userId: { list: "listUsers", member: "user_uuid" },
  },
  needs: {},
  credentials: ["userUuid", "token"],
  credentialHeaders: { "X-Auth-UserId": "{userUuid}", "X-Auth-Token": "{token}" },
  headers: {},
  problem: Problems,
  kinds: {
    Account: {
      read: ["listContracts", "getFeatures", "getPrices", "listLocations"],
      write: ["createContract", "updateContract", "deleteContract", "setFeatures", "setLocations", "updatePrices"],
      fields: fieldsOf("Account"),
    },
    User: {
      read: ["listUsers"],
      write: ["createUser", "updateUser", "deleteUser", "addContractUser", "changeContractUser", "removeContractUser"],
      fields: fieldsOf("User"),
    },
    Quota: { read: ["getLimits"], write: ["updateLimits"], fields: fieldsOf("Quota") },
    ServiceActivation: { read: ["getFeatures"], write: ["setFeatures"], fields: fieldsOf("ServiceActivation") },
  },
};
