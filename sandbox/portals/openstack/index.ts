import { type ContractOperation, MICROVERSION_HEADER, operations } from "../../../provider/portals/openstack/contract";
import type { Answer } from "../../http/answer";
import type { Row } from "../call";
import type { PortalEntry, PortalRequest, PortalSurroundings, SandboxProblem } from "../portal";
import type { Addressed } from "../refusal";
import { type Admitted, type BodyMistakes, type PortalTerms, servePortal } from "../servePortal";
import { wrongBody } from "./body";
import type { Context } from "./call";
import { authenticate } from "./caller";
import { controlRoutes } from "./control";
import { handlers } from "./handlers";
import { pageOf } from "./pages";
import { expecting, JSON_TYPE, OpenStackProblem, problem } from "./problem";
import { OpenStackRealm } from "./realm";
import { printedOf, REGIONS, seed, SERVICE_PATHS } from "./seed";

/** Where Keystone is, and an administrator of the cloud. */
export interface OpenStackAccess {
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
  readonly userDomainName: string;
  readonly projectName: string;
  readonly projectDomainName: string;
  readonly regionName: string;
}

const PREFIX = "/openstack";

/** The contract's paths are below each service's address; here all services are at one. */
const served = Object.fromEntries(
  Object.entries(operations).map(([name, operation]) => [
    name,
    { ...operation, path: SERVICE_PATHS[operation.service]("{region}") + operation.path },
  ]),
) as unknown as typeof operations;

/** Serves Keystone, and what its clients need of Nova, Cinder, Neutron and Adjutant, in two regions. */
export const openstack: PortalEntry<OpenStackAccess> = {
  create: (surroundings) => servePortal(served, handlers, new OpenStackTerms(surroundings), surroundings),
  environment: (access) => ({
    OS_AUTH_URL: access.endpoint,
    OS_USERNAME: access.username,
    OS_PASSWORD: access.password,
    OS_USER_DOMAIN_NAME: access.userDomainName,
    OS_PROJECT_NAME: access.projectName,
    OS_PROJECT_DOMAIN_NAME: access.projectDomainName,
    OS_REGION_NAME: access.regionName,
    OS_IDENTITY_API_VERSION: "3",
  }),
};

class OpenStackTerms implements PortalTerms<ContractOperation, Context, OpenStackAccess> {
  readonly prefix = PREFIX;
  readonly jsonType = JSON_TYPE;
  readonly controlRoutes;
  readonly refusals = {
    ofSandbox,
    noPath: () => new OpenStackProblem(404, "404 Not Found: The requested URL was not found on the server."),
    noMethod: () => {
      const message = "The method is not allowed for the requested URL.";
      return new OpenStackProblem(405, message, { message });
    },
    noJson: () => expecting("valid JSON", "request body"),
    wrongBody: (mistakes: BodyMistakes, body: unknown) => wrongBody(mistakes, body),
  };
  private readonly realm: OpenStackRealm;

  constructor({ store, records }: PortalSurroundings) {
    this.realm = new OpenStackRealm(records);
    store.transaction(() => seed(this.realm));
    this.controlRoutes = controlRoutes(this.realm);
  }

  access(baseUrl: string): OpenStackAccess {
    return {
      endpoint: baseUrl + PREFIX + SERVICE_PATHS.identity(""),
      username: "admin",
      password: printedOf(this.realm).secret,
      userDomainName: "Default",
      projectName: "admin",
      projectDomainName: "Default",
      regionName: REGIONS[0],
    };
  }

  headers({ id }: Addressed): Record<string, string> {
    return { "x-openstack-request-id": id, vary: "X-Auth-Token" };
  }

  admit(operation: ContractOperation, { headers, parameters }: PortalRequest, now: number): Context {
    const header = (name: string) => [headers[name]].flat()[0];
    const { realm } = this;
    return {
      realm,
      signedIn: operation.open === true ? undefined : authenticate(realm, header("x-auth-token"), now),
      baseUrl: `http://${headers.host ?? ""}${PREFIX}`,
      answerHeaders: {},
      region: parameters["region"] ?? "",
      microversion: header(MICROVERSION_HEADER.toLowerCase()),
    };
  }

  serve({ operation, request, context, handle }: Admitted<ContractOperation, Context>): Partial<Answer> {
    const result = handle();
    const headers = context.answerHeaders;
    if (operation.list === undefined) return { headers, body: result };
    const url = `http://${request.headers.host ?? ""}${request.path}`;
    const page = { url, query: request.query, most: this.realm.settings.mostListed };
    return { headers, body: pageOf(operation, [...(result as Iterable<Row>)], page) };
  }
}

function ofSandbox(code: SandboxProblem, detail: string): OpenStackProblem {
  if (code === "rate_limited") return problem(429, detail);
  return code === "maintenance" ? problem(503, "The service is closed for maintenance.") : problem(400, detail);
}
