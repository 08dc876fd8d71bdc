import { fixtures } from "../../portals/list";
import axios from "axios";
import * as fc from "fast-check";
import type { Report } from "../../../review/report";
import { reviewPlan } from "../../../review";
import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { Draw } from "../../random/draw";
import { drawn, path, runs, seed } from "../../support/runs";
import { type Outcome, RealmStack } from "../../support/stack";
import { type Answer, compared, type Place } from "./comparison";
import type { Reality, Seen, Stored } from "./portals";
import { type Declared, sourceOf } from "./program";

/** Stories of each portal, side by side, and edits in each: every one is a plan, a review of it, an `up`, and a look at everybody. */
const STORIES = runs(1, 40);
const EDITS = 3;
/** Stories that are told side by side. */
const LANES = path === undefined ? Math.min(2, STORIES) : 1;

/** Of what people may do after an edit, the part that a review has to be sure of: one that doesn't know anything is never wrong. */
const CERTAIN = 0.75;

/** One stack at one portal, whose realm is edited again and again. */
class Story {
  private told: string[] = [];

  constructor(
    private readonly reality: Reality,
    private readonly sandbox: RunningSandbox,
    private readonly stack: RealmStack,
  ) {}

  /** The first realm, of which there is nothing to compare: nobody was there. */
  async begin(resources: readonly Declared[]): Promise<void> {
    await this.carriedOut(resources);
    await this.look(resources);
  }

  async goOn(resources: readonly Declared[]): Promise<void> {
    this.write(resources);
    const report = reviewPlan(await this.planned());
    await this.carriedOut(resources);
    await this.compare(resources, report);
  }

  private write(resources: readonly Declared[]): void {
    const source = sourceOf(resources);
    this.told.push(source);
    this.stack.program(source);
  }

  private async planned(): Promise<string> {
    try {
      return await this.stack.plan();
    } catch (error) {
      return this.fail("the plan", String(error));
    }
  }

  private async carriedOut(resources: readonly Declared[]): Promise<void> {
    if (this.told.at(-1) !== sourceOf(resources)) this.write(resources);
    const up: Outcome = await this.stack.up();
    if (up.failed) this.fail("the up", up.output);
  }

  private async compare(resources: readonly Declared[], report: Report): Promise<void> {
    const { place, answers } = await this.look(resources);
    const differences: string[] = [];
    let [granted, certain] = [0, 0];
    for (const [person, answer] of answers) {
      const comparison = compared(report, person, answer, place, this.reality.wording);
      differences.push(...comparison.differences);
      granted += comparison.granted;
      certain += comparison.certain;
    }
    for (const { person } of report.access.filter(({ rights }) =>
      report.rights[rights]?.some(({ after }) => after !== "no"),
    ))
      if (!answers.has(person)) differences.push(`the review gives something to ${person}, who is not there`);
    if (differences.length > 0) this.fail("the review", differences.join("\n"));
    if (certain < CERTAIN * granted) this.fail("the review", `is sure of ${certain} of ${granted} rights only`);
  }

  /** What the portal answers about every declared person, and the names of what is there. */
  private async look(
    resources: readonly Declared[],
  ): Promise<{ readonly place: Place; readonly answers: ReadonlyMap<string, Answer> }> {
    const { portal } = this.reality;
    const { data } = await axios.get<Record<string, Stored>>(`${this.sandbox.baseUrl}/_sandbox/dump`);
    const seen: Seen = this.reality.look(data[portal] ?? {});
    const keys = (kind: Declared["kind"], names: ReadonlyMap<string, string>) => {
      const declared = new Map(
        resources.filter((resource) => resource.kind === kind).map(({ name, fields }) => [fields["name"], name]),
      );
      const known = [...names].map(([id, name]) => [id, declared.get(name)] as const);
      return new Map(known.map(([id, name]) => [id, name === undefined ? id : `${kind}/${name}`]));
    };
    const accounts = keys("Account", seen.accounts);
    const closed = new Set(seen.closed.map((id) => accounts.get(id) ?? id));
    const answers = new Map<string, Answer>();
    for (const { name, fields } of resources.filter(({ kind }) => kind === "User")) {
      const id = seen.people.get(this.reality.loginOf(fields)) ?? this.fail("the up", `nobody is there for ${name}`);
      const url = `${this.sandbox.baseUrl}/_sandbox/${portal}/people/${id}/access`;
      answers.set(`User/${name}`, (await axios.get<Answer>(url)).data);
    }
    return { place: { accounts, closed, projects: keys("Project", seen.projects) }, answers };
  }

  private fail(what: string, why: string): never {
    const [before = "", now] = this.told.slice(-2);
    const programs = now === undefined ? [before] : [before, "", "and then:", now];
    throw new Error([`${what} of edit ${this.told.length - 1}: ${why}`, "", "The programs:", ...programs].join("\n"));
  }
}

async function tell(reality: Reality, seed: number): Promise<void> {
  const sandbox = await startSandbox({ operationDelayMs: 0 });
  try {
    const { config, realms } = await reality.open(sandbox);
    const drawn = realms(new Draw(seed));
    const stack = await RealmStack.create(sandbox, config, reality.portal);
    try {
      const story = new Story(reality, sandbox, stack);
      await story.begin(drawn.next());
      for (let edit = 1; edit <= EDITS; edit += 1) await story.goOn(drawn.next(edit === EDITS));
    } finally {
      stack.remove();
    }
  } finally {
    await sandbox.close();
  }
}

describe("what a review says that people may do after a change is what the portal lets them do after it", () => {
  it.each(fixtures.flatMap(({ name, ground }) => (ground === undefined ? [] : [[name, ground().reality] as const])))(
    "random realms and edits of %s",
    async (_portal, reality) => {
      const lanes = Array.from({ length: LANES }, (_, lane) => lane);
      const told = await Promise.allSettled(
        lanes.map((lane) =>
          fc.assert(
            fc.asyncProperty(fc.noShrink(fc.noBias(fc.nat(0x7fff_ffff))), (seed) => tell(reality, seed)),
            { ...drawn(Math.ceil(STORIES / LANES)), seed: seed + lane, endOnFailure: true },
          ),
        ),
      );
      for (const lane of told) if (lane.status === "rejected") throw lane.reason;
    },
  );
});
