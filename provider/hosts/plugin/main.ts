/** The executable `pulumi-resource-reseller`: serves the plugin, and prints the port. The engine's address is its argument. */
import { endWithEngine } from "../engineWatch";
import { grpc, type grpcTypes, ResourceProviderService } from "./protocol";
import type * as Service from "./service";

/** The engine sends messages of any length. */
const UNLIMITED = -1;

let handlers: grpcTypes.UntypedServiceImplementation | undefined;

/** Loaded by the first call: the engine starts plugins that it may not need. */
function loaded(engine: string | undefined): grpcTypes.UntypedServiceImplementation {
  // oxlint-disable-next-line typescript/no-require-imports -- when it is first used
  const { PluginService } = require("./service") as typeof Service;
  return new PluginService(engine).handlers();
}

/** The methods of the protocol, without what they do. */
function lazyHandlers(engine: string | undefined): grpcTypes.UntypedServiceImplementation {
  const all = Object.keys(ResourceProviderService).map((name) => [
    name,
    (call: grpcTypes.ServerUnaryCall<unknown, unknown>, callback: grpcTypes.sendUnaryData<unknown> | undefined) => {
      handlers ??= loaded(engine);
      const handler = handlers[name] as ((...parts: unknown[]) => void) | undefined;
      if (handler !== undefined) handler(call, callback);
      else callback?.({ code: grpc.status.UNIMPLEMENTED, details: `${name} is not implemented by pulumi-reseller` });
    },
  ]);
  return Object.fromEntries(all) as grpcTypes.UntypedServiceImplementation;
}

function main(): void {
  endWithEngine();
  const engine = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
  const server = new grpc.Server({
    "grpc.max_receive_message_length": UNLIMITED,
    "grpc.max_send_message_length": UNLIMITED,
  });
  server.addService(ResourceProviderService, lazyHandlers(engine));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
}

main();
