import { AsyncLocalStorage } from "node:async_hooks";
import { markedRule } from "../../model/rule";
import { EngineClient, type engineServiceTypes, grpc, LogRequest, LogSeverity } from "./protocol";

/** What is said is about this resource. */
const present = new AsyncLocalStorage<{ readonly urn: string }>();

/** Takes lines for the user to the engine, which shows them with the resource that they are about. */
export class EngineLog {
  private client: engineServiceTypes.EngineClient | undefined;
  private pending: Promise<void>[] = [];

  connect(address: string): void {
    this.client?.close();
    // Whoever has no address listens to nothing.
    if (address === "") return void (this.client = undefined);
    this.client = new EngineClient(address, grpc.credentials.createInsecure());
  }

  about<Result>(urn: string, work: () => Promise<Result>): Promise<Result> {
    return present.run({ urn }, work);
  }

  /** What a rule says is a warning; the rest is progress. */
  say(message: string, severity = markedRule(message) === undefined ? LogSeverity.INFO : LogSeverity.WARNING): void {
    const { client } = this;
    if (client === undefined) {
      process.stderr.write(`${message}\n`);
      return;
    }
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    request.setUrn(present.getStore()?.urn ?? "");
    this.pending.push(new Promise((resolve) => client.log(request, () => resolve())));
  }

  /** Resolves when the engine has what was said so far: it shows nothing that comes after the answer to its last call. */
  async flushed(): Promise<void> {
    await Promise.all(this.pending.splice(0));
  }
}
