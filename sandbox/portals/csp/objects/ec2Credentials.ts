import type { z } from "zod";
import type { Ec2Credential } from "../../../../provider/portals/csp/contract";
import { hashOf, newId, newToken } from "../../../secrets";
import type { Handlers } from "../call";
import { requirePermission } from "../caller";
import { notFound } from "../problem";
import type { Ec2CredentialRecord } from "../records";
import { timeText } from "../times";
import { projectFor } from "../visibility";

function credentialFields(credential: Ec2CredentialRecord): z.output<typeof Ec2Credential> {
  return {
    id: credential.id,
    description: credential.description,
    isUserCredentials: credential.isUserCredentials,
    accessKey: credential.accessKey,
    createdAt: timeText(credential.createdAt),
  };
}

export const ec2CredentialHandlers = {
  *listEc2Credentials(call) {
    const project = projectFor(call, call.parameters.clientId, call.parameters.projectId);
    for (const credential of call.realm.ec2Credentials.find("project", project.id))
      yield { sequence: credential.sequence, fields: credentialFields(credential) };
  },

  createEc2Credential(call) {
    const { realm, caller, body, now } = call;
    const project = projectFor(call, call.parameters.clientId, call.parameters.projectId);
    const isUserCredentials = body.isUserCredentials ?? false;
    if (isUserCredentials) requirePermission(caller, "manage_user_credentials");
    const secretKey = newToken("ec2");
    const credential = realm.ec2Credentials.insert({
      id: newId("credential"),
      projectId: project.id,
      description: body.description ?? null,
      isUserCredentials,
      accessKey: newId("AK"),
      secretHash: hashOf(secretKey),
      createdAt: now,
    });
    return { body: credentialFields(credential), oneTimeSecret: { secretKey } };
  },

  deleteEc2Credential(call) {
    const project = projectFor(call, call.parameters.clientId, call.parameters.projectId);
    const credential = call.realm.ec2Credentials.get(call.parameters.credentialId);
    if (credential?.projectId !== project.id) throw notFound("credential");
    call.realm.ec2Credentials.remove(credential.id);
  },
} satisfies Partial<Handlers>;
