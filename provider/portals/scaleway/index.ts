import { definePortal } from "../../model/definePortal";
import { scalewayAccess } from "./access";
import { accessKey, clientKeys, secretKey, uuid } from "./clientKeys";
import { fields, insteadOf } from "./fields";
import { keptByTools } from "./profileFile";
import { scalewayRules } from "./rules";
import { N1 } from "./rules/spelling";
import { startingRealm } from "./startingRealm";

/** A region or zone of the vendor's in an address: the APIs that a partner needs have none. */
const REGION = /(^|[./-])(fr-par|nl-ams|pl-waw|it-mil)(-\d)?([./-]|$)/;

/** Scaleway, whole. */
export const scaleway = definePortal({
  name: "scaleway",
  title: "Scaleway",
  settings: [
    {
      name: "organizationId",
      credential: false,
      namesRealm: true,
      environment: ["SCW_DEFAULT_ORGANIZATION_ID", "SCW_ORGANIZATION"],
      schema: uuid,
      hint:
        "the id (a UUID) of the partner's own Organization, shown in the console beside its name. Set it with: " +
        "pulumi config set reseller:organizationId … (or SCW_DEFAULT_ORGANIZATION_ID, or Scaleway's profile file)",
    },
    {
      name: "secretKey",
      credential: true,
      environment: ["SCW_SECRET_KEY", "SCW_TOKEN", "SCALEWAY_TOKEN"],
      schema: secretKey,
      hint:
        "the secret key (a UUID) of an API key of the partner's own Organization, whose bearer holds ResellerFullAccess, and IAMManager to manage " +
        "people. Set it with: pulumi config set --secret reseller:secretKey … (or SCW_SECRET_KEY, or Scaleway's profile file)",
    },
    {
      name: "accessKey",
      credential: true,
      optional: true,
      goesWith: "secretKey",
      environment: ["SCW_ACCESS_KEY"],
      schema: accessKey,
      hint:
        "the access key (SCW and 17 letters or digits) that belongs to the secret key: it says whose key it is, so that this tool doesn't lock itself " +
        "out. Set it with: pulumi config set --secret reseller:accessKey … (or SCW_ACCESS_KEY, or Scaleway's profile file)",
    },
    {
      name: "keys",
      credential: true,
      optional: true,
      environment: [],
      schema: clientKeys,
      hint:
        "API keys of clients' Organizations, by Organization id, each with secretKey (a UUID) and accessKey. Set it with: pulumi config set --secret " +
        "--path 'reseller:keys.ORGANIZATION-ID.secretKey' …",
    },
  ],
  endpoint: {
    usual: "https://api.scaleway.com",
    environment: ["SCW_API_URL"],
    problems: (endpoint) => [
      ...(endpoint.endsWith("/") ? ["must not end with a slash; remove it"] : []),
      ...(URL.canParse(endpoint) && REGION.test(`${new URL(endpoint).host}${new URL(endpoint).pathname}`)
        ? ["has a region in it, but Partner Space and IAM have none: use https://api.scaleway.com"]
        : []),
    ],
  },
  keptByTools,
  toolVariables: [
    { name: "SCW_CONFIG_PATH", credential: false },
    { name: "SCW_PROFILE", credential: false },
    { name: "SCALEWAY_ACCESS_KEY", credential: true },
  ],
  signIn: "https://console.scaleway.com",
  fields,
  insteadOf,
  startingRealm,
  documented: {
    title: "Scaleway",
    sources:
      "Sources are the published APIs and the vendor's documentation. _Recorded_: based on recorded responses. _Derived_: not stated literally in a source.",
  },
  rules: scalewayRules,
  foundByName: ["Profile"],
  alike: N1,
  access: scalewayAccess,
  folder: __dirname,
});
