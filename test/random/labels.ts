import type { KindName } from "../../provider/model";

/** Names resources, so that no label ever stands for two. */
export class Labels {
  private count = 0;

  next(kind: KindName): string {
    this.count += 1;
    return `${kind[0]!.toLowerCase()}${kind.slice(1)}-${this.count}`;
  }
}

/** How the names of objects begin that people made at the portal. */
export const BY_HAND = "by hand ";
