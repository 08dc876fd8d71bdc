import type { InputsAt, OutputsOfKind } from "../../../model/declared";
import type { Found, KindDriver } from "../../../model/portal";
import { keyOf, nameWithin, text } from "../../../model/words";
import { orAbsent, type RequestOf } from "../../wire";
import type { Partner } from "../client";
import { operations } from "../contract";
import { wireFields } from "../../listed";
import { accountField, organizationObjects } from "../driver";
import { everywhere } from "../everywhere";
import type { fields } from "../fields";
import { canonicalAccount } from "../opening";
import type { WireProject } from "../reading";

type Inputs = InputsAt<typeof fields, "Project">;
type Outputs = OutputsOfKind<"Project">;
type Body = RequestOf<typeof operations.updateProject>;

/** Project of an Organization. The default one, whose id is the Organization's, comes with it. */
export function projectDriver(partner: Partner): KindDriver<Inputs, Outputs> {
  const projects = projectsOf(partner);

  async function listedAs(wire: WireProject): Promise<Found<Inputs, Outputs>> {
    const found = await projects.found(wire, projects.read(wire));
    return wire.status === "deleting"
      ? { ...found, deleting: { what: `the project ${wire.name} to be deleted` } }
      : found;
  }

  return {
    ...projects,
    describe: ({ name, account }) => nameWithin(name, account),
    canonical: (inputs) => Promise.resolve(canonicalAccount(partner, inputs)),
    everything: () =>
      everywhere(partner, "Project", async (organization) => ({
        found: await Promise.all((await organization.projects.all()).map(listedAs)),
      })),

    async create(inputs) {
      const organization = partner.organization(inputs.account);
      const { body } = await organization.call(operations.createProject, {
        body: { organization_id: organization.id, ...projects.body(inputs), name: inputs.name },
      });
      await organization.projects.putIfLoaded(body);
      return { id: body.id, outputs: {} };
    },

    async update({ id, inputs }, changes) {
      const organization = partner.organization(inputs.account);
      const call = { params: { projectId: id }, body: projects.body(changes) };
      await organization.projects.putIfLoaded((await organization.call(operations.updateProject, call)).body);
      return { id, outputs: {} };
    },

    /** The portal refuses while something is in it. */
    async remove({ id, inputs }) {
      const organization = partner.organization(inputs.account);
      await organization.call(operations.deleteProject, { params: { projectId: id } });
      organization.projects.drop(id);
      return {};
    },
  };
}

function projectsOf(partner: Partner) {
  const { plain, emptiable } = wireFields<WireProject, Body>();
  return organizationObjects<Inputs, Outputs, WireProject, Body>(partner, {
    fields: { account: accountField(partner), name: plain("name"), description: emptiable("description") },
    keyOf: ({ name }) => keyOf(text(name)),
    listIn: ({ projects }) => projects,
    fetch: (projectId, { account }) =>
      orAbsent(partner.organization(account).call(operations.getProject, { params: { projectId } })),
    beside: ({ id, organization_id: of }) =>
      id === of ? { builtIn: "the default project of the Organization, which can't be deleted" } : {},
  });
}
