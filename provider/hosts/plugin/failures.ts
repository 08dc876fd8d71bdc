import type { Failure } from "../../model";
import type { ShownError } from "../serving";
import { Any, grpc, type grpcTypes, messages, type providerTypes, Status, type Values } from "./protocol";

/** An error as the engine takes it; with the object's id and state, if it exists and a later step failed. */
export function statusOf(
  { message, stack, partial }: ShownError,
  stateOf: (state: Readonly<Record<string, unknown>>) => Values,
): Partial<grpcTypes.StatusObject> {
  const metadata = new grpc.Metadata();
  if (partial !== undefined) {
    const failure = new messages.ErrorResourceInitFailed();
    failure.setId(partial.id);
    failure.setProperties(stateOf(partial.state));
    failure.setReasonsList([...partial.reasons]);
    const detail = new Any();
    detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage(message);
    status.addDetails(detail);
    // Where gRPC for Go looks for details of an error.
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details: stack === undefined || stack === "" ? message : stack, metadata };
}

export function checkFailures(failures: readonly Failure[]): providerTypes.CheckFailure[] {
  return failures.map(({ property, reason }) => {
    const failure = new messages.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    return failure;
  });
}
