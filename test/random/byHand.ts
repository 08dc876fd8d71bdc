import { Draw } from "./draw";
import type { HandCall, Scene } from "./model";
import { BY_HAND } from "./labels";
import type { Item, ModelPortal } from "./model";
import { type DrawnResource } from "./realm";
import { namesAreTaken } from "./rules";

/** A change that a person makes at the portal, as a number. */
export interface HandSpec {
  readonly seed: number;
}

/** A person at the portal's own API. */
export class Person {
  private made = 0;

  constructor(private readonly portal: ModelPortal) {}

  /** Changes one thing; undefined where there was nothing to change or the portal refused. */
  async change(scene: Scene, { seed }: HandSpec): Promise<string | undefined> {
    const draw = new Draw(seed);
    const resource = draw.pickAny(scene.realm.resources);
    if (resource === undefined || draw.chance(15)) {
      this.made += 1;
      const name = `${BY_HAND}${this.made}`;
      const call = await this.portal.making(draw, name);
      return this.tried(call, `make ${call.path.slice(1)} ${name}`);
    }
    const kind = scene.model.kinds[resource.kind]!;
    const item = scene.view[resource.kind]?.find((candidate) => kind.idOf(candidate) === scene.ids.get(resource.label));
    if (item === undefined || kind.path === undefined) return undefined;
    const path = kind.path(item);
    const etag = item["etag"];
    if (draw.chance(20)) {
      if (kind.isDeletable?.(item, scene) !== true) return undefined;
      return this.tried({ method: "DELETE", path, etag, item }, `delete ${resource.label}`);
    }
    const calls = Object.values(kind.fields).filter(({ callByHand }) => callByHand !== undefined);
    if (calls.length > 0 && draw.chance(40)) {
      const call = draw.pick(calls).callByHand?.(draw, scene, item);
      if (call === undefined) return undefined;
      const what = `${call.method} ${call.path} ${JSON.stringify(call.body ?? {})}`;
      return this.tried({ item, ...call }, `${resource.label}: ${what}`);
    }
    const body = this.bodyOf(draw, scene, resource, item);
    if (body === undefined) return undefined;
    const method = kind.method ?? "PATCH";
    return this.tried({ method, path, body, etag, item }, `change ${resource.label}: ${JSON.stringify(body)}`);
  }

  private bodyOf(draw: Draw, scene: Scene, resource: DrawnResource, item: Item): Record<string, unknown> | undefined {
    const { fields } = scene.model.kinds[resource.kind]!;
    const field = draw.pickAny(Object.values(fields).filter(({ byHand }) => byHand !== undefined));
    const body = field?.byHand?.(draw, scene, item, resource);
    return body === undefined || namesAreTaken(resource, scene, body) ? undefined : body;
  }

  /** The portal keeps its rules against people, too: then nothing has happened. */
  private async tried(call: HandCall, what: string): Promise<string | undefined> {
    return (await this.portal.act(call)) ? what : undefined;
  }
}
