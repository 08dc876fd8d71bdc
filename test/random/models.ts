import { cspModel } from "./csp";
import { scalewayModel } from "./scaleway";
import { gridscaleModel } from "./gridscale";
import type { PortalModel } from "./model";

/** One suite, told of every portal. */
export const models: readonly PortalModel[] = [cspModel, scalewayModel, gridscaleModel];
