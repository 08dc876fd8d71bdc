import type { KindName } from "../provider/model";

/** Something of an object at the portal that no declaration stands for, and why. */
export interface Remark {
  readonly kind: KindName;
  readonly id: string;
  /** What the portal calls it, with the account that it is of: "Acme AG/anna". */
  readonly name: string;
  readonly why: string;
}

export function remarkText({ kind, id, name, why }: Remark): string {
  return `${kind} ${name} (${id}): ${why}`;
}
