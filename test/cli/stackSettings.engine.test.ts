import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { connectionNamed, projectFolder, stackSettings } from "../../cli/stackSettings";
import { startSandbox } from "../../sandbox";
import { RealmStack } from "../support/stack";

const TOKEN = "environment-token-0123456789";
const SECRET = "a-token-in-a-named-connection";

const inEnvironment = {
  RESELLER_PORTAL: "csp",
  RESELLER_ENDPOINT: "http://127.0.0.1:9/api/v1",
  RESELLER_TOKEN: TOKEN,
};

describe("settings of the live portal", () => {
  let empty: string;

  beforeAll(() => {
    empty = fs.mkdtempSync(path.join(tmpdir(), "reseller-settings-"));
  });

  afterAll(() => fs.rmSync(empty, { recursive: true, force: true }));

  it("come from the environment where there is no project", async () => {
    const { settings, project } = await stackSettings({ cwd: empty }, inEnvironment);
    expect(project).toBeUndefined();
    expect(connectionNamed(settings, undefined)).toMatchObject({ portal: "csp", credentials: { token: TOKEN } });
    expect(() => connectionNamed(settings, "other")).toThrow("--connection other: there is no connection of this name");
  });

  it("are told all at once where they are missing", async () => {
    await expect(stackSettings({ cwd: empty }, { RESELLER_PORTAL: "csp" })).rejects.toThrow(
      /endpoint is missing[\s\S]*token is missing/,
    );
    await expect(stackSettings({ cwd: empty, stack: "dev" }, inEnvironment)).rejects.toThrow(
      /--stack dev: there is no Pulumi project/,
    );
  });

  it("are the environment's where pulumi is missing and the environment says the portal, and an error otherwise", async () => {
    const folder = path.join(empty, "project", "below");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(empty, "project", "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
    expect(projectFolder(folder)).toBe(path.join(empty, "project"));
    const without = { ...inEnvironment, PATH: empty };
    expect((await stackSettings({ cwd: folder }, without)).project).toBeUndefined();
    await expect(stackSettings({ cwd: folder, stack: "dev" }, without)).rejects.toThrow(/pulumi is not on the PATH/);
    await expect(stackSettings({ cwd: folder }, { PATH: empty })).rejects.toThrow(/pulumi is not on the PATH/);
  });

  describe("in a Pulumi project", () => {
    let stack: RealmStack;
    let environment: Record<string, string | undefined>;
    let close: () => Promise<void>;

    beforeAll(async () => {
      const sandbox = await startSandbox();
      close = sandbox.close;
      stack = await RealmStack.create(sandbox);
      environment = { PATH: process.env["PATH"], HOME: process.env["HOME"], ...stack.environment };
    });

    afterAll(async () => {
      stack.remove();
      await close();
    });

    it("are those of the stack, secrets too, from any folder of the project", async () => {
      const below = path.join(stack.folder, "src");
      fs.mkdirSync(below);
      stack.setConfig("reseller:connections.second.portal", { value: "csp" }, { isPath: true });
      stack.setConfig("reseller:connections.second.endpoint", { value: "http://127.0.0.1:9/api/v1" }, { isPath: true });
      stack.setConfig("reseller:connections.second.token", { value: SECRET, secret: true }, { isPath: true });
      const { settings, project } = await stackSettings({ cwd: below, stack: "test" }, environment);
      expect(project).toBe(stack.folder);
      expect(connectionNamed(settings, undefined)).toMatchObject({ portal: "csp", name: "default" });
      expect(connectionNamed(settings, "second").credentials).toEqual({ token: SECRET });
    });

    it("are refused without a word of what they are", async () => {
      stack.setConfig("reseller:endpont", { value: "x" });
      const refused = stackSettings({ cwd: stack.folder, stack: "test" }, environment);
      await expect(refused).rejects.toThrow(/reseller:endpont is not a setting of this provider/);
      await expect(refused).rejects.not.toThrow(new RegExp(SECRET));
      await expect(stackSettings({ cwd: stack.folder, stack: "none" }, environment)).rejects.toThrow(
        `--stack none: the project in ${stack.folder} has no stack of this name`,
      );
    });
  });
});
