import * as fs from "node:fs";
import * as net from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { randomUUID } from "node:crypto";
import { BUDGET_VARIABLE } from "../../../provider/portals/budget";
import {
  type AnswerHead,
  BUDGET_VERSION,
  type Frame,
  frameOf,
  FrameReader,
  type FromBudget,
  type ToBudget,
} from "../../../provider/transport/budgetProtocol";
import { goneWithThis } from "../../endings";
import { SharedAnswers } from "./sharedAnswers";
import { Turns } from "./turns";

/** Whoever waits hears so often that it is not forgotten. */
const SIGN_OF_LIFE_MS = 10_000;
const FEW_STACKS = 3;
/** Of the path of a socket, on all systems. */
const LONGEST_SOCKET_PATH = 100;

/** What the providers of a stack have sent, and what they were spared. */
export interface RequestCounts {
  /** Requests that only read. */
  readonly reads: number;
  /** All other requests. */
  readonly writes: number;
  /** Readings that another stack had made already. */
  readonly shared: number;
}

interface KeptAnswer extends AnswerHead {
  readonly body: Buffer;
}

/** All connections with the same portal, endpoint and credentials. */
interface Portal {
  readonly turns: Turns<Client>;
  answers: SharedAnswers<Client, KeptAnswer>;
  timer?: NodeJS.Timeout;
}

interface Client {
  readonly socket: net.Socket;
  stack: string;
  portal?: Portal;
  waits: number;
  /** What it asked for, by the id of the question. */
  readonly questions: Map<number, string>;
}

/**
 * The budget of requests of all providers on this machine, and the answers that they share. Kept in memory, behind a socket in a private
 * folder; providers get its address by the environment.
 */
export class BudgetServer {
  private readonly portals = new Map<string, Portal>();
  private readonly clients = new Set<Client>();
  private readonly counted = new Map<string, { reads: number; writes: number; shared: number }>();
  private readonly signs: NodeJS.Timeout;
  private sharesAnswers = false;

  private constructor(
    private readonly server: net.Server,
    private readonly address: string,
    private readonly removeFolder: () => void,
  ) {
    server.on("connection", (socket) => this.serve(socket));
    server.unref();
    this.signs = setInterval(() => {
      for (const client of this.clients) if (client.waits > 0) say(client, { is: "alive" });
    }, SIGN_OF_LIFE_MS).unref();
  }

  static async open(): Promise<BudgetServer> {
    const { address, remove } = placeOf();
    const server = net.createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(address, resolve));
    return new BudgetServer(server, address, remove);
  }

  /** What the environment of a stack's run has to have. */
  environment(stack: string): Readonly<Record<string, string>> {
    return { [BUDGET_VARIABLE]: `${this.address}#${stack}` };
  }

  /**
   * A new phase of the run begins, and counts are 0. In a phase that writes nothing, providers that start in it share answers of the portal; in
   * all others everybody reads for itself, since what one writes is missing in what another has read. Only whole lists can be shared: a few
   * stacks are better off with the lists of their own accounts.
   *
   * @param stacks how many stacks run in it
   */
  phase({ writesNothing, stacks }: { readonly writesNothing: boolean; readonly stacks: number }): void {
    this.sharesAnswers = writesNothing && stacks > FEW_STACKS;
    this.counted.clear();
    for (const portal of this.portals.values()) portal.answers.forget();
  }

  /** The requests of a stack in this phase. */
  counts(stack: string): RequestCounts {
    return { ...(this.counted.get(stack) ?? { reads: 0, writes: 0, shared: 0 }) };
  }

  async close(): Promise<void> {
    clearInterval(this.signs);
    for (const { socket } of this.clients) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
    this.removeFolder();
  }

  private serve(socket: net.Socket): void {
    const client: Client = { socket, stack: "", waits: 0, questions: new Map() };
    const frames = new FrameReader<ToBudget>();
    this.clients.add(client);
    socket.on("data", (piece: Buffer) => {
      try {
        for (const frame of frames.read(piece)) this.take(client, frame);
      } catch {
        socket.destroy();
      }
    });
    // The close that follows says all.
    socket.on("error", () => undefined);
    socket.on("close", () => this.leave(client));
  }

  private take(client: Client, { message, body }: Frame<ToBudget>): void {
    if (message.is === "hello") return this.greet(client, message);
    const { portal } = client;
    if (portal === undefined) throw new Error("the first message is no greeting");
    if (message.is === "turn") {
      client.waits += 1;
      this.countOf(client)[message.writes ? "writes" : "reads"] += 1;
      portal.turns.ask(client);
      this.advance(portal);
    } else if (message.is === "over") {
      portal.turns.end(client, Date.now(), message);
      this.advance(portal);
    } else if (message.is === "read") {
      this.answer(client, portal, message);
    } else {
      const name = client.questions.get(message.id) ?? "";
      client.questions.delete(message.id);
      const { is } = message;
      if (is === "no-answer") portal.answers.fail(client, name);
      // A copy: what came shares its memory with all that came with it.
      else portal.answers.give(client, name, { ...headOf(message), body: Buffer.from(body) });
    }
  }

  private greet(client: Client, { version, stack, connection, rateLimit, maxConcurrency }: Hello): void {
    if (version !== BUDGET_VERSION) throw new Error("the provider is of another version");
    const portal = this.portals.get(connection) ?? { turns: new Turns(rateLimit), answers: new SharedAnswers() };
    this.portals.set(connection, portal);
    client.stack = stack;
    client.portal = portal;
    portal.turns.join(client, maxConcurrency);
    say(client, { is: "welcome", sharesAnswers: this.sharesAnswers });
  }

  private answer(client: Client, { answers }: Portal, { id, request }: Extract<ToBudget, { is: "read" }>): void {
    client.waits += 1;
    client.questions.set(id, request);
    answers.ask(client, request, (reply) => {
      client.waits -= 1;
      if (reply.is === "read") return say(client, { is: "read-yourself", id });
      client.questions.delete(id);
      this.countOf(client).shared += 1;
      const { body, ...head } = reply.answer;
      say(client, { is: "answer", id, ...head }, body);
    });
  }

  private advance(portal: Portal): void {
    const now = Date.now();
    for (const client of portal.turns.due(now)) {
      client.waits -= 1;
      say(client, { is: "go" });
    }
    clearTimeout(portal.timer);
    const next = portal.turns.nextDue(now);
    if (next !== undefined) portal.timer = setTimeout(() => this.advance(portal), Math.max(1, next - now));
  }

  private leave(client: Client): void {
    this.clients.delete(client);
    const { portal } = client;
    if (portal === undefined) return;
    portal.turns.leave(client, Date.now());
    portal.answers.leave(client);
    this.advance(portal);
  }

  private countOf({ stack }: Client): { reads: number; writes: number; shared: number } {
    const counts = this.counted.get(stack) ?? { reads: 0, writes: 0, shared: 0 };
    this.counted.set(stack, counts);
    return counts;
  }
}

type Hello = Extract<ToBudget, { is: "hello" }>;

function headOf({ status, headers }: AnswerHead): AnswerHead {
  return { status, headers };
}

function say({ socket }: Client, message: FromBudget, body?: Buffer): void {
  if (!socket.writable) return;
  for (const part of frameOf(message, body)) socket.write(part);
}

/** A socket that only this user can reach. */
function placeOf(): { readonly address: string; readonly remove: () => void } {
  if (process.platform === "win32")
    return { address: `\\\\.\\pipe\\pulumi-reseller-${randomUUID()}`, remove: () => undefined };
  const name = (folder: string) => path.join(folder, "pulumi-reseller-XXXXXX", "budget");
  const parent = name(tmpdir()).length > LONGEST_SOCKET_PATH ? "/tmp" : tmpdir();
  const folder = fs.mkdtempSync(path.join(parent, "pulumi-reseller-"));
  const temporary = goneWithThis(folder);
  fs.chmodSync(folder, 0o700);
  return { address: path.join(folder, "budget"), remove: () => temporary.remove() };
}
