import { parseOverlay } from "../../provider/contract/read";
import { cspContract } from "../../provider/portals/csp/contractFacts";
import { gridscaleContract } from "../../provider/portals/gridscale/contractFacts";

function problems(text: string, contract = cspContract): string[] {
  try {
    parseOverlay(text, "contract.yaml", contract);
  } catch (error) {
    return (error as Error).message.split("\n").map((line) => line.trim());
  }
  return [];
}

describe("contract.yaml", () => {
  it("can be no more than its portal", () => {
    expect(parseOverlay("portal: csp\n", "contract.yaml", cspContract).operations).toEqual({});
    expect(parseOverlay("portal: gridscale\n", "contract.yaml", gridscaleContract).types).toEqual({});
  });

  it("takes a text for the place of a member", () => {
    const text =
      "portal: csp\ntypes:\n  Client:\n    name: nom\n    state: { at: statut.code, words: { trial: essai } }\n";
    expect(parseOverlay(text, "contract.yaml", cspContract).types["Client"]).toEqual({
      name: { at: "nom" },
      state: { at: "statut.code", words: { trial: "essai" } },
    });
  });

  it("says everything that is wrong, with line and column", () => {
    const text = [
      "portal: csp",
      "connection:",
      '  credential: { X-Key: "{password}" }',
      "  lists: { paging: { by: pages } }",
      "types:",
      "  Client:",
      "    name: nom",
      "    description: nom",
      "    nmae: x",
      "operations:",
      "  listClient: { path: /kunden }",
      "  getClient: { path: /kunden }",
      '  getUser: { path: "https://evil.example/u/{userId}" }',
      '  getProfile: { path: "/../{profileId}" }',
      '  listProjects: { path: "/projekte/{clientId}" }',
      "  updateClient: { request: { members: { name: { words: { a: x, b: x } } } } }",
      "fields:",
      "  User.fone: { lacks: no phones }",
      "kinds:",
      "  Customer: { lacks: none }",
    ].join("\n");
    expect(problems(text)).toEqual([
      "12 problems in contract.yaml",
      expect.stringMatching(/:3:\d+: connection\.credential has \{token\} in no header/),
      expect.stringMatching(/:3:\d+: connection\.credential\.X-Key has \{password\}, which is no credential of csp/),
      expect.stringMatching(/^contract\.yaml:4:\d+: connection\.lists\.paging\.by must be one of cursor, page/),
      expect.stringMatching(/^contract\.yaml:9:5: types\.Client\.nmae is not known here; did you mean name/),
      expect.stringMatching(/^contract\.yaml:11:3: operations\.listClient is not known here; did you mean listClients/),
      expect.stringMatching(/:12:\d+: operations\.getClient\.path lacks \{clientId\}/),
      expect.stringMatching(/^contract\.yaml:13:\d+: operations\.getUser\.path must be a path below the endpoint/),
      expect.stringMatching(/^contract\.yaml:14:\d+: operations\.getProfile\.path must not leave the endpoint/),
      expect.stringMatching(
        /:15:\d+: operations\.listProjects\.path has \{clientId\}, which the contract's path doesn't have/,
      ),
      expect.stringMatching(/:16:\d+: operations\.updateClient\.request\.members\.name\.words has "x" for two words/),
      expect.stringMatching(/:18:\d+: fields\.User\.fone has the field fone/),
      expect.stringMatching(/^contract\.yaml:20:3: kinds\.Customer is not known here/),
    ]);
  });

  it("says that members would be in one place, and that operations can't be told apart", () => {
    const text = [
      "portal: csp",
      "types:",
      "  Client: { name: nom, description: nom.long }",
      "operations:",
      "  listUsers: { path: /projects }",
    ].join("\n");
    expect(problems(text)).toEqual([
      "2 problems in contract.yaml",
      expect.stringMatching(
        /:3:\d+: types\.Client\.description is at nom\.long, inside or around nom, where name is too/,
      ),
      expect.stringMatching(/:5:\d+: operations\.listUsers\.path is that of listProjects, too/),
    ]);
  });

  it("asks for the value of a member that every answer has and the portal lacks", () => {
    const text = [
      "portal: csp",
      "types:",
      "  Client: { variant: { lacks: none here }, iconUrl: { lacks: none here } }",
      "  Me: { sourceIp: { lacks: none here }, level: { lacks: none here, absent: reseller } }",
      "  DecommissionRequest: { kind: { lacks: none here } }",
      "operations:",
      "  getProject: { response: { members: { name: { lacks: none here } } } }",
    ].join("\n");
    expect(problems(text)).toEqual([
      "2 problems in contract.yaml",
      expect.stringMatching(/:3:\d+: types\.Client\.variant is in every answer by the contract; add absent/),
      expect.stringMatching(/:7:\d+: operations\.getProject\.response\.members\.name is in every answer/),
    ]);
  });

  it.each([
    ["another portal's file", "portal: gridscale\n", /:1:1: portal is "gridscale", but must be one of csp/],
    ["no file of this kind", "- a\n- b\n", /the file is/],
    [
      "aliases that multiply",
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
        .split("")
        .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefg"[index]}`).join(",")}]`)
        .join("\n")}\n`,
      /alias/i,
    ],
    [
      "a member whose name is a member of every object",
      "portal: csp\ntypes: { Client: { name: __proto__.x } }\n",
      undefined,
    ],
  ])("refuses %s", (_, text, said) => {
    if (said === undefined) expect(problems(text)).toEqual([]);
    else expect(problems(text).join("\n")).toMatch(said);
  });
});
