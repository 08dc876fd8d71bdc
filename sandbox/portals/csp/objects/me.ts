import { catalogueOf } from "../catalogue";
import type { Handlers } from "../call";
import { sortedPermissions } from "../caller";
import { REGIONS } from "../realm";

export const meHandlers = {
  getMe({ caller, realm }) {
    return {
      body: {
        userId: caller.user.id,
        username: caller.user.username,
        level: caller.level,
        clientId: caller.clientId,
        resellerId: realm.resellerId,
        permissions: sortedPermissions(caller),
        sourceIp: caller.remoteAddress,
      },
    };
  },

  listRegions: () => REGIONS.map((region, sequence) => ({ sequence, fields: region })),

  listPermissions: ({ caller }) =>
    catalogueOf(caller.level).map((permission, sequence) => ({ sequence, fields: permission })),
} satisfies Partial<Handlers>;
