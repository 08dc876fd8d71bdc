import type { ResponseError } from "../../transport";
import { ContractWire } from "../contractWire";
import type { ContractOperation } from "./contract";

export { orAbsent } from "../wire";

/** Speaks the contract of this portal. */
export class Wire extends ContractWire<ContractOperation> {
  protected override isNameTaken({ code }: ResponseError): boolean {
    return code === "name_taken";
  }
}
