import { isOfPlugin, providerOf } from "../../engine/names";
import type { FoundObject } from "./lookUp";
import { isKnown, type Planned, sealedInputs, sealedOutputs } from "./plan";

interface ImportEntry {
  /** Its name in the file. */
  readonly name: string;
  readonly logicalName: string;
  readonly type: string;
  readonly parent?: string;
  /** Of the plugin; the engine takes its default provider of this version. */
  readonly version?: string;
  /** A provider resource that the state has, by its name in the file. */
  readonly provider?: string;
  readonly id?: string;
  readonly component?: true;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What `pulumi import --file` reads. Parents are named by names of the file. */
export interface ImportFile {
  readonly nameTable: Readonly<Record<string, string>>;
  readonly resources: readonly ImportEntry[];
}

const { version } = require("pulumi-reseller/package.json") as { readonly version: string };

/** With inputs and outputs of every resource, the engine asks no provider about any of them. */
export function importFile(found: readonly FoundObject[], components: readonly Planned[], stack: string): ImportFile {
  const everything = [...components, ...found.map(({ planned }) => planned)];
  const names = new Map(everything.map(({ urn }, index) => [urn, `resource-${index}`]));
  const nameTable: Record<string, string> = {};
  const inFile = ({ urn, name, state }: Planned) => {
    const { parent, type, provider } = state;
    const isDeclared = providerOf(provider) !== undefined;
    const providerUrn = provider?.split("::").slice(0, -1).join("::") ?? "";
    if (isDeclared) nameTable[providerUrn] = providerUrn;
    const isBelow = parent !== undefined && parent !== stack;
    const parentName = isBelow ? (names.get(parent) ?? parent) : undefined;
    if (isBelow && !names.has(parent)) nameTable[parent] = parent;
    return {
      name: names.get(urn) ?? urn,
      logicalName: name,
      type,
      ...(parentName === undefined ? {} : { parent: parentName }),
      ...(isDeclared ? { provider: providerUrn } : isOfPlugin(type) ? { version } : {}),
    };
  };
  const resources = [
    ...components.map((planned) => ({
      ...inFile(planned),
      component: true as const,
      inputs: Object.fromEntries(Object.entries(planned.inputs).filter(([, value]) => isKnown(value))),
    })),
    ...found.map(({ planned, id, inputs, state }) => ({
      ...inFile(planned),
      id,
      inputs: { ...inputs, ...sealedInputs(planned) },
      outputs: { ...state, ...sealedOutputs(planned) },
    })),
  ];
  return { nameTable, resources };
}
