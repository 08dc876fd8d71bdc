import { AbsenceGate } from "../../provider/lifecycle/absenceGate";

/** A read that the test ends when it wishes. */
function openRead(gate: AbsenceGate): () => void {
  let end!: () => void;
  void gate.during(() => new Promise<void>((resolve) => (end = resolve)));
  return () => end();
}

describe("the gate that news of missing objects pass", () => {
  it("lets a few through, once all other reads are done", async () => {
    const gate = new AbsenceGate(3, 1);
    const passed: string[] = [];
    const endRead = openRead(gate);
    const news = ["a", "b", "c"].map((what) => gate.pass(what).then(() => passed.push(what)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(passed).toEqual([]);
    endRead();
    await Promise.all(news);
    expect(passed).toEqual(["a", "b", "c"]);
  });

  it("stops all of them where there are too many, also those that come later", async () => {
    const gate = new AbsenceGate(3, 1000);
    const verdicts = await Promise.allSettled(["a", "b", "c", "d"].map((what) => gate.pass(what)));
    expect(verdicts.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
    await expect(gate.pass("e")).rejects.toThrow("cannot tell");
  });

  it("gives the reason once", async () => {
    const gate = new AbsenceGate(1, 1000);
    const verdicts = await Promise.allSettled([gate.pass("a"), gate.pass("b")]);
    const reasons = verdicts.map((verdict) => (verdict as PromiseRejectedResult).reason as Error);
    expect(reasons.filter(({ message }) => message.includes("RESELLER_MAX_VANISHED"))).toHaveLength(1);
  });

  it("counts what has gone through before", async () => {
    const gate = new AbsenceGate(2, 1);
    await gate.pass("a");
    await gate.pass("b");
    await expect(gate.pass("c")).rejects.toThrow("cannot tell");
  });
});
