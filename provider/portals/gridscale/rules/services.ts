import type { Finding } from "../../../model";
import { type DeclaredOf, known } from "../../../model/declared";
import { alternatives } from "../../../model/nearest";
import { type Broken, type LiveCheck, rule } from "../../../model/rule";
import { knownWords, text } from "../../../model/words";
import { canonicalService, LOCATION_PREFIX } from "../fields";
import { locationIds, locationOf, type RealmReading } from "../reading";

export const X3 = rule({
  id: "gridscale/X3",
  severity: "refuse",
  sentence: "A feature or location is declared in one place: on the Account, or as a ServiceActivation.",
  source: "this project",
  fields: { ServiceActivation: ["service"] },
  program: (broken, resources) =>
    resources
      .filter(({ kind }) => kind === "ServiceActivation")
      .flatMap((activation) => {
        const { service } = activation.inputs;
        const account = activation.references["account"]?.find(({ kind }) => kind === "Account");
        if (account === undefined || typeof service !== "string") return [];
        const isLocation = service.startsWith(LOCATION_PREFIX);
        const declared = knownWords(account.inputs[isLocation ? "locations" : "features"]);
        const prefix = isLocation ? LOCATION_PREFIX : "";
        if (!declared.some((word) => canonicalService(`${prefix}${word}`) === canonicalService(service))) return [];
        const reason = `is ${JSON.stringify(service)}, which the account ${account.label} has among its ${isLocation ? "locations" : "features"} already: keep one of the two`;
        return [{ resource: activation, ...broken("service", reason) }];
      }),
  live: {
    ServiceActivation: async (broken, { realm, inputs: { service, account }, planned }: LiveCheck<RealmReading>) => {
      if (typeof service !== "string" || !service.startsWith(LOCATION_PREFIX)) return [];
      const found = await locationOf(realm, service.slice(LOCATION_PREFIX.length));
      const declared = knownWords(planned.of("Account", text(account))?.["locations"]);
      if (typeof found !== "string" || !(await locationIds(realm, declared)).includes(found)) return [];
      return [
        broken(
          "service",
          `is ${JSON.stringify(service)}, which the account has among its locations already, under any of its names: keep one of the two`,
        ),
      ];
    },
  },
});

function unknownFeature(key: string, known: readonly string[]): string {
  return `has ${JSON.stringify(key)}, which is no feature of the portal${alternatives(key, known)}`;
}

type Inputs = DeclaredOf<"Account">;

async function strangeFeatures(broken: Broken, realm: RealmReading, { features }: Inputs): Promise<Finding[]> {
  const declared = knownWords(features);
  const all = declared.length === 0 ? undefined : await realm.features();
  if (all === undefined) return [];
  return declared.filter((key) => !all.includes(key)).map((key) => broken("features", unknownFeature(key, all)));
}

async function strangeLocations(broken: Broken, realm: RealmReading, { locations }: Inputs): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const word of knownWords(locations)) {
    const found = await locationOf(realm, word);
    if (typeof found !== "string")
      findings.push(broken("locations", `has ${JSON.stringify(word)}, which ${found.problem}`));
  }
  return findings;
}

async function strangeProducts(broken: Broken, realm: RealmReading, { productPrices }: Inputs): Promise<Finding[]> {
  const declared = Object.keys(known(productPrices) ?? {});
  const all = declared.length === 0 ? undefined : await realm.products();
  if (all === undefined) return [];
  const numbers = all.map(({ product }) => String(product));
  const listed = all.map(({ product, name }) => `${product} (${name})`);
  return declared
    .filter((number) => !numbers.includes(number))
    .map((number) =>
      broken(`productPrices.${number}`, `is not a product of the portal${alternatives(number, numbers, listed)}`),
    );
}

export const X4 = rule({
  id: "gridscale/X4",
  severity: "refuse",
  sentence:
    "Features, locations and products must be in the portal's list. A name that two locations share is ambiguous.",
  source: "this project",
  fields: { Account: ["features", "locations", "productPrices"], ServiceActivation: ["service"] },
  live: {
    Account: async (broken, { realm, inputs }: LiveCheck<RealmReading, Inputs>) => [
      ...(await strangeFeatures(broken, realm, inputs)),
      ...(await strangeLocations(broken, realm, inputs)),
      ...(await strangeProducts(broken, realm, inputs)),
    ],
    ServiceActivation: async (broken, { realm, inputs: { service } }) => {
      if (typeof service !== "string") return [];
      if (service.startsWith(LOCATION_PREFIX)) {
        const found = await locationOf(realm, service.slice(LOCATION_PREFIX.length));
        if (typeof found === "string") return [];
        return [broken("service", `is ${JSON.stringify(service)}, which ${found.problem}`)];
      }
      const known = await realm.features();
      return known === undefined || known.includes(service) ? [] : [broken("service", unknownFeature(service, known))];
    },
  },
});
