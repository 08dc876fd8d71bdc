import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

import { type Engine, ensureEngine } from "../../tools/engine";
import { KEYS, keysEnvironment } from "../support/engineRun";

const TEN_MINUTES = 600_000;
const packageRoot = path.resolve(__dirname, "..", "..");

/** A provider whose object is a file, so that a test sees what was done without asking the engine. */
const providerSource = (annotation: string) => `
const fs = require("node:fs");
const file = process.env.OBJECT_FILE;
const provider = {
  async create(inputs${annotation}) {
    fs.writeFileSync(file, inputs.text);
    return { id: "object", outs: { text: inputs.text } };
  },
  async read(id${annotation}, props${annotation}) {
    return { id, props: { ...props, text: fs.readFileSync(file, "utf8") } };
  },
  async delete() {
    fs.rmSync(file);
  },
};
class TextFile extends pulumi.dynamic.Resource {
  constructor(name${annotation}, args${annotation}) {
    super(provider, name, args);
  }
}
exports.text = new TextFile("greeting", { text: "hello" }).text;
`;

const programs = {
  JavaScript: {
    "index.js": `const pulumi = require("@pulumi/pulumi");\n${providerSource("")}`,
  },
  TypeScript: {
    "index.ts": `import * as pulumi from "@pulumi/pulumi";\n${providerSource(": any")}`.replace(
      "constructor(",
      "declare readonly text: pulumi.Output<string>;\n  constructor(",
    ),
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        target: "es2022",
        module: "node16",
        moduleResolution: "node16",
        strict: true,
        types: ["node"],
      },
    }),
  },
};

describe("the engine that set-up finds", () => {
  let engine: Engine;
  let folder: string;
  beforeAll(async () => {
    engine = await ensureEngine();
    // The Automation API looks for `pulumi` in the environment of its own process.
    Object.assign(process.env, engine.env);
  }, TEN_MINUTES);
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "engine-test-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** A program's folder as a user has it, with the packages of this checkout, and a stack kept in a file. */
  async function stackOf(files: Record<string, string>): Promise<Stack> {
    const workDir = path.join(folder, "program");
    const state = path.join(folder, "state");
    fs.mkdirSync(workDir);
    fs.mkdirSync(state);
    fs.symlinkSync(path.join(packageRoot, "node_modules"), path.join(workDir, "node_modules"), "junction");
    for (const [name, text] of Object.entries({ "Pulumi.yaml": "name: trial\nruntime: nodejs\n", ...files })) {
      fs.writeFileSync(path.join(workDir, name), text);
    }
    const envVars = {
      ...engine.env,
      PULUMI_BACKEND_URL: `file://${state}`,
      ...keysEnvironment(),
      OBJECT_FILE: path.join(folder, "object.txt"),
    };
    return LocalWorkspace.createOrSelectStack({ stackName: "trial", workDir }, { envVars, secretsProvider: KEYS });
  }

  it.each(Object.entries(programs))(
    "brings a %s program with a dynamic resource up, sees its drift, and takes it down",
    async (_language, files) => {
      const stack = await stackOf(files);
      const object = path.join(folder, "object.txt");

      const preview = await stack.preview();
      expect(preview.changeSummary).toEqual({ create: 2 });
      expect(fs.existsSync(object)).toBe(false);

      const up = await stack.up();
      expect(up.summary.resourceChanges).toEqual({ create: 2 });
      expect(up.outputs["text"]?.value).toBe("hello");
      expect(fs.readFileSync(object, "utf8")).toBe("hello");

      fs.writeFileSync(object, "changed by hand");
      await stack.refresh();
      expect(JSON.stringify(await stack.exportStack())).toContain("changed by hand");

      const destroy = await stack.destroy();
      expect(destroy.summary.resourceChanges).toEqual({ delete: 2 });
      expect(fs.existsSync(object)).toBe(false);
    },
    600_000,
  );
});
