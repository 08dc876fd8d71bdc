import { execFile, spawnSync } from "node:child_process";
import { reseller } from "../support/command";

const SHELLS = { bash: ["-n"], zsh: ["-n"], fish: ["--no-execute"] } as const;

describe("reseller completion", () => {
  let script: string;
  beforeAll(async () => {
    script = (await reseller(["completion", "bash"])).printed;
  });

  /** What bash offers for the last word of a line. */
  function offered(line: string): Promise<string[]> {
    const words = line.split(" ");
    const asked = `${script}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _reseller
printf '%s\\n' "\${COMPREPLY[@]}"`;
    return new Promise((resolve, reject) =>
      execFile("bash", ["--norc", "-c", asked], (error, printed, complained) =>
        error !== null || complained !== ""
          ? reject(new Error(complained, { cause: error }))
          : resolve(printed.split("\n").filter((word) => word !== "")),
      ),
    );
  }

  it("offers commands, their parts, their options, and the words that these take", async () => {
    expect(await offered("reseller ")).toEqual(
      expect.arrayContaining(["review", "import", "drift", "whoami", "list", "show", "completion", "--help"]),
    );
    expect(await offered("reseller li")).toEqual(["list"]);
    expect(await offered("reseller list quo")).toEqual(["quota-profiles", "quotas"]);
    expect(await offered("reseller list users --lo")).toEqual(["--locked"]);
    expect(await offered("reseller post ")).toEqual(expect.arrayContaining(["comment", "issue", "approval"]));
    expect(await offered("reseller post comment --tok")).toEqual(["--token-variable"]);
    expect(await offered("reseller sandbox --detach s")).toEqual(["scaleway"]);
    expect((await offered("reseller drift --format ")).sort()).toEqual(["json", "markdown", "text"]);
    expect(await offered("reseller completion ")).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]));
  });

  it("offers files where a file is wanted, and nothing where a name is", async () => {
    expect(await offered(`reseller review --rules ${__dirname}/compl`)).toEqual([__filename]);
    expect(await offered("reseller list users --account ")).toEqual([]);
  });

  it("is a script that the shell takes, for each shell that is here, and refuses others", async () => {
    for (const [shell, flags] of Object.entries(SHELLS)) {
      const { code, printed } = await reseller(["completion", shell]);
      expect([code, printed.includes("--into-stack") || printed.includes("-l into-stack")]).toEqual([0, true]);
      const { status, error, stderr } = spawnSync(shell, flags, { input: printed, encoding: "utf8" });
      if (error === undefined) expect([shell, status, stderr]).toEqual([shell, 0, ""]);
    }
    const refused = await reseller(["completion", "powershell"]);
    expect([refused.code, refused.complained]).toEqual([2, expect.stringContaining("bash, zsh, fish")]);
  });
});
