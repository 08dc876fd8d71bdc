import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { Bench, type Inputs, resource } from "../../support/bench";
import type { ProgramResource } from "../../support/miniEngine";
import { GridscaleByHand } from "./byHand";
import { settings } from "./settings";

export { expectFailures, ref, resource } from "../../support/bench";

export function account(label: string, inputs: Inputs = {}): ProgramResource {
  return resource("Account", label, { name: label, ...inputs });
}

export function person(name: string, inputs: Inputs = {}): ProgramResource {
  return resource("User", name, { email: `${name}@partner.example`, ...inputs });
}

/** A realm of gridscale Partner. */
export class GridscaleBench extends Bench {
  readonly portal: GridscaleByHand;
  private others: Readonly<Record<string, string>> = {};

  private constructor(sandbox: RunningSandbox) {
    super(sandbox, "gridscale");
    this.portal = new GridscaleByHand(sandbox);
  }

  static async start(operationDelayMs = 0): Promise<GridscaleBench> {
    return new GridscaleBench(await startSandbox({ operationDelayMs }));
  }

  /** From now on with other settings. */
  use(settings: Readonly<Record<string, string>>): void {
    this.others = settings;
  }

  protected settings(): Readonly<Record<string, string>> {
    return { ...settings(this.sandbox), ...this.others };
  }
}
