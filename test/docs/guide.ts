import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "..", "..");
/** Between the outputs of two blocks; no command prints it. */
const MARK = "\u001e";

interface Block {
  readonly line: number;
  readonly words: readonly string[];
  readonly text: string;
}

interface Step {
  readonly line: number;
  readonly script: string;
  readonly expectedExit: number;
  /** Lines that the guide shows of what the step prints; `…` stands for anything. */
  readonly shown: readonly string[];
}

/**
 * A guide is run as it stands, from top to bottom, in one shell: blocks of `sh` are commands (`sh exit=2` where another exit code than 0 is
 * meant), a block with a file's name after its language is that file, and a block of `text` is part of what the commands before it print.
 */
export async function runGuide(
  guide: string,
  environment: Readonly<Record<string, string>>,
  folder = mkdtempSync(path.join(tmpdir(), "reseller-guide-")),
): Promise<void> {
  const file = path.join(ROOT, guide);
  const steps = stepsOf(blocksOf(readFileSync(file, "utf8")));
  expect(steps.length).toBeGreaterThan(0);
  try {
    const printed = await run(steps, folder, environment);
    steps.forEach(({ line, shown, expectedExit }, index) => {
      const output = printed[index];
      if (output === undefined) throw new Error(`${guide}:${line} was not reached.\n${printed.join("\n")}`);
      const exit = /exit code (\d+)\n$/.exec(output)?.[1];
      if (exit !== String(expectedExit))
        throw new Error(`${guide}:${line} ended with ${exit ?? "nothing"}, not ${expectedExit}:\n${output}`);
      for (const text of shown)
        if (!patternOf(text).test(output)) throw new Error(`${guide}:${line} doesn't print "${text}", but:\n${output}`);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const fence = /^(\s*)```(\S.*)?$/.exec(lines[index] ?? "");
    if (fence === null) continue;
    const indent = fence[1]!.length;
    const end = lines.findIndex((line, later) => later > index && line.trim() === "```");
    const text = lines.slice(index + 1, end).map((line) => line.slice(indent));
    blocks.push({ line: index + 1, words: (fence[2] ?? "").split(/\s+/), text: `${text.join("\n")}\n` });
    index = end;
  }
  return blocks;
}

function stepsOf(blocks: readonly Block[]): Step[] {
  const steps: Step[] = [];
  for (const { line, words, text } of blocks) {
    const [language, second] = words;
    if (language === "sh")
      steps.push({ line, script: text, expectedExit: Number(/^exit=(\d+)$/.exec(second ?? "")?.[1] ?? 0), shown: [] });
    else if (language === "text" && steps.length > 0) {
      const last = steps.pop()!;
      steps.push({ ...last, shown: [...last.shown, ...text.split("\n").filter((shown) => shown.trim() !== "")] });
    } else if (second !== undefined) steps.push({ line, script: fileScript(second, text), expectedExit: 0, shown: [] });
  }
  return steps;
}

function fileScript(name: string, text: string): string {
  const end = "END_OF_THE_FILE_IN_THE_GUIDE";
  return `mkdir -p "$(dirname '${name}')"\ncat > '${name}' <<'${end}'\n${text}${end}\n`;
}

/** What each step printed, up to the first that ended otherwise than it should. */
function run(steps: readonly Step[], folder: string, environment: Readonly<Record<string, string>>): Promise<string[]> {
  const say = (code: string) => `printf 'exit code %s\\n${MARK}' ${code}`;
  const script = steps
    .map(({ script: text, expectedExit }, index) => {
      const file = path.join(folder, `.step-${index}.sh`);
      writeFileSync(file, text);
      // In the shell itself, so that what a step exports and where it goes stays.
      if (expectedExit !== 0) return `. '${file}'\n${say("$?")}`;
      return `trap '${say("$?").replaceAll("'", `'\\''`)}' EXIT\nset -e\n. '${file}'\nset +e\ntrap - EXIT\n${say("0")}`;
    })
    .join("\n");
  const child = spawn("bash", ["-c", script], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  return new Promise((resolve) =>
    child.on("close", () => resolve(output.split(MARK).filter((part, index, all) => index < all.length - 1 || part))),
  );
}

function patternOf(text: string): RegExp {
  const parts = text.trim().split("…");
  return new RegExp(
    parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+")).join(".*"),
  );
}
