/** What becomes of a question. */
type Reply<Answer> =
  /** Who asked reads it, and says what came of that. */
  { readonly is: "read" } | { readonly is: "answer"; readonly answer: Answer };

interface Question<Client, Answer> {
  answer?: { readonly of: Answer };
  reader?: Client | undefined;
  readonly waiting: { readonly client: Client; readonly reply: (reply: Reply<Answer>) => void }[];
}

/** Answers that are read once for all who ask. Who reads and fails, or is gone, is followed by the next that waits. */
export class SharedAnswers<Client, Answer> {
  private readonly questions = new Map<string, Question<Client, Answer>>();

  /** @param reply called once: now, or when whoever reads has an answer or none */
  ask(client: Client, name: string, reply: (reply: Reply<Answer>) => void): void {
    const question = this.questions.get(name) ?? { waiting: [] };
    this.questions.set(name, question);
    if (question.answer !== undefined) return reply({ is: "answer", answer: question.answer.of });
    if (question.reader === undefined) {
      question.reader = client;
      return reply({ is: "read" });
    }
    question.waiting.push({ client, reply });
  }

  /** The answer of whoever reads. */
  give(client: Client, name: string, answer: Answer): void {
    const question = this.questions.get(name);
    if (question === undefined || question.reader !== client) return;
    question.reader = undefined;
    question.answer = { of: answer };
    for (const { reply } of question.waiting.splice(0)) reply({ is: "answer", answer });
  }

  /** Whoever reads got no answer. */
  fail(client: Client, name: string): void {
    const question = this.questions.get(name);
    if (question === undefined || question.reader !== client) return;
    question.reader = undefined;
    const next = question.waiting.shift();
    if (next === undefined) return void this.questions.delete(name);
    question.reader = next.client;
    next.reply({ is: "read" });
  }

  /**
   * A client is gone: it waits no more, and what it reads is read by the next. Pages of one list must not be of different times: where one is
   * read later than the others, all are.
   */
  leave(client: Client): void {
    for (const question of this.questions.values()) {
      const others = question.waiting.filter((waiting) => waiting.client !== client);
      question.waiting.splice(0, question.waiting.length, ...others);
    }
    const read = [...this.questions].filter(([, { reader }]) => reader === client);
    if (read.length > 0) this.forget();
    for (const [name] of read) this.fail(client, name);
  }

  /** What was read no longer counts. Whoever waits for an answer still gets it. */
  forget(): void {
    for (const [name, { answer }] of [...this.questions]) if (answer !== undefined) this.questions.delete(name);
  }
}
