import { rule } from "../../../model/rule";
import { accountFindings } from "../opening";
import type { CloudReading } from "../reading";

export const T1 = rule({
  id: "openstack/T1",
  severity: "kept",
  sentence:
    "A token is renewed before it ends, and once when it is refused. One that was issued in the same second as a revocation is renewed again after that second.",
  source: "keystone, tokens",
  also: ["always"],
});

export const T2 = rule({
  id: "openstack/T2",
  severity: "kept",
  sentence:
    "Lists are read page by page, because servers cut off longer answers silently. A list that can't be read completely is an error.",
  source: "keystone, max_db_limit",
  also: ["always"],
});

export const T3 = rule({
  id: "openstack/T3",
  severity: "kept",
  sentence:
    "Statuses 403 and 404 don't prove that an object is absent: the token may lack a role, or its domain may be disabled. The complete list proves it.",
  source: "keystone, tokens of disabled domains",
  also: ["always"],
});

export const T4 = rule({
  id: "openstack/T4",
  severity: "kept",
  sentence:
    "Objects have no revision, and the last write wins: an object is read again before each change, only differences are written, and the response is compared.",
  source: "keystone, responses without ETag",
  also: ["always"],
});

export const T5 = rule<CloudReading>({
  id: "openstack/T5",
  severity: "refuse",
  sentence: "An account must be a domain in which the connection's user has a role, or one that the program creates.",
  source: "keystone, policies for domains",
  fields: { User: ["account"], Profile: ["account"], Project: ["account"] },
  live: { User: accountFindings, Profile: accountFindings, Project: accountFindings },
});
