import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type PackageRegistry, startRegistry } from "../docs/registry";

const ONLY_OF_THE_SANDBOX = ["find-my-way", "libsql", "pulumi-reseller-sandbox"];

function filesIn(folder: string, ending: string): string[] {
  const names = fs.readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => name.endsWith(ending)).sort();
}

/** Links of the package's pages that lead to no file of the package. */
function deadLinks(folder: string): string[] {
  const links = filesIn(folder, ".md").flatMap((page) => {
    const text = fs.readFileSync(path.join(folder, page), "utf8").replace(/^ *```.*?^ *```/gms, "");
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)].map(
      ([, link, source]) => link ?? source ?? "",
    );
    return targets
      .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
      .map((target) => [page, target.split("#")[0]!] as const);
  });
  return links
    .filter(([page, target]) => !fs.existsSync(path.join(folder, path.dirname(page), target)))
    .map(([page, target]) => `${page}: ${target}`);
}

/** Pages that messages name and nobody finds: by another path than that of a project, or not there. */
function wrongPages(folder: string): string[] {
  let named = 0;
  const wrong = filesIn(path.join(folder, "dist"), ".js").flatMap((file) => {
    const code = fs
      .readFileSync(path.join(folder, "dist", file), "utf8")
      .replace(/\/\*.*?\*\//gs, "")
      .replace(/^\s*\/\/.*$/gm, "");
    const pages = [...code.matchAll(/\bdocumentation\)?\("([^"]+)"/g)].map(([, page = ""]) => page);
    named += pages.length;
    return [
      ...pages.filter((page) => !fs.existsSync(path.join(folder, "docs", page))),
      ...[...code.matchAll(/(?<![\w.]\/)\bdocs\/[\w-]+\.(?:md|json)/g)].map(([page]) => page),
    ].map((page) => `${file}: ${page}`);
  });
  expect(named).toBeGreaterThan(2);
  return wrong;
}

/** What a user has who installs what is published. */
describe("the published packages", () => {
  let registry: PackageRegistry;
  let folder: string;
  beforeAll(async () => {
    registry = await startRegistry();
    folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-user-"));
    fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "realm", private: true }));
  });
  afterAll(async () => {
    await registry.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** In the user's folder, to its end. */
  function run(command: string, ...args: string[]): Promise<{ code: unknown; printed: string; complained: string }> {
    const env = {
      ...process.env,
      npm_config_registry: registry.url,
      npm_config_cache: registry.downloads,
      npm_config_prefer_offline: "true",
      npm_config_audit: "false",
      npm_config_fund: "false",
      npm_config_ignore_scripts: "true",
    };
    return new Promise((resolve) =>
      execFile(command, args, { cwd: folder, env }, (error, printed, complained) =>
        resolve({ code: error === null ? 0 : error.code, printed, complained }),
      ),
    );
  }
  const reseller = (...args: string[]) => run(path.join(folder, "node_modules", ".bin", "reseller"), ...args);
  const installed = () => ONLY_OF_THE_SANDBOX.filter((name) => fs.existsSync(path.join(folder, "node_modules", name)));

  it("bring a database and a router to those alone who add the sandbox", async () => {
    expect(await run("npm", "install", "pulumi-reseller")).toMatchObject({ code: 0 });
    expect(installed()).toEqual([]);
    const program = 'console.log(typeof require("pulumi-reseller").Realm, typeof require("pulumi-reseller/review"))';
    expect(await run(process.execPath, "-e", program)).toMatchObject({ code: 0, printed: "function object\n" });

    expect(fs.existsSync(path.join(folder, "node_modules", "pulumi-reseller", "docs", "review.md"))).toBe(true);
    expect(deadLinks(path.join(folder, "node_modules", "pulumi-reseller"))).toEqual([]);
    expect(wrongPages(path.join(folder, "node_modules", "pulumi-reseller"))).toEqual([]);

    const command = "npm install --save-dev pulumi-reseller-sandbox";
    const complained = `reseller: the sandbox is a separate package. Install it: ${command}\n`;
    expect(await reseller("sandbox")).toEqual({ code: 1, printed: "", complained });
    expect(await reseller("sandbox", "--detach", "csp")).toEqual({ code: 1, printed: "", complained });
    expect(await reseller("sandbox", "--help")).toMatchObject({ code: 0, complained: "" });

    const [npm = "", ...args] = command.split(" ");
    expect(await run(npm, ...args)).toMatchObject({ code: 0 });
    expect(installed()).toEqual(ONLY_OF_THE_SANDBOX);
    expect(deadLinks(path.join(folder, "node_modules", "pulumi-reseller-sandbox"))).toEqual([]);
    const { code, printed } = await reseller("sandbox", "--detach", "csp");
    const pid = Number(/RESELLER_SANDBOX_PID='(\d+)'/.exec(printed)?.[1]);
    process.kill(pid);
    expect(code).toBe(0);
  });
});
