/**
 * Serves the dynamic provider of one run of the engine after the other, each with the package's host, its sessions and settings made anew,
 * as a process of its own would have them. The launcher in the folder of the run (`engineRun.ts`) tells the engine the port, and this process the engine's address.
 */
"use strict";

const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

/** As in `programHost.js`. */
const sdk = Module.createRequire(process.argv[2]);
const grpc = sdk("@grpc/grpc-js");
const { EngineClient } = sdk("@pulumi/pulumi/proto/engine_grpc_pb");
const { LogRequest, LogSeverity } = sdk("@pulumi/pulumi/proto/engine_pb");

const SERVICE = sdk.resolve("@pulumi/pulumi/cmd/dynamic-provider");
/** What of the package keeps something from one call to the next, in the provider and in programs. */
const STATEFUL = /[\\/]dist[\\/](sdk|provider[\\/]hosts)[\\/]/;
/** The package's host as one file would be made anew as a whole. Its parts are the same, and most of them keep nothing. */
const HOST = { name: "pulumi-reseller/host", file: path.resolve(__dirname, "../../dist/provider/hosts/dynamic.js") };
const { _resolveFilename: resolveFilename } = Module;
Module._resolveFilename = function (name, ...rest) {
  return name === HOST.name ? HOST.file : resolveFilename.call(this, name, ...rest);
};
const ANSWERED = ["configure", "check", "diff", "create", "read", "update", "delete"];

/** What one run of the engine has here. */
class Run {
  constructor(folder) {
    this.folder = folder;
    this.said = [];
  }

  /** What the provider prints is what the engine's own launcher would pass on. */
  say(text) {
    const request = new LogRequest().setSeverity(LogSeverity.INFO).setMessage(text.trimEnd());
    this.said.push(new Promise((resolve) => this.engine().log(request, resolve)));
  }

  engine() {
    const address = () => fs.readFileSync(path.join(this.folder, "engine"), "utf8").trim();
    return (this.client ??= new EngineClient(address(), grpc.credentials.createInsecure()));
  }

  /** An answer comes after what was said before it. */
  served(service) {
    const answers = ANSWERED.map((name) => [
      name,
      (call, callback) =>
        service[name](call, (...answer) => void Promise.all(this.said).then(() => callback(...answer))),
    ]);
    return Object.assign(Object.create(service), Object.fromEntries(answers));
  }

  end() {
    this.server?.forceShutdown();
    this.client?.close();
  }
}

let run;
const { addService } = grpc.Server.prototype;
grpc.Server.prototype.addService = function (definition, service) {
  if (!("diffConfig" in definition)) return addService.call(this, definition, service);
  run.server = this;
  return addService.call(this, definition, run.served(service));
};
const { write } = process.stderr;
process.stderr.write = (text, ...rest) => {
  if (run?.server === undefined) return write.call(process.stderr, text, ...rest);
  run.say(String(text));
  return true;
};

/** @param folder takes the port of what is served, and gets the engine's address. */
async function beginProvider(folder) {
  for (const file of Object.keys(require.cache))
    if (file === SERVICE || STATEFUL.test(file)) delete require.cache[file];
  run = new Run(folder);
  const events = ["uncaughtException", "unhandledRejection", "exit"];
  const before = events.map((event) => process.listeners(event));
  const { argv } = process;
  const { log } = console;
  process.argv = [argv[0], SERVICE, "warm"];
  try {
    const port = await new Promise((resolve) => {
      console.log = resolve;
      require(SERVICE);
    });
    fs.writeFileSync(path.join(folder, "port"), `${port}\n`);
  } finally {
    process.argv = argv;
    console.log = log;
    // Errors are those of the program, which runs here, too.
    events.forEach((event, place) => {
      for (const listener of process.listeners(event))
        if (!before[place].includes(listener)) process.off(event, listener);
    });
  }
}

function endProvider() {
  run?.end();
  run = undefined;
}

module.exports = { beginProvider, endProvider };
