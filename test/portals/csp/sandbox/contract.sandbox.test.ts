import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import axios from "axios";
import { operations } from "../../../../provider/portals/csp/contract";
import { openApiDocument } from "../../../../provider/portals/csp/openapi";
import { type RunningSandbox, startSandbox } from "../../../../sandbox";
import { jsonText } from "../../../../text/escape";
import { EVERY_LIMIT as LIMITS } from "../sound";

const FILE = path.resolve(__dirname, "..", "..", "..", "..", "provider", "portals", "csp", "openapi.json");

const { version } = require("pulumi-reseller/package.json") as { version: string };

type Name = keyof typeof operations;
/** Members of answers that the story below goes on with. */
interface Answer {
  readonly id: string;
  readonly resource: { readonly id: string };
  readonly user: { readonly id: string };
  readonly items: readonly { readonly id: string; readonly name: string }[];
}
interface Document {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >;
  components: { schemas: Record<string, object> };
}

describe("the OpenAPI document", () => {
  it("is what the contract says", () => {
    expect(readFileSync(FILE, "utf8")).toBe(jsonText(openApiDocument(version)));
  });

  it("says of every operation what it rests on, and that the whole is derived", () => {
    const document = JSON.parse(readFileSync(FILE, "utf8")) as {
      info: { title: string };
      paths: Record<string, Record<string, { "x-source": string }>>;
    };
    expect(document.info.title).toContain("derived");
    const sources = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((operation) => operation["x-source"]),
    );
    expect(sources).toHaveLength(Object.keys(operations).length);
    expect(sources.filter((source) => !source.includes("derived"))).toEqual([]);
  });
});

describe("the sandbox speaks the contract", () => {
  const document = JSON.parse(readFileSync(FILE, "utf8")) as Document;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "openapi", ...document });
  const called = new Set<Name>();
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({ operationDelayMs: 0 });
  });
  afterAll(() => sandbox.close());

  interface Call {
    readonly params?: Record<string, string>;
    readonly query?: Record<string, string>;
    readonly body?: unknown;
    readonly headers?: Record<string, string>;
  }

  /** Calls an operation, which must succeed, and holds the answer against the document. */
  async function call(name: Name, { params = {}, query, body, headers }: Call = {}): Promise<Answer> {
    const operation = operations[name] as { method: string; path: string; status: number; ifMatch?: boolean };
    const url = operation.path.replace(/\{(\w+)\}/g, (_, parameter: string) =>
      encodeURIComponent(params[parameter] ?? ""),
    );
    const answer = await axios.request<never>({
      method: operation.method,
      url: `${sandbox.csp.endpoint}${url}`,
      params: query,
      data: body,
      headers: {
        Authorization: `Bearer ${sandbox.csp.token}`,
        ...(operation.ifMatch === true ? { "If-Match": "*" } : {}),
        ...headers,
      },
      validateStatus: () => true,
    });
    expect({ name, status: answer.status, body: answer.status < 400 ? undefined : answer.data }).toEqual({
      name,
      status: operation.status,
      body: undefined,
    });
    const schema =
      document.paths[operation.path]?.[operation.method.toLowerCase()]?.responses[String(operation.status)]?.content?.[
        "application/json"
      ]?.schema;
    if (schema !== undefined) {
      const pointer = `openapi#/paths/${operation.path.replaceAll("~", "~0").replaceAll("/", "~1")}/${operation.method.toLowerCase()}/responses/${operation.status}/content/application~1json/schema`;
      const valid = ajv.validate({ $ref: encodeURI(pointer) }, answer.data);
      expect({ name, errors: valid ? [] : ajv.errors }).toEqual({ name, errors: [] });
    }
    called.add(name);
    return answer.data;
  }

  const limits = { ...LIMITS, projects: 2 };

  it("in every operation but the provider's own", async () => {
    await call("getMe");
    await call("listRegions");
    await call("listRoles");
    await call("listPermissions");
    const operation = await call("createClient", {
      body: { name: "Acme", state: "trial", availableServices: ["openstack", "s3"], uprovideAccountId: "UP-10001" },
    });
    const clientId = operation.resource.id;
    const inClient = { params: { clientId } };
    await call("getOperation", { params: { operationId: operation.id } });
    await call("listOperations", { query: { "filter[id]": operation.id } });
    await call("listClients");
    await call("getClient", inClient);
    await call("updateClient", { ...inClient, body: { description: "d" } });
    await call("listServices");
    await call("listClientServices", inClient);
    await call("activateService", { params: { clientId, serviceKey: "openstack" } });

    const profiles = (await call("listProfiles")).items;
    const userProfile = profiles.find(({ name }) => name === "User")!.id;
    const profile = await call("createProfile", { body: { name: "P", level: "client", permissions: ["show_usage"] } });
    const profileId = profile.id;
    await call("getProfile", { params: { profileId } });
    await call("updateProfile", { params: { profileId }, body: { permissions: [] } });
    await call("deleteProfile", { params: { profileId } });
    await call("createClientProfile", {
      ...inClient,
      body: { name: "Q", level: "client", permissions: ["show_usage"] },
    });

    const values = { username: "u", email: "u@example.com", firstName: "U", lastName: "V", profileId: userProfile };
    const { user } = await call("createClientUser", { ...inClient, body: values });
    const inUser = { params: { clientId, userId: user.id } };
    const { user: own } = await call("createUser", { body: values });
    const inOwn = { params: { userId: own.id } };
    await call("listUsers");
    await call("listClientUsers", inClient);
    await call("getUser", inOwn);
    await call("getClientUser", inUser);
    await call("updateUser", { ...inOwn, body: { lastName: "W" } });
    await call("updateClientUser", { ...inUser, body: { lastName: "W" } });
    await call("resetUserPassword", inOwn);
    await call("resetClientUserPassword", inUser);
    await call("getUserPermissions", inUser);
    await call("setUserPermissions", { ...inUser, body: { permissions: ["show_usage"] } });
    const rule = await call("createAccessRule", { ...inUser, body: { type: "source_ip", cidr: "203.0.113.0/24" } });
    const inRule = { params: { ...inUser.params, ruleId: rule.id } };
    await call("updateAccessRule", { ...inRule, body: { enabled: false } });
    await call("listAllAccessRules");
    await call("deleteAccessRule", inRule);
    await call("getResellerUserPermissions", inOwn);
    await call("setResellerUserPermissions", { ...inOwn, body: { permissions: ["show_usage"] } });
    const ownRule = await call("createResellerUserAccessRule", {
      ...inOwn,
      body: { type: "source_ip", cidr: "203.0.113.0/24" },
    });
    const inOwnRule = { params: { ...inOwn.params, ruleId: ownRule.id } };
    await call("updateResellerUserAccessRule", { ...inOwnRule, body: { enabled: false } });
    await call("deleteResellerUserAccessRule", inOwnRule);

    const quotaProfile = await call("createQuotaProfile", { body: { name: "S", inheritable: true, ...limits } });
    const inQuotaProfile = { params: { quotaProfileId: quotaProfile.id } };
    await call("createClientQuotaProfile", { ...inClient, body: { name: "S", ...limits } });
    await call("listQuotaProfiles");
    await call("getQuotaProfile", inQuotaProfile);
    await call("updateQuotaProfile", { ...inQuotaProfile, body: { vcpus: 9 } });
    await call("deleteQuotaProfile", inQuotaProfile);
    await call("getResellerQuota", { query: { region: "ch-1" } });
    await call("listQuotas");
    const inRegion = { params: { clientId, region: "ch-1" } };
    await call("getClientQuota", inRegion);
    await call("setClientQuota", { ...inRegion, body: { limits } });
    for (const decision of ["approveQuotaRequest", "rejectQuotaRequest"] as const) {
      const request = await call("createQuotaRequest", {
        ...inClient,
        body: { region: "ch-1", items: [{ resource: "vcpus", requested: 5 }] },
      });
      const inRequest = { params: { requestId: request.id } };
      await call("listClientQuotaRequests", inClient);
      await call("listQuotaRequests", { query: { status: "pending" } });
      await call(decision, { ...inRequest, body: {} });
    }

    const made = await call("createProject", { ...inClient, body: { name: "main" } });
    const inProject = { params: { clientId, projectId: made.resource.id } };
    const inRole = { params: { ...inProject.params, userId: user.id } };
    await call("listProjects");
    await call("listClientProjects", inClient);
    await call("getProject", inProject);
    await call("updateProject", { ...inProject, body: { description: "d" } });
    await call("getProjectQuota", { params: { ...inProject.params, region: "ch-1" } });
    await call("setProjectQuota", {
      params: { ...inProject.params, region: "ch-1" },
      body: { limits: { ...limits, projects: 0 } },
    });
    await call("listProjectQuotas");
    await call("setProjectRoles", { ...inRole, body: { roles: ["member"] } });
    await call("listProjectRoles");
    await call("deleteProjectRoles", inRole);
    await call("deleteProject", inProject);
    await call("listSubservices", inClient);
    await call("deleteClientUser", inUser);
    await call("deleteUser", inOwn);
    await call("requestDecommission", { ...inClient, body: { kind: "trial", projects: [] } });

    // A client is deleted by the portal's provider.
    const left = (Object.keys(operations) as Name[]).filter((name) => !called.has(name));
    expect(left.sort()).toEqual(["deleteClient"]);
  });
});
