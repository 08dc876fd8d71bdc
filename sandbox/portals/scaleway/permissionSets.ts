import { RESELLER_PERMISSION_SET } from "../../../provider/portals/scaleway/contract";

export interface PermissionSetFacts {
  readonly id: string;
  readonly name: string;
  readonly scope_type: "projects" | "organization";
  readonly description: string;
  readonly categories: readonly string[];
}

const ORGANIZATION_SETS = [
  "AbuseTicketManager",
  "AuditTrailExportDelete",
  "AuditTrailExportRead",
  "AuditTrailFullAccess",
  "AuditTrailReadOnly",
  "BillingManager",
  "BillingReadOnly",
  "EnvironmentalImpactReadOnly",
  "IAMApplicationManager",
  "IAMApplicationReadOnly",
  "IAMGroupManager",
  "IAMGroupReadOnly",
  "IAMManager",
  "IAMPolicyManager",
  "IAMPolicyReadOnly",
  "IAMReadOnly",
  "IAMUserManager",
  "IAMUserReadOnly",
  "NotificationManagerFullAccess",
  "NotificationManagerReadOnly",
  "OrganizationManager",
  "OrganizationReadOnly",
  "ProjectManager",
  "ProjectReadOnly",
  RESELLER_PERMISSION_SET,
  "SupportTicketManager",
  "SupportTicketReadOnly",
];

/** Products, each with a set to change it and one to look at it. */
const PRODUCTS = [
  "AllProducts",
  "AppleSilicon",
  "AutoscalingService",
  "BlockStorage",
  "Cockpit",
  "Containers",
  "ContainerRegistry",
  "DataWarehouse",
  "Dedibox",
  "DocumentDB",
  "DomainsDNS",
  "EdgeServices",
  "ElasticMetal",
  "FileStorage",
  "Functions",
  "GenerativeApis",
  "Inference",
  "Instances",
  "InterLink",
  "IoT",
  "IPAM",
  "JobsService",
  "Kafka",
  "KeyManager",
  "Kubernetes",
  "LoadBalancers",
  "MessagingAndQueuing",
  "MongoDB",
  "NATS",
  "ObjectStorage",
  "ObjectStorageBuckets",
  "ObjectStorageObjects",
  "OpenSearch",
  "PrivateNetworks",
  "PublicGateways",
  "Quantum",
  "Redis",
  "RelationalDatabases",
  "SecretManager",
  "ServerlessJobs",
  "ServerlessSQLDatabase",
  "SSHKeys",
  "TransactionalEmail",
  "VPC",
  "VPNGateway",
  "WebHosting",
] as const;

function facts(name: string, index: number, scope_type: PermissionSetFacts["scope_type"]): PermissionSetFacts {
  const tail = index.toString(16).padStart(12, "0");
  return {
    id: `00000000-0000-4000-8000-${tail}`,
    name,
    scope_type,
    description: `Gives the rights of ${name}`,
    categories: [scope_type === "organization" ? "Organization" : "Products"],
  };
}

/** More than fit on one page of the largest size, so that a client that reads one page only is found out. */
export const PERMISSION_SETS: readonly PermissionSetFacts[] = [
  ...ORGANIZATION_SETS.map((name) => [name, "organization"] as const),
  ...PRODUCTS.flatMap((product) =>
    ["FullAccess", "ReadOnly"].map((right) => [`${product}${right}`, "projects"] as const),
  ),
].map(([name, scope], index) => facts(name, index + 1, scope));

const BY_NAME = new Map(PERMISSION_SETS.map((set) => [set.name, set]));

export function permissionSet(name: string): PermissionSetFacts | undefined {
  return BY_NAME.get(name);
}
