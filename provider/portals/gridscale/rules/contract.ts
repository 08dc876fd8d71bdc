import { rule } from "../../../model/rule";
import { WRITES_AFTER_PROBE, writesAreAllowed } from "../../derivedSettings";

export const L15 = rule({
  id: "gridscale/L15",
  severity: "refuse",
  sentence: "The token must be an API key of the Partner Panel. A project's API key has no access.",
  source: "Contract Management API, introduction",
  also: ["portal"],
});

export const L20 = rule({
  id: "gridscale/L20",
  severity: "kept",
  sentence:
    "A 404 can also mean that the token can't see the object. It counts as deleted only if the token can see the realm.",
  source: "public API, 404",
  also: ["always"],
});

export const X1 = rule({
  id: "gridscale/X1",
  severity: "refuse",
  sentence: WRITES_AFTER_PROBE,
  source: "this project",
  live: {
    Account: writesAreAllowed,
    User: writesAreAllowed,
    Quota: writesAreAllowed,
    ServiceActivation: writesAreAllowed,
  },
  also: ["apply"],
});
