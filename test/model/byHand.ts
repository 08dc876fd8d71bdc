import axios, { type AxiosInstance, isAxiosError } from "axios";
import type { RunningSandbox } from "../../sandbox";
import { BY_HAND } from "./edits";
import { Draw } from "./draw";
import type { Scene } from "./fields";
import { drawLimits, kindModels, MODEST } from "./kinds";
import { namesAreTaken } from "./rules";
import { type Resource } from "./realm";

/** A change that a person makes at the portal, as a number. */
export interface HandSpec {
  readonly seed: number;
}

/** A person at the portal's own API. */
export class Person {
  private readonly api: AxiosInstance;
  private made = 0;

  constructor(sandbox: RunningSandbox) {
    this.api = axios.create({
      baseURL: sandbox.csp.endpoint,
      headers: { Authorization: `Bearer ${sandbox.csp.token}` },
    });
  }

  /** Changes one thing; undefined where there was nothing to change or the portal refused. */
  async change(scene: Scene, { seed }: HandSpec): Promise<string | undefined> {
    const draw = new Draw(seed);
    const resource = draw.pickAny(scene.realm.resources);
    if (resource === undefined || draw.chance(15)) return this.tried(this.makeSomething(draw));
    const { collection, idOf, path } = kindModels[resource.kind];
    const item = scene.view[collection].find((candidate) => idOf(candidate) === scene.ids.get(resource.label));
    if (item === undefined || path === undefined) return undefined;
    const headers = { "If-Match": item.etag };
    if (draw.chance(20)) {
      if (kindModels[resource.kind].isDeletable?.(item, scene) !== true) return undefined;
      return this.tried(this.api.delete(path(item), { headers }), `delete ${resource.label}`);
    }
    const calls = Object.values(kindModels[resource.kind].fields).filter(({ callByHand }) => callByHand !== undefined);
    if (calls.length > 0 && draw.chance(40)) {
      const call = draw.pick(calls).callByHand?.(draw, scene, item);
      if (call === undefined) return undefined;
      const what = `${call.method} ${call.path} ${JSON.stringify(call.body ?? {})}`;
      const request = { method: call.method, url: call.path, data: call.body, headers: { "If-Match": "*" } };
      return this.tried(this.api.request(request), `${resource.label}: ${what}`);
    }
    const body = this.bodyOf(draw, scene, resource, item);
    if (body === undefined) return undefined;
    const method = kindModels[resource.kind].method ?? "PATCH";
    return this.tried(
      this.api.request({ method, url: path(item), data: body, headers }),
      `change ${resource.label}: ${JSON.stringify(body)}`,
    );
  }

  private bodyOf(
    draw: Draw,
    scene: Scene,
    resource: Resource,
    item: Scene["view"]["/users"][number],
  ): Record<string, unknown> | undefined {
    const { fields } = kindModels[resource.kind];
    const field = draw.pickAny(Object.values(fields).filter(({ byHand }) => byHand !== undefined));
    const body = field?.byHand?.(draw, scene, item, resource);
    return body === undefined || namesAreTaken(resource, scene, body) ? undefined : body;
  }

  private async makeSomething(draw: Draw): Promise<string> {
    this.made += 1;
    const name = `${BY_HAND}${this.made}`;
    const { data } = await this.api.get<{ items: { id: string; name: string }[] }>("/profiles", {
      params: { limit: 200 },
    });
    const standard = data.items.find((profile) => profile.name === "User")?.id;
    const [path, body] = draw.pick([
      ["/users", { username: name, email: "by@example.com", firstName: "By", lastName: "Hand", profileId: standard }],
      ["/profiles", { name, level: "client", permissions: ["show_usage"], description: "By hand" }],
      ["/quota-profiles", { name, default: draw.chance(30), ...drawLimits(draw, MODEST) }],
    ] as const);
    await this.api.post(path, body);
    return `make ${path.slice(1)} ${name}`;
  }

  /** The portal keeps its rules against people, too: then nothing has happened. */
  private async tried(work: Promise<unknown>, what?: string): Promise<string | undefined> {
    try {
      const done = await work;
      return what ?? String(done);
    } catch (error) {
      if (isAxiosError(error) && [409, 422].includes(error.response?.status ?? 0)) return undefined;
      throw error;
    }
  }
}
