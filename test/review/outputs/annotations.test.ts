import fc from "fast-check";
import { toGithubAnnotations } from "../../../review/outputs/annotations";
import { annotationName, annotationText } from "../../../text/escape";
import { anyReport, finding, hostileText, huge, oneDay, report } from "./reports";
import { runs } from "../../support/runs";

interface Annotation {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner reads a line: what is written for a character, and nothing else, stands for it. */
function read(line: string): Annotation {
  const [, command = "", properties = "", message = ""] = /^::(\w+) ((?:(?!::).)*)::(.*)$/su.exec(line) ?? [];
  const plain = (text: string) => text.replace(/%(25|0D|0A|3A|2C)/g, (code) => decodeURIComponent(code));
  const pairs = properties
    .split(",")
    .map((pair) => [pair.slice(0, pair.indexOf("=")), plain(pair.slice(pair.indexOf("=") + 1))]);
  return { command, properties: Object.fromEntries(pairs) as Record<string, string>, message: plain(message) };
}

function annotations(text: string): Annotation[] {
  expect(text.endsWith("\n")).toBe(true);
  return text.slice(0, -1).split("\n").map(read);
}

describe("annotations of GitHub", () => {
  it("stand at the lines that declare what is found", () => {
    expect(
      annotations(toGithubAnnotations(oneDay())).map(({ command, properties }) => ({ command, ...properties })),
    ).toEqual([
      {
        command: "error",
        file: "clients/acme.ts",
        line: "12",
        col: "3",
        title: "ESC-02 A profile in use gains rights over other accounts",
      },
      { command: "warning", file: "clients/acme.ts", line: "40", title: "IRR-02 A person is replaced" },
      { command: "notice", title: "KEP-01 No longer managed" },
      { command: "notice", title: "PWD-01 A password is reset" },
      { command: "notice", title: "Access review of realm/prod" },
    ]);
    const [first] = annotations(toGithubAnnotations(oneDay(), { folder: "infra/realm" }));
    expect(first).toEqual({
      command: "error",
      properties: {
        file: "infra/realm/clients/acme.ts",
        line: "12",
        col: "3",
        title: "ESC-02 A profile in use gains rights over other accounts",
      },
      message: [
        'The profile "Support" gains show_clients: 4 people of Acme AG would see all 37 accounts.',
        "Who: anna, bob, carla, jdoe",
        "How: profile Support → permission show_clients",
        "About Profile/support, rule csp/P5",
      ].join("\n"),
    });
  });

  it("are no more than GitHub shows, the most serious, and the last says how many findings there are", () => {
    const lines = annotations(toGithubAnnotations(huge()));
    const of = (command: string) => lines.filter((line) => line.command === command).length;
    expect([of("error"), of("warning"), of("notice")]).toEqual([10, 10, 10]);
    const all = annotations(toGithubAnnotations({ ...huge(), headline: "Blocked" })).pop();
    expect(all?.message).toMatch(
      /^Blocked\n5,000 findings: [^.]*\. 4,971 of them have no annotation; the full report has them all\.\nRead: not complete$/,
    );
    const warnings = ["KEP-01", "OWN-01", "IRR-01", "OWN-01"].flatMap((id) =>
      Array.from({ length: 6 }, () => finding(id as "KEP-01" | "OWN-01" | "IRR-01")),
    );
    const titles = annotations(toGithubAnnotations(report({ findings: warnings }))).map(({ properties }) =>
      properties["title"]?.slice(0, 6),
    );
    expect(titles).toEqual([
      ..."1111112222333333"
        .replace(/./g, (digit) => ` ${["", "IRR-01", "OWN-01", "KEP-01"][Number(digit)]}`)
        .trim()
        .split(" "),
      "Access",
    ]);
  });

  it("are one line each, whatever strangers wrote, and say it", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const text = toGithubAnnotations(any);
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        const lines = text.slice(0, -1).split("\n");
        expect(lines).toHaveLength(any.findings.length + 1);
        for (const line of lines) {
          expect(line).toMatch(/^::(error|warning|notice) ((file=[^,:]*,line=\d+,(col=\d+,)?)?title=[^,:]*)::./);
          expect(line).not.toContain("##");
        }
        const messages = lines.map((line) => read(line));
        for (const { message, properties } of messages) {
          for (const text of [message, properties["title"]]) expect(text).not.toMatch(/:\/\/|www\./i);
        }
        for (const { id, title, sentence, subject } of any.findings) {
          const found = messages.find(({ properties, message }) => {
            const isTitled = properties["title"] === `${annotationName(id)} ${annotationText(title)}`;
            return (
              isTitled &&
              message.startsWith(`${annotationText(sentence)}\n`) &&
              message.includes(`About ${annotationName(subject)}`)
            );
          });
          expect(found).toBeDefined();
        }
      }),
      { numRuns: runs(150) },
    );
  });

  it("name no file outside of the repository", () => {
    fc.assert(
      fc.property(hostileText, (file) => {
        const one = report({ findings: [finding("ESC-01", { source: { file, line: 1 } })] });
        const [{ properties } = { properties: {} }] = annotations(toGithubAnnotations(one, { folder: "infra" }));
        const shown = (properties as Record<string, string>)["file"];
        if (shown === undefined) return;
        expect(shown).not.toMatch(/^\/|(^|\/)\.\.(\/|$)/);
      }),
    );
    const of = (file: string, folder?: string) =>
      toGithubAnnotations(report({ findings: [finding("ESC-01", { source: { file, line: 1 } })] }), { folder });
    expect(of("../shared/a,b:c.ts", "infra")).toContain("file=shared/a%2Cb%3Ac.ts,line=1,");
    expect(of("../shared.ts")).not.toContain("file=");
    expect(of("/etc/passwd")).not.toContain("file=");
  });

  it("are the same bytes for the same report", () => {
    fc.assert(
      fc.property(anyReport, (any) => expect(toGithubAnnotations(structuredClone(any))).toBe(toGithubAnnotations(any))),
      { numRuns: runs(30) },
    );
  });
});
