/**
 * Runs the programs of stacks, one after the other, as Pulumi's inline programs: the engine is given the address of this process in place
 * of a language host, and the packages that every program loads are loaded once, from where the programs have them. It is told what to run
 * by its parent, and ends with it. What it does for a program is what `@pulumi/pulumi/cmd/run` does. It serves the run's dynamic provider,
 * too.
 */
"use strict";

const { existsSync } = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");

/** Where the programs find `@pulumi/pulumi`. */
const sdk = createRequire(process.argv[2]);
const grpc = sdk("@grpc/grpc-js");
const { log, RunError, ResourceError } = sdk("@pulumi/pulumi");
const { LanguageRuntimeService } = sdk("@pulumi/pulumi/proto/language_grpc_pb");
const { GetRequiredPluginsResponse, RunResponse } = sdk("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = sdk("@pulumi/pulumi/proto/plugin_pb");
const { isGrpcError } = sdk("@pulumi/pulumi/errors");
const runtimeConfig = sdk("@pulumi/pulumi/runtime/config");
const settings = sdk("@pulumi/pulumi/runtime/settings");
const { runInPulumiStack } = sdk("@pulumi/pulumi/runtime/stack");
const { withLocalStorage } = sdk("@pulumi/pulumi/runtime/state");
const { beginProvider, endProvider } = require("./providerHost");

const NOT_THE_PROGRAM = `${path.sep}node_modules${path.sep}`;
/** Turns of the event loop in which an answer has set going all that it can. */
const QUIET_TURNS = 100;

// It keeps a stack trace of each promise, for a message about those that no process here ends with.
sdk("@pulumi/pulumi/runtime/debuggable").debuggablePromise = (promise) => promise;

let server;
let hasFailed = false;
/** Its engine may have been killed: what a program waits for then fails in whatever is run next. */
let isRunning = false;

/** Every run has a server of its own, which ends with it. */
async function begin({ environment, provider }, answer) {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  // The provider may be asked before the program runs, and finds the package from here.
  process.chdir(environment.PWD);
  await beginProvider(provider);
  server = new grpc.Server();
  server.addService(LanguageRuntimeService, {
    getRequiredPlugins: (_call, callback) => callback(null, new GetRequiredPluginsResponse()),
    getPluginInfo: (_call, callback) => callback(null, new PluginInfo().setVersion("1.0.0")),
    run: ({ request }, callback) => void withLocalStorage(() => run(request, callback)),
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
    answer(error === null ? { port } : { error: error.message }),
  );
}

async function run(request, callback) {
  isRunning = true;
  process.chdir(request.getPwd());
  settings.resetOptions(
    request.getProject(),
    request.getStack(),
    request.getParallel(),
    request.getArgsList()[0] ?? "",
    request.getMonitorAddress(),
    request.getDryrun(),
    request.getOrganization(),
  );
  const config = Object.fromEntries(request.getConfigMap().entries());
  runtimeConfig.setAllConfig(config, request.getConfigsecretkeysList());
  const failed = firstFailure();
  await Promise.race([whole(process.cwd()).catch(failed.report), failed.promise]);
  if (hasFailed) await whenQuiet();
  failed.stop();
  isRunning = false;
  callback(null, new RunResponse().setBail(hasFailed || log.hasErrors()));
}

/** @param folder has the program: its package.json says where. */
async function whole(folder) {
  for (const file of Object.keys(require.cache))
    if (file.startsWith(folder + path.sep) && !file.includes(NOT_THE_PROGRAM)) delete require.cache[file];
  if (existsSync("tsconfig.json")) readTypeScript();
  await runInPulumiStack(() => require(folder));
  await settings.disconnect(true);
}

let readsTypeScript = false;

function readTypeScript() {
  if (readsTypeScript) return;
  readsTypeScript = true;
  const compilerOptions = { target: "ES2020", module: "nodenext", moduleResolution: "nodenext", sourceMap: "true" };
  sdk("@pulumi/pulumi/vendor/ts-node@7.0.1").register({ transpileOnly: true, skipProject: true, compilerOptions });
}

let underWay = 0;
const { makeUnaryRequest } = grpc.Client.prototype;
grpc.Client.prototype.makeUnaryRequest = function (...args) {
  const place = args.findLastIndex((argument) => typeof argument === "function");
  const callback = args[place];
  underWay += 1;
  args[place] = (...answer) => {
    underWay -= 1;
    callback(...answer);
  };
  return makeUnaryRequest.apply(this, args);
};

/** A process ends when nothing is under way any more: neither a request to the engine, nor what an answer sets going. */
async function whenQuiet() {
  for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
    if (underWay > 0) turns = 0;
    await new Promise(setImmediate);
  }
}

/** A program ends with the first error that nobody catches; what waits for it is never going to end. */
function firstFailure() {
  let end;
  const promise = new Promise((resolve) => (end = resolve));
  const report = async (error) => {
    hasFailed = true;
    if (!isGrpcError(error))
      await log.error(textOf(error), error instanceof ResourceError ? error.resource : undefined);
    end();
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
  const stop = () => {
    process.off("uncaughtException", report);
    process.off("unhandledRejection", report);
  };
  return { promise, report, stop };
}

function textOf(error) {
  if (RunError.isInstance(error) || (ResourceError.isInstance(error) && error.hideStack)) return error.message;
  return `Running the program failed with an unhandled exception:\n${error?.stack ?? error}`;
}

process.on("message", (message) => {
  if (message.end === true) {
    server.forceShutdown();
    endProvider();
    // As in `commandHost.js`.
    process.chdir(__dirname);
    process.send({ isSpent: hasFailed || isRunning });
  } else void begin(message, (answer) => process.send(answer));
});
process.on("disconnect", () => process.exit());
