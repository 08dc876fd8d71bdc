/** The engine's protocol, as `@pulumi/pulumi` generates it, without the rest of that package: a plugin is ready sooner, and smaller. */
import * as grpc from "@grpc/grpc-js";
import type * as grpcTypes from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type * as engineServiceTypes from "@pulumi/pulumi/proto/engine_grpc_pb";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type * as providerTypes from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

export {
  Any,
  Empty,
  EngineClient,
  grpc,
  LogRequest,
  LogSeverity,
  messages,
  PluginInfo,
  ResourceProviderService,
  Status,
  Struct,
};
export type Values = Struct;
export type { grpcTypes, providerTypes, engineServiceTypes };
