import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import * as fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { operatorResources, type OperatorOptions } from "../../cli/fleet/engines/operator";
import { resourceNames } from "../../cli/fleet/engines/operatorNames";
import { readFleet } from "../../fleet";
import { runs } from "../support/runs";

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

const STACKS = [
  { name: "shared", needs: [] },
  { name: "acme", needs: ["shared"] },
  { name: "on", needs: ["shared"] },
  { name: "people", needs: ["acme", "on", "shared"] },
];
const OPTIONS: OperatorOptions = {
  repository: "https://git.example.com/reseller/realm.git",
  revision: { branch: "main" },
  namespace: "realm",
  serviceAccount: "fleet",
  secret: "reseller",
  resync: 300,
  reapply: false,
};
/** Everything that can be given. */
const MORE: Partial<OperatorOptions> = {
  directory: "realm",
  gitSecret: "git",
  backend: "s3://state?region=eu-central-1",
  secretsProvider: "awskms://alias/realm?region=eu-central-1",
  organization: "reseller",
  variables: ["RESELLER_TOKEN", "PULUMI_CONFIG_PASSPHRASE"],
  image: "pulumi/pulumi:3.276.0-nonroot",
  reapply: true,
};

/** As kubectl reads it, where words such as `on` are no text. */
function resources(text: string): Resource[] {
  return parseAllDocuments(text, { schema: "yaml-1.1" }).map((document) => document.toJS() as Resource);
}

function written(options: Partial<OperatorOptions> = {}, chosen = (_name: string) => true): Resource[] {
  return resources(operatorResources(STACKS, chosen, { ...OPTIONS, ...options }));
}

const stacksOf = (all: readonly Resource[]) => all.filter(({ kind }) => kind === "Stack");

describe("the resources for the operator", () => {
  const isStack = stackSchema();

  it.each<[string, Partial<OperatorOptions>]>([
    ["a branch", {}],
    ["a commit", { revision: { commit: "0123456789012345678901234567890123456789" } }],
    ["everything that can be given", MORE],
    ["a repository by SSH", { repository: "git@git.example.com:reseller/realm.git", gitSecret: "git" }],
  ])("are what its own schema has: %s", (_case, options) => {
    for (const resource of stacksOf(written(options))) {
      isStack(resource);
      expect(isStack.errors ?? []).toEqual([]);
      expect(resource.metadata.name.length).toBeLessThanOrEqual(42);
    }
  });

  it("would not be, with a field that it doesn't have", () => {
    const [resource] = stacksOf(written());
    expect(isStack({ ...resource, spec: { ...resource?.spec, prerequisite: [] } })).toBe(false);
  });

  it("name the stacks, their order and their source, each stack after what it needs", () => {
    const all = written({ gitSecret: "git", directory: "realm" });
    expect(all.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "ServiceAccount fleet",
      "ClusterRoleBinding realm:fleet:system:auth-delegator",
      "Stack shared",
      "Stack acme",
      "Stack on",
      "Stack people",
    ]);
    expect(stacksOf(all).map(({ spec }) => [spec?.["stack"], spec?.["prerequisites"] ?? []])).toEqual([
      ["shared", []],
      ["acme", [waitsFor("shared")]],
      ["on", [waitsFor("shared")]],
      ["people", [waitsFor("acme"), waitsFor("on"), waitsFor("shared")]],
    ]);
    expect(stacksOf(all)[1]?.spec).toMatchObject({
      projectRepo: OPTIONS.repository,
      branch: "main",
      repoDir: "realm",
      resyncFrequencySeconds: 300,
      serviceAccountName: "fleet",
      gitAuth: { accessToken: { type: "Secret", secret: { name: "git", key: "accessToken" } } },
      workspaceTemplate: { spec: { envFrom: [{ secretRef: { name: "reseller" } }] } },
    });
  });

  it("wait for a commit by the generation of the resources, and look at no branch", () => {
    const [, acme] = stacksOf(written({ revision: { commit: "abc" } }));
    expect(acme?.spec).toMatchObject({ commit: "abc", prerequisites: [{ name: "shared" }] });
    expect(acme?.spec).not.toHaveProperty("branch");
    expect(acme?.spec).not.toHaveProperty("resyncFrequencySeconds");
  });

  it("delete nothing when they are deleted, and have no value of a secret", () => {
    const text = operatorResources(STACKS, () => true, { ...OPTIONS, ...MORE });
    expect(text).not.toContain("destroyOnFinalize");
    expect(stacksOf(resources(text))[0]?.spec?.["envRefs"]).toEqual({
      RESELLER_TOKEN: { type: "Secret", secret: { name: "reseller", key: "RESELLER_TOKEN" } },
      PULUMI_CONFIG_PASSPHRASE: { type: "Secret", secret: { name: "reseller", key: "PULUMI_CONFIG_PASSPHRASE" } },
    });
    expect(text).not.toMatch(/^\s*(literal|secrets|config):/m);
  });

  it("are those of the chosen stacks, which wait for all that they need", () => {
    const all = stacksOf(written({ revision: { commit: "abc" } }, (name) => name === "people"));
    expect(all.map(({ spec }) => spec?.["prerequisites"])).toEqual([
      [{ name: "acme" }, { name: "on" }, { name: "shared" }],
    ]);
  });

  it("have names that the operator takes, and no two the same", () => {
    const stackNames = fc.stringMatching(/^[A-Za-z0-9._-]{1,100}$/);
    fc.assert(
      fc.property(fc.uniqueArray(stackNames, { maxLength: 20 }), (stacks) => {
        const names = [...resourceNames(stacks).values()];
        for (const name of names) {
          // The operator's `Service` is called as this, and `-workspace`.
          expect(name).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
          expect(name.length).toBeLessThanOrEqual(42);
        }
        expect(new Set(names).size).toBe(stacks.length);
      }),
      { numRuns: runs(100) },
    );
    expect([...resourceNames(["acme", "Acme", "acme.de"]).values()]).toEqual([
      "acme",
      expect.stringMatching(/^acme-[0-9a-f]{6}$/),
      expect.stringMatching(/^acme-de-[0-9a-f]{6}$/),
    ]);
  });

  it("stand in the example as the command in its README writes them", () => {
    const example = path.resolve(__dirname, "..", "..", "examples", "fleet");
    const written = operatorResources(readFleet(example).stacks, () => true, {
      ...{ repository: OPTIONS.repository, revision: { branch: "main" }, backend: "s3://realm-state" },
      ...{ namespace: "default", serviceAccount: "pulumi-reseller", secret: "pulumi-reseller" },
      ...{ image: "pulumi/pulumi:3.276.0-nonroot", resync: 300, reapply: false },
    });
    expect(fs.readFileSync(path.join(example, "operator", "stacks.yaml"), "utf8")).toBe(written);
  });

  it("mean the same in every version of YAML", () => {
    const names = ["on", "no", "y", "null", "1", "1_000", "12:30", "0x1f", "1e3", ".5", "-"];
    const stacks = names.map((name) => ({ name, needs: [] }));
    const text = operatorResources(stacks, () => true, OPTIONS);
    for (const schema of ["yaml-1.1", "core"] as const)
      expect(
        parseAllDocuments(text, { schema })
          .map((document) => document.toJS() as Resource)
          .flatMap(({ spec }) => (spec === undefined ? [] : [spec["stack"]])),
      ).toEqual(names);
  });
});

function waitsFor(name: string): object {
  return { name, requirement: { succeededWithinDuration: "15m" } };
}

/** The operator's schema; in it every field that it doesn't have is an error, as for `kubectl apply --validate=strict`. */
function stackSchema() {
  const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "operator", "stack.schema.json"), "utf8")) as object;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const metadata = { name: {}, namespace: {}, labels: { additionalProperties: { type: "string" } } };
  const { properties } = closed(schema) as { properties: object };
  return ajv.compile({
    ...closed(schema),
    required: ["apiVersion", "kind", "metadata", "spec"],
    properties: { ...properties, metadata: { type: "object", properties: metadata, additionalProperties: false } },
  });
}

function closed<Schema>(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map((each: unknown) => closed(each)) as Schema;
  if (typeof schema !== "object" || schema === null) return schema;
  const inner: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(schema)) inner[member] = closed(value as unknown);
  const isOpen = inner["x-kubernetes-preserve-unknown-fields"] === true || inner["additionalProperties"] !== undefined;
  const hasFields = inner["type"] === "object" && inner["properties"] !== undefined;
  return (hasFields && !isOpen ? { ...inner, additionalProperties: false } : inner) as Schema;
}
