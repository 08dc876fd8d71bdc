import type { z } from "zod";
import { canonicalEmail } from "../../model";
import { isRecord } from "../../model/shapes";
import { keyOf, text } from "../../model/words";
import { Collection } from "../collection";
import { type Answer, type BodyOf, type Call, type CallArguments, responseOf } from "../wire";
import { type ContractOperation, operations } from "./contract";
import { Organization } from "./organization";
import type { PartnerReading, WireOrganization } from "./reading";
import { Propagation } from "./propagation";
import type { Key, Surrounding } from "./surrounding";
import { type ListOperation, orAbsent, type Wire } from "./wire";

/** The realm as one run sees it: the partner's client Organizations, and what is in those that there is a key for. */
export class Partner implements PartnerReading, Surrounding {
  readonly clients: Collection<WireOrganization>;
  private readonly known = new Map<string, Organization>();
  private readonly propagation = new Propagation();

  constructor(
    readonly wire: Wire,
    /** Id of the partner's own Organization. */
    readonly id: string,
    private readonly key: Key,
    private readonly keys: ReadonlyMap<string, Key>,
  ) {
    this.clients = new Collection({
      idOf: ({ id: of }) => of,
      list: () => this.list(operations.listOrganizations),
      keyOf: ({ email }) => keyOf(text(canonicalEmail(email))),
    });
  }

  /** The Organization of an account; the partner's own where none is given. */
  organization(account: unknown): Organization {
    const id = typeof account === "string" ? account : this.id;
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const made = new Organization(this, id, id === this.id ? this.key : this.keys.get(id));
    this.known.set(id, made);
    return made;
  }

  /** A call with the partner's own key. */
  call<Operation extends ContractOperation>(
    operation: Operation,
    ...[call]: CallArguments<Operation>
  ): Promise<Answer<BodyOf<Operation>>> {
    return this.send(operation, call ?? {}, this.key.secretKey);
  }

  /** A whole list, with any key. */
  list<Operation extends ListOperation>(
    operation: Operation,
    call: Call = {},
    token = this.key.secretKey,
  ): Promise<z.output<Operation["response"]>[]> {
    return this.wire.list(operation, this.withPassing(operation, call, token));
  }

  /** A call with any key, that waits for what this session has just done to be known everywhere. */
  async send<Operation extends ContractOperation>(
    operation: Operation,
    call: Call,
    token: string,
  ): Promise<Answer<BodyOf<Operation>>> {
    const answer = await this.wire.send(operation, responseOf(operation), this.withPassing(operation, call, token));
    this.propagation.noteWorked(operation, token);
    const made: unknown = answer.body;
    if (operation.id.startsWith("create") && isRecord(made) && typeof made["id"] === "string")
      this.propagation.noteMade(made["id"]);
    return answer;
  }

  private withPassing(operation: ContractOperation, call: Call, token: string): Call {
    const ids = [call.params, call.body].flatMap((values) => (isRecord(values) ? Object.values(values).flat() : []));
    // What an earlier run has granted, this one doesn't know of: a few tries tell.
    return {
      untilConsistent: this.propagation.types(operation, token, ids),
      passing: ["permissions_denied"],
      ...call,
      token,
    };
  }

  /** What lets the key into the Partner Space may have just been written. */
  noteGranted(): void {
    this.propagation.noteGranted();
  }

  /** A client Organization, as it is now; undefined where the partner has none of that id. */
  client(id: string): Promise<WireOrganization | undefined> {
    return orAbsent(this.call(operations.getOrganization, { params: { organizationId: id } }));
  }
}
