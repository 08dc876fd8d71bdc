import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { reseller } from "../support/command";

const DOCUMENT = path.resolve(__dirname, "..", "..", "provider", "portals", "csp", "openapi.json");

describe("reseller contract compare", () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(fs.realpathSync(tmpdir()), "reseller-compare-"));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("compares, writes a draft where none is, and says what is wrong with how it is used", async () => {
    const renamed = fs.readFileSync(DOCUMENT, "utf8").replaceAll("/clients", "/customers");
    fs.writeFileSync(path.join(folder, "vendor.json"), renamed);
    const compare = (...args: string[]) => reseller(["contract", "compare", "--quiet", ...args], { cwd: folder });
    const usual = ["vendor.json", "--portal", "csp", "--draft", "contract.yaml"];

    const first = await compare(...usual);
    expect(first).toMatchObject({ code: 0, complained: "" });
    expect(first.printed).toMatch(/^listClients\tprobably\t0\.\d\d\tGET \/customers\t/m);
    expect(fs.readFileSync(path.join(folder, "contract.yaml"), "utf8")).toMatch(
      /# guess, 0\.\d\d: GET \/customers; .*\n {2}listClients:\n {4}path: \/customers\n/,
    );

    const again = await compare(...usual);
    expect(again).toMatchObject({ code: 2, printed: "" });
    expect(again.complained).toContain("contract.yaml");
    expect(await compare(...usual, "--force", "--json")).toMatchObject({ code: 0 });

    expect(await compare("nothing.json", "--portal", "csp")).toMatchObject({ code: 2, printed: "" });
    expect(await compare("vendor.json", "--portal", "scaleway")).toMatchObject({ code: 2, printed: "" });
    expect(await compare("contract.yaml", "--portal", "csp")).toMatchObject({ code: 2, printed: "" });
  });
});
