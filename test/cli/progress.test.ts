import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Progress, type Screen } from "../../cli/progress";
import { EventLog } from "../../cli/watchedEngine";
import { columns } from "../../text/columns";

/** A screen that notes when something is written to it. */
class Watched implements Screen {
  readonly writes: { readonly at: number; readonly text: string }[] = [];

  constructor(
    readonly isTTY: boolean,
    readonly columns?: number,
  ) {}

  write(text: string): void {
    this.writes.push({ at: Date.now(), text });
  }

  get text(): string {
    return this.writes.map(({ text }) => text).join("");
  }

  /** What a terminal of one line shows in the end; lines that stay are above it. */
  get left(): string {
    const last = this.text.split("\n").at(-1)!;
    return last.slice(last.lastIndexOf("\u001b[K") + 3);
  }

  /** The longest time in which nothing was written. */
  silence(from: number, to: number): number {
    const times = [from, ...this.writes.map(({ at }) => at), to];
    return Math.max(...times.slice(1).map((time, index) => time - times[index]!));
  }
}

const ENVIRONMENT = { TERM: "xterm" };
const shown = (screen: Watched) =>
  screen.text.split(/[\r\n]/).map((line) => line.replaceAll("\u001b[K", "").replace(/^[-|/\\] /, ""));

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

/** A preview whose engine says nothing for a minute, then lists that come in one by one, and one that never comes. */
function longRun(progress: Progress): void {
  progress.step("Running pulumi preview");
  progress.now("loading the program");
  jest.advanceTimersByTime(60_000);
  progress.now("12 resources so far");
  jest.advanceTimersByTime(5_000);
  progress.step("Reading the lists of the portal");
  for (let read = 1; read <= 3; read += 1) {
    progress.count(read, 12, "lists");
    jest.advanceTimersByTime(3_000);
  }
  progress.say("the portal is busy: 5 s");
  jest.advanceTimersByTime(40_000);
  progress.end();
}

describe("what a command says while it works", () => {
  it("is on a terminal never silent for two seconds, with how far it is and for how long, and leaves nothing there", () => {
    const screen = new Watched(true, 80);
    longRun(new Progress(screen, false, ENVIRONMENT));
    expect(screen.silence(0, Date.now())).toBeLessThanOrEqual(2_000);
    expect(shown(screen)).toEqual(
      expect.arrayContaining([
        "Running pulumi preview (loading the program) 59 s",
        "Running pulumi preview (12 resources so far) 1 min 2 s",
        "Reading the lists of the portal (3 of 12 lists) 8 s",
        "the portal is busy: 5 s",
      ]),
    );
    expect(screen.left).toBe("");
    const writes = screen.writes.length;
    jest.advanceTimersByTime(60_000);
    expect(screen.writes).toHaveLength(writes);
  });

  it.each([20, 60, 200])("takes one line of a terminal of %i columns, and has the time in it", (width) => {
    const screen = new Watched(true, width);
    const progress = new Progress(screen, false, ENVIRONMENT);
    progress.step("Reading the lists of the portal");
    progress.now("waiting for 山田太郎 \u001b[2J\n of a name that is much longer than any terminal is wide ".repeat(5));
    jest.advanceTimersByTime(3_000);
    progress.end();
    const lines = screen.text.split("\r");
    expect(screen.text).not.toContain("\n");
    expect(screen.text).not.toContain("\u001b[2J");
    for (const line of lines) expect(columns(line.replace("\u001b[K", ""))).toBeLessThan(width);
    expect(lines.filter((line) => line.endsWith(" 2 s")).length).toBeGreaterThan(0);
  });

  it.each([
    ["no terminal", new Watched(false), ENVIRONMENT],
    ["a terminal of a pipeline", new Watched(true), { ...ENVIRONMENT, CI: "true" }],
    ["a terminal that can do nothing", new Watched(true), { TERM: "dumb" }],
  ])(
    "is one plain line for each step that takes more than two seconds, and one every 30 seconds, for %s",
    (_what, screen, environment) => {
      longRun(new Progress(screen, false, environment));
      expect(screen.text).toBe(
        [
          "Running pulumi preview (loading the program) …",
          "Running pulumi preview (loading the program), 32 s",
          "Running pulumi preview (12 resources so far), 1 min 2 s",
          "Reading the lists of the portal (1 of 12 lists) …",
          "the portal is busy: 5 s",
          "Reading the lists of the portal (3 of 12 lists), 32 s",
          "",
        ].join("\n"),
      );
    },
  );

  it("is nothing where nobody wants it, and where a step is over soon", () => {
    const [asked, off, soon] = [new Watched(true), new Watched(false), new Watched(false)];
    longRun(new Progress(asked, true, ENVIRONMENT));
    longRun(new Progress(off, false, { ...ENVIRONMENT, RESELLER_PROGRESS: "off" }));
    const progress = new Progress(soon, false, ENVIRONMENT);
    progress.step("Reading the settings of the stack");
    jest.advanceTimersByTime(1_900);
    progress.step("Reading the lists of the portal");
    jest.advanceTimersByTime(1_900);
    progress.end();
    jest.advanceTimersByTime(60_000);
    expect([asked.writes, off.writes, soon.writes]).toEqual([[], [], []]);
  });
});

describe("what is told of a run of the engine", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "event-log-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const event = (type: string, urn: string) =>
    `${JSON.stringify({ sequence: 1, resourcePreEvent: { metadata: { op: "same", urn, type } } })}\n`;

  it("is that it starts, that it loads the program, and how many resources it has come to, each once", () => {
    const log = new EventLog(path.join(folder, "events"));
    expect(log.text()).toBe("starting the engine");
    writeFileSync(log.file, `{"sequence":0,"preludeEvent":{}}\n${event("pulumi:pulumi:Stack", "urn:stack")}`);
    expect(log.text()).toBe("loading the program");
    appendFileSync(log.file, event("pulumi:providers:pulumi", "urn:provider") + event("reseller:User", "urn:é"));
    expect(log.text()).toBe("1 resource so far");
    // Read in the middle of a character of a line that is not whole yet.
    const bytes = Buffer.from(event("reseller:User", "urn:ü"));
    const middle = bytes.indexOf("ü") + 1;
    appendFileSync(log.file, bytes.subarray(0, middle));
    expect(log.text()).toBe("1 resource so far");
    appendFileSync(log.file, bytes.subarray(middle));
    appendFileSync(log.file, event("reseller:User", "urn:é"));
    appendFileSync(log.file, 'not JSON "resourcePreEvent"\n');
    expect(log.text()).toBe("2 resources so far");
  });
});
