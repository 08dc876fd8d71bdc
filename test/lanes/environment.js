const { AsyncLocalStorage } = require("node:async_hooks");
const { TestEnvironment } = require("jest-environment-node");

/** Those that have been used since the last test file ended: by the tests, what they load, and jest's copy for the file. */
const used = new Set();

for (const name of ["run", "enterWith"]) {
  const original = AsyncLocalStorage.prototype[name];
  AsyncLocalStorage.prototype[name] = function (...parameters) {
    used.add(this);
    return original.apply(this, parameters);
  };
}

/**
 * Node.js carries every storage that was used along with every promise, until it is disabled, and never frees it before. A file loads its
 * modules anew, with storages of its own: without this, each file would make all later ones in its process slower.
 */
module.exports = class extends TestEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of used) storage.disable();
    used.clear();
  }
};
