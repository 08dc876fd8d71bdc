import { ensureEngine } from "../../../tools/engine";
import { isLong } from "../../support/runs";
import { withScenario } from "../../support/scenario";
import { expectSuccess } from "../../support/stack";
import { certainPart, ComparablePlans } from "./comparable";
import { fill, type PlanTable } from "./planTable";
import type { Words } from "./recording";
import { keyOf, readRecording, type Plan, type Recording, sourcesDigest, writeRecording } from "./recording";
import { TABLES } from "./tables";

/** With it the plans are recorded: `npm run plans`. */
const RECORD = process.env["RESELLER_PLANS"] === "record";

/** Applies the base, and makes the plans of programs from there, with what differs from run to run replaced. */
function made(table: PlanTable, programs: readonly string[]): Promise<Pick<Recording, "words" | "plans">> {
  return withScenario(
    async ({ sandbox, realm }) => {
      let words = (await table.arrange?.({ sandbox, realm })) ?? {};
      expectSuccess(await realm.program(fill(table.base, words)).up());
      if (table.happen !== undefined) {
        words = { ...words, ...(await table.happen({ sandbox, realm })) };
        expectSuccess(await realm.refresh());
      }
      const plans: Record<string, Plan> = {};
      const comparable = new ComparablePlans({ sandbox: sandbox.baseUrl, folder: realm.folder });
      for (const [word, value] of Object.entries(words)) comparable.name(value, word);
      for (const program of programs) {
        const plan = await realm.program(fill(program, words)).plan();
        plans[keyOf(table, program)] = comparable.plan(plan);
      }
      const named = Object.entries(words).map(([word, value]) => [word, comparable.text(value)]);
      return { words: Object.fromEntries(named) as Words, plans };
    },
    { portal: table.portal },
  );
}

function programsOf({ cases }: PlanTable): string[] {
  return [...new Set(cases.map(({ program }) => program))];
}

describe("the recorded plans", () => {
  it.each(Object.entries(TABLES))("of %s are what the engine makes of their programs today", async (name, table) => {
    const sources = sourcesDigest();
    const { version: engine } = await ensureEngine();
    const programs = programsOf(table);
    if (RECORD) return writeRecording(name, { engine, sources, ...(await made(table, programs)) });

    const recording = readRecording(name)!;
    expect(Object.keys(recording.plans).sort()).toEqual(programs.map((program) => keyOf(table, program)).sort());
    // As long as nothing changed that they were made with, one of them shows that the engine still does what it did.
    const isFresh = recording.sources === sources && recording.engine === engine && !isLong;
    const { plans } = await made(table, isFresh ? programs.slice(0, 1) : programs);
    for (const [key, plan] of Object.entries(plans))
      expect({ key, plan: certainPart(plan) }).toEqual({ key, plan: certainPart(recording.plans[key]!) });
  });
});
