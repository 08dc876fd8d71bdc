import axios, { type AxiosInstance, isAxiosError } from "axios";
import type { KindName } from "../../../../provider/model";
import type { RunningSandbox } from "../../../../sandbox";
import { CspByHand } from "../byHand";
import { settings } from "../settings";
import type { Draw } from "../../../random/draw";
import type { HandCall } from "../../../random/model";
import type { Item, ModelPortal, PortalView } from "../../../random/model";
import { drawLimits, MODEST } from "./kinds";
import { withoutSocket } from "../../../support/withoutSocket";

/** The lists of the portal that the model looks at. */
const COLLECTIONS: Readonly<Record<KindName, string>> = {
  Account: "/clients",
  ServiceActivation: "/services",
  Quota: "/quotas",
  QuotaProfile: "/quota-profiles",
  Profile: "/profiles",
  User: "/users",
  Project: "/projects",
};

export class CspModelPortal implements ModelPortal {
  readonly settings;
  private readonly portal: CspByHand;
  private readonly api: AxiosInstance;

  constructor(sandbox: RunningSandbox) {
    const { endpoint, token } = sandbox.csp;
    this.settings = settings(sandbox);
    this.portal = new CspByHand(sandbox);
    this.api = axios.create({
      adapter: withoutSocket,
      baseURL: endpoint,
      headers: { Authorization: `Bearer ${token}` },
    });
  }

  /** With users stand their rules of access and when their passwords were set, and with projects who has which roles. */
  async look(): Promise<PortalView> {
    const lists = Object.entries(COLLECTIONS).map(
      async ([kind, path]) => [kind, await this.portal.list(path)] as const,
    );
    const view = Object.fromEntries(await Promise.all(lists)) as unknown as Record<KindName, Item[]>;
    const rules = await this.portal.list("/access-rules");
    const roles = await this.portal.list("/project-roles");
    const { users = [] } = await this.portal.dump();
    const passwordsSetAt = new Map(users.map(({ id, passwordSetAt }) => [id, passwordSetAt]));
    return {
      ...view,
      User: view.User.map((user) => ({
        ...user,
        rules: rules.filter(({ userId }) => userId === user.id),
        passwordSetAt: passwordsSetAt.get(user.id),
      })),
      Project: view.Project.map((project) => ({
        ...project,
        roles: roles
          .filter(({ projectId }) => projectId === project.id)
          .map(({ userId, roles: of }) => ({ userId, roles: of })),
      })),
    };
  }

  writes(): Promise<Record<string, number>> {
    return this.portal.writes();
  }

  isReset(route: string): boolean {
    return route.endsWith("/reset-password");
  }

  signsIn({ id }: Item, password: string): Promise<boolean> {
    return this.portal.signsIn(id, password);
  }

  async act({ method, path, body, etag }: HandCall): Promise<boolean> {
    try {
      await this.api.request({
        method,
        url: path,
        data: body,
        headers: { "If-Match": typeof etag === "string" ? etag : "*" },
      });
      return true;
    } catch (error) {
      if (isAxiosError(error) && [409, 422].includes(error.response?.status ?? 0)) return false;
      throw error;
    }
  }

  async making(draw: Draw, name: string): Promise<HandCall> {
    const standard = (await this.portal.list("/profiles")).find((profile) => profile["name"] === "User")?.id;
    const [path, body] = draw.pick([
      ["/users", { username: name, email: "by@example.com", firstName: "By", lastName: "Hand", profileId: standard }],
      ["/profiles", { name, level: "client", permissions: ["show_usage"], description: "By hand" }],
      ["/quota-profiles", { name, default: draw.chance(30), ...drawLimits(draw, MODEST) }],
    ] as const);
    return { method: "POST", path, body };
  }
}
