import { reviewPlan } from "../../../review";
import { planText, same, type WrittenResource } from "../../review/planText";

const ACME = "id-acme";
const acme = same("Account", "acme", { name: "Acme AG" });
const anna = same("User", "anna", { account: ACME, username: "anna", profiles: ["id-readers"] });
const onWeb = { roles: ["member"], scope: { projects: ["id-web"] } };
const onDomain = { roles: ["reader"], scope: "domain" };

function readers(before: readonly object[], after = before): WrittenResource {
  const values = { account: ACME, name: "readers" };
  if (before === after) return same("Profile", "readers", { ...values, rules: before });
  return { kind: "Profile", name: "readers", before: { ...values, rules: before }, after: { ...values, rules: after } };
}

function web(before: readonly object[], after = before): WrittenResource {
  const values = { account: ACME, name: "web" };
  if (before === after) return same("Project", "web", { ...values, roles: before });
  return { kind: "Project", name: "web", before: { ...values, roles: before }, after: { ...values, roles: after } };
}

/** What anna has lost. */
function lost(...resources: readonly WrittenResource[]): string[] {
  const text = planText([acme, anna, ...resources], { config: { "reseller:portal": "openstack" } });
  const { access, rights, permissions } = reviewPlan(text);
  return access
    .filter(({ person }) => person === "User/anna")
    .flatMap(({ rights: index }) => rights[index] ?? [])
    .filter(({ change }) => change === "lost")
    .map(({ permission }) => permissions[permission]!.name)
    .sort();
}

describe("roles of a group on a project, which the portal shows of the group and of the project", () => {
  const ofReaders = { profile: "id-readers", roles: ["member"] };
  const gone = ["member on project", "reader on project"];

  it("are lost by other rules of the group", () => {
    expect(lost(readers([onWeb, onDomain], [onDomain]), web([ofReaders]))).toEqual(gone);
  });

  it("are lost by other roles of the project", () => {
    expect(lost(readers([onWeb, onDomain]), web([ofReaders], []))).toEqual(gone);
  });

  it("stay where neither changes them", () => {
    expect(lost(readers([onWeb, onDomain], [onWeb]), web([ofReaders]))).toEqual(["reader on domain"]);
  });
});
