/** A dynamic provider that does nothing, for every kind: answers as fast as a provider can, and loads nothing of this package. */
let next = 0;
type State = Record<string, unknown>;

const nothing = {
  check: (_olds: State, news: State) => Promise.resolve({ inputs: news }),
  diff: () => Promise.resolve({ changes: false }),
  create: (inputs: State) => Promise.resolve({ id: `floor-${(next += 1)}`, outs: inputs }),
  read: (id: string, state: State) => Promise.resolve({ id, props: state }),
  update: (_id: string, _olds: State, news: State) => Promise.resolve({ outs: news }),
  delete: () => Promise.resolve(),
};

module.exports = new Proxy({}, { get: () => nothing });
