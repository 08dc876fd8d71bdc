import { definePortal } from "../../model/definePortal";
import { openstackAccess } from "./access";
import { keptByTools } from "./cloudsFile";
import { fields, insteadOf } from "./fields";
import { openstackRules } from "./rules";
import { N1 } from "./rules/spelling";
import { settingProblems, settings } from "./settings";
import { startingRealm } from "./startingRealm";

/** OpenStack, whole. */
export const openstack = definePortal({
  name: "openstack",
  title: "OpenStack",
  settings,
  settingProblems,
  endpoint: { environment: ["OS_AUTH_URL"], problems: endpointProblems },
  keptByTools,
  toolVariables: [
    { name: "OS_CLOUD", credential: false },
    { name: "OS_CLIENT_CONFIG_FILE", credential: false },
  ],
  fields,
  insteadOf,
  startingRealm,
  documented: {
    title: "OpenStack",
    sources:
      "Sources are the servers' own behaviour, measured on keystone 30.0.0, nova 34.0.0, cinder 29.0.0, neutron 29.0.0 and python-adjutant 13.0.0, and their code and documentation. _Derived_: not stated literally in a source.",
  },
  rules: openstackRules,
  foundByName: ["Profile"],
  alike: N1,
  access: openstackAccess,
  folder: __dirname,
});

/** The address of Keystone says its version, since what is below another one is something else. */
function endpointProblems(endpoint: string): string[] {
  if (!URL.canParse(endpoint)) return [];
  const { pathname } = new URL(endpoint);
  if (/\/v3\/?$/.test(pathname)) return [];
  const right = endpoint.replace(/\/+$/, "").replace(/\/v2\.0$/, "");
  return [`must end in /v3, the version of the Identity API: use ${right}/v3`];
}
