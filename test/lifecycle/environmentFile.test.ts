import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseEnv } from "node:util";
import * as fc from "fast-check";
import { environmentIn, projectEnvironment } from "../../provider/portals/environmentFile";
import { settingVariables } from "../../provider/portals/settings";
import { runs } from "../support/runs";

const TOKEN = "t0p-secret-0123456789";

describe("the file .env beside a project", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "reseller-env-"));
    file = path.join(folder, ".env");
    fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: x\n");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const write = (text: string | Buffer, mode = 0o600) => fs.writeFileSync(file, text, { mode });
  const messageOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  it("says settings that the environment doesn't, from any folder of the project, and nothing else", () => {
    write(
      `RESELLER_PORTAL=csp\nRESELLER_ENDPOINT=https://file.example.com\nexport RESELLER_TOKEN='${TOKEN}'\nPATH=/evil\nNODE_OPTIONS=--x\n`,
    );
    const below = path.join(folder, "src", "deep");
    fs.mkdirSync(below, { recursive: true });
    const own = { RESELLER_ENDPOINT: "https://own.example.com", RESELLER_PORTAL: "", PATH: "/bin" };
    const { environment, taken, remarks } = projectEnvironment(own, below);
    expect(taken).toEqual({ RESELLER_PORTAL: "csp", RESELLER_TOKEN: TOKEN });
    expect(environment).toEqual({ ...own, ...taken });
    expect(remarks).toEqual([]);
  });

  it("says nothing of a setting that the environment says by another of its variables, nor of what goes with it", () => {
    write("SCW_SECRET_KEY=file\nSCW_ACCESS_KEY=file\nSCW_DEFAULT_ORGANIZATION_ID=file\n");
    expect(projectEnvironment({ SCW_TOKEN: "own" }, folder).taken).toEqual({ SCW_DEFAULT_ORGANIZATION_ID: "file" });
  });

  it("may be missing", () =>
    expect(projectEnvironment({}, folder)).toEqual({ environment: {}, taken: {}, remarks: [] }));

  it("is read by others only with a warning, where a credential of it is used", () => {
    write(`RESELLER_PORTAL=csp\nRESELLER_TOKEN=${TOKEN}\n`);
    fs.chmodSync(file, 0o644);
    const { remarks } = projectEnvironment({}, folder);
    expect(remarks).toEqual([`${file} has a credential, and other users can read it (mode 644): chmod 600 ${file}`]);
    expect(projectEnvironment({ RESELLER_TOKEN: "own" }, folder).remarks).toEqual([]);
    write("RESELLER_PORTAL=csp\n");
    expect(projectEnvironment({}, folder).remarks).toEqual([]);
  });

  it.each([
    ["a line without a sign", "RESELLER_TOKEN", 1],
    ["a colon", `A=1\nRESELLER_TOKEN: ${TOKEN}`, 2],
    ["a quote that isn't closed", `A=1\n\nRESELLER_TOKEN="${TOKEN}`, 3],
    ["a number sign that would cut the value", `RESELLER_TOKEN=${TOKEN}#x`, 1],
    ["something behind the quotes", `RESELLER_TOKEN="${TOKEN}"x`, 1],
    ["a name that is none", `1A=${TOKEN}`, 1],
  ])("is refused with %s, by the line and without its content", (_, text, line) => {
    write(text);
    const message = messageOf(() => projectEnvironment({}, folder));
    expect(message).toContain(`${file} has 1 line that can't be read, which is not shown: line ${line}. `);
    expect(message).not.toContain(TOKEN);
  });

  it("is refused with all of its lines, in another encoding, and where it can't be read", () => {
    write(`A\nB=1\nC ${TOKEN}\n`);
    expect(messageOf(() => projectEnvironment({}, folder))).toContain(
      "2 lines that can't be read, which are not shown: lines 1, 3.",
    );
    write(Buffer.from("RESELLER_TOKEN=\u00fc", "latin1"));
    expect(messageOf(() => projectEnvironment({}, folder))).toContain("is not UTF-8");
    fs.rmSync(file);
    fs.mkdirSync(file);
    expect(messageOf(() => projectEnvironment({}, folder))).toContain(`${file} can't be read (EISDIR)`);
  });

  it("is read as Node reads such files, wherever it is taken at all", () => {
    const value = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9_./:=+-]{0,12}$/),
      fc.stringMatching(/^"[^"`\\]{0,12}"$/),
      fc.stringMatching(/^'[^'"`\\]{0,12}'$/),
      fc.constantFrom(`"a\\nb"`, `'a\\nb'`),
      fc.string({ maxLength: 12 }),
    );
    const line = fc.oneof(
      fc
        .tuple(
          fc.constantFrom("", "export ", " "),
          fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,4}$/),
          fc.constantFrom("=", " = "),
          value,
          fc.constantFrom("", " # x"),
        )
        .map((parts) => parts.join("")),
      fc.constantFrom("", "# a comment", "  "),
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), fc.constantFrom("\n", "\r\n"), (lines, end) => {
        const text = lines.join(end);
        let values: ReadonlyMap<string, string>;
        try {
          values = environmentIn(text, ".env");
        } catch {
          return;
        }
        taken += values.size;
        // Node 20 takes a line end before a name for a part of it. Node 24 takes the next line for the value of `A= `, and "export A" for the
        // name in `export A=`.
        const dense = lines
          .filter((one) => one.trim() !== "")
          .map((one) => one.replace(/^ *(?:export )?([A-Z_][A-Z0-9_]*) *= *$/, "$1="))
          .join(end);
        expect([text, Object.fromEntries(values)]).toEqual([text, { ...parseEnv(dense) }]);
      }),
      { numRuns: runs(2_000) },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it("has the variables of all settings, each of one", () => {
    const names = settingVariables().flatMap(({ names: of }) => of);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(["RESELLER_PORTAL", "RESELLER_TOKEN", "SCW_ACCESS_KEY", "SCW_PROFILE", "GRIDSCALE_URL"]),
    );
  });
});
