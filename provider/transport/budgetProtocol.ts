import type { RateLimit, RemainingRequests } from "./requestWindow";

/** Both ends are of one version of this package: with another one, a provider counts alone. */
export const BUDGET_VERSION = 1;

/** Where the budget of requests is that a connection shares with other processes of the machine. */
export interface BudgetSettings {
  /** Path of the socket, or name of the pipe. */
  readonly address: string;
  /** Whose requests they are, for the counts. */
  readonly stack: string;
  /** Hash of portal, endpoint and credentials. */
  readonly connection: string;
}

/** What a connection says to the process that has the budget. */
export type ToBudget =
  | {
      readonly is: "hello";
      readonly version: number;
      /** Whose requests they are, for the counts. */
      readonly stack: string;
      /** Hash of portal, endpoint and credentials. */
      readonly connection: string;
      readonly rateLimit?: RateLimit | undefined;
      readonly maxConcurrency: number;
    }
  /** A request wants to be sent. */
  | { readonly is: "turn"; readonly writes: boolean }
  /** A request is over. */
  | ({ readonly is: "over" } & TurnEnd)
  /** An answer is wanted that another process may have. */
  | { readonly is: "read"; readonly id: number; readonly request: string }
  /** What came of the reading: the answer is the body of the frame. */
  | ({ readonly is: "answer"; readonly id: number } & AnswerHead)
  | { readonly is: "no-answer"; readonly id: number };

/** What the process that has the budget says to a connection. */
export type FromBudget =
  | { readonly is: "welcome"; readonly sharesAnswers: boolean }
  | { readonly is: "go" }
  | { readonly is: "read-yourself"; readonly id: number }
  | ({ readonly is: "answer"; readonly id: number } & AnswerHead)
  /** Whoever waits hears from time to time that it is not forgotten. */
  | { readonly is: "alive" };

export interface TurnEnd {
  readonly remaining?: RemainingRequests | undefined;
  /** The portal's rate limit asks for a pause of so long. */
  readonly pauseMs?: number | undefined;
}

export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Frame<Message> {
  readonly message: Message;
  readonly body: Buffer;
}

const HEAD_BYTES = 8;
/** More than any answer has. */
const LONGEST_FRAME = 64 * 1024 * 1024;

/** A message with its body: the lengths of both, and both. */
export function frameOf(message: ToBudget | FromBudget, body: Buffer = Buffer.alloc(0)): readonly Buffer[] {
  const text = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(text.length, 0);
  head.writeUInt32BE(body.length, 4);
  return body.length === 0 ? [Buffer.concat([head, text])] : [Buffer.concat([head, text]), body];
}

/** Frames out of a stream, however it is cut into pieces. */
export class FrameReader<Message> {
  private pieces: Buffer[] = [];
  private length = 0;
  private wanted = HEAD_BYTES;

  /** @throws Error where what came is no frame */
  *read(piece: Buffer): Generator<Frame<Message>> {
    this.pieces.push(piece);
    this.length += piece.length;
    while (this.length >= this.wanted) {
      const all = this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces, this.length);
      this.pieces = [all];
      const textLength = all.readUInt32BE(0);
      const frameLength = HEAD_BYTES + textLength + all.readUInt32BE(4);
      if (frameLength > LONGEST_FRAME) throw new Error("a frame is too long");
      this.wanted = frameLength;
      if (this.length < frameLength) return;
      const text = all.toString("utf8", HEAD_BYTES, HEAD_BYTES + textLength);
      const message = JSON.parse(text) as Message;
      const body = all.subarray(HEAD_BYTES + textLength, frameLength);
      this.pieces = [all.subarray(frameLength)];
      this.length -= frameLength;
      this.wanted = HEAD_BYTES;
      yield { message, body };
    }
  }
}
