import { tmpdir } from "node:os";
import { reseller, resellerInOwnProcess } from "./command";

describe("a command in a process that has run others", () => {
  it.each([
    { args: ["--help"], code: 0 },
    { args: ["review", "-", "--portal", "csp"], input: '{"steps":[]}', code: 30 },
    { args: ["review", "-", "--portal", "csp"], input: "{", code: 2 },
    { args: ["drift", "--nonsense"], code: 1 },
    { args: ["whoami"], code: 2 },
  ])("$args ends and prints as in a process of its own, each time", async ({ args, code, input }) => {
    const surroundings = { cwd: tmpdir(), input };
    const [own, first] = [await resellerInOwnProcess(args, surroundings), await reseller(args, surroundings)];
    expect([own.code, first]).toEqual([code, own]);
    expect(await reseller(args, surroundings)).toEqual(own);
  });

  it("has an environment and a folder of its own", async () => {
    const given = await reseller(["whoami"], { cwd: "/", env: { RESELLER_PORTAL: "none-such" } });
    expect(given.complained).toContain("none-such");
    expect((await reseller(["whoami"], { cwd: "/" })).complained).not.toContain("none-such");
  });
});
