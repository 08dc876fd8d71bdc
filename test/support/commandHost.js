/**
 * Runs `reseller` commands, one after the other, in a process that has loaded the package once. Each command has the command's own modules
 * made anew, and arguments, environment, folder, input and output of its own. It has ended when nothing is left that its process would wait
 * for. Where a command ends the process itself, or with an error that nobody catches, this process ends, and its output is that of the
 * command.
 */
"use strict";

const path = require("node:path");
const { Readable } = require("node:stream");

const COMMAND = process.argv[2];
/** What keeps something of one command: how it ends. */
const OWN_FOLDER = path.dirname(COMMAND) + path.sep;
const STREAMS = ["stdout", "stderr"];

const written = { stdout: "", stderr: "" };
const write = Object.fromEntries(STREAMS.map((name) => [name, process[name].write.bind(process[name])]));
/** Whoever listens between commands: what a command adds goes with it. */
const emitters = [process, process.stdout, process.stderr];
let listeners;
let isRunning = false;

for (const name of STREAMS)
  process[name].write = (text, ...rest) => {
    if (!isRunning) return write[name](text, ...rest);
    written[name] += Buffer.from(text).toString();
    const done = rest.findLast((argument) => typeof argument === "function");
    if (done !== undefined) process.nextTick(done);
    return true;
  };

function listenersOf(emitter) {
  return new Map(emitter.eventNames().map((event) => [event, emitter.rawListeners(event)]));
}

function removeAdded(emitter, before) {
  for (const event of emitter.eventNames())
    for (const listener of emitter.rawListeners(event))
      if (before.get(event)?.includes(listener) !== true) emitter.off(event, listener.listener ?? listener);
}

function begin({ args, environment, folder, input }) {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  process.chdir(folder);
  process.argv = [process.execPath, COMMAND, ...args];
  Object.defineProperty(process, "stdin", {
    configurable: true,
    value: Readable.from(input === "" ? [] : [Buffer.from(input)]),
  });
  for (const file of Object.keys(require.cache)) if (file.startsWith(OWN_FOLDER)) delete require.cache[file];
  listeners = emitters.map(listenersOf);
  Object.assign(written, { stdout: "", stderr: "" });
  isRunning = true;
  // The end of a command is where nothing but this process's parent is left to wait for.
  process.channel.unref();
  require(COMMAND);
}

/** As at the end of a process. */
function end() {
  const code = process.exitCode ?? 0;
  for (const listener of process.rawListeners("exit"))
    if (listeners[0].get("exit")?.includes(listener) !== true) listener.call(process, code);
  const answer = { code: process.exitCode ?? code, printed: written.stdout, complained: written.stderr };
  emitters.forEach((emitter, place) => removeAdded(emitter, listeners[place]));
  process.exitCode = undefined;
  isRunning = false;
  // Tests that kill all processes in a folder of theirs don't mean this one, which is for others now.
  process.chdir(__dirname);
  process.channel.ref();
  process.send(answer);
}

process.on("message", begin);
process.on("disconnect", () => process.exit());
process.on("beforeExit", () => {
  if (isRunning) end();
});
process.on("exit", () => {
  isRunning = false;
  for (const name of STREAMS) write[name](written[name]);
});
