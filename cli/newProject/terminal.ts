import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { WrongUse } from "../wrongUse";
import type { Asking } from "./answers";
import type { Question } from "./questions";

/** Asks on a terminal until an answer is right. What is typed ahead answers the questions that come. */
export class Terminal implements Asking {
  private readonly lines: Interface;
  private readonly typed: string[] = [];
  private isOver = false;
  private tell: () => void = () => undefined;

  constructor(
    input: Readable,
    private readonly output: Writable,
  ) {
    this.lines = createInterface({ input, output });
    this.lines.on("line", (line) => {
      this.typed.push(line);
      this.tell();
    });
    this.lines.on("SIGINT", () => this.lines.close());
    this.lines.on("close", () => {
      this.isOver = true;
      this.tell();
    });
  }

  /** @throws WrongUse where the input ends before it is answered */
  async ask({ ask, answers = {}, fallback, problem }: Question): Promise<string> {
    const words = Object.keys(answers);
    const widest = Math.max(0, ...words.map((word) => word.length));
    const list = words.map((word, index) => `  ${index + 1}  ${word.padEnd(widest)}  ${answers[word]}\n`);
    this.output.write(`${ask}\n${list.join("")}`);
    this.lines.setPrompt(fallback === undefined ? "> " : `[${fallback}] > `);
    for (;;) {
      const line = (await this.nextLine()).trim();
      const answer = line === "" ? fallback : (words[Number(line) - 1] ?? line);
      const what = answer === undefined ? "there is no default" : problem(answer);
      if (answer !== undefined && what === undefined) return answer;
      this.output.write(`  ${what}\n`);
    }
  }

  close(): void {
    this.lines.close();
  }

  private async nextLine(): Promise<string> {
    if (this.typed.length === 0 && !this.isOver) {
      const told = new Promise<void>((resolve) => (this.tell = resolve));
      this.lines.prompt();
      await told;
    }
    const line = this.typed.shift();
    if (line === undefined) throw new WrongUse("the input ended before all was answered; nothing was written");
    return line;
  }
}
