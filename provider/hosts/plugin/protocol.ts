/**
 * The engine's protocol, as `@pulumi/pulumi` generates it, without the rest of that package: a plugin is ready sooner, and smaller. Its own
 * dependencies are taken from where it is installed, since the classes of messages must be the same ones.
 */
import { createRequire } from "node:module";
import type * as grpcTypes from "@grpc/grpc-js";
import type { Struct as StructType } from "google-protobuf/google/protobuf/struct_pb";
import type { Empty as EmptyType } from "google-protobuf/google/protobuf/empty_pb";
import type { Any as AnyType } from "google-protobuf/google/protobuf/any_pb";
import type * as engineTypes from "@pulumi/pulumi/proto/engine_pb";
import type * as engineServiceTypes from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as pluginTypes from "@pulumi/pulumi/proto/plugin_pb";
import type * as providerTypes from "@pulumi/pulumi/proto/provider_pb";
import type * as serviceTypes from "@pulumi/pulumi/proto/provider_grpc_pb";
import type * as statusTypes from "@pulumi/pulumi/proto/status_pb";

const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc = sdk("@grpc/grpc-js") as typeof grpcTypes;
export const messages = sdk("@pulumi/pulumi/proto/provider_pb") as typeof providerTypes;
export const { ResourceProviderService } = sdk("@pulumi/pulumi/proto/provider_grpc_pb") as typeof serviceTypes;
export const { PluginInfo } = sdk("@pulumi/pulumi/proto/plugin_pb") as typeof pluginTypes;
export const { Status } = sdk("@pulumi/pulumi/proto/status_pb") as typeof statusTypes;
export const { LogRequest, LogSeverity } = sdk("@pulumi/pulumi/proto/engine_pb") as typeof engineTypes;
export const { EngineClient } = sdk("@pulumi/pulumi/proto/engine_grpc_pb") as typeof engineServiceTypes;
export const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb") as { readonly Struct: typeof StructType };
export const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb") as { readonly Empty: typeof EmptyType };
export const { Any } = sdk("google-protobuf/google/protobuf/any_pb") as { readonly Any: typeof AnyType };

export type Values = StructType;
export type { grpcTypes, providerTypes, engineServiceTypes };
