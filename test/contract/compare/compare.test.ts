import * as fc from "fast-check";
import { stringify } from "yaml";
import { compareReport, compareText } from "../../../cli/commands/contractCompare";
import { CompareReport } from "../../../cli/reports";
import type { PortalContract } from "../../../provider/contract";
import { compared, type Comparison, draftOf, readOpenApi } from "../../../provider/contract/compare";
import { assigned } from "../../../provider/contract/compare/assign";
import { parseOverlay } from "../../../provider/contract/read";
import { cspContract } from "../../../provider/portals/csp/contractFacts";
import { openApiDocument } from "../../../provider/portals/csp/openapi";
import { gridscaleContract } from "../../../provider/portals/gridscale/contractFacts";
import { drawn } from "../../support/runs";
import { GERMAN, GERMAN_WORDS } from "./translations";
import { documentOf, renamed } from "./vendorDocument";

type Json = Record<string, unknown>;

function comparedWith(contract: PortalContract, document: unknown): Comparison {
  return compared(contract, readOpenApi(JSON.stringify(document), "vendor.json"));
}

function routes({ operations }: Comparison): Record<string, string> {
  return Object.fromEntries(
    operations.flatMap(({ own, theirs }) =>
      theirs === undefined ? [] : [[own.id, `${theirs.method} ${theirs.path}`]],
    ),
  );
}

describe.each([
  ["csp", cspContract, openApiDocument("1")],
  ["gridscale", gridscaleContract, documentOf(gridscaleContract)],
] as const)("the contract of %s", (_portal, contract, document) => {
  it("is the same as itself, and leaves the draft empty", () => {
    const comparison = comparedWith(contract, document);
    expect(comparison.operations.filter(({ result }) => result !== "same").map(({ own }) => own.id)).toEqual([]);
    const bodies = comparison.operations.flatMap(({ request, response }) =>
      [request, response].filter((body) => body !== undefined),
    );
    expect(bodies.flatMap(({ members }) => members.filter(({ result }) => result !== "same"))).toEqual([]);
    expect(bodies.flatMap(({ others }) => others)).toEqual([]);
    expect(comparison).toMatchObject({ others: [], connection: [], notFollowed: [] });
    const { operations, types, connection, kinds } = parseOverlay(draftOf(comparison), "contract.yaml", contract);
    expect({ operations, types, connection, kinds }).toEqual({ operations: {}, types: {}, connection: {}, kinds: {} });
  });
});

/** What differs from the contract, from member to connection. Written for this test, with the traits of a real cloud's documents. */
const CLOUD: Json = {
  openapi: "3.1.0",
  info: { title: "Cloud IAM", version: "v1" },
  servers: [{ url: "https://api.cloud.example" }],
  paths: {
    "/iam/v1/users": {
      get: listOf("ListUsers", "users", "User", ["organization_id", "order_by"]),
      post: writing("CreateUser", "CreateUser", "User"),
    },
    "/iam/v1/users/{user_id}": {
      get: answering("GetUser", "User"),
      patch: writing("UpdateUser", "UpdateUser", "User"),
      delete: { operationId: "DeleteUser", responses: { "204": { description: "" } } },
    },
    "/iam/v1/api-keys": {
      get: listOf("ListAPIKeys", "api_keys", "Key", []),
      post: writing("CreateAPIKey", "Key", "Key"),
    },
    "/iam/v1/api-keys/{access_key}": { get: answering("GetAPIKey", "Key") },
    "/iam/v1/quota": { get: listOf("ListQuota", "quota", "Quotum", []) },
    "/iam/v1/jwts/{jti}": { get: answering("GetJWT", "Key"), delete: answering("DeleteJWT", "Key") },
    "/iam/v1/organizations/{organization_id}/security-settings": { get: answering("GetSecuritySettings", "Settings") },
    "/account/v3/projects": {
      get: listOf("ListProjects", "projects", "Project", ["organization_id", "name"]),
      post: writing("CreateProject", "Project", "Project"),
    },
    "/account/v3/projects/{project_id}": {
      get: answering("GetProject", "Project"),
      patch: writing("UpdateProject", "Project", "Project"),
    },
  },
  components: {
    securitySchemes: { cloud: { type: "apiKey", in: "header", name: "X-Auth-Token" } },
    schemas: {
      User: object({
        id: "string",
        email: "string",
        username: "string",
        first_name: "string",
        last_name: "string",
        last_login_at: "date-time",
        mfa: "boolean",
        organization_id: "string",
      }),
      CreateUser: object({ email: "string", organization_id: "string" }),
      UpdateUser: object({ tags: "string" }),
      Key: object({ access_key: "string", secret_key: "string", expires_at: "date-time" }),
      Quotum: object({ name: "string", limit: "number", unlimited: "boolean" }),
      Settings: object({ enforce_password_renewal: "boolean" }),
      Project: object({
        id: "string",
        name: "string",
        organization_id: "string",
        created_at: "date-time",
        description: "string",
      }),
    },
  },
};

function object(members: Readonly<Record<string, string>>): Json {
  const schema = (type: string) => (type === "date-time" ? { type: "string", format: type } : { type });
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(members).map(([name, type]) => [name, schema(type)])),
  };
}

function answering(operationId: string, type: string): Json {
  return {
    operationId,
    responses: { "200": { description: "", content: content({ $ref: `#/components/schemas/${type}` }) } },
  };
}

function writing(operationId: string, sent: string, type: string): Json {
  return {
    ...answering(operationId, type),
    requestBody: { content: content({ $ref: `#/components/schemas/${sent}` }) },
  };
}

function listOf(operationId: string, member: string, type: string, query: readonly string[]): Json {
  const items = { type: "array", items: { $ref: `#/components/schemas/${type}` } };
  const schema = { type: "object", properties: { [member]: items, total_count: { type: "integer" } } };
  return {
    operationId,
    parameters: [...query, "page", "page_size"].map((name) => ({ name, in: "query", schema: { type: "string" } })),
    responses: { "200": { description: "", content: content(schema) } },
  };
}

function content(schema: Json): Json {
  return { "application/json": { schema } };
}

describe("a cloud's own document", () => {
  const comparison = comparedWith(cspContract, CLOUD);

  it("has what the contract has under other names, and nothing is said to be there that isn't", () => {
    expect(routes(comparison)).toEqual({
      createUser: "POST /iam/v1/users",
      deleteUser: "DELETE /iam/v1/users/{user_id}",
      getProject: "GET /account/v3/projects/{project_id}",
      getUser: "GET /iam/v1/users/{user_id}",
      listProjects: "GET /account/v3/projects",
      listQuotas: "GET /iam/v1/quota",
      listUsers: "GET /iam/v1/users",
      updateProject: "PATCH /account/v3/projects/{project_id}",
      updateUser: "PATCH /iam/v1/users/{user_id}",
      createProject: "POST /account/v3/projects",
    });
    expect(comparison.operations.filter(({ result }) => result === "same")).toEqual([]);
    const user = comparison.operations.find(({ own }) => own.id === "listUsers")?.response;
    expect(user).toMatchObject({ items: "users" });
    const places = Object.fromEntries(user?.members.map(({ name, at }) => [name, at]) ?? []);
    expect(places).toMatchObject({
      id: "id",
      email: "email",
      firstName: "first_name",
      lastName: "last_name",
      lastLoginAt: "last_login_at",
      username: "username",
      clientId: "organization_id",
    });
    expect(places).toMatchObject({ profileId: undefined, permissionSets: undefined });
  });

  it("shows how it is spoken to", () => {
    const terms = Object.assign({}, ...comparison.connection.map(({ terms: each }) => each)) as unknown;
    expect(terms).toEqual({
      credential: { "X-Auth-Token": "{token}" },
      headers: { etag: "none", ifMatch: "none", idempotencyKey: "none" },
      lists: {
        items: expect.any(String) as unknown,
        paging: { by: "page", parameter: "page", size: { parameter: "page_size", most: 100 }, total: "total_count" },
      },
      asynchronous: "none",
    });
  });

  it("is the same in YAML and in OpenAPI 2", () => {
    const yaml = compared(cspContract, readOpenApi(stringify(CLOUD), "vendor.yaml"));
    expect(routes(yaml)).toEqual(routes(comparison));
    const old = compared(cspContract, readOpenApi(JSON.stringify(asSwagger(CLOUD)), "vendor.json"));
    expect(routes(old)).toEqual(routes(comparison));
    expect(old.connection).toEqual(comparison.connection);
  });

  it("is told in a table, as JSON, and as a draft that can be read", () => {
    const report = compareReport(comparison, "vendor.json", undefined);
    expect(CompareReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    const text = compareText(report, { width: undefined }, false);
    expect(text).toMatch(/^listUsers\tprobably\t0\.\d\d\tGET \/iam\/v1\/users\t/m);
    expect(text).toMatch(/^approveQuotaRequest\tMISSING\t/m);
    expect(text).toContain("https://api.cloud.example");
    for (const line of compareText(report, { width: 80 }, true)
      .split("\n")
      .filter((each) => /\s{2}/.test(each)))
      expect(line.length).toBeLessThanOrEqual(80);
    const draft = draftOf(comparison);
    const overlay = parseOverlay(draft, "contract.yaml", cspContract);
    expect(overlay.operations["getUser"]).toMatchObject({ path: "/iam/v1/users/{userId}" });
    expect(overlay.operations["approveQuotaRequest"]).toMatchObject({ lacks: expect.any(String) as unknown });
    // One parameter of the contract's path has no place there.
    expect(overlay.operations["getProject"]).toMatchObject({ lacks: "its path there has no place for {clientId}" });
    expect(overlay.types["User"]).toMatchObject({ firstName: { at: "first_name" }, lastName: { at: "last_name" } });
  });
});

function asSwagger({ paths, components }: Json): Json {
  const { schemas, securitySchemes } = components as Json;
  const inPlace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inPlace);
    if (typeof value !== "object" || value === null) return value;
    const { requestBody, content: body, ...rest } = value as Json;
    const schema = (of: unknown) => inPlace(((of as Json)["application/json"] as Json)["schema"]);
    const sent =
      requestBody === undefined ? [] : [{ name: "body", in: "body", schema: schema((requestBody as Json)["content"]) }];
    const entries = Object.entries(rest).map(([name, each]): [string, unknown] => [
      name,
      name === "$ref" ? String(each).replace("#/components/schemas/", "#/definitions/") : inPlace(each),
    ]);
    return {
      ...Object.fromEntries(entries),
      ...(body === undefined ? {} : { schema: schema(body) }),
      ...(sent.length === 0 ? {} : { parameters: sent }),
    };
  };
  return {
    swagger: "2.0",
    info: { title: "Cloud IAM", version: "v1" },
    host: "api.cloud.example",
    paths: inPlace(paths),
    definitions: inPlace(schemas),
    securityDefinitions: securitySchemes,
  };
}

describe("a guess", () => {
  const { document, name } = renamed(documentOf(gridscaleContract), {
    words: GERMAN,
    join: (words) => words.join("_"),
    enumeration: GERMAN_WORDS,
  });

  it("is marked in the draft, which can be read", () => {
    const draft = draftOf(comparedWith(gridscaleContract, document));
    const { operations, types } = parseOverlay(draft, "contract.yaml", gridscaleContract);
    expect(operations["changeContractUser"]).toMatchObject({
      path: "/management/v2/verträge/{contractId}/benutzer/{userId}",
    });
    expect(types["User"]?.["first_name"]).toEqual({ at: name("first_name") });
    expect(types["ContractUser"]?.["level"]).toEqual({
      at: "stufe",
      words: { owner: "Eigentümer", admin: "Verwalter", write: "schreiben", read: "lesen" },
    });
    const lines = draft.split("\n");
    const unmarked = lines.filter(
      (line, index) =>
        /^ {2}\S+:$/.test(line) && !/^ *[A-Z]/.test(line) && !/# guess, 0\.\d\d: /.test(lines[index - 1] ?? ""),
    );
    expect(unmarked).toEqual([]);
  });

  it("doesn't depend on the order of the document, and is made once for each operation and member", () => {
    const usual = compareReport(comparedWith(gridscaleContract, document), "", undefined);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const comparison = comparedWith(gridscaleContract, shuffled(document, seed));
        expect(compareReport(comparison, "", undefined)).toEqual(usual);
        const there = Object.values(routes(comparison));
        expect(new Set(there).size).toBe(there.length);
        for (const { request, response } of comparison.operations)
          for (const body of [request, response]) {
            const places =
              body?.members.flatMap(({ at, path }) => (at === undefined || path.includes(".") ? [] : [at])) ?? [];
            expect(new Set(places).size).toBe(places.length);
          }
      }),
      drawn(2),
    );
  });

  it("is the best one altogether", () => {
    const table = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
    fc.assert(
      fc.property(table, (worths) => {
        const [rows, columns] = [worths.length, worths[0]!.length];
        const pairs = assigned(rows, columns, (row, column) => worths[row]![column]!, 1);
        expect(new Set(pairs.map(({ row }) => row)).size).toBe(pairs.length);
        expect(new Set(pairs.map(({ column }) => column)).size).toBe(pairs.length);
        expect(pairs.reduce((sum, { worth }) => sum + worth, 0)).toBe(best(worths, 0, new Set()));
      }),
      drawn(200),
    );
  });
});

/** By trying everything. */
function best(worths: readonly (readonly number[])[], row: number, taken: ReadonlySet<number>): number {
  if (row === worths.length) return 0;
  const without = best(worths, row + 1, taken);
  const using = worths[row]!.map((worth, column) =>
    taken.has(column) ? 0 : worth + best(worths, row + 1, new Set([...taken, column])),
  );
  return Math.max(without, ...using);
}

/** The same with the members of every object in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, seed));
  if (typeof value !== "object" || value === null) return value;
  const weight = (name: string) =>
    [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) + seed) % 9973, 7);
  const entries = Object.entries(value).map(([name, each]) => [name, shuffled(each, seed)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => weight(one) - weight(other)));
}
