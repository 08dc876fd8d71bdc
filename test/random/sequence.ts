import * as fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { type HandSpec, Person } from "./byHand";
import { BUILDING, edited, type EditSpec } from "./edits";
import { Labels } from "./labels";
import type { ModelPortal, PortalModel, PortalView } from "./model";
import { deviations, expectedDrift, identify, type Passage, pulledTriggers } from "./expectations";
import { type Passwords, wrongPasswords } from "./passwords";
import { type DrawnRealm, resourcesOf } from "./realm";

/** What runs a realm: the lifecycle without a host, or the real engine. */
export interface ModelEngine {
  /** A run takes seconds: the plan is not asked for before every `up`, and the second preview refreshes as well. */
  readonly isSlow?: boolean;
  preview(realm: DrawnRealm, options: { refresh: boolean }): Promise<Result>;
  up(realm: DrawnRealm): Promise<Result>;
  refresh(): Promise<{
    readonly changed: readonly string[];
    readonly gone: readonly string[];
    readonly failures: readonly string[];
  }>;
  destroy(): Promise<Result>;
  /** Left out where the secrets of a state can't be read. */
  passwordsOf?(label: string): Passwords;
}

export interface Result {
  readonly steps: readonly string[];
  readonly failures: readonly string[];
}

export interface StepSpec {
  readonly byHand: readonly HandSpec[];
  readonly edits: readonly EditSpec[];
}

export interface SequenceSpec {
  /** The setting `reseller:adopt`. */
  readonly adopt: boolean;
  readonly steps: readonly StepSpec[];
}

// A failing sequence gets shorter by leaving edits out; another seed would be another edit.
const seed = fc.noShrink(fc.noBias(fc.nat(0x7fff_ffff)));
const addition: fc.Arbitrary<EditSpec> = fc.record({ act: fc.noShrink(fc.noBias(fc.nat(BUILDING - 1))), seed });
const edit: fc.Arbitrary<EditSpec> = fc.record({ act: fc.noShrink(fc.noBias(fc.nat(99))), seed });
const handChange: fc.Arbitrary<HandSpec> = fc.record({ seed });

/** A realm that is built up in the first step, and then edited from both sides. */
export function sequences({ leastSteps = 1, mostSteps = 3, mostEdits = 5 } = {}): fc.Arbitrary<SequenceSpec> {
  return fc
    .record({
      adopt: fc.boolean(),
      start: fc.array(addition, { minLength: 1, maxLength: 10, size: "max" }),
      steps: fc.array(
        fc.record({
          byHand: fc.array(handChange, { maxLength: 3 }),
          edits: fc.array(edit, { minLength: 1, maxLength: mostEdits, size: "max" }),
        }),
        { minLength: leastSteps - 1, maxLength: mostSteps - 1, size: "max" },
      ),
    })
    .map(({ adopt, start, steps }) => ({ adopt, steps: [{ byHand: [], edits: start }, ...steps] }));
}

/** At most so many deletions by hand between two runs: more at once are taken for a portal in trouble. */
const MOST_GONE = 3;

/** Carries out one sequence and holds the portal against the declaration after every step. */
export class Sequence {
  private readonly person: Person;
  private readonly labels = new Labels();
  private readonly story: string[] = [];
  private applied: DrawnRealm;
  private ids: ReadonlyMap<string, string> = new Map();
  private view!: PortalView;
  private writes = 0;
  private passwords: ReadonlyMap<string, Passwords> = new Map();

  constructor(
    private readonly model: PortalModel,
    private readonly engine: ModelEngine,
    private readonly portal: ModelPortal,
    private readonly spec: SequenceSpec,
  ) {
    this.person = new Person(portal);
    this.applied = { resources: [], adopt: spec.adopt };
  }

  async run(): Promise<void> {
    await this.build();
    await this.tearDown();
  }

  /** What was applied last. */
  get realm(): DrawnRealm {
    return this.applied;
  }

  /** Leaves the realm as the sequence has made it, and as people then change it. */
  async build(afterwards: readonly HandSpec[] = []): Promise<void> {
    this.view = await this.portal.look();
    for (const step of this.spec.steps) {
      await this.changeByHand(step.byHand);
      await this.applyEdits(step.edits);
    }
    await this.changeByHand(afterwards);
  }

  private async changeByHand(changes: readonly HandSpec[]): Promise<void> {
    if (changes.length === 0) return;
    let gone = 0;
    for (const change of changes) {
      const scene = { model: this.model, realm: this.applied, view: this.view, ids: this.ids };
      const done = gone < MOST_GONE ? await this.person.change(scene, change) : undefined;
      if (done === undefined) continue;
      this.story.push(`by hand: ${done}`);
      this.view = await this.portal.look();
      gone = expectedDrift(this.model, this.applied, this.view, this.ids).gone.length;
    }
    await this.expectDrift(expectedDrift(this.model, this.applied, this.view, this.ids));
  }

  /** A refresh reports exactly this, and writes nothing. */
  private async expectDrift(expected: { readonly changed: string[]; readonly gone: string[] }): Promise<void> {
    await this.countWrites();
    const { changed, gone, failures } = await this.engine.refresh();
    this.story.push(`refresh: changed ${changed.join(", ") || "none"}; gone ${gone.join(", ") || "none"}`);
    this.expectSame("failures of the refresh", failures, []);
    this.expectSame("labels that the refresh shows as changed", changed, expected.changed);
    this.expectSame("labels that the refresh shows as gone", gone, expected.gone);
    await this.expectNoWrites("the refresh");
    this.ids = new Map([...this.ids].filter(([label]) => !gone.includes(label)));
  }

  private async applyEdits(edits: readonly EditSpec[]): Promise<void> {
    let realm = this.applied;
    for (const spec of edits) {
      const scene = { model: this.model, realm, view: this.view, ids: this.ids };
      const edit = edited(scene, this.applied, spec, this.labels);
      if (edit === undefined) continue;
      this.story.push(edit.what);
      realm = edit.realm;
    }
    this.program = realm;
    const steps = this.engine.isSlow === true ? undefined : (await this.previewed(realm)).steps;
    const resets = await this.resets();
    const up = await this.engine.up(realm);
    this.story.push(`up: ${up.steps.join(", ") || "nothing to do"}`);
    this.expectSame("failures of the up", up.failures, []);
    if (steps !== undefined) this.expectSame("steps of the up, beside those of the preview", up.steps, steps);

    const after = await this.portal.look();
    const problems: string[] = [];
    const ids = identify(this.model, realm, after, problems);
    this.expectSame("problems", problems, []);
    const { model } = this;
    const passage = { model, before: this.view, after, applied: this.applied, appliedIds: this.ids, realm, ids };
    this.expectSame("what is wrong at the portal", deviations(passage), []);
    this.expectSame("resets of passwords", (await this.resets()) - resets, pulledTriggers(passage).length);
    const haveSignedIn = await this.expectPasswords(passage);
    this.applied = realm;
    this.ids = ids;
    // To sign somebody in shows on the user.
    this.view = haveSignedIn ? await this.portal.look() : after;

    const again = await this.previewed(realm, { refresh: this.engine.isSlow === true });
    this.expectSame("steps of a second preview", again.steps, []);
    if (this.engine.isSlow !== true) await this.expectDrift({ changed: [], gone: [] });
  }

  /** @returns whether anybody was signed in for that */
  private async expectPasswords(passage: Passage): Promise<boolean> {
    const { engine } = this;
    if (engine.passwordsOf === undefined) return false;
    let haveSignedIn = false;
    const signsIn: ModelPortal["signsIn"] = (user, password) => {
      haveSignedIn = true;
      return this.portal.signsIn(user, password);
    };
    const users = resourcesOf(passage.realm, "User").map(({ label }) => label);
    const passwords = new Map(users.map((label) => [label, engine.passwordsOf!(label)]));
    const problems = await wrongPasswords(passage, this.passwords, passwords, signsIn);
    this.expectSame("what is wrong with passwords", problems, []);
    this.passwords = passwords;
    return haveSignedIn;
  }

  /** How often a password was reset so far, by whomever. */
  private async resets(): Promise<number> {
    const { portal } = this;
    if (portal.isReset === undefined) return 0;
    const resets = Object.entries(await portal.writes()).filter(([route]) => portal.isReset?.(route));
    return total(Object.fromEntries(resets));
  }

  /** What `up` would do. Nothing is written for that, and nothing is wrong with the program. */
  private async previewed(realm: DrawnRealm, options = { refresh: false }): Promise<Result> {
    await this.countWrites();
    const preview = await this.engine.preview(realm, options);
    this.expectSame("failures of the preview", preview.failures, []);
    await this.expectNoWrites("the preview");
    return preview;
  }

  private async tearDown(): Promise<void> {
    await this.portal.makeWay?.();
    this.view = await this.portal.look();
    const destroy = await this.engine.destroy();
    this.story.push("destroy");
    this.expectSame("failures of the destroy", destroy.failures, []);
    const after = await this.portal.look();
    const realm = { ...this.applied, resources: [] };
    this.expectSame(
      "what is wrong at the portal after the destroy",
      deviations({
        model: this.model,
        before: this.view,
        after,
        applied: this.applied,
        appliedIds: this.ids,
        realm,
        ids: new Map(),
      }),
      [],
    );
  }

  private program: DrawnRealm | undefined;

  private async countWrites(): Promise<void> {
    this.writes = total(await this.portal.writes());
  }

  private async expectNoWrites(what: string): Promise<void> {
    const { writes } = this;
    await this.countWrites();
    this.expectSame(`number of writes of ${what}`, this.writes - writes, 0);
  }

  private expectSame(what: string, actual: unknown, expected: unknown): void {
    if (isDeepStrictEqual(actual, expected)) return;
    throw new Error(
      [
        `${what}: ${JSON.stringify(actual, undefined, 2)}`,
        `expected: ${JSON.stringify(expected)}`,
        "",
        `What was done (adopt: ${this.spec.adopt}):`,
        ...this.story.map((line) => `  ${line}`),
        "",
        "The program:",
        ...(this.program?.resources ?? []).map(
          ({ kind, label, values }) => `  ${kind} ${label} ${JSON.stringify(values).slice(0, 600)}`,
        ),
      ].join("\n"),
    );
  }
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
