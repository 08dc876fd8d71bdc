import { readFleet, wholeRealmFindings } from "../../fleet";
import { portalNamed } from "../../provider/portals/list";
import { withFiles } from "../realm/files";

const PEOPLE = "firstName: Anna, lastName: Keller";
const LIMITS =
  "instances: 1, ramGb: 1, volumes: 1, volumeStorageGb: 1, volumeSnapshots: 1, routers: 1, networks: 1, floatingIps: 1";

const REALM = `
profiles:
  reseller: { name: Reseller, permissions: [show_clients], level: reseller }
quotaProfiles:
  starter: { name: Starter, limits: { projects: 1, vcpus: 60, ${LIMITS} } }
accounts:
  acme:
    name: Acme
    state: production
    uprovideAccount: UP-1
    users:
      anna: { username: anna, email: a@acme.example.com, ${PEOPLE}, profiles: [reseller] }
    quotas:
      ch-1: { limits: { projects: 1, vcpus: 50, ${LIMITS} } }
  globex:
    name: Acme
    state: production
    uprovideAccount: UP-2
    quotas:
      ch-1: { profile: starter }
`;

function findings(fleet: string, realm = REALM) {
  return withFiles({ "fleet.yaml": fleet, "realm.yaml": realm }, (folder) =>
    wholeRealmFindings(readFleet(folder), (connection) => (connection === "default" ? portalNamed("csp") : undefined)),
  );
}

describe("the checks of a whole realm", () => {
  it("find what no single stack shows, each with file, line and stack", () => {
    const found = findings("files: realm.yaml\nreferences: stack\npool: { ch-1: { vcpus: 100, projects: 2 } }");
    expect(
      found.map(({ severity, stack, entry: { kind, name }, place, rule, text }) => [
        `${severity} ${stack} ${kind} ${name} ${place?.file}:${place?.line}`,
        rule ?? text.split(" ")[0],
      ]),
    ).toEqual([
      ["warning acme Account acme realm.yaml:7", "the"],
      ["error acme User acme/anna realm.yaml:12", "csp/U2"],
      ["error globex Account globex realm.yaml:16", "name"],
      ["error globex Quota globex/ch-1 realm.yaml:20", "limits.vcpus"],
    ]);
    expect(found[2]?.text).toContain("names the same object as the resource acme (realm.yaml:7:3)");
    expect(found[3]?.text).toContain(
      "the largest of 2 in ch-1, which are 110 together, but the pool in fleet.yaml (pool.ch-1.vcpus) has 100",
    );
  });

  it("know by whom an account is managed", () => {
    const managed = REALM.replace("profiles: [reseller]", "profiles: [{ existing: User-Adm }]");
    const warnings = findings("files: realm.yaml\nreferences: stack", managed).filter(
      ({ severity }) => severity === "warning",
    );
    expect(warnings).toEqual([]);
  });

  it("find references by name to what the portal doesn't find by name", () => {
    const found = findings("files: realm.yaml").filter(({ text }) => text.includes("references: stack"));
    expect(found.map(({ entry: { name }, text }) => `${name} ${text}`)).toEqual([
      "globex/ch-1 profile refers to QuotaProfile starter of the stack shared by its name, but the Cloud Service Portal doesn't find a " +
        "QuotaProfile by its name; set references: stack in fleet.yaml",
    ]);
  });

  it("leave out connections whose portal isn't known", () => {
    expect(findings("files: realm.yaml", `connection: other\n${REALM}`)).toEqual([]);
  });
});
