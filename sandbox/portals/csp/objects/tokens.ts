import type { z } from "zod";
import type { Token } from "../../../../provider/portals/csp/contract";
import { hashOf, newId, newToken } from "../../../secrets";
import type { Handlers } from "../call";
import { invalid, notFound } from "../problem";
import type { TokenRecord } from "../records";
import { TOKEN_PREFIX } from "../seed";
import { timeText, timeTextOrNull } from "../times";

function tokenFields({ id, name, expiresAt, createdAt }: TokenRecord): z.output<typeof Token> {
  return { id, name, expiresAt: timeTextOrNull(expiresAt), createdAt: timeText(createdAt) };
}

export const tokenHandlers = {
  *listTokens({ realm, caller }) {
    for (const token of realm.tokens.find("user", caller.user.id))
      yield { sequence: token.sequence, fields: tokenFields(token) };
  },

  /** The new token carries no more than the one that made it. */
  createToken({ realm, caller, body, now }) {
    const expiresAt = body.expiresAt === undefined ? null : Date.parse(body.expiresAt);
    if (Number.isNaN(expiresAt))
      throw invalid({
        field: "expiresAt",
        code: "invalid_format",
        message: "must be a time such as 2030-01-31T12:00:00Z",
      });
    const token = newToken(TOKEN_PREFIX);
    const record = realm.tokens.insert({
      id: newId("token"),
      userId: caller.user.id,
      name: body.name,
      expiresAt,
      createdAt: now,
      secretHash: hashOf(token),
      secret: null,
      scope: caller.token.scope,
      visible: caller.token.visible,
      revoked: false,
    });
    return { body: tokenFields(record), oneTimeSecret: { token } };
  },

  deleteToken({ realm, caller, parameters }) {
    const token = realm.tokens.get(parameters.tokenId);
    if (token?.userId !== caller.user.id) throw notFound("token");
    realm.tokens.remove(token.id);
  },
} satisfies Partial<Handlers>;
