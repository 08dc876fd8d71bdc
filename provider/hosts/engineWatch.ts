/**
 * The engine ends its providers. One that is killed can't, and a provider that serves nobody would live on: the launcher is a shell, which
 * waits for it, so that the parent's end tells nothing.
 *
 * The engine holds the other end of the provider's standard input, and nobody else does. Where that is closed, whatever the reason, the
 * engine is asked at its own address. Only an address that refuses the connection proves that the engine is gone: a suspended engine, a
 * slow one, and one in a debugger keep both.
 */
import { fstatSync } from "node:fs";
import { connect } from "node:net";
import type { Readable } from "node:stream";

const STANDARD_INPUT = 0;
const MILLISECONDS_BETWEEN_QUESTIONS = 1_000;

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Ends this process when the engine that started it is gone. What is on its way to the portal is not waited for: nobody could keep the
 * answer, and the next run finds the object by its natural key. Does nothing in a process that no engine has started.
 */
export function endWithEngine(): void {
  const address = addressIn(process.argv[2]);
  if (address === undefined || !isPipe(STANDARD_INPUT)) return;
  whenGone(process.stdin, address, () => process.exit(1));
}

/** Calls back once, when `input` has ended and nobody listens at the address. Keeps no process alive. */
export function whenGone(input: Readable & { unref?(): unknown }, address: Address, gone: () => void): void {
  const ask = () =>
    connectionRefused(address, (refused) => {
      if (refused) gone();
      else setTimeout(ask, MILLISECONDS_BETWEEN_QUESTIONS).unref();
    });
  // A pipe that breaks ends with an error, and closes after it.
  input.on("error", () => undefined);
  input.once("close", ask);
  input.resume();
  input.unref?.();
}

/** The engine's address as the host is given it: `127.0.0.1:41234`. */
export function addressIn(argument: string | undefined): Address | undefined {
  const [, host, port] = /^(127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/.exec(argument ?? "") ?? [];
  return host === undefined || port === undefined
    ? undefined
    : { host: host.replace(/[[\]]/g, ""), port: Number(port) };
}

/** Anything but a refusal proves nothing. */
function connectionRefused(address: Address, answer: (refused: boolean) => void): void {
  const socket = connect(address);
  socket.unref();
  socket.once("connect", () => {
    socket.destroy();
    answer(false);
  });
  socket.once("error", (error: Error & { readonly code?: string; readonly errors?: readonly { code?: string }[] }) =>
    answer([error, ...(error.errors ?? [])].some(({ code }) => code === "ECONNREFUSED")),
  );
}

function isPipe(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFIFO();
  } catch {
    return false;
  }
}
