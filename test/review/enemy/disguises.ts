/**
 * Ways to give a value so that a plan doesn't have it: each makes, of what it shall be and of a resource that isn't there yet, an
 * expression that an engine can't work out before the `up`.
 */
export interface Disguise {
  readonly id: string;
  expression(value: string, cover: string): string;
}

export const DISGUISES: readonly Disguise[] = [
  { id: "apply on an id", expression: (value, cover) => `${cover}.id.apply(() => (${value}))` },
  { id: "pulumi.all", expression: (value, cover) => `pulumi.all([${cover}.id]).apply(() => (${value}))` },
  {
    id: "pulumi.output of an id",
    expression: (value, cover) => `pulumi.output(${cover}.id).apply(async () => (${value}))`,
  },
  {
    id: "pulumi.output of a resource",
    expression: (value, cover) => `pulumi.output(${cover}).apply((it) => it.id && (${value}))`,
  },
  { id: "apply on apply", expression: (value, cover) => `${cover}.id.apply((id) => id).apply(() => (${value}))` },
  {
    id: "apply that answers an output",
    expression: (value, cover) => `${cover}.id.apply(() => pulumi.output(${value}))`,
  },
  {
    id: "pulumi.secret of an unknown",
    expression: (value, cover) => `pulumi.secret(${cover}.id).apply(() => (${value}))`,
  },
  {
    id: "a Promise of an output",
    expression: (value, cover) => `Promise.resolve(${cover}.id.apply(() => (${value})))`,
  },
  {
    id: "pulumi.all of an object",
    expression: (value, cover) => `pulumi.all({ it: ${cover}.id }).apply(() => (${value}))`,
  },
  {
    id: "pulumi.jsonParse",
    expression: (value, cover) => `pulumi.jsonParse(${cover}.id.apply(() => JSON.stringify(${value})))`,
  },
];

/** Ways to give a value that a plan has, but may mask or may tell wrongly where it comes from. */
export const MASKS: readonly Disguise[] = [
  { id: "pulumi.secret", expression: (value) => `pulumi.secret(${value})` },
  { id: "pulumi.output", expression: (value) => `pulumi.output(${value})` },
  { id: "Promise", expression: (value) => `Promise.resolve(${value})` },
  { id: "apply on a URN", expression: (value, cover) => `${cover}.urn.apply(() => (${value}))` },
  {
    id: "an output of a stack",
    expression: (value) =>
      `(module.outputs ??= new pulumi.StackReference("organization/realm/test")).getOutput("none").apply(() => (${value}))`,
  },
  { id: "pulumi.unsecret", expression: (value) => `pulumi.unsecret(pulumi.secret(${value}))` },
];
