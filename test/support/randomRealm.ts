import { Lifecycle, readSettings } from "../../provider/lifecycle";
import { openSession, type PortalSession } from "../../provider/portals";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import type { HandSpec } from "../random/byHand";
import type { ModelPortal, PortalModel } from "../random/model";
import { programOf } from "../random/realm";
import { Sequence, type SequenceSpec } from "../random/sequence";
import { MiniEngine } from "./miniEngine";

/** A realm at a sandbox that nobody has a program of: it was made by one that is gone, and changed by people since. */
export class RandomRealm {
  private constructor(
    readonly sandbox: RunningSandbox,
    readonly model: PortalModel,
    readonly portal: ModelPortal,
  ) {}

  static async build(
    model: PortalModel,
    spec: SequenceSpec,
    afterwards: readonly HandSpec[] = [],
  ): Promise<RandomRealm> {
    const sandbox = await startSandbox({ operationDelayMs: 0 });
    try {
      const realm = new RandomRealm(sandbox, model, await model.open(sandbox));
      const engine = realm.engine({ adopt: String(spec.adopt) });
      await new Sequence(
        model,
        {
          preview: (declared) => engine.preview(programOf(model, declared)),
          up: (declared) => engine.up(programOf(model, declared)),
          refresh: () => engine.refresh(),
          destroy: () => engine.destroy(),
        },
        realm.portal,
        spec,
      ).build(afterwards);
      return realm;
    } catch (error) {
      await sandbox.close();
      throw error;
    }
  }

  /** The settings of a connection to it, by their names. */
  get settings(): Readonly<Record<string, string>> {
    return { portal: this.model.portal, ...this.portal.settings };
  }

  /** An engine with a stack of its own, where nothing is yet. */
  engine(others: Readonly<Record<string, string>> = {}): MiniEngine {
    return new MiniEngine(() => this.lifecycle(others));
  }

  lifecycle(others: Readonly<Record<string, string>> = {}): Lifecycle {
    const values: Record<string, string> = { ...this.settings, ...others };
    return new Lifecycle({
      settings: () => Promise.resolve(readSettings({ get: (name) => values[name], environment: {} })),
      say: () => undefined,
      quietMilliseconds: 1,
    });
  }

  session(others: Readonly<Record<string, string>> = {}): PortalSession {
    const values: Record<string, string> = { ...this.settings, ...others };
    const settings = readSettings({ get: (name) => values[name], environment: {} });
    return openSession(settings.connections.get("default")!, () => undefined);
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}
