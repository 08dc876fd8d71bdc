import { createHash, randomUUID } from "node:crypto";
import { type AnyCall, filterOf, flagOf, type Handlers, srnOf, timeText } from "../call";
import { requireRoom } from "../limits";
import { inOwn, organizationOf, requireSshKeyRight, requireUnlocked } from "../organizationScope";
import { argument, denied, invalid } from "../problem";
import type { SshKeyRecord } from "../records";

function sshKeyFields(key: SshKeyRecord): Record<string, unknown> {
  return {
    created_at: timeText(key.createdAt),
    disabled: key.disabled,
    fingerprint: key.fingerprint,
    id: key.id,
    name: key.name,
    organization_id: key.organizationId,
    project_id: key.projectId,
    public_key: key.publicKey,
    srn: srnOf("ssh-keys", key.id),
    updated_at: timeText(key.updatedAt),
  };
}

function sshKeyOf(call: AnyCall, right: "read" | "write"): SshKeyRecord {
  const { sshKeyId = "" } = call.parameters;
  const key = inOwn(call, call.realm.sshKeys.get(sshKeyId), "ssh_key", sshKeyId);
  requireSshKeyRight(call, key.projectId, right);
  return key;
}

/** The strings that a key is made of, each behind its length; undefined where the lengths don't add up. */
function partsOf(blob: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = [];
  let place = 0;
  while (place < blob.length) {
    if (place + 4 > blob.length) return undefined;
    const end = place + 4 + blob.readUInt32BE(place);
    if (end > blob.length) return undefined;
    parts.push(blob.subarray(place + 4, end));
    place = end;
  }
  return parts;
}

function bitsIn(number: Buffer | undefined): number {
  const hexadecimal = number?.toString("hex").replace(/^0+/, "") ?? "";
  return hexadecimal === "" ? 0 : BigInt(`0x${hexadecimal}`).toString(2).length;
}

/** For each type of key, how long it is. */
const BITS: Readonly<Record<string, (parts: readonly Buffer[]) => number>> = {
  "ssh-ed25519": () => 256,
  "ecdsa-sha2-nistp256": () => 256,
  "ecdsa-sha2-nistp384": () => 384,
  "ecdsa-sha2-nistp521": () => 521,
  "ssh-rsa": ([, , modulus]) => bitsIn(modulus),
  "ssh-dss": ([, prime]) => bitsIn(prime),
};

/** A key without its comment, and its fingerprint. @throws {ScalewayProblem} `invalid_arguments` */
function readPublicKey(text: string): Pick<SshKeyRecord, "publicKey" | "fingerprint"> {
  const [type = "", key = ""] = text.trim().split(/\s+/);
  const blob = Buffer.from(key, "base64");
  const parts = partsOf(blob);
  const bits = BITS[type];
  if (bits === undefined || parts === undefined || parts.length < 2 || parts[0]?.toString() !== type)
    throw invalid(argument("public_key", "format", "is not a public key of OpenSSH"));
  const digest = createHash("md5")
    .update(blob)
    .digest("hex")
    .replace(/..(?=.)/g, "$&:");
  return { publicKey: `${type} ${key}`, fingerprint: `${bits(parts)} MD5:${digest} (${type})` };
}

export const sshKeyHandlers = {
  *listSshKeys(call) {
    const [project, name] = [filterOf(call, "project_id"), filterOf(call, "name")];
    const disabled = flagOf(call, "disabled");
    requireSshKeyRight(call, project ?? null, "read");
    const organization = organizationOf(call, call.query.get("organization_id"), "ssh_key");
    for (const key of call.realm.sshKeys.find("organization", organization))
      if (
        (project === undefined || key.projectId === project) &&
        (name === undefined || key.name === name) &&
        (disabled === undefined || key.disabled === disabled)
      )
        yield { sequence: key.sequence, fields: sshKeyFields(key) };
  },

  createSshKey(call) {
    const { body, realm, caller, now } = call;
    const { organization } = caller;
    const project = realm.projects.get(body.project_id ?? organization.id);
    if (project?.organizationId !== organization.id) throw denied("write", "ssh_key");
    requireSshKeyRight(call, project.id, "write");
    requireUnlocked(call);
    requireRoom(realm.sshKeys, "iam_ssh_keys", organization);
    return sshKeyFields(
      realm.sshKeys.insert({
        id: randomUUID(),
        organizationId: organization.id,
        projectId: project.id,
        name: body.name ?? "",
        ...readPublicKey(body.public_key),
        disabled: false,
        createdAt: now,
        updatedAt: now,
      }),
    );
  },

  getSshKey: (call) => sshKeyFields(sshKeyOf(call, "read")),

  updateSshKey(call) {
    const key = sshKeyOf(call, "write");
    const { name = key.name, disabled = key.disabled } = call.body;
    return sshKeyFields(call.realm.sshKeys.replace({ ...key, name, disabled, updatedAt: call.now }));
  },

  deleteSshKey: (call) => call.realm.sshKeys.remove(sshKeyOf(call, "write").id),
} satisfies Partial<Handlers>;
