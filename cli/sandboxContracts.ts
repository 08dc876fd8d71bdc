import * as fs from "node:fs";
import type { SandboxOptions } from "pulumi-reseller-sandbox";
import { parse } from "yaml";
import { type PortalContract, readOverlay } from "../provider/contract";
import { cspContract } from "../provider/portals/csp/contractFacts";
import { gridscaleContract } from "../provider/portals/gridscale/contractFacts";
import { WrongUse } from "./wrongUse";

type VendorContract = NonNullable<SandboxOptions["contracts"]>[number];

const contracts: readonly PortalContract[] = [cspContract, gridscaleContract];

/** How vendors differ from contracts, as files like `contract.yaml` say it. @throws WrongUse, UserError */
export function vendorContracts(files: readonly string[]): VendorContract[] {
  return files.map((file) => {
    const portal = portalIn(file);
    const contract = contracts.find((each) => each.portal === portal);
    if (contract === undefined)
      throw new WrongUse(
        `--contract ${file}: must say which portal it is of; add the line "portal: ${contracts.map((each) => each.portal).join('" or "portal: ')}"`,
      );
    const overlay = readOverlay(file, contract);
    return { ...overlay, portal: portal as VendorContract["portal"], operations: withoutKinds(overlay, contract) };
  });
}

/** A portal without a kind has none of the operations that only this kind needs. */
function withoutKinds({ kinds, operations }: ReturnType<typeof readOverlay>, contract: PortalContract) {
  const operationsOf = (isLacked: boolean) =>
    Object.entries(contract.kinds)
      .filter(([kind]) => (kinds[kind] !== undefined) === isLacked)
      .flatMap(([, { read, write }]) => [...read, ...write]);
  const needed = new Set(operationsOf(false));
  const lacked = operationsOf(true).filter((id) => !needed.has(id));
  const lacks = "its kind is lacked";
  return { ...operations, ...Object.fromEntries(lacked.map((id) => [id, { ...operations[id], lacks }])) };
}

/** What is wrong with a file is said when it is read as that of a portal. */
function portalIn(file: string): unknown {
  try {
    const value: unknown = parse(fs.readFileSync(file, "utf8"), { maxAliasCount: 0, logLevel: "silent" });
    return typeof value === "object" && value !== null && "portal" in value ? value.portal : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith("E") === true)
      throw new WrongUse(`--contract ${file}: can't be read (${code}); give the path of a file such as contract.yaml`);
    return /^portal: *["']?(\w+)/m.exec(fs.readFileSync(file, "utf8"))?.[1];
  }
}
