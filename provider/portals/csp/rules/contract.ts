import { rule } from "../../../model/rule";
import { WRITES_AFTER_PROBE, writesAreAllowed } from "../../derivedSettings";

export const X1 = rule({
  id: "csp/X1",
  severity: "refuse",
  sentence: WRITES_AFTER_PROBE,
  source: "this project",
  live: {
    Account: writesAreAllowed,
    User: writesAreAllowed,
    Profile: writesAreAllowed,
    QuotaProfile: writesAreAllowed,
    Quota: writesAreAllowed,
    ServiceActivation: writesAreAllowed,
    Project: writesAreAllowed,
  },
  also: ["apply"],
});
