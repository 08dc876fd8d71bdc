import { Catalogue } from "../../../provider/portals/openstack/catalogue";
import type { Service } from "../../../provider/portals/openstack/contract";

const endpoint = (region: string, url: string, name = "public") => ({
  id: url,
  interface: name,
  region_id: region,
  url,
});
const entry = (type: string, ...endpoints: ReturnType<typeof endpoint>[]) => ({ id: type, type, endpoints });
const compute = entry(
  "compute",
  endpoint("ch-1", "https://nova.ch-1.example.com/v2.1"),
  endpoint("ch-2", "https://nova.ch-2.example.com/v2.1"),
  endpoint("ch-3", "https://nova.ch-3.internal/v2.1", "internal"),
);

const said = (catalogue: Catalogue, service: Service, region?: string): string => {
  try {
    return catalogue.addressOf(service, region).endpoint;
  } catch (error) {
    return (error as Error).message;
  }
};

describe("where a service is", () => {
  it("is what the catalogue has for the region and the interface", () => {
    const catalogue = new Catalogue([compute], "public");
    expect(catalogue.regionsOf("compute")).toEqual(["ch-1", "ch-2"]);
    expect(said(catalogue, "compute", "ch-2")).toBe("https://nova.ch-2.example.com/v2.1");
    expect(said(new Catalogue([compute], "internal"), "compute")).toBe("https://nova.ch-3.internal/v2.1");
  });

  it("is found under every type that clouds have for it, and without the version that paths have", () => {
    for (const type of ["block-storage", "volumev3"])
      expect(said(new Catalogue([entry(type, endpoint("r", "https://c/v3"))], "public"), "volume")).toBe(
        "https://c/v3",
      );
    for (const url of ["https://n", "https://n/", "https://n/v2.0", "https://n/v2.0/"])
      expect(said(new Catalogue([entry("network", endpoint("r", url))], "public"), "network")).toBe("https://n");
  });

  it("is told to be missing with what is there", () => {
    const catalogue = new Catalogue([compute], "public");
    expect(said(catalogue, "compute", "ch-9")).toContain('no compute in the region "ch-9"; it has it in ch-1, ch-2');
    expect(said(catalogue, "compute")).toContain("is in the regions ch-1, ch-2: name one");
    expect(said(catalogue, "network")).toContain("no network (type network) with the interface public; it has compute");
    expect(said(new Catalogue([], "public"), "volume")).toContain("it has no services: the token has no scope");
  });
});
