import { alternatives } from "../../provider/model/nearest";

const MANY = Array.from({ length: 250 }, (_, index) => `permission_${index}`);

describe("what could stand in the place of a word that isn't known", () => {
  it.each<[string, string, readonly string[], string]>([
    ["a slip: what was meant", "core", ["cores", "ips"], "; did you mean cores?"],
    ["few: all of them, and the nearest", "cpu", ["cores", "ips"], "; there are cores, ips; did you mean ips?"],
    ["few, none near", "vcpu", ["memory"], "; there is memory"],
    ["many: the nearest", "permision_7", MANY, "; did you mean permission_7 or permission_0 or permission_1?"],
    ["none", "x", [], "; there are none"],
  ])("%s", (_, word, known, said) => expect(alternatives(word, known)).toBe(said));

  it("many, none near: those that an error has room for", () => {
    const said = alternatives("x", MANY);
    expect(said).toMatch(/^; there are permission_0, .*permission_199 and 50 more$/);
  });

  it("each once, and as it is listed", () =>
    expect(
      alternatives("frankreich", ["fra", "Frankfurt", "hhn", "Frankfurt"], ["fra (Frankfurt)", "hhn (Frankfurt)"]),
    ).toBe("; there are fra (Frankfurt), hhn (Frankfurt); did you mean Frankfurt?"));
});
