import { type Amounts, limitsIn } from "./quotas";
import type { OpenStackRealm } from "./realm";
import type { QuotaService } from "./records";

/** How Adjutant calls the services. */
export const QUOTA_SERVICES = {
  nova: "compute",
  cinder: "volume",
  neutron: "network",
} as const satisfies Record<string, QuotaService>;
type Services = Readonly<Record<keyof typeof QUOTA_SERVICES, Amounts>>;

export const SIZE_ORDER = ["small", "medium", "large"] as const;
export type Size = (typeof SIZE_ORDER)[number];

export function isSize(text: string): text is Size {
  return (SIZE_ORDER as readonly string[]).includes(text);
}

/** What each size gives, as Adjutant comes. */
export const SIZES: Readonly<Record<Size, Services>> = {
  small: {
    nova: nova({ instances: 10, cores: 20, ram: 65_536 }, 10, 20, 100),
    cinder: { gigabytes: 5000, snapshots: 50, volumes: 20 },
    neutron: neutron({ floatingip: 10, network: 3, port: 50, router: 3, subnet: 3 }, 20, 100),
  },
  medium: {
    nova: nova({ instances: 50, cores: 100, ram: 327_680 }, 25, 50, 400),
    cinder: { gigabytes: 10_000, snapshots: 300, volumes: 100 },
    neutron: neutron({ floatingip: 25, network: 5, port: 250, router: 5, subnet: 5 }, 50, 400),
  },
  large: {
    nova: nova({ instances: 100, cores: 200, ram: 655_360 }, 50, 100, 800),
    cinder: { gigabytes: 50_000, snapshots: 600, volumes: 200 },
    neutron: neutron({ floatingip: 50, network: 10, port: 500, router: 10, subnet: 10 }, 100, 800),
  },
};

function nova(own: Amounts, addresses: number, groups: number, rules: number): Amounts {
  return {
    ...own,
    fixed_ips: 0,
    floating_ips: addresses,
    injected_file_content_bytes: 10_240,
    injected_files: 5,
    key_pairs: 50,
    metadata_items: 128,
    security_group_rules: rules,
    security_groups: groups,
  };
}

function neutron(own: Amounts, groups: number, rules: number): Amounts {
  return { ...own, security_group: groups, security_group_rule: rules };
}

/** The size that a project has in a region; undefined where it is none. */
export function sizeOf(realm: OpenStackRealm, region: string, projectId: string): Size | undefined {
  return SIZE_ORDER.find((size) =>
    Object.entries(SIZES[size]).every(([name, limits]) => {
      const current = limitsIn(realm, QUOTA_SERVICES[name as keyof Services], region, projectId);
      return Object.entries(limits).every(([key, limit]) => current[key] === limit);
    }),
  );
}

/** The sizes below one; nothing below what is none. */
export function smallerThan(size: Size | undefined): readonly Size[] {
  return size === undefined ? [] : SIZE_ORDER.slice(0, SIZE_ORDER.indexOf(size));
}

/** The sizes that a project may change to without anybody's consent: those below, and the next one above. */
export function offeredFor(size: Size | undefined): readonly Size[] {
  if (size === undefined) return [];
  return [...smallerThan(size), ...SIZE_ORDER.slice(SIZE_ORDER.indexOf(size) + 1).slice(0, 1)];
}
