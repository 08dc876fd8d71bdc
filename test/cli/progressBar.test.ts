import { ProgressBar } from "../../cli/progressBar";

describe("what is being done", () => {
  const before = process.env["RESELLER_PROGRESS"];
  beforeEach(() => {
    jest.useFakeTimers();
    delete process.env["RESELLER_PROGRESS"];
  });
  afterEach(() => {
    jest.useRealTimers();
    process.env["RESELLER_PROGRESS"] = before;
  });

  function begin(isTTY: boolean) {
    const lines: string[] = [];
    const stream = { isTTY, write: (text: string) => lines.push(text) > 0 };
    return { bar: new ProgressBar(stream as never), lines };
  }

  it("is shown at once on a terminal, in one line that is gone afterwards", () => {
    const { bar, lines } = begin(true);
    bar.update("reading lists");
    bar.update("reading lists", 1, 2);
    bar.update("reading lists", 1, 2);
    bar.say("the portal asks to wait");
    bar.end();
    const clear = "\r\u001b[K";
    const half = "reading lists [############------------] 1 of 2";
    expect(lines).toEqual([
      `${clear}reading lists …`,
      `${clear}${half}`,
      `${clear}the portal asks to wait\n${half}`,
      clear,
    ]);
  });

  it("is no word elsewhere, where it is done in two seconds", () => {
    const { bar, lines } = begin(false);
    bar.update("reading lists", 0, 2);
    jest.advanceTimersByTime(1_999);
    bar.end();
    jest.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
  });

  it("is no word elsewhere where that is asked for", () => {
    process.env["RESELLER_PROGRESS"] = "off";
    const { bar, lines } = begin(false);
    bar.update("reading lists", 0, 2);
    jest.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
  });

  it("is a line elsewhere where it takes longer, and one for each other thing from then on", () => {
    const { bar, lines } = begin(false);
    bar.update("reading lists", 0, 2);
    bar.update("reading lists", 1, 2);
    jest.advanceTimersByTime(2_000);
    expect(lines).toEqual(["reading lists: 1 of 2\n"]);
    bar.update("reading lists", 2, 2);
    bar.update("comparing", 0, 9);
    bar.update("comparing", 1, 9);
    bar.end();
    expect(lines).toEqual(["reading lists: 1 of 2\n", "comparing: 0 of 9\n"]);
  });
});
