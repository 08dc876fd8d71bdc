import type { DeclaredInputs } from "../../../model";
import type { Collection } from "../../collection";
import { plain, type WireField } from "../../driver";
import type { Found, Pending, Removed, Written } from "../../../model/portal";
import { keyOf, nameWithin, text } from "../../../model/words";
import { operations } from "../contract";
import { emptiable, ScalewayDriver } from "../driver";
import type { WireProject } from "../reading";
import { orAbsent } from "../wire";

/** Project of an Organization. The default one, whose id is the Organization's, comes with it. */
export class ProjectDriver extends ScalewayDriver<WireProject> {
  readonly kind = "Project";

  readonly fields: Readonly<Record<string, WireField<WireProject>>> = {
    account: this.account,
    name: plain("name"),
    description: emptiable("description"),
  };

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["name"]));
  }

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["name"], inputs["account"]);
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const organization = this.organization(inputs);
    const { body } = await organization.call(operations.createProject, {
      body: { organization_id: organization.id, ...this.body(inputs) },
    });
    await organization.projects.putIfLoaded(body);
    return { id: body.id, outputs: {} };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const organization = this.organization(found.inputs);
    const call = { params: { projectId: found.id }, body: this.body(changes) };
    await organization.projects.putIfLoaded((await organization.call(operations.updateProject, call)).body);
    return { id: found.id, outputs: {} };
  }

  /** The portal refuses while something is in it. */
  async remove(found: Found): Promise<Removed> {
    const organization = this.organization(found.inputs);
    await organization.call(operations.deleteProject, { params: { projectId: found.id } });
    organization.projects.drop(found.id);
    return {};
  }

  protected collectionFor(inputs: DeclaredInputs): Collection<WireProject> {
    return this.organization(inputs).projects;
  }

  protected fetch(id: string, state: DeclaredInputs): Promise<WireProject | undefined> {
    return orAbsent(this.organization(state).call(operations.getProject, { params: { projectId: id } }));
  }

  protected override deletionOf({ status, name }: WireProject): Pending | undefined {
    return status === "deleting" ? { what: `the project ${name} to be deleted` } : undefined;
  }

  protected override async found(wire: WireProject, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    return wire.id === wire.organization_id
      ? { ...found, builtIn: "the project that every Organization begins with, which can't be deleted" }
      : found;
  }
}
