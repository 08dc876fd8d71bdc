import type { z } from "zod";
import type { Location } from "../../../provider/portals/gridscale/contract";

/* What the vendor has to offer. All of it is made up, and the same in every sandbox. */

const site = (object_uuid: string, name: string, iata: string, country: string): z.output<typeof Location> => ({
  object_uuid,
  name,
  iata,
  country,
  active: true,
});

/** Two have the same name. */
export const LOCATIONS = [
  site("5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f01", "Frankfurt", "fra", "Germany"),
  site("5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f02", "Frankfurt", "hhn", "Germany"),
  site("5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f03", "Zurich", "zrh", "Switzerland"),
  site("5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f04", "Amsterdam", "ams", "Netherlands"),
  site("5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f05", "Vienna", "vie", "Austria"),
] as const;

export const FEATURES = [
  { key: "kubernetes", name: "Managed Kubernetes" },
  { key: "object-storage", name: "Object Storage" },
  { key: "rocket-storage", name: "Rocket Storage" },
  { key: "load-balancer", name: "Load Balancer as a Service" },
  { key: "marketplace", name: "Marketplace" },
  { key: "gpu", name: "Servers with graphics cards" },
] as const;

/** With the value that a new contract has. */
export const LIMITS = [
  { key: "cores", unit: "count", value: 16 },
  { key: "memory", unit: "GB", value: 64 },
  { key: "storage", unit: "GB", value: 1000 },
  { key: "ips", unit: "count", value: 10 },
  { key: "projects", unit: "count", value: 5 },
] as const;

/** By the hour. */
export const PRODUCTS = [
  { product_number: 10001, name: "Core", price: 0.01 },
  { product_number: 10002, name: "Memory, 1 GB", price: 0.005 },
  { product_number: 10003, name: "Storage, 1 GB", price: 0.0002 },
  { product_number: 10004, name: "IPv4 address", price: 0.004 },
  { product_number: 10005, name: "Object storage, 1 GB", price: 0.0001 },
] as const;
