import { type Finding, UNKNOWN } from "../../../model";
import { known, wholeList } from "../../../model/declared";
import { alternatives, nearest } from "../../../model/nearest";
import type { PlannedInputs } from "../../../model/portal";
import { rule } from "../../../model/rule";
import { keyOf, knownWords, text } from "../../../model/words";
import { accountOf, ofKind } from "../program";
import { activeServices, isActive, type RealmReading } from "../reading";
import type { Check } from "./check";
import { customerSoFar } from "./customerSoFar";

/** Services that only run while others do (manual §2.1.1 note 1, §2.1.2). */
export const SERVICE_NEEDS: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  s3: ["openstack"],
});

/** What settles a finding that a service isn't active. */
export function activationOf(service: string, account: unknown): Pick<Finding, "awaits"> {
  return { awaits: { kind: "ServiceActivation", inputs: { account, service } } };
}

export const V1 = rule({
  id: "csp/V1",
  severity: "refuse",
  sentence: "S3 requires OpenStack to be available and active.",
  source: "§2.1.1 note 1, §2.1.2",
  fields: { Account: ["availableServices"], ServiceActivation: ["service"] },
  inputs: {
    Account: (broken, { availableServices }) => {
      const services = wholeList(availableServices) ?? [];
      return services.flatMap((service) =>
        (SERVICE_NEEDS[service] ?? [])
          .filter((needed) => !services.includes(needed))
          .map((needed) => {
            const reason = `has ${service} without ${needed}: ${service} only runs where ${needed} does; add ${needed}`;
            return broken("availableServices", reason);
          }),
      );
    },
  },
  live: {
    // Where the needed activation is declared, this one comes after it.
    ServiceActivation: async (broken, { realm, inputs: { account, service, after } }: Check<"ServiceActivation">) => {
      if (typeof service !== "string" || after !== undefined) return [];
      if (account !== UNKNOWN && typeof account !== "string") return [];
      const findings: Finding[] = [];
      for (const needed of SERVICE_NEEDS[service] ?? []) {
        if (typeof account === "string" && (await isActive(realm, account, needed))) continue;
        const reason = `is ${service}, which needs ${needed}: declare a ServiceActivation of ${needed} for the same account`;
        findings.push({ ...broken("service", reason), ...activationOf(needed, account) });
      }
      return findings;
    },
  },
});

/** The services that an account has, as this run will leave them; undefined where that is not known. */
async function availableServices(
  realm: RealmReading,
  account: string,
  planned: PlannedInputs,
): Promise<readonly string[] | undefined> {
  const declared = planned.of("Account", account)?.availableServices;
  if (known(declared) !== undefined) return wholeList(declared);
  return (await realm.clients.withId(account))?.availableServices;
}

function unavailable(service: string, available: readonly string[]): string {
  const near = nearest(service, available);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}, or is ${service} missing in` : `add ${service} to`;
  return `is ${service}, which the account doesn't have (it has ${available.join(", ") || "none"}): ${hint} its availableServices${near.length > 0 ? "?" : ""}`;
}

export const V2 = rule({
  id: "csp/V2",
  severity: "refuse",
  sentence: "A service must be available to the customer before it can be activated.",
  source: "§2.1.1(4), §2.1.2",
  fields: { ServiceActivation: ["service"] },
  program: (broken, resources) =>
    ofKind(resources, "ServiceActivation").flatMap((activation) => {
      const account = accountOf(activation);
      const available = account?.inputs["availableServices"];
      const { service } = activation.inputs;
      if (account === undefined || typeof service !== "string" || !Array.isArray(available)) return [];
      if (available.includes(UNKNOWN) || available.includes(service)) return [];
      const reason = `is ${service}, which the account ${account.label} doesn't have: add ${service} to its availableServices`;
      return [{ resource: activation, ...broken("service", reason) }];
    }),
  live: {
    ServiceActivation: async (broken, { realm, inputs: { account, service }, planned }: Check<"ServiceActivation">) => {
      if (typeof service !== "string" || typeof account !== "string") return [];
      const available = await availableServices(realm, account, planned);
      if (available === undefined || available.includes(service)) return [];
      return [broken("service", unavailable(service, available))];
    },
  },
});

export const V3 = rule({
  id: "csp/V3",
  severity: "warn",
  sentence: "An activation is permanent.",
  source: "§2.1.2",
  about: "change",
  fields: { ServiceActivation: ["service"] },
  inputs: {
    ServiceActivation: (broken, { account, service }, { before }) => {
      if (before === undefined || typeof service !== "string") return [];
      if (before.account === account && before.service === service) return [];
      const [wasOf, was] = [text(before.account), text(before.service)];
      return [broken("service", `of ${wasOf} stays active: ${was} can't be deactivated`)];
    },
  },
  also: ["apply"],
  foundAs: ["IRR-03"],
});

export const V4 = rule({
  id: "csp/V4",
  severity: "refuse",
  sentence: "An active service can't be made unavailable.",
  source: "§2.1.2",
  fields: { Account: ["availableServices"] },
  live: {
    Account: async (broken, check: Check<"Account">) => {
      const customer = await customerSoFar(check);
      const declared = check.inputs.availableServices;
      if (customer === undefined || !Array.isArray(declared)) return [];
      const kept = knownWords(declared);
      const gone = customer.availableServices.filter((service) => !kept.includes(service));
      if (kept.length < declared.length || gone.length === 0) return [];
      return (await activeServices(check.realm, customer.id))
        .filter((service) => gone.includes(service))
        .map((service) =>
          broken(
            "availableServices",
            `no longer has ${service}, which is active for this customer, and an activation is permanent: add ${service} again`,
          ),
        );
    },
  },
});

/** The services that the portal's catalogue has permissions for: no other list of them is known before there is a customer. */
async function servicesOfCatalogue(realm: RealmReading): Promise<readonly string[]> {
  return [...new Set((await realm.permissions()).flatMap(({ service }) => service ?? []))];
}

export const V5 = rule({
  id: "csp/V5",
  severity: "confirm",
  sentence: "The services of a customer must be in the portal's catalogue of permissions.",
  source: "derived",
  fields: { Account: ["availableServices"] },
  live: {
    Account: async (broken, { realm, inputs }: Check<"Account">) => {
      const declared = knownWords(inputs.availableServices);
      if (declared.length === 0) return [];
      const services = await servicesOfCatalogue(realm);
      const strange = declared.filter((service) => !services.includes(service));
      if (strange.length === 0) return [];
      const customer = await realm.clients.ofDeclared(keyOf(text(inputs.name)));
      return strange
        .filter((service) => customer?.availableServices.includes(service) !== true)
        .map((service) =>
          broken(
            "availableServices",
            `has ${JSON.stringify(service)}, which is not a service in the portal's catalogue of permissions${alternatives(service, services)}`,
          ),
        );
    },
  },
});
