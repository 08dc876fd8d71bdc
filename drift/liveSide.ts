import { isDeepStrictEqual } from "node:util";
import { type Kind, KIND_NAMES, type KindName } from "../provider/model";
import type { Lifecycle } from "../provider/lifecycle";
import { kindAt } from "../provider/model/kindAt";
import { DEFAULT_CONNECTION, type Settings } from "../provider/portals/settings";
import { keptSpellings, SPELLINGS_KEY, spellingsIn } from "../provider/model/spellings";
import { wholeValues } from "../provider/model/unknown";
import { inputsIn, outputsIn } from "../provider/model/values";
import { portalNamed } from "../provider/portals/list";
import type { Listing, Portal } from "../provider/model/portal";
import type { PlannedResource } from "../engine/plannedResource";
import { compared, type Comparison, identityFields } from "./differences";

/** What became of an object of the stack. */
export type ObjectStatus =
  | { readonly is: "there"; readonly comparison: Comparison }
  | { readonly is: "missing" }
  | { readonly is: "indeterminate"; readonly because: string };

/** All objects of one kind at one connection. */
export interface KindListing extends Listing {
  readonly kind: KindName;
  readonly connection: string;
}

export interface ListingOptions {
  readonly of?: readonly KindName[];
  readonly whole?: boolean;
  readonly listed?: () => void;
}

/** Ids of an object of the stack, and of one at the portal, are only comparable within a connection. */
export function connectionOf({ connection }: { readonly connection?: string }): string {
  return connection ?? DEFAULT_CONNECTION;
}

/** The portals as one run sees them: the lifecycle reads, and its own gate says whether what is missing may be called so. */
export class LiveSide {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly settings: Settings,
  ) {}

  /** The portal that a connection drives. */
  portal(connection: string): Portal | undefined {
    const portal = this.settings.connections.get(connection)?.portal;
    return portal === undefined ? undefined : portalNamed(portal);
  }

  kindAt(kind: KindName, connection: string): Kind | undefined {
    const portal = this.portal(connection);
    return portal === undefined ? undefined : kindAt(kind, portal);
  }

  /** What became of each, in the same order. All are asked for at once, so that the gate against mass vanishing sees all of them. */
  fates(
    resources: readonly PlannedResource[],
    looked: (done: number, all: number) => void = () => undefined,
  ): Promise<ObjectStatus[]> {
    let done = 0;
    return Promise.all(
      resources.map((resource) => this.status(resource).finally(() => looked((done += 1), resources.length))),
    );
  }

  /**
   * What a connection's portal lists of these kinds, or why one couldn't be. `whole`: as `KindDriver.everything` has it; `listed` is told
   * of each list that has been read.
   */
  async listings(
    connection: string,
    { of = KIND_NAMES, whole = false, listed = () => undefined }: ListingOptions = {},
  ): Promise<(KindListing | { readonly kind: KindName; readonly because: string })[]> {
    const all = await Promise.all(
      of.map(async (kind) => {
        try {
          const listing = await this.lifecycle.everything(kind, connection, whole);
          return listing && { kind, connection, ...listing };
        } catch (error) {
          return { kind, because: this.reason(error) };
        } finally {
          listed();
        }
      }),
    );
    return all.filter((listing) => listing !== undefined);
  }

  private async status(resource: PlannedResource): Promise<ObjectStatus> {
    const { before, after, operation } = resource;
    const connection = connectionOf(resource);
    const kind = this.kindAt(resource.kind, connection);
    if (before?.id === undefined || kind === undefined)
      return {
        is: "indeterminate",
        because: `neither the settings nor the provider resources in the stack's state have the connection ${JSON.stringify(connection)}`,
      };
    // What doesn't change may be written in other words by now: those of Git are the ones that people know.
    const git = wholeValues(operation === "delete" ? before.values : (after?.values ?? before.values));
    const applied = operation === "same" ? git : { ...wholeValues(before.values), ...inputsIn(kind, before.outputs) };
    const spellings = spellingsIn(before.outputs);
    const outputs = { ...outputsIn(kind, before.outputs), ...keptSpellings(spellings) };
    try {
      // That of a provider resource is declared in no field.
      const through = connection === DEFAULT_CONNECTION ? {} : { connection };
      const kept = { ...outputs, ...applied, ...through };
      const portalForApplied = await this.lifecycle.read(resource.kind, before.id, kept);
      if (portalForApplied === undefined) return { is: "missing" };
      const identity = Object.fromEntries(identityFields(kind).map((name) => [name, applied[name]]));
      const portalForGit =
        operation === "same"
          ? portalForApplied
          : await this.lifecycle.read(resource.kind, before.id, {
              ...outputs,
              ...git,
              ...identity,
              ...through,
              // What Git spells in another way by now, the portal has not been sent.
              [SPELLINGS_KEY]: Object.fromEntries(
                Object.entries(spellings).filter(([name]) => isDeepStrictEqual(git[name], applied[name])),
              ),
            });
      // It was there a moment ago.
      if (portalForGit === undefined) return { is: "missing" };
      const sides = {
        git: after?.values ?? git,
        applied,
        portalForGit: portalForGit.inputs,
        portalForApplied: portalForApplied.inputs,
      };
      return { is: "there", comparison: compared(kind, sides) };
    } catch (error) {
      return { is: "indeterminate", because: this.reason(error) };
    }
  }

  private reason(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return this.lifecycle.redact(message.replace(/^cannot tell: /, ""));
  }
}
